"""A tiny model made for a mixture, and the demo's learning curve."""

import json
import shutil

import pytest

from aqagen.demo import learning
from aqagen.demo.dataset import DemoSizes, write_demo_dataset
from aqagen.errors import TrainError, UsageError
from tests.cli_helpers import run
from tests.trainer.runs import settings, write_mixture
from trainer.model import load
from trainer.tiny import make_tiny
from trainer.trainer import train


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny")
    said = []
    mixture = write_mixture(folder)
    make_tiny(mixture, folder / "model", hidden=64, encoder_steps=30, say=said.append)
    assert "2 answers apart in 100%" in said[0]  # two pitches
    return folder / "model", mixture


def test_it_can_be_trained_by_the_loop(tiny, tmp_path):
    model, mixture = tiny
    config = settings(model, method="sft", targets="all-options", steps=2)
    assert (train(config, mixture, tmp_path / "run", say=str) / "model.safetensors").exists()


def test_the_same_seed_makes_the_same_model(tiny, tmp_path):
    model, mixture = tiny
    make_tiny(mixture, tmp_path / "again", hidden=64, encoder_steps=30, say=str)
    weights = "model.safetensors"
    assert (tmp_path / "again" / weights).read_bytes() == (model / weights).read_bytes()


def test_its_tokenizer_knows_the_words_of_the_mixture(tiny):
    lm = load(str(tiny[0]))
    assert len(lm.completion_ids("low")) == 2  # the word, and the end


def test_a_folder_that_is_there_is_left_alone(tiny):
    model, mixture = tiny
    with pytest.raises(UsageError, match="is there already"):
        make_tiny(mixture, model, say=str)


def test_one_answer_teaches_nothing(tmp_path):
    mixture = write_mixture(tmp_path)
    first = mixture.read_text(encoding="utf-8").splitlines()[0]
    mixture.write_text(first, encoding="utf-8")
    with pytest.raises(TrainError, match="1 different answers, expected 2 to"):
        make_tiny(mixture, tmp_path / "model", say=str)


def test_the_demo_tests_a_run(tiny, tmp_path):
    model, _mixture = tiny
    made = write_demo_dataset(tmp_path / "data", 1, DemoSizes(2, 2, 2, 2, 2, which_dev=5))
    for folder in ("runs/warm-start/checkpoint-250", "runs/grpo/checkpoint-60"):
        shutil.copytree(model, tmp_path / folder)
    shutil.copytree(model, tmp_path / "runs/grpo/checkpoint-80")
    steps = learning.testing_steps(tmp_path, made.which_sound)
    shown = [run(*step.arguments) for step in steps]
    assert [result.exit_code for result in shown] == [0] * 5
    assert "best: " in shown[1].stdout
    for name in ("warm-start", "silent", "average"):
        scores = json.loads((tmp_path / "evaluations" / name / "scores.json").read_text("utf-8"))
        assert scores["n"] == 5
    # The second time the average is there.
    assert len(learning.testing_steps(tmp_path, made.which_sound)) == 4


def test_the_command_says_what_is_missing(tmp_path):
    result = run("tiny", tmp_path / "none.parquet", "--out", tmp_path / "model")
    assert result.exit_code == 1
    assert "none.parquet cannot be read" in result.stderr
