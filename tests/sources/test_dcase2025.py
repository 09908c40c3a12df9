import json
from pathlib import Path

import pytest

from aqagen.errors import SourceError
from aqagen.records import SourceRow
from aqagen.sources import ReadOptions
from aqagen.sources.dcase2025 import SOURCE, part_of

RECORD = {
    "id": "7",
    "audio_url": "../../local_audio_path/train/x.wav",
    "question": " What barks? ",
    "choice": ["A. a dog", "B. a cat"],
    "answer": "A. a dog",
    "question_type": "multi",
}


def write(folder: Path, *records, where="dcase_2025_question_path/train"):
    place = folder / where
    place.mkdir(parents=True, exist_ok=True)
    for number, record in enumerate(records):
        text = record if isinstance(record, str) else json.dumps(record)
        (place / f"{number}.json").write_text(text, encoding="utf-8")
    return folder


def read(folder: Path, **options):
    return list(SOURCE.read(ReadOptions(folder, **options)))


def test_a_record_becomes_an_item(tmp_path):
    (row,) = read(write(tmp_path, RECORD))
    assert isinstance(row, SourceRow)
    assert row.metadata == RECORD
    assert (row.item.question, row.item.options) == ("What barks?", ("a dog", "a cat"))
    assert (row.item.answer_index, row.clip.file_name) == (0, "train/x.wav")
    assert row.facts == {"question_id": "7", "part": "part1", "question_type": "multi"}
    assert (row.file, row.line) == ("dcase_2025_question_path/train/0.json", 0)


@pytest.mark.parametrize(
    ("name", "part"), [("fold1-a.wav", "part2"), ("audio_1.wav", "part3"), ("x_fold.wav", "part1")]
)
def test_part_by_base_name(name, part):
    assert part_of(name) == part


def test_the_other_layout_and_the_other_key(tmp_path):
    record = {**RECORD, "choices": RECORD["choice"]}
    del record["choice"]
    (row,) = read(write(tmp_path, record, where="train"))
    assert row.item.answer == "a dog"
    assert row.file == "train/0.json"


def test_ids_do_not_depend_on_the_layout(tmp_path):
    (one,) = read(write(tmp_path / "one", RECORD))
    (two,) = read(write(tmp_path / "two", RECORD, where="train"))
    assert one.row_id == two.row_id


def test_repeated_ids_are_two_rows(tmp_path):
    rows = read(write(tmp_path, RECORD, RECORD))
    assert len({row.row_id for row in rows}) == 2


def test_trailing_comma_is_no_defect(tmp_path):
    (row,) = read(write(tmp_path, RECORD | {"answer": "A. a dog,"}))
    assert row.item.answer_index == 0


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (RECORD | {"answer": "A. a cat"}, "answer-conflict"),
        (RECORD | {"answer": "A. a bird"}, "answer-not-an-option"),
        ({key: RECORD[key] for key in RECORD if key != "answer"}, "answer-missing"),
        ({key: RECORD[key] for key in RECORD if key != "choice"}, "missing-field"),
        ({key: RECORD[key] for key in RECORD if key != "id"}, "missing-field"),
        (RECORD | {"choice": "A. a dog"}, "bad-value"),
        (RECORD | {"choice": ["A. a dog", 2]}, "bad-value"),
        (RECORD | {"choice": ["a dog"]}, "too-few-options"),
        (RECORD | {"choice": ["A. a dog", "B. "]}, "empty-option"),
        (RECORD | {"question": ""}, "empty-field"),
        (RECORD | {"question": None}, "bad-value"),
        (RECORD | {"audio_url": "x/.."}, "unsafe-file-name"),
        ("[]", "not-an-object"),
        ("{", "not-json"),
        ("", "not-json"),
        ("[" * 100_000, "too-deep"),
        ('{"id": ' + "[" * 40 + "]" * 40 + "}", "too-deep"),
        ('{"id": "\\ud800"}', "bad-text"),
    ],
)
def test_a_bad_file_is_one_skip(tmp_path, record, reason):
    skip, row = read(write(tmp_path, record, RECORD))
    assert (skip.reason, skip.file) == (reason, "dcase_2025_question_path/train/0.json")
    assert len(skip.detail) <= 300
    assert isinstance(row, SourceRow)


def test_a_file_in_another_encoding_is_one_skip(tmp_path):
    write(tmp_path, RECORD, RECORD)
    bad = tmp_path / "dcase_2025_question_path" / "train" / "0.json"
    bad.write_bytes(b'{"id": "\xe9"}')
    skip, _ = read(tmp_path)
    assert skip.reason == "not-json"
    assert "line 1: byte 0xe9" in skip.detail


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999", "9" * 6000])
def test_numbers_that_json_cannot_say_again_are_kept_as_text(tmp_path, number):
    (row,) = read(write(tmp_path, json.dumps(RECORD)[:-1] + f', "score": {number}}}'))
    assert row.metadata["score"] == number


@pytest.mark.parametrize(
    "place", ["local_audio_path/train/x.wav", "local_audio_path/x.wav", "audio/x.wav", "x.wav"]
)
def test_audio_is_found_by_its_path_or_its_base_name(tmp_path, place):
    write(tmp_path, RECORD)
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).touch()
    (row,) = read(tmp_path)
    assert row.clip.audio_path == str(tmp_path / place)


@pytest.mark.parametrize("url", ["../../../secret.wav", "{root}/secret.wav", "..\\..\\secret.wav"])
def test_a_path_that_leads_out_is_not_followed(tmp_path, url):
    (tmp_path / "secret.wav").touch()
    data = tmp_path / "data"
    (row,) = read(write(data, RECORD | {"audio_url": url.format(root=tmp_path)}))
    assert row.clip.audio_path == str(data / "local_audio_path" / "train" / "secret.wav")


def test_audio_elsewhere(tmp_path):
    (tmp_path / "sounds").mkdir()
    (tmp_path / "sounds" / "x.wav").touch()
    (row,) = read(write(tmp_path / "data", RECORD), audio=tmp_path / "sounds")
    assert row.clip.audio_path == str(tmp_path / "sounds" / "x.wav")


def test_a_missing_split_is_named(tmp_path):
    with pytest.raises(SourceError, match=r"dev is missing, expected a folder with one JSON"):
        read(write(tmp_path, RECORD), split="dev")


def test_a_split_without_questions_is_named(tmp_path):
    with pytest.raises(SourceError, match=r"holds no \*\.json"):
        read(write(tmp_path))
