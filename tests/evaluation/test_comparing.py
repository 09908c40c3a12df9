"""Two systems on the same items, by hand."""

from pathlib import Path

import pytest

from aqagen.errors import EvaluationError
from aqagen.evaluation.comparing import compare_predictions
from aqagen.evaluation.predictions import Prediction
from aqagen.significance import paired_difference

NAMES = (Path("a"), Path("b"))


def made(right: str, part: str = "", permutations: int = 1) -> list[Prediction]:
    """Predictions from a string of 1 and 0, item by item."""
    return [Prediction(f"i{n // permutations}", "q", part, "x", None, 0, mark == "1",
                       n % permutations)
            for n, mark in enumerate(right)]  # fmt: skip


def test_by_hand():
    found = compare_predictions(made("110000"), made("101111"), NAMES)
    assert (found.only_first, found.only_second, found.n_items) == (1, 4, 6)
    assert (found.first, found.second) == (2 / 6, 5 / 6)
    assert found.difference == 0.5
    # Twice the tail: one and five of the 32 ways in which five coins fall.
    assert found.p_value == 12 / 32
    assert found.ci95 == paired_difference([0, -1, 1, 1, 1, 1])


def test_several_orders_are_one_item():
    found = compare_predictions(made("1100", permutations=2), made("1011", permutations=2), NAMES)
    assert (found.n_items, found.only_first, found.only_second) == (2, 1, 1)
    assert found.difference == pytest.approx(0.25)


def test_by_part():
    first = [*made("10", "x"), Prediction("z", "q", "y", "x", None, 0, correct=False)]
    second = [*made("11", "x"), Prediction("z", "q", "y", "x", None, 0, correct=True)]
    assert compare_predictions(first, second, NAMES).part_differences == {"x": 0.5, "y": 1.0}


def test_other_items_other_answers_and_no_answers_are_refused():
    with pytest.raises(EvaluationError, match="not of the same items: 1 and 2 predictions, 1 of"):
        compare_predictions(made("1"), made("10"), NAMES)
    other = [Prediction("i0", "q", "", "x", None, 1, correct=True)]
    with pytest.raises(EvaluationError, match="do not agree on the right answer of 1 items, i0"):
        compare_predictions(made("1"), other, NAMES)
    unscored = [Prediction("i0", "q", "", "x", 1, None, None)]
    with pytest.raises(EvaluationError, match="b: 1 predictions are not scored"):
        compare_predictions(made("1"), unscored, NAMES)
