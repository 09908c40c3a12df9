"""`aqagen compare`: two files of predictions, and whether their difference is more than chance."""

from pathlib import Path

from aqagen.commands.evaluate import SCORES_FILE
from aqagen.commands.scores_table import percent, print_columns
from aqagen.display import note, print_json
from aqagen.evaluation.comparing import Comparison, compare_predictions
from aqagen.evaluation.predictions import read_predictions
from aqagen.evaluation.selected import read_scores

__all__ = ["run_compare"]

_LEVEL = 0.05


def run_compare(first: Path, second: Path, *, as_json: bool = False) -> None:
    """Run the command.

    Raises:
        AqagenError: a file cannot be read, or they are not of the same items.
    """
    found = compare_predictions(read_predictions(first), read_predictions(second), (first, second))
    rules = [_rule(first), _rule(second)]
    if rules[0] != rules[1]:
        note(
            f"warning: {first} was judged {rules[0]}, {second} {rules[1]}, which alone may make a "
            "difference. Judge both by one rule: `aqagen evaluate ... --predictions FILE`."
        )
    if as_json:
        print_json(found.as_json())
        return
    low, high = found.ci95
    rows = [
        (f"first: {first}", percent(found.first)),
        (f"second: {second}", percent(found.second)),
        ("difference, points", _points(found.difference)),
        ("95% from", _points(low)),
        ("95% to", _points(high)),
        ("items", f"{found.n_items:,}"),
        ("only the first is right", f"{found.only_first:,}"),
        ("only the second is right", f"{found.only_second:,}"),
        ("p, exact McNemar test", f"{found.p_value:.3g}"),
        *((f"difference on {part}", _points(d)) for part, d in found.part_differences.items()),
    ]
    print_columns("second against first", ("", ""), rows)
    note(_verdict(found))


def _rule(predictions: Path) -> str:
    """Return how predictions were judged, by the scores beside them; exactly where none are."""
    folder = predictions if predictions.is_dir() else predictions.parent
    scores = folder / SCORES_FILE
    compat = read_scores(scores).get("compat") if scores.is_file() else None
    return f"as {compat} does" if compat else "exactly"


def _points(difference: float) -> str:
    return f"{100 * difference:+.1f}"


def _verdict(found: Comparison) -> str:
    if found.p_value >= _LEVEL:
        return "the difference may be chance: not significant at 0.05."
    better = "second" if found.only_second > found.only_first else "first"
    return (
        f"the {better} is better on these items; another seed of the same recipe may still differ "
        "by a few points."
    )
