import json
from pathlib import Path

import pytest

from aqagen.errors import SourceError
from aqagen.sources import ReadOptions
from aqagen.sources.jsonl import SOURCE

ITEM = {
    "question": "What barks?",
    "options": ["a dog", "a cat", "a seal"],
    "answer": "a cat",
    "audio_path": "a/1.wav",
}
MIXTURE = {
    "item_id": "0123",
    "dataset": "tacos",
    "clip_id": "4567",
    **ITEM,
    "answer_index": 1,
    "origin": "generated",
}


def write(path: Path, *records) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{json.dumps(record)}\n" for record in records)
    path.write_text(text, encoding="utf-8")
    return path


def read(data: Path, **options):
    return list(SOURCE.read(ReadOptions(data, **options)))


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"answer": "B"},
        {"answer": "B. a cat"},
        {"answer": None, "answer_index": 1},
        {"answer": "b", "answer_index": 1},
        {"options": ["A. a dog", "B. a cat"], "answer": "B. a cat", "answer_index": 1},
        {"options": ["a dog", "a dog", "a cat"], "answer": "a cat", "answer_index": 2},
    ],
)
def test_every_way_to_give_the_answer(tmp_path, change):
    (row,) = read(write(tmp_path / "x.jsonl", ITEM | change))
    assert row.item.answer == "a cat"
    assert row.metadata == ITEM | change


def test_of_equal_options_the_index_says_which(tmp_path):
    item = ITEM | {"options": ["a cat", "a cat"], "answer_index": 1}
    assert read(write(tmp_path / "x.jsonl", item))[0].item.answer_index == 1


def test_a_mixture_is_read_back(tmp_path):
    (row,) = read(write(tmp_path / "mixture.jsonl", MIXTURE))
    assert (row.dataset, row.split, row.item.origin) == ("jsonl", "all", "imported")
    assert row.facts["question_id"] == "0123"
    assert row.item.options == tuple(ITEM["options"])


def test_what_a_line_may_add(tmp_path):
    item = ITEM | {"id": 7, "split": "dev", "duration_s": 4, "license": "CC0"}
    (row,) = read(write(tmp_path / "x.jsonl", item))
    assert (row.split, row.clip.duration_s, row.clip.license) == ("dev", 4.0, "CC0")
    assert row.facts["question_id"] == "7"


def test_split_selects_and_names_those_without(tmp_path):
    write(tmp_path / "x.jsonl", ITEM | {"split": "dev"}, ITEM | {"split": "train"}, ITEM)
    assert [row.split for row in read(tmp_path)] == ["dev", "train", "all"]
    assert [row.split for row in read(tmp_path, split="dev")] == ["dev", "dev"]


def test_files_of_one_name_in_two_folders_are_two_clips(tmp_path):
    rows = read(write(tmp_path / "x.jsonl", ITEM, ITEM | {"audio_path": "b/1.wav"}))
    assert len({row.clip.clip_id for row in rows}) == 2


def test_equal_lines_are_two_rows_also_across_files(tmp_path):
    write(tmp_path / "x.jsonl", ITEM, ITEM)
    write(tmp_path / "y.jsonl", ITEM)
    assert len({row.row_id for row in read(tmp_path)}) == 3


def test_ids_stay_when_lines_are_added(tmp_path):
    (alone,) = read(write(tmp_path / "x.jsonl", ITEM))
    _, beside = read(write(tmp_path / "x.jsonl", MIXTURE, ITEM))
    assert alone.row_id == beside.row_id


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"answer_index": 0}, "answer-conflict"),
        ({"answer_index": 9}, "bad-value"),
        ({"answer_index": True}, "bad-value"),
        ({"answer": "a cow"}, "answer-not-an-option"),
        ({"answer": 1.5}, "answer-missing"),
        ({"options": ["a cat"]}, "too-few-options"),
        ({"audio_path": ""}, "empty-field"),
        ({"audio_path": ".."}, "unsafe-file-name"),
        ({"duration_s": "long"}, "bad-value"),
        ({"duration_s": -1}, "bad-value"),
        ({"duration_s": True}, "bad-value"),
        ({"split": 3}, "bad-value"),
        ({"license": ["CC0"]}, "bad-value"),
    ],
)
def test_a_bad_line_is_one_skip(tmp_path, change, reason):
    skip, _ = read(write(tmp_path / "x.jsonl", ITEM | change, ITEM))
    assert (skip.reason, skip.file, skip.line) == (reason, "x.jsonl", 1)


def test_infinite_length_is_refused(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps(ITEM)[:-1] + ', "duration_s": Infinity}', encoding="utf-8")
    assert read(path)[0].reason == "bad-value"


def test_audio_beside_the_file_and_elsewhere(tmp_path):
    path = write(tmp_path / "items" / "x.jsonl", ITEM)
    assert read(path)[0].clip.audio_path == str(tmp_path / "items" / "a" / "1.wav")
    sounds = tmp_path / "sounds"
    sounds.mkdir()
    assert read(path, audio=sounds)[0].clip.audio_path == str(sounds / "a" / "1.wav")
    (sounds / "1.wav").touch()
    assert read(path, audio=sounds)[0].clip.audio_path == str(sounds / "1.wav")


def test_an_absolute_path_inside_is_kept(tmp_path):
    inside = tmp_path / "a" / "1.wav"
    inside.parent.mkdir()
    inside.touch()
    (row,) = read(write(tmp_path / "x.jsonl", ITEM | {"audio_path": str(inside)}))
    assert (row.clip.audio_path, row.clip.file_name) == (str(inside), "a/1.wav")


@pytest.mark.parametrize("stated", ["{root}/secret.wav", "../secret.wav", "a/../../secret.wav"])
def test_a_path_that_leads_out_is_not_followed(tmp_path, stated):
    (tmp_path / "secret.wav").touch()
    item = ITEM | {"audio_path": stated.format(root=tmp_path)}
    (row,) = read(write(tmp_path / "items" / "x.jsonl", item))
    assert row.clip.audio_path == str(tmp_path / "items" / "secret.wav")


def test_a_bad_encoding_names_file_and_line(tmp_path):
    path = write(tmp_path / "x.jsonl", ITEM)
    path.write_bytes(path.read_bytes() + b'{"question": "\xe9"}\n')
    with pytest.raises(SourceError, match=r"x\.jsonl line 2: byte 0xe9 is not UTF-8"):
        read(path)


def test_a_missing_file(tmp_path):
    with pytest.raises(SourceError, match=r"x\.jsonl is missing"):
        read(tmp_path / "x.jsonl")
