"""A checkpoint answers many questions: the same answers in any batch, order and process."""

import queue
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from aqagen.errors import TrainError
from tests.trainer.conftest import tiny_lm
from tests.trainer.runs import write_model, write_sound
from trainer import answering
from trainer.answering import AnswerConfig, Question, answer, answer_batch, answer_with
from trainer.audio import load_audio
from trainer.families import all_families
from trainer.model import load

CONFIG = AnswerConfig(batch_size=3, max_tokens=6, precision="fp32", threads=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("answering")


@pytest.fixture(scope="module")
def questions(folder):
    made = []
    for number in range(7):
        path = folder / f"{number % 5}.wav"  # two clips are asked about twice
        write_sound(path, 300 + 400 * (number % 5), 0.2 + 0.11 * (number % 5))
        made.append(Question(number, f"What is heard{' now' * number}?", str(path)))
    return made


@pytest.fixture(scope="module")
def model(folder):
    return str(write_model(folder / "model"))


@pytest.fixture(scope="module")
def expected(model, questions):
    found = {each.key: each.text for each in answer(model, questions, CONFIG)}
    assert len(found) == len(questions)
    return found


@pytest.mark.parametrize("family", sorted(all_families()))
def test_batches_change_no_answer_of_any_family(family, questions):
    lm = tiny_lm(family, dtype=torch.float32)
    together = {a.key: a.text for a in answer_with(lm, [questions], CONFIG)}
    alone = {a.key: a.text for q in questions for a in answer_with(lm, [[q]], CONFIG)}
    assert together == alone
    assert len(set(together.values())) > 1


def test_answers_are_those_of_plain_generate(model, questions, expected):
    lm = load(model).eval()
    for question in questions[:3]:
        prompt = lm.prompt(question.prompt, load_audio(question.audio_path, lm.sampling_rate))
        mel = prompt.audio.mel[None]
        out = lm.model.generate(
            input_ids=prompt.input_ids[None], attention_mask=torch.ones(1, len(prompt.input_ids)),
            input_features=mel, feature_attention_mask=torch.ones(1, mel.shape[-1]).long(),
            do_sample=False, max_new_tokens=6, pad_token_id=lm.pad_id,
            eos_token_id=list(lm.end_ids), suppress_tokens=list(lm.suppressed_ids),
        )  # fmt: skip
        assert lm.decode(out[0, len(prompt.input_ids) :]) == expected[question.key]


def test_processes_change_no_answer(model, questions, expected):
    several = AnswerConfig(batch_size=2, max_tokens=6, precision="fp32", processes=2)
    assert {a.key: a.text for a in answer(model, questions, several)} == expected


def test_silence_is_heard_as_silence(model, questions, expected):
    silent = [Question(q.key, q.prompt, q.audio_path, silence=True) for q in questions]
    assert {a.key: a.text for a in answer(model, silent, CONFIG)} != expected


def test_sounds_that_cannot_be_heard_say_why(model, questions, folder):
    (folder / "text.wav").write_text("no sound", "utf-8")
    bad = [Question(10, "?", str(folder / "none.wav")), Question(11, "?", str(folder / "text.wav"))]
    found = {a.key: (a.text, a.error) for a in answer(model, [*bad, questions[0]], CONFIG)}
    assert found[10] == (None, "audio-missing")
    assert found[11] == (None, "audio-unreadable")
    assert found[0][0] is not None
    # With nothing left to ask, no weights are loaded.
    assert [a.error for a in answer(model, bad[:1], CONFIG)] == ["audio-missing"]


def test_long_clips_are_an_error_or_cropped_by_choice(model, questions, monkeypatch):
    monkeypatch.setattr(type(tiny_lm().family), "max_audio_s", 0.3)
    with pytest.raises(TrainError, match="--long-audio crop"):
        list(answer(model, questions, CONFIG))
    cropped = AnswerConfig(max_tokens=6, precision="fp32", long_audio="crop", threads=1)
    assert len(list(answer(model, questions, cropped))) == len(questions)


def test_a_batch_that_does_not_fit_is_halved(monkeypatch):
    lm = tiny_lm(dtype=torch.float32)
    prompts = [lm.prompt(f"Say {n}?", np.zeros(8000, np.float32)) for n in range(5)]
    whole = answer_batch(lm, prompts, 4)
    sample, sizes = answering.sample, []

    def crowded(lm, prompts, *arguments, **named):
        sizes.append(len(prompts))
        if len(prompts) > 2:
            raise torch.OutOfMemoryError
        return sample(lm, prompts, *arguments, **named)

    monkeypatch.setattr(answering, "sample", crowded)
    assert answer_batch(lm, prompts, 4) == whole
    assert sizes == [5, 2, 3, 1, 2]


def test_one_question_that_does_not_fit_says_so(monkeypatch):
    def full(*_arguments, **_named):
        raise torch.OutOfMemoryError

    monkeypatch.setattr(answering, "sample", full)
    lm = tiny_lm(dtype=torch.float32)
    with pytest.raises(TrainError, match="not enough memory"):
        answer_batch(lm, [lm.prompt("?", np.zeros(8000, np.float32))], 4)


def test_the_longest_come_first_and_clips_stay_together():
    made = [Question(0, "", "a"), Question(1, "", "b"), Question(2, "", "a"), Question(3, "", "c")]
    batches = answering._batches(list(zip((1.0, 2.0, 1.0, 1.0), made, strict=True)), 2)
    assert [[q.key for q in batch] for batch in batches] == [[1, 0], [2, 3]]


def test_a_folder_that_is_no_checkpoint_is_an_error(tmp_path, questions):
    with pytest.raises(TrainError, match=r"config\.json"):
        list(answer(str(tmp_path), questions, CONFIG))
    (tmp_path / "config.json").write_text('{"model_type": "qwen2_5_omni_thinker"}', "utf-8")
    with pytest.raises(TrainError, match="cannot be loaded"):
        list(answer(str(tmp_path), questions, CONFIG))
    # A process that cannot go on says so to the one that waits for it.
    tasks, results = queue.Queue(), queue.Queue()
    answering._work(str(tmp_path), "cpu", CONFIG, tasks, results)
    with pytest.raises(TrainError, match="cannot be loaded"):
        list(answering._collected(results, [], 1))


def test_a_process_that_died_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(answering, "_WORKER_WAIT_S", 0.01)
    died = SimpleNamespace(exitcode=-9)
    with pytest.raises(TrainError, match=r"died \(exit code -9\)"):
        list(answering._collected(queue.Queue(), [died], 1))
