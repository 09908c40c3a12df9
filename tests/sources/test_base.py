import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aqagen.errors import SourceError, UsageError
from aqagen.sources.base import (
    ReadOptions,
    audio_place,
    data_folder,
    freesound_id_of,
    is_inside,
    pick_split,
    read_csv,
    read_lines,
    read_text,
    safe_file_name,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def table(folder: Path, text: str | bytes) -> Path:
    path = folder / "table.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@settings(deadline=None)  # it writes files
@given(st.lists(st.tuples(TEXT, TEXT), max_size=5))
def test_csv_gives_back_what_a_csv_writer_wrote(tmp_path_factory, records):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("file", "description"), *records])
    path = table(tmp_path_factory.mktemp("csv"), out.getvalue())
    rows = list(read_csv(path, ["file", "description"]))
    assert [(row.fields["file"], row.fields["description"]) for row in rows] == records
    assert not any(row.reason for row in rows)


def test_text_is_never_null(tmp_path):
    rows = list(read_csv(table(tmp_path, "a,b\nnone,na\nNULL,\n"), ["a", "b"]))
    assert [row.fields for row in rows] == [{"a": "none", "b": "na"}, {"a": "NULL", "b": ""}]


def test_line_is_where_a_record_begins(tmp_path):
    rows = list(read_csv(table(tmp_path, 'a,b\n1,"two\nlines"\n\n3,4\n'), ["a"]))
    assert [row.line for row in rows] == [2, 5]


def test_byte_order_mark_and_windows_lines(tmp_path):
    rows = list(read_csv(table(tmp_path, b"\xef\xbb\xbfa,b\r\n1,2\r\n"), ["a", "b"]))
    assert rows[0].fields == {"a": "1", "b": "2"}


def test_wrong_field_count_is_one_bad_row(tmp_path):
    rows = list(read_csv(table(tmp_path, "a,b\n1,2,3\n4\n5,6\n"), ["a", "b"]))
    assert [row.reason for row in rows] == ["wrong-field-count", "wrong-field-count", None]
    assert rows[0].detail == "3 fields, expected 2 (a, b)"


def test_a_stray_quotation_mark_is_one_bad_row(tmp_path):
    rows = list(read_csv(table(tmp_path, 'a,b\n"1"x,2\n3,4\n'), ["a", "b"]))
    assert [(row.line, row.reason) for row in rows] == [(2, "bad-quoting"), (3, None)]


def test_an_open_quotation_mark_names_where_it_begins(tmp_path):
    with pytest.raises(SourceError, match=r"table\.csv line 3.*never closed"):
        list(read_csv(table(tmp_path, 'a,b\n1,2\n3,"4\n5,6\n'), ["a", "b"]))


