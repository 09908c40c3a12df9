"""What is built: drafts of items, and what was planted in one."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from aqagen.records import Clip, Item, Origin, SourceRow
from aqagen.store.writer import Writer

__all__ = ["Draft", "Planted", "Wordings", "put"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Draft:
    """An item with its row and its clip, before it has ids.

    Attributes:
        beside: metadata and facts of the clip's other rows (TACOS: its other captions).
        families: what sounds in the clip, as `scenes.FAMILIES` names it.
        group: `sound`, the name of a trap, or `grey: ...` where people would differ.
        spots: which texts hold what was planted: 0 is the question, 1 the first option.
    """

    dataset: str
    file_name: str
    question: str
    options: tuple[str, ...]
    answer_index: int
    metadata: dict[str, Any]
    facts: dict[str, Any]
    families: frozenset[str] = frozenset()
    beside: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = ()
    split: str = "all"
    origin: Origin = "generated"
    freesound_id: str | None = None
    audio_path: str | None = None
    duration_s: float | None = None
    group: str = "sound"
    spots: frozenset[int] = frozenset()

    @property
    def answer(self) -> str:
        return self.options[self.answer_index]

    @property
    def wrong(self) -> list[int]:
        """The indices of the distractors."""
        return [at for at in range(len(self.options)) if at != self.answer_index]

    def with_option(self, at: int, text: str) -> "Draft":
        """Put a text in an option's place, and remember the place."""
        options = (*self.options[:at], text, *self.options[at + 1 :])
        return replace(self, options=options, spots=self.spots | {at + 1})

    def with_option_like(self, at: int, text: str) -> "Draft":
        """Put a text in an option's place, with the capital and the full stop that it has."""
        old = self.options[at].strip()
        first = text[0].upper() if old[0].isupper() else text[0]
        return self.with_option(at, first + text[1:] + ("." if old.endswith(".") else ""))

    def with_question(self, text: str) -> "Draft":
        return replace(self, question=text, spots=self.spots | {0})


@dataclass(frozen=True, slots=True)
class Planted:
    """A sound item with one defect.

    Attributes:
        check: the check that is there to find it.
        variant: the kind of defect, finer.
        decidable: words alone decide; where they do not, undecided is the right verdict.
        partners: other items of the store that are part of the defect; one that fails for
            it is as good as the item itself.
    """

    check: str
    variant: str
    draft: Draft
    heldout: bool = False
    decidable: bool = True
    partners: tuple[Draft, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Wordings:
    """A source of choices of which half, by name, is never shown to those who write rules."""

    rng: random.Random
    heldout: bool

    def pick(self, seen: Sequence[T], heldout: Sequence[T]) -> T:
        return self.rng.choice(heldout if self.heldout else seen)

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def shuffled(self, draft: Draft) -> Draft:
        """Put the options in another order; the spots go with them."""
        order = list(range(len(draft.options)))
        self.rng.shuffle(order)
        moved = {old + 1: new + 1 for new, old in enumerate(order)} | {0: 0}
        return replace(
            draft,
            options=tuple(draft.options[old] for old in order),
            answer_index=order.index(draft.answer_index),
            spots=frozenset(moved[spot] for spot in draft.spots),
        )


Planter = Callable[[Wordings], Planted | None]


def put(writer: Writer, draft: Draft, number: int) -> Item:
    """Put a draft's clip, rows and item into a store."""
    clip = Clip.make(
        draft.dataset, draft.split, draft.file_name, freesound_id=draft.freesound_id,
        audio_path=draft.audio_path, duration_s=draft.duration_s, license="CC0",
        metadata={"filename": draft.file_name},
    )  # fmt: skip
    for place, (metadata, facts) in enumerate(draft.beside):
        key = [number, place]
        writer.put(SourceRow.make(clip, metadata, key=key, file="rows.csv", line=2, facts=facts))
    row = SourceRow.make(
        clip, draft.metadata, key=number, file="rows.csv", line=2, facts=draft.facts
    )
    item = Item.make(row, draft.question, draft.options, draft.answer_index, draft.origin)
    writer.put(row)
    writer.put(item)
    return item
