import json
from pathlib import Path

import pytest

from aqagen.errors import SourceError
from aqagen.records import SkippedRow
from aqagen.sources import ReadOptions
from aqagen.sources.dcase2026 import SOURCE

DEV = {
    "id": "dev_0001",
    "audio_path": "dev_audios/dev_0001.wav",
    "question_text": "Who speaks last?",
    "multi_choice": ["a man", "a child", "nobody", "a woman"],
    "answer": "a child",
}


def write(path: Path, *records) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    return path


def read(data: Path, **options):
    return list(SOURCE.read(ReadOptions(data, **options)))


def test_both_splits_fields_are_read(tmp_path):
    train = {"id": 1, "audio_path": "a.wav", "question": "Q?", "choices": ["x", "y"], "answer": "y"}
    write(tmp_path / "train.jsonl", train)
    write(tmp_path / "dev.jsonl", DEV)
    (row,) = read(tmp_path)
    assert (row.item.question, row.item.answer, row.facts["question_id"]) == ("Q?", "y", "1")
    (row,) = read(tmp_path, split="dev")
    assert (row.item.answer_index, row.clip.file_name) == (1, "dev/dev_0001.wav")


def test_audio_is_found_where_the_record_says(tmp_path):
    write(tmp_path / "dev.jsonl", DEV)
    place = tmp_path / "dev_audios" / "dev_0001.wav"
    assert read(tmp_path, split="dev")[0].clip.audio_path == str(place)
    elsewhere = tmp_path / "sounds" / "dev_0001.wav"
    elsewhere.parent.mkdir()
    elsewhere.touch()
    (row,) = read(tmp_path, split="dev", audio=elsewhere.parent)
    assert row.clip.audio_path == str(elsewhere)


def test_the_evaluation_set_has_no_answers(tmp_path):
    write(tmp_path / "eval-noanswer.jsonl", {k: v for k, v in DEV.items() if k != "answer"})
    (skip,) = read(tmp_path, split="eval")
    assert isinstance(skip, SkippedRow)
    assert skip.reason == "answer-missing"
    (row,) = read(tmp_path, split="eval", unanswered=True)
    assert row.item is None
    assert row.facts["options"] == DEV["multi_choice"]
    assert row.facts["answer_error"] == "answer-missing"


def test_options_that_are_letters_are_texts(tmp_path):
    write(tmp_path / "dev.jsonl", DEV | {"multi_choice": ["B", "A"], "answer": "B"})
    assert read(tmp_path, split="dev")[0].item.answer_index == 0


def test_a_missing_split_names_its_file(tmp_path):
    write(tmp_path / "train.jsonl", DEV)
    with pytest.raises(SourceError, match=r"dev\.jsonl is missing"):
        read(tmp_path, split="dev")
