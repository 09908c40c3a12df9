"""What the references of checks that compare items look at."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aqagen.curation.checks import Example


@dataclass(frozen=True)
class Placed:
    """An item, its ids, and what a scan found of its clip's file (None: never looked)."""

    item_id: str
    row_id: str
    clip_id: str
    item: Example
    audio: Mapping[str, Any] | None

    @property
    def answer(self) -> str:
        return self.item.options[self.item.answer_index]


Verdicts = dict[str, tuple[bool | None, str]]
SetReference = Callable[[Sequence[Placed]], Verdicts]


def status_of(placed: Placed) -> str | None:
    return None if placed.audio is None else placed.audio.get("status", "ok")


def grouped(
    every: Iterable[Placed], key: Callable[[Placed], Hashable]
) -> dict[Hashable, list[Placed]]:
    groups = defaultdict(list)
    for placed in every:
        groups[key(placed)].append(placed)
    return groups
