"""Every way to plant a defect, by the check that is there to find it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from planting.drafts import Draft, Planted, Wordings
from planting.sound_clotho import ClothoMaker
from planting.sound_tacos import TacosMaker

__all__ = ["PLANTERS", "Maker", "plants"]


@dataclass(frozen=True, slots=True)
class Maker:
    """What a planter may ask for sound items."""

    tacos: TacosMaker
    clotho: ClothoMaker

    def any(self, words: Wordings) -> Draft:
        return self.tacos.sound(words) if words.chance(0.6) else self.clotho.sound(words)


Plant = Callable[[Maker, Wordings], Draft | Planted]
PLANTERS: dict[str, dict[str, tuple[Plant, bool]]] = defaultdict(dict)


def plants(check: str, variant: str, *, decidable: bool = True) -> Callable[[Plant], Plant]:
    """Register a function that returns an item with one defect."""

    def register(function: Plant) -> Plant:
        PLANTERS[check][variant] = (function, decidable)
        return function

    return register
