"""The best checkpoint of a run, by what `aqagen select` has measured."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from aqagen.errors import EvaluationError

__all__ = ["best_checkpoint", "best_scores", "is_whole", "read_scores"]

_SCORES = "scores.json"
# Why an item has no answer and will not get one: asking again changes nothing.
_FINAL = {"missing", "audio-missing", "audio-unreadable", "audio-too-long"}


def read_scores(path: Path) -> dict[str, Any]:
    """Read a `scores.json`.

    Raises:
        EvaluationError: it cannot be read, or holds no accuracy.
    """
    try:
        scores = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EvaluationError(f"{path} cannot be read: {error}.") from error
    if not isinstance(scores, dict) or not isinstance(scores.get("accuracy"), float | int):
        raise EvaluationError(f"{path} holds no accuracy, expected what `aqagen evaluate` writes.")
    return scores


def is_whole(scores: dict[str, Any]) -> bool:
    """Say whether scores are of a whole benchmark with its sound, judged exactly.

    Not of its first items, of a control, by another's rule, or of a run in which questions failed.
    """
    return (
        scores.get("limit") is None
        and scores.get("hears", "clip") == "clip"
        and scores.get("compat") is None
        and _FINAL.issuperset(scores.get("missing") or ())
    )


def best_scores(paths: Iterable[Path]) -> tuple[Path, dict[str, Any]] | None:
    """Return the best of several `scores.json` and its place; of equal ones the earliest step.

    Those that are not whole (`is_whole`) do not count.
    """
    found = [(path, scores) for path in paths if is_whole(scores := read_scores(path))]
    return min(found, key=lambda one: (-one[1]["accuracy"], _step(one[0])), default=None)


def _step(path: Path) -> int:
    match = re.fullmatch(r"checkpoint-(\d+)", path.parent.name)
    return int(match[1]) if match else 0


def best_checkpoint(run: Path, benchmark: str = "dcase2025-dev") -> tuple[Path, int]:
    """Return the checkpoint of a run that is best on a benchmark, and of how many measured ones.

    Raises:
        EvaluationError: none was measured yet, or the best is no longer there.
    """
    measured = sorted((run / "evaluations" / benchmark).glob(f"checkpoint-*/{_SCORES}"))
    best = best_scores(measured)
    if best is None:
        raise EvaluationError(
            f"no checkpoint of {run} was measured on all of {benchmark}: run `aqagen select {run}` "
            "first, or name a checkpoint."
        )
    checkpoint = run / best[0].parent.name
    if not checkpoint.is_dir():
        raise EvaluationError(f"{checkpoint} is the best of {run}, but is no longer there.")
    return checkpoint, len(measured)
