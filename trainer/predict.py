"""Answers of a trained model: the most likely one to each question."""

from collections.abc import Sequence

import numpy as np

from aqagen.answers import is_right
from trainer.answering import answer_batch
from trainer.examples import Example
from trainer.model import AudioLM

__all__ = ["accuracy", "predict"]


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


def accuracy(lm: AudioLM, examples: Sequence[Example], *, silence: bool = False) -> float:
    """Return the share of right answers; what has no answer in it is wrong."""
    texts = predict(lm, examples, silence=silence)
    right = [is_right(t, e.columns["answer"]) for t, e in zip(texts, examples, strict=True)]
    return sum(right) / len(right)
