"""Biases of a set of items: what a model could learn from it without listening.

Each is a share of items with a 95% confidence interval (Wilson's) beside the share by chance. Where
chance lies outside the interval, the set is biased: a guesser does better, or worse, than chance.
The positions of the answer are several shares of the same items, one of which chance alone puts
outside its interval far more often than once in twenty sets: they are called biased only where one
test over all of them, chi-square at 95%, says so too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from aqagen.significance import chi_square_tail, wilson

__all__ = ["Bias", "position_biases", "positions_differ", "strategy_bias"]

_LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Bias:
    """A share of items, its interval, and what chance would give.

    Attributes:
        share: of the items, from 0 to 1; with ties, an item counts in part.
        low: the interval's lower end.
        high: the interval's upper end.
        chance: the mean of 1 / number of options over the same items.
        n_items: how many items.
        together: whether it and the shares that go with it part from chance by one test.
    """

    name: str
    share: float
    low: float
    high: float
    chance: float
    n_items: int
    together: bool = True

    @property
    def is_biased(self) -> bool:
        """Whether chance lies outside the interval, and not for the many intervals' sake."""
        return self.together and not self.low <= self.chance <= self.high

    def as_json(self) -> dict[str, Any]:
        """Return it as a report has it."""
        return {
            "share": self.share,
            "ci95": [self.low, self.high],
            "chance": self.chance,
            "biased": self.is_biased,
            "items": self.n_items,
        }


def strategy_bias(name: str, correct: float, chance: float, n_items: int) -> Bias:
    """Return how often a guesser is right.

    Args:
        name: what it picks.
        correct: items it is right on, one of k tied options counting 1/k.
        chance: the mean of 1 / number of options.
        n_items: of how many.
    """
    low, high = wilson(correct, n_items)
    return Bias(name, correct / n_items if n_items else 0.0, low, high, chance, n_items)


def position_biases(positions: Mapping[tuple[int, int], int]) -> list[Bias]:
    """Return how often the answer stands at each position, over the items that have it.

    Args:
        positions: items by number of options and index of the answer, from 0.
    """
    longest = max((n_options for n_options, _ in positions), default=0)
    differ = positions_differ(positions)
    biases = []
    for place in range(longest):
        having = {key: n for key, n in positions.items() if key[0] > place}
        n_items = sum(having.values())
        answers = sum(n for (_, index), n in having.items() if index == place)
        chance = sum(n / n_options for (n_options, _), n in having.items()) / n_items
        bias = strategy_bias(f"position {place + 1}", answers, chance, n_items)
        biases.append(replace(bias, together=differ))
    return biases


def positions_differ(positions: Mapping[tuple[int, int], int]) -> bool:
    """Say whether the answers stand more often at some positions than chance explains, at 95%.

    One chi-square over all positions: of items with k options, n / k are expected at each, which
    leaves k - 1 degrees of freedom; those of different k add up.

    Args:
        positions: items by number of options and index of the answer, from 0.
    """
    statistic, degrees = 0.0, 0
    for n_options in {n_options for n_options, _ in positions}:
        counts = [positions.get((n_options, place), 0) for place in range(n_options)]
        expected = sum(counts) / n_options
        if expected:
            statistic += sum((n - expected) ** 2 for n in counts) / expected
            degrees += n_options - 1
    return chi_square_tail(statistic, degrees) < _LEVEL
