import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aqagen.errors import SourceError
from aqagen.records import SkippedRow, SourceRow
from aqagen.sources import ReadOptions
from aqagen.sources.tacos import SOURCE

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
META = ("filename", "keywords", "superclass", "subclass", "description", "start_time_s")
META += ("end_time_s", "duration", "license", "freesound_id", "sound_link")


def write(folder: Path, captions, description="A dog.", header="text", start="10", end="30"):
    link = "https://freesound.org/people/x/sounds/7"
    clip = ("7.mp3", "dog, bark", "Animals", "Dog", description, start, end, "99", "", "", link)
    for name, lines in (
        ("metadata.csv", [META, clip]),
        ("annotations_strong.csv", [("filename", header, "onset", "offset"), *captions]),
    ):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(lines)
    return folder


def read(folder: Path, **options):
    return list(SOURCE.read(ReadOptions(folder, **options)))


def test_metadata_is_what_the_prompt_shows_in_its_order(tmp_path):
    (row,) = read(write(tmp_path, [("7.mp3", "A dog barks.", "1", "2.5")]))
    assert list(row.metadata.items()) == [
        ("caption", "A dog barks."),
        ("keywords", ["dog", "bark"]),
        ("superclass", "Animals"),
        ("subclass", "Dog"),
        ("description", "A dog."),
    ]
    assert row.facts == {"onset_s": 1.0, "offset_s": 2.5, "time_suspect": False}


def test_clip_length_is_end_minus_start_not_duration(tmp_path):
    (row,) = read(write(tmp_path, [("7.mp3", "x", "1", "2")]))
    assert row.clip.duration_s == 20.0
    assert row.clip.metadata["duration"] == "99"
    assert (row.clip.license, row.clip.freesound_id) == (None, "7")


@pytest.mark.parametrize(("start", "end"), [("", "3"), ("5", "5"), ("nan", "3"), ("0", "inf")])
def test_a_length_that_does_not_follow_is_unknown(tmp_path, start, end):
    (row,) = read(write(tmp_path, [("7.mp3", "x", "1", "2")], start=start, end=end))
    assert row.clip.duration_s is None
    assert row.facts["time_suspect"] is False


@settings(deadline=None)  # it writes files
@given(description=TEXT)
def test_description_is_passed_on_byte_for_byte(tmp_path_factory, description):
    folder = write(tmp_path_factory.mktemp("t"), [("7.mp3", "x", "1", "2")], description)
    (row,) = read(folder)
    assert row.metadata["description"] == description
    assert row.clip.metadata["description"] == description


@pytest.mark.parametrize(("onset", "offset"), [("-0.5", "2"), ("3", "3"), ("3", "1"), ("1", "21")])
def test_odd_times_are_facts_not_bad_rows(tmp_path, onset, offset):
    (row,) = read(write(tmp_path, [("7.mp3", "x", onset, offset)]))
    assert row.facts == {"onset_s": float(onset), "offset_s": float(offset), "time_suspect": True}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (("7.mp3", " ", "1", "2"), "empty-caption"),
        (("7.mp3", "x", "", "2"), "bad-time"),
        (("7.mp3", "x", "1", "nan"), "bad-time"),
        (("8.mp3", "x", "1", "2"), "no-metadata"),
        (("../7.mp3", "x", "1", "2"), "unsafe-file-name"),
        (("7.mp3", "x", "1"), "wrong-field-count"),
    ],
)
def test_a_bad_row_is_one_skip(tmp_path, line, reason):
    good = ("7.mp3", "A dog.", "1", "2")
    skip, row = read(write(tmp_path, [line, good]))
    assert (skip.reason, skip.file, skip.line) == (reason, "annotations_strong.csv", 2)
    assert isinstance(row, SourceRow)


def test_equal_captions_are_counted(tmp_path):
    captions = [("7.mp3", "x", "1", "2")] * 2 + [("7.mp3", "x", "1", "3")]
    rows = read(write(tmp_path, captions))
    assert len({row.row_id for row in rows}) == 3


