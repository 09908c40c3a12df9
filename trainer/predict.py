"""Answers of a trained model: the most likely one to each question."""

from collections.abc import Sequence

import numpy as np

from aqagen.answer_prompt import load_answer_prompt
from aqagen.answers import is_right
from aqagen.boundary import MixtureRow
from trainer.answering import answer_batch
from trainer.examples import Example, ready
from trainer.model import AudioLM, load

__all__ = ["accuracy", "held_out", "predict"]


def predict(
    lm: AudioLM,
    examples: Sequence[Example],
    *,
    silence: bool = False,
    max_tokens: int = 32,
    batch_size: int = 32,
) -> list[str]:
    """Return the model's answers, drawn at temperature 0.

    Args:
        lm: the model.
        examples: the questions.
        silence: let it hear zeros in place of the clips.
        max_tokens: of an answer.
        batch_size: questions at a time.
    """
    texts: list[str] = []
    for start in range(0, len(examples), batch_size):
        prompts = []
        for example in examples[start : start + batch_size]:
            clip = example.waveform(lm.sampling_rate)
            clip = np.zeros_like(clip) if silence else clip
            prompts.append(lm.prompt(example.prompt, clip))
        texts += answer_batch(lm, prompts, max_tokens)
    return texts


def held_out(checkpoint: str, rows: Sequence[MixtureRow], *, silence: bool = False) -> float:
    """Return a checkpoint's accuracy on questions that it was not trained on.

    Raises:
        TrainError: the checkpoint or a sound file cannot be used.
    """
    lm = load(checkpoint).eval()
    examples = ready(rows, load_answer_prompt("answer"), lm.family.max_audio_s).examples
    return accuracy(lm, examples, silence=silence)


def accuracy(lm: AudioLM, examples: Sequence[Example], *, silence: bool = False) -> float:
    """Return the share of right answers; what has no answer in it is wrong."""
    texts = predict(lm, examples, silence=silence)
    right = [is_right(t, e.columns["answer"]) for t, e in zip(texts, examples, strict=True)]
    return sum(right) / len(right)
