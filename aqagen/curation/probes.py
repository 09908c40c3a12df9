"""Probes: does an item need its audio, and how hard is it with it?

    text-only        a language model answers without audio
    silence          an audio model hears silence of the clip's length
    shuffled-audio   an audio model hears another clip of the same dataset
    difficulty       an audio model hears the clip: solved s of k, as in GRPO's groups

All ask as training does (`prompts/answer.md`), with the options in another order at every trial.
An answer that cannot be read is wrong, and is counted as such beside the result. The first three
are what AudioMCQ and DCASE 2026 call audio dependency; difficulty is what a trainer needs to know:
a group whose members are all right or all wrong teaches nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aqagen.answer_prompt import AnswerPrompt
from aqagen.answers import chosen_option, is_right
from aqagen.curation.subjects import Answered, Subject, option_order
from aqagen.generation.endpoint import Sampling
from aqagen.ids import text_hash

__all__ = ["PROBES", "Probe", "ProbeResult", "ask", "other_clip", "score_answers"]


@dataclass(frozen=True, slots=True)
class Probe:
    """One of the four.

    Attributes:
        hears: what the model gets to hear; None for nothing.
        model: asked when the user names none.
        trials: per item when the user says nothing.
        sampling: greedy where the question is what a model believes; as training samples where
            it is how often it succeeds.
    """

    name: str
    hears: str | None
    model: str
    trials: int
    sampling: Sampling


_GREEDY = Sampling(temperature=0.0, top_p=1.0, top_k=-1, max_tokens=512)
_AS_TRAINING = Sampling(temperature=1.0, top_p=1.0, top_k=-1, max_tokens=512)
_AUDIO_MODEL = "Qwen/Qwen2.5-Omni-7B"

PROBES = {
    probe.name: probe
    for probe in (
        Probe("text-only", None, "Qwen/Qwen3-32B", 4, _GREEDY),
        Probe("silence", "silence", _AUDIO_MODEL, 4, _GREEDY),
        Probe("shuffled-audio", "another clip", _AUDIO_MODEL, 4, _GREEDY),
        Probe("difficulty", "the clip", _AUDIO_MODEL, 8, _AS_TRAINING),
    )
}


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """How often a model was right about an item."""

    item_id: str
    trials: int
    correct: int
    unparsed: int
    chosen: tuple[int | None, ...]


def ask(subject: Subject, prompt: AnswerPrompt, seed: int) -> tuple[str, dict[str, Any]]:
    """Return the text of one trial, and what is to be kept beside the answer."""
    order = option_order(subject.item_id, len(subject.options), subject.trial, seed)
    return prompt.render(subject.question, [subject.options[i] for i in order]), {"order": order}


def other_clip(subject: Subject, clips: Sequence[str], seed: int) -> str | None:
    """Return another clip of the dataset for one trial, by hash; None when there is none.

    Args:
        subject: the item and the trial.
        clips: the ids of the dataset's clips, sorted.
        seed: chooses.
    """
    start = int(text_hash(f"clip {seed}/{subject.item_id}/{subject.trial}"), 16)
    for step in range(2):
        clip_id = clips[(start + step) % len(clips)] if clips else subject.clip_id
        if clip_id != subject.clip_id:
            return clip_id
    return None


def score_answers(answered: Answered) -> ProbeResult:
    """Return how often the stored answers to an item are right, by `answers.is_right`."""
    right = answered.options[answered.answer_index]
    correct = 0
    chosen: list[int | None] = []
    for text, detail in answered.answers:
        order = _order(detail, len(answered.options))
        place = chosen_option(text, [answered.options[index] for index in order])
        chosen.append(None if place is None else order[place])
        correct += is_right(text, right)
    return ProbeResult(answered.item_id, len(chosen), correct, chosen.count(None), tuple(chosen))


def _order(detail: Mapping[str, Any], n_options: int) -> list[int]:
    return list(detail.get("order") or range(n_options))