def test_ids_stay_when_other_rows_are_added(tmp_path):
    (alone,) = read(write(tmp_path, [("7.mp3", "x", "1", "2")]))
    _, beside = read(write(tmp_path, [("7.mp3", "y", "1", "2"), ("7.mp3", "x", "1", "2")]))
    assert alone.row_id == beside.row_id


def test_caption_is_another_name_of_text(tmp_path):
    (row,) = read(write(tmp_path, [("7.mp3", "A dog.", "1", "2")], header="caption"))
    assert row.metadata["caption"] == "A dog."


def test_splits(tmp_path):
    SOURCE.write_example(tmp_path)

    def clips(split):
        rows = [row for row in read(tmp_path, split=split) if isinstance(row, SourceRow)]
        return {(row.clip.file_name, row.split) for row in rows}

    assert clips("development") == {("101.mp3", "development")}
    assert clips("test") == {("102.mp3", "test")}
    assert clips("all") == clips("development") | clips("test")
    skips = [row for row in read(tmp_path, split="development") if isinstance(row, SkippedRow)]
    assert skips == []


def test_without_split_files_only_all_can_be_read(tmp_path):
    (row,) = read(write(tmp_path, [("7.mp3", "x", "1", "2")]))
    assert row.split == "all"
    with pytest.raises(SourceError, match=r"test_split\.csv is missing"):
        read(tmp_path, split="test")


def test_audio_in_its_folder_or_flat(tmp_path):
    write(tmp_path, [("7.mp3", "x", "1", "2")])
    assert read(tmp_path)[0].clip.audio_path == str(tmp_path / "audio" / "7.mp3")
    (tmp_path / "7.mp3").touch()
    assert read(tmp_path)[0].clip.audio_path == str(tmp_path / "7.mp3")


@pytest.mark.parametrize("missing", ["annotations_strong.csv", "metadata.csv"])
def test_a_missing_file_is_named(tmp_path, missing):
    SOURCE.write_example(tmp_path)
    (tmp_path / missing).unlink()
    with pytest.raises(SourceError, match=f"{missing} is missing"):
        read(tmp_path)


def test_a_missing_column_is_named(tmp_path):
    write(tmp_path, [("7.mp3", "x", "1", "2")], header="words")
    with pytest.raises(SourceError, match=r"annotations_strong\.csv line 1: no column text"):
        read(tmp_path)


def test_bad_metadata_rows_are_skipped_and_named(tmp_path):
    write(tmp_path, [("7.mp3", "x", "1", "2")])
    with (tmp_path / "metadata.csv").open("a", encoding="utf-8") as file:
        file.write("8.mp3,too,short\n")
    _, skip = read(tmp_path)
    assert (skip.file, skip.reason) == ("metadata.csv", "wrong-field-count")


def test_clips_in_any_order_are_found_by_what_their_first_record_says(tmp_path):
    """The metadata is read as far as it is asked for; what was passed is read again."""
    write(tmp_path, [("7.mp3", "x", "1", "2")])
    header, first = (tmp_path / "metadata.csv").read_text(encoding="utf-8").splitlines()[:2]
    records = [first.replace("7.mp3", f"{n}.mp3") for n in (1, 2, 3, 2)]
    lines = [header, *records, first]
    (tmp_path / "metadata.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    names = ["3.mp3", "7.mp3", "1.mp3", "2.mp3", "9.mp3"]
    captions = "".join(f"{name},A sound.,1,2\n" for name in names)
    (tmp_path / "annotations_strong.csv").write_text(
        f"filename,text,onset,offset\n{captions}", encoding="utf-8"
    )
    *found, missing = read(tmp_path)
    assert [row.clip.file_name for row in found] == names[:4]
    assert len({row.metadata["description"] for row in found}) == 1
    assert missing.reason == "no-metadata"


def test_a_repeated_caption_is_a_row_of_its_own_among_thousands(tmp_path):
    captions = [("7.mp3", f"Sound {n}.", "1", "2") for n in range(2000)]
    write(tmp_path, [*captions, captions[5], captions[1999], captions[5]])
    rows = list(read(tmp_path))
    assert len({row.row_id for row in rows}) == 2003