@pytest.mark.parametrize(("mark", "word"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")])
def test_wrong_delimiter(tmp_path, mark, word):
    with pytest.raises(SourceError, match=rf"table\.csv line 1.*{word}, expected commas"):
        list(read_csv(table(tmp_path, f"a{mark}b\n1{mark}2\n"), ["a", "b"]))


def test_missing_column_names_it_and_what_is_there(tmp_path):
    with pytest.raises(SourceError, match=r"line 1: no column b; got a, c, expected a, b"):
        list(read_csv(table(tmp_path, "a,c\n"), ["a", "b"]))


def test_empty_file(tmp_path):
    with pytest.raises(SourceError, match="no column a; got an empty line"):
        list(read_csv(table(tmp_path, ""), ["a"]))


def test_alias_of_a_column(tmp_path):
    rows = list(read_csv(table(tmp_path, "caption\nx\n"), ["text"], {"caption": "text"}))
    assert rows[0].fields == {"text": "x"}


def test_alias_does_not_hide_the_real_column(tmp_path):
    path = table(tmp_path, "caption,text\nno,yes\n")
    assert next(read_csv(path, ["text"], {"caption": "text"})).fields["text"] == "yes"


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_bad_encoding_names_the_line(tmp_path, bom):
    path = table(tmp_path, bom + b"a,b\n1,2\n\xe9,3\n")
    with pytest.raises(SourceError, match=r"table\.csv line 3: byte 0xe9.*iconv -f latin1"):
        list(read_csv(path, ["a", "b"]))
    with pytest.raises(SourceError, match=r"table\.csv line 3: byte 0xe9"):
        list(read_lines(path, expected="text"))


def test_utf_16_is_named(tmp_path):
    with pytest.raises(SourceError, match="iconv -f utf-16"):
        read_text(table(tmp_path, "a,b\n".encode("utf-16")), expected="CSV")


def test_missing_file_and_folder(tmp_path):
    with pytest.raises(SourceError, match=r"x\.csv is missing, expected a list"):
        read_text(tmp_path / "x.csv", expected="a list")
    with pytest.raises(SourceError, match="is a folder, expected a list"):
        read_text(tmp_path, expected="a list")
    with pytest.raises(SourceError, match="is a folder, expected a list"):
        list(read_lines(tmp_path, expected="a list"))


def test_lines_end_at_line_feeds_only(tmp_path):
    path = table(tmp_path, "one\u2028still one\x0b\ntwo")
    assert list(read_lines(path, expected="x")) == [(1, "one\u2028still one\x0b\n"), (2, "two")]


@given(st.text() | st.text("./\\:ab", max_size=8))
def test_a_safe_file_name_stays_in_its_folder(name):
    if safe_file_name(name):
        folder = Path("/data/audio")
        assert is_inside(folder / name, [folder])
        assert (folder / name).parent == folder


@pytest.mark.parametrize(
    "name",
    ["", " ", ".", "..", "../", "./..", "/", "/etc/passwd", "a/b.wav", "..\\x", "C:x.wav", "a\0b"],
)
def test_unsafe_file_names(name):
    assert not safe_file_name(name)


@pytest.mark.parametrize("name", ["-a_30.wav", "a .wav", "x..y.wav", "a, b [1] &amp;.wav", "...a"])
def test_odd_but_safe_file_names(name):
    assert safe_file_name(name)


@pytest.mark.parametrize(
    ("path", "inside"),
    [("/d/a", True), ("/d/a/../b", True), ("/d/../e", False), ("/data", False), ("/d", False)],
)
def test_is_inside(path, inside):
    assert is_inside(Path(path), [Path("/d")]) is inside


def test_audio_place_prefers_a_file(tmp_path):
    (tmp_path / "b.wav").touch()
    places = [tmp_path / "a.wav", tmp_path / "b.wav"]
    assert audio_place(places) == str(places[1])
    assert audio_place(places[:1]) == str(places[0])
    assert audio_place([tmp_path / ("n" * 5000)]) == str(tmp_path / ("n" * 5000))


@pytest.mark.parametrize(
    ("link", "number"),
    [
        ("https://freesound.org/people/sarana/sounds/109861", "109861"),
        ("https://freesound.org/s/12/ ", "12"),
        ("https://freesound.org/people/1demidegt2", None),
        ("https://example.org/12", None),
        ("", None),
    ],
)
def test_freesound_id(link, number):
    assert freesound_id_of(link) == number


def test_pick_split():
    assert pick_split(ReadOptions(Path()), ["a", "b"], "b") == "b"
    assert pick_split(ReadOptions(Path(), split="a"), ["a", "b"], "b") == "a"
    with pytest.raises(UsageError, match=r"'c'. Known: a, b"):
        pick_split(ReadOptions(Path(), split="c"), ["a", "b"], "b")


def test_a_file_is_no_data_folder(tmp_path):
    path = table(tmp_path, "x")
    with pytest.raises(SourceError, match="is a file, expected a folder with x"):
        data_folder(ReadOptions(path), expected="x")
