import json

import pytest

from aqagen.sources import ReadOptions
from aqagen.sources.mmar import SOURCE

RECORD = {
    "id": "BV1",
    "audio_path": "./audio/BV1_0-10.wav",
    "question": "How many people speak?",
    "choices": ["1", "2", "A"],
    "answer": "A",
    "modality": "mix-sound-speech",
    "category": "Perception Layer",
    "sub-category": "Counting",
    "language": "zh",
}


@pytest.mark.parametrize("name", ["MMAR-meta.jsonl", "MMAR-meta.json"])
def test_both_forms_of_the_release_are_read(tmp_path, name):
    text = json.dumps(RECORD) if name.endswith("l") else json.dumps([RECORD], indent=2)
    (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "audio").mkdir()
    (tmp_path / "audio" / "BV1_0-10.wav").touch()
    (row,) = SOURCE.read(ReadOptions(tmp_path))
    # "A" is the text of an option, and not the letter of the first.
    assert (row.item.answer_index, row.facts["part"]) == (2, "mix-sound-speech")
    assert row.facts["question_id"] == "BV1"
    assert row.clip.audio_path == str(tmp_path / "audio" / "BV1_0-10.wav")
    assert row.metadata == RECORD
    assert row == next(iter(SOURCE.read(ReadOptions(tmp_path / name))))
