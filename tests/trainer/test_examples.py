import json

import numpy as np
import pytest
import soundfile

from aqagen.answer_prompt import load_answer_prompt
from aqagen.errors import TrainError
from aqagen.mixing.mix import Recipe, make_mixture, write_mixture
from tests.conftest import fill, judge_all
from trainer.examples import read_mixture, ready


def row(**changes):
    return {
        "item_id": "i1", "dataset": "tacos", "clip_id": "c1", "question": "What is heard?",
        "options": ["a dog", "a cat"], "answer": "a cat", "answer_index": 1,
        "audio_path": "a.wav", "origin": "generated",
    } | changes  # fmt: skip


def mixture(folder, *rows):
    path = folder / "mixture.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("ending", ["parquet", "jsonl"])
def test_what_mix_writes_is_read(store, tmp_path, ending):
    fill(store, 20)
    judge_all(store)
    made = make_mixture(store, Recipe({"tacos": 15}))
    write_mixture(made, tmp_path / f"m.{ending}")
    assert [r.model_dump() for r in read_mixture(tmp_path / f"m.{ending}")] == made.rows


@pytest.fixture
def sounds(tmp_path):
    for name, seconds in (("a.wav", 0.5), ("b.wav", 2.0)):
        soundfile.write(tmp_path / name, np.full(int(16000 * seconds), 0.1), 16000)
    return tmp_path


def readied(folder, *rows, **options):
    return ready(read_mixture(mixture(folder, *rows)), load_answer_prompt(), folder=folder,
                 **({"max_audio_s": 1.0} | options))  # fmt: skip


def test_an_example_has_the_prompt_the_clip_and_the_columns(sounds):
    (example,) = readied(sounds, row()).examples
    assert example.prompt.startswith("What is heard? Please choose")
    assert example.waveform(16000).shape == (8000,)
    assert example.columns["solution"] == "<answer>a cat</answer>"
    assert example.columns["answer_index"] == 1


def test_long_clips_are_an_error_or_cropped_or_skipped_and_counted(sounds):
    rows = (row(), row(item_id="i2", audio_path="b.wav"), row(item_id="i3", audio_path="b.wav"))
    with pytest.raises(TrainError, match="longer than the 1 s"):
        readied(sounds, *rows)
    cropped = readied(sounds, *rows, long_audio="crop")
    assert [len(e.waveform(16000)) for e in cropped.examples] == [8000, 16000, 16000]
    assert (cropped.n_cropped, cropped.n_skipped) == (2, 0)
    skipped = readied(sounds, *rows, long_audio="skip")
    assert [e.item_id for e in skipped.examples] == ["i1"]
    assert (skipped.n_cropped, skipped.n_skipped) == (0, 2)
    with pytest.raises(TrainError, match="every clip is longer"):
        readied(sounds, *rows[1:], long_audio="skip")


def test_missing_audio_is_an_error_before_anything_starts(sounds):
    with pytest.raises(TrainError, match=r"(?s)1 of 2 sound files.*gone\.wav"):
        readied(sounds, row(), row(audio_path="gone.wav"))
    with pytest.raises(TrainError, match="1 rows of the mixture name no sound file: i9"):
        readied(sounds, row(item_id="i9", audio_path=None))


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "has no rows"),
        ([row(answer="a bird")], "row 1: .*answer is not options"),
        ([row(), {"question": "why?"}], "row 2: item_id"),
        ([[1]], "row 1"),
    ],
)
def test_rows_that_are_not_as_the_schema_says(tmp_path, rows, message):
    with pytest.raises(TrainError, match=message):
        read_mixture(mixture(tmp_path, *rows))


@pytest.mark.parametrize("name", ["gone.parquet", "gone.jsonl", "bad.parquet", "bad.jsonl"])
def test_files_that_cannot_be_read(tmp_path, name):
    if name.startswith("bad"):
        (tmp_path / name).write_bytes(b"\xff\xfe no")
    with pytest.raises(TrainError, match=name):
        read_mixture(tmp_path / name)


def test_a_line_that_is_not_json(tmp_path):
    (tmp_path / "m.jsonl").write_text("{}\n{oops\n", encoding="utf-8")
    with pytest.raises(TrainError, match="line 2 is not JSON"):
        read_mixture(tmp_path / "m.jsonl")
