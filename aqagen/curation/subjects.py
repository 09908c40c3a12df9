"""What a model is asked about: one item, one trial, and the order in which its options stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aqagen.ids import text_hash
from aqagen.records import Origin

__all__ = ["Answered", "Subject", "option_order"]


@dataclass(frozen=True, slots=True)
class Subject:
    """An item with what a judge or a probe may need of it, and the trial that is wanted.

    Attributes:
        trial: counts from 0.
        metadata: of its row; None for imported items, whose record is the question once more
            and would confirm itself.
        facts: `records.SourceRow.facts`.
        other_captions: what other rows say of the same clip.
        audio_path: where the clip's file is expected.
        duration_s: of the clip, where the dataset says it.
    """

    item_id: str
    trial: int
    dataset: str
    clip_id: str
    question: str
    options: tuple[str, ...]
    answer_index: int
    origin: Origin = "generated"
    metadata: Mapping[str, Any] | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    other_captions: tuple[str, ...] = ()
    audio_path: str | None = None
    duration_s: float | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """The stored answers to one item, in the order of their trials.

    Attributes:
        answers: per trial the text and the detail that was kept with it.
    """

    item_id: str
    options: tuple[str, ...]
    answer_index: int
    answers: Sequence[tuple[str, Mapping[str, Any]]]


def option_order(item_id: str, n_options: int, trial: int, seed: int) -> list[int]:
    """Return the options' indices in the order in which a trial shows them.

    A random order, turned by one place from trial to trial: in `n_options` trials every option
    stands once at every place, so a model that likes a place gains nothing by it.
    """
    shuffled = sorted(range(n_options), key=lambda index: text_hash(f"{seed}/{item_id}/{index}"))
    turn = trial % n_options
    return shuffled[turn:] + shuffled[:turn]
