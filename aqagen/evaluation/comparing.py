"""Two systems on the same items: is a difference more than chance?"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aqagen.errors import EvaluationError
from aqagen.evaluation.predictions import Prediction
from aqagen.significance import mcnemar, paired_difference

__all__ = ["Comparison", "compare_predictions"]

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two files of predictions say together.

    Where items were asked in several orders of their options, an item's score is its share of
    right answers, and the items on which one system is better are counted: the sign test, which is
    McNemar's where each item was asked once.

    Attributes:
        n_items: items that both were asked.
        first, second: their accuracies.
        only_first, only_second: items on which one is better than the other.
        ci95: of the difference second - first.
        p_value: of the exact McNemar test, two-sided.
        part_differences: second - first by part.
    """

    n_items: int
    first: float
    second: float
    only_first: int
    only_second: int
    ci95: tuple[float, float]
    p_value: float
    part_differences: Mapping[str, float]

    @property
    def difference(self) -> float:
        """Second less first."""
        return self.second - self.first

    def as_json(self) -> dict[str, Any]:
        """Return it for programs."""
        return {
            "n_items": self.n_items,
            "accuracy": [self.first, self.second],
            "difference": self.difference,
            "ci95": list(self.ci95),
            "only_first": self.only_first,
            "only_second": self.only_second,
            "p_value": self.p_value,
            "parts": dict(self.part_differences),
        }


def compare_predictions(
    first: Sequence[Prediction], second: Sequence[Prediction], names: tuple[Path, Path]
) -> Comparison:
    """Compare two systems' predictions for the same items.

    Args:
        first: of the first system.
        second: of the second.
        names: of their files, for errors.

    Raises:
        EvaluationError: they are of different items, permutations or answers, or unscored.
    """
    _check_same(first, second, names)
    left, right = _item_scores(first), _item_scores(second)
    differences = {item_id: right[item_id] - left[item_id] for item_id in left}
    only_first = sum(difference < 0 for difference in differences.values())
    only_second = sum(difference > 0 for difference in differences.values())
    parts: defaultdict[str, list[float]] = defaultdict(list)
    for item_id, part in {p.item_id: p.part for p in first if p.part}.items():
        parts[part].append(differences[item_id])
    return Comparison(
        n_items=len(differences),
        first=_mean(list(left.values())),
        second=_mean(list(right.values())),
        only_first=only_first,
        only_second=only_second,
        ci95=paired_difference(list(differences.values())),
        p_value=mcnemar(only_first, only_second),
        part_differences={part: _mean(parts[part]) for part in sorted(parts)},
    )


def _check_same(
    first: Sequence[Prediction], second: Sequence[Prediction], names: tuple[Path, Path]
) -> None:
    for name, predictions in zip(names, (first, second), strict=True):
        unscored = sum(prediction.correct is None for prediction in predictions)
        if unscored:
            raise EvaluationError(
                f"{name}: {unscored} predictions are not scored, for their answers are not public."
            )
    left = {(p.item_id, p.permutation): p.answer_index for p in first}
    right = {(p.item_id, p.permutation): p.answer_index for p in second}
    alone = sorted(set(left) ^ set(right))
    if alone:
        ids = list(dict.fromkeys(item_id for item_id, _ in alone))
        shown = ", ".join(ids[:_SHOWN])
        raise EvaluationError(
            f"{names[0]} and {names[1]} are not of the same items: {len(left):,} and "
            f"{len(right):,} predictions, {len(alone):,} of them in one file only ({shown}"
            f"{', ...' if len(ids) > _SHOWN else ''}). Evaluate both on the same benchmark, "
            "split and number of permutations."
        )
    differing = [key for key in left if left[key] != right[key]]
    if differing:
        raise EvaluationError(
            f"{names[0]} and {names[1]} do not agree on the right answer of {len(differing):,} "
            f"items, {differing[0][0]} first. Evaluate both with the same --conflicts."
        )


def _item_scores(predictions: Sequence[Prediction]) -> dict[str, float]:
    right: defaultdict[str, list[float]] = defaultdict(list)
    for prediction in predictions:
        right[prediction.item_id].append(float(prediction.correct is True))
    return {item_id: _mean(values) for item_id, values in right.items()}


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
