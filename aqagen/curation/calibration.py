"""How far a judge and people agree: the share of equal marks, and Cohen's kappa.

Cohen, "A coefficient of agreement for nominal scales", 1960: kappa = (p_o - p_e) / (1 - p_e), with
p_o the observed agreement and p_e the one that the two margins would give by chance.
"""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aqagen.curation.judge import DIMENSIONS, GOOD_SCORE
from aqagen.errors import UsageError

__all__ = ["OVERALL", "Agreement", "HumanMark", "agreement", "overall", "read_marks"]

OVERALL = "overall"
_WORDS = {"good": True, "pass": True, "yes": True, "true": True,
          "bad": False, "fail": False, "no": False, "false": False}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HumanMark:
    """What a person said of an item: good or not, on one dimension or `overall`."""

    item_id: str
    dimension: str
    good: bool


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two markers agree.

    Attributes:
        n: marks that both gave.
        agreement: the share of equal ones; None without any.
        kappa: Cohen's; None where chance alone would agree always (both gave one mark only).
    """

    n: int
    agreement: float | None
    kappa: float | None


def agreement(pairs: Sequence[tuple[bool, bool]]) -> Agreement:
    """Return the agreement of pairs of marks (the judge's, the person's)."""
    n = len(pairs)
    if not n:
        return Agreement(0, None, None)
    observed = sum(left == right for left, right in pairs) / n
    left_good = sum(left for left, _ in pairs) / n
    right_good = sum(right for _, right in pairs) / n
    by_chance = left_good * right_good + (1 - left_good) * (1 - right_good)
    kappa = None if by_chance == 1 else (observed - by_chance) / (1 - by_chance)
    return Agreement(n, observed, kappa)


def overall(bad: Iterable[bool | None]) -> bool | None:
    """Return whether an item is bad on any dimension; None when that is not decided."""
    marks = list(bad)
    if any(marks):
        return True
    return None if None in marks or not marks else False


def read_marks(path: Path) -> list[HumanMark]:
    """Read marks: CSV with a header line, or JSON Lines; item_id, dimension, mark.

    A missing or empty dimension is `overall`. A mark is good or bad (pass or fail, yes or no,
    true or false), or a score from 1 to 5 as the judge gives it. Several people may mark the
    same item: each mark counts.

    Raises:
        UsageError: the file cannot be read, or a line is no mark; it is named.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--calibrate: {path} cannot be read: {error}.") from error
    lines = _json_lines(text) if text.lstrip().startswith("{") else _csv_lines(text)
    marks: list[HumanMark] = []
    for number, line in lines:
        mark = _mark(line)
        if mark is None:
            raise UsageError(
                f"--calibrate: {path} line {number}: expected item_id, dimension (one of "
                f"{', '.join(DIMENSIONS)}, or {OVERALL}) and mark (good, bad, or 1 to 5), got "
                f"{dict(line) if isinstance(line, Mapping) else line!r}."
            )
        marks.append(mark)
    if not marks:
        raise UsageError(f"--calibrate: {path} holds no marks.")
    return marks


def _csv_lines(text: str) -> Iterable[tuple[int, Any]]:
    reader = csv.DictReader(text.splitlines())
    for line in reader:
        yield reader.line_num, line


def _json_lines(text: str) -> Iterable[tuple[int, Any]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError):
                yield number, line


def _mark(line: Any) -> HumanMark | None:
    if not isinstance(line, Mapping):
        return None
    item_id, dimension = line.get("item_id"), line.get("dimension") or OVERALL
    good = _good(line.get("mark"))
    if not isinstance(item_id, str) or not item_id or good is None:
        return None
    dimension = str(dimension).strip().replace("-", "_")
    return HumanMark(item_id, dimension, good) if dimension in {*DIMENSIONS, OVERALL} else None


def _good(mark: object) -> bool | None:
    if isinstance(mark, bool):
        return mark
    text = str(mark).strip().casefold()
    if text in _WORDS:
        return _WORDS[text]
    return int(text) >= GOOD_SCORE if text in {"1", "2", "3", "4", "5"} else None
