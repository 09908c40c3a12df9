"""Scores of predictions: shares of right answers with intervals, by part and by category.

The denominator is the benchmark's: every item counts once per permutation, and one without a
prediction, or with one that cannot be read, is wrong. Nobody scores better by saying less.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aqagen.errors import EvaluationError
from aqagen.evaluation.benchmarks import Benchmark
from aqagen.evaluation.judging import Compat, Said, judge
from aqagen.evaluation.predictions import Prediction
from aqagen.significance import wilson

__all__ = ["Scores", "Share", "complete", "score", "write_json", "write_lines"]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a set of predictions are right.

    Attributes:
        n: predictions, all permutations counted.
        n_items: items; the interval is by them, for answers to one item are not independent.
    """

    n: int
    correct: int
    n_items: int

    @property
    def accuracy(self) -> float:
        """Right ones of all, 0 to 1."""
        return self.correct / self.n if self.n else 0.0

    @property
    def ci95(self) -> tuple[float, float]:
        """Wilson's 95% interval of the accuracy."""
        return wilson(self.accuracy * self.n_items, self.n_items)

    def as_json(self) -> dict[str, Any]:
        """Return it as `scores.json` has it."""
        return {
            "n": self.n,
            "correct": self.correct,
            "accuracy": self.accuracy,
            "ci95": list(self.ci95),
        }


@dataclass(frozen=True, slots=True)
class Scores:
    """What predictions are worth.

    Attributes:
        overall: over all items: the question-weighted mean of the parts.
        parts: by part, in alphabetical order; empty where the benchmark has none.
        categories: by dimension and value.
        unparsed: predictions with words out of which no option can be read.
        missing: predictions without words, by reason.
        permutations: how many orders of the options were asked.
        by_permutation: the accuracy in each.
        consistency: with several permutations, the share of items whose chosen option is the
            same in all of them.
        always_right: likewise, the share of items that are right in all of them.
    """

    overall: Share
    parts: Mapping[str, Share]
    categories: Mapping[str, Mapping[str, Share]]
    unparsed: int
    missing: Mapping[str, int] = field(default_factory=dict)
    permutations: int = 1
    by_permutation: tuple[float, ...] = ()
    consistency: float | None = None
    always_right: float | None = None

    @property
    def domain_average(self) -> float | None:
        """The unweighted mean of the parts' accuracies; None without parts."""
        shares = [share.accuracy for share in self.parts.values()]
        return sum(shares) / len(shares) if shares else None

    def as_json(self) -> dict[str, Any]:
        """Return it as `scores.json` has it."""
        whole: dict[str, Any] = {
            **self.overall.as_json(),
            "unparsed": self.unparsed,
            "missing": dict(self.missing),
            "question_weighted": self.overall.accuracy,
            "domain_average": self.domain_average,
            "parts": {name: share.as_json() for name, share in self.parts.items()},
            "categories": {
                name: {value: share.as_json() for value, share in shares.items()}
                for name, shares in self.categories.items()
            },
            "permutations": self.permutations,
        }
        if self.permutations > 1:
            whole |= {
                "by_permutation": list(self.by_permutation),
                "consistency": self.consistency,
                "always_right": self.always_right,
            }
        return whole


def complete(
    benchmark: Benchmark,
    said: Mapping[tuple[str, int], Said],
    permutations: int = 1,
    compat: Compat | None = None,
) -> list[Prediction]:
    """Return a prediction for every item and permutation, those that are missing included.

    Args:
        benchmark: what was asked.
        said: what a system said, by item id and permutation.
        permutations: how many are counted.
        compat: how words are judged; None for exactly.
    """
    return [
        judge(said.get((item.item_id, number), Said(None, number)), item, compat)
        for item in benchmark.items
        for number in range(permutations)
    ]


def score(predictions: Sequence[Prediction], benchmark: Benchmark) -> Scores:
    """Return the scores of complete predictions (`complete`).

    Raises:
        EvaluationError: the benchmark's answers are not public.
    """
    unanswered = sum(prediction.correct is None for prediction in predictions)
    if unanswered or not predictions:
        raise EvaluationError(
            f"{unanswered} of {len(predictions)} questions of {benchmark.name} {benchmark.split} "
            "have no public answer: there is nothing to score by."
        )
    permutations = 1 + max(prediction.permutation for prediction in predictions)
    by_item: defaultdict[str, list[Prediction]] = defaultdict(list)
    for prediction in predictions:
        by_item[prediction.item_id].append(prediction)
    parts = _grouped((p.part, p) for p in predictions if p.part)
    several = permutations > 1
    return Scores(
        overall=_share(predictions),
        parts=parts,
        categories=_categories(predictions, benchmark),
        unparsed=sum(p.predicted_index is None and p.completion is not None for p in predictions),
        missing=_missing(predictions),
        permutations=permutations,
        by_permutation=tuple(
            _share([p for p in predictions if p.permutation == number]).accuracy
            for number in range(permutations)
        ),
        consistency=_mean(map(_is_one_option, by_item.values())) if several else None,
        always_right=_mean(all(p.correct for p in group) for group in by_item.values())
        if several
        else None,
    )


def _share(predictions: Iterable[Prediction]) -> Share:
    chosen = list(predictions)
    return Share(len(chosen), sum(map(_right, chosen)), len({p.item_id for p in chosen}))


def _right(prediction: Prediction) -> bool:
    return prediction.correct is True


def _grouped(pairs: Iterable[tuple[str, Prediction]]) -> dict[str, Share]:
    groups: defaultdict[str, list[Prediction]] = defaultdict(list)
    for name, prediction in pairs:
        groups[name].append(prediction)
    return {name: _share(groups[name]) for name in sorted(groups)}


def _categories(
    predictions: Sequence[Prediction], benchmark: Benchmark
) -> dict[str, dict[str, Share]]:
    """Return the shares by every dimension in which the items differ."""
    values = {item.item_id: item.categories for item in benchmark.items}
    names = sorted({name for each in values.values() for name in each})
    shares = {
        name: _grouped((values[p.item_id].get(name, ""), p) for p in predictions) for name in names
    }
    return {name: groups for name, groups in shares.items() if len(groups) > 1}


def _missing(predictions: Sequence[Prediction]) -> dict[str, int]:
    reasons: defaultdict[str, int] = defaultdict(int)
    for prediction in predictions:
        if prediction.completion is None:
            # Behind the colon are the endpoint's own words.
            reasons[(prediction.error or "missing").partition(":")[0]] += 1
    return dict(sorted(reasons.items()))


def _is_one_option(group: Sequence[Prediction]) -> bool:
    chosen = {prediction.predicted_index for prediction in group}
    return len(chosen) == 1 and None not in chosen


def _mean(values: Iterable[bool]) -> float:
    counted = list(values)
    return sum(counted) / len(counted)


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write an object as JSON, for people and programs.

    Raises:
        EvaluationError: it cannot be written.
    """
    _write(path, json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def write_lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write objects as JSON Lines.

    Raises:
        EvaluationError: it cannot be written.
    """
    _write(path, "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows))


def _write(path: Path, text: str) -> None:
    # Whole or not at all: by `scores.json` it is known that an evaluation is done.
    writing = path.with_name(f".writing-{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        writing.write_text(text, encoding="utf-8", errors="replace")
        writing.replace(path)
    except OSError as error:
        with suppress(OSError):
            writing.unlink()
        raise EvaluationError(f"{path} cannot be written: {error.strerror or error}.") from error
