"""The runs' own files, read back: predictions by arm and seed, what each step took."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.miniature.questions import KINDS
from benchmarks.miniature.statistics import Estimate, estimate

__all__ = ["Results", "Took", "read_results", "read_steps"]


@dataclass(frozen=True, slots=True)
class Results:
    """What every arm said.

    Attributes:
        questions: ids, in one order.
        records: the question's record by id, as the evaluation set has it.
        right: by arm, then seed: (n_questions,) 1 or 0.
    """

    questions: Sequence[str]
    records: Mapping[str, Mapping[str, Any]]
    right: Mapping[str, Mapping[int, np.ndarray]]

    def chosen(self, part: str | None, kind: str | None = None) -> np.ndarray:
        """Return which questions belong to a part or a kind (all for None), as indices."""
        return np.array(
            [
                at
                for at, name in enumerate(self.questions)
                if part in {None, KINDS[self.records[name]["kind"]].part}
                and kind in {None, self.records[name]["kind"]}
            ]
        )

    def clusters(self, chosen: np.ndarray) -> np.ndarray:
        """Return the number of the recording (by Freesound id) that each question is about."""
        dealt = [self.records[self.questions[at]]["dealt"] for at in chosen]
        return np.unique(dealt, return_inverse=True)[1]

    def accuracy(self, arm: str, part: str | None, kind: str | None = None) -> Estimate:
        """Return an arm's accuracy on a part, over its seeds."""
        chosen = self.chosen(part, kind)
        values = np.stack([self.right[arm][seed][chosen] for seed in sorted(self.right[arm])])
        return estimate(values, self.clusters(chosen))

    def difference(
        self, arm: str, other: str, part: str | None
    ) -> tuple[Estimate, list[int]] | None:
        """Return arm less other over the seeds that both have, and these; None for no seeds."""
        seeds = sorted(self.right.get(arm, {}).keys() & self.right.get(other, {}).keys())
        if not seeds:
            return None
        chosen = self.chosen(part)
        values = np.stack(
            [self.right[arm][s][chosen] - self.right[other][s][chosen] for s in seeds]
        )
        return estimate(values, self.clusters(chosen)), seeds

    def present_guess(self, part: str | None, kind: str | None = None) -> float:
        """Return how often one is right who hears what there is, but not in what order."""
        told = [self.records[self.questions[at]] for at in self.chosen(part, kind)]
        return float(np.mean([KINDS[r["kind"]].present_guesser[r["n_events"]] for r in told]))

    def deaf_guess(self, part: str | None, kind: str | None = None) -> float:
        """Return how often one is right who hears nothing and guesses as well as can be."""
        told = [self.records[self.questions[at]] for at in self.chosen(part, kind)]
        return float(np.mean([KINDS[record["kind"]].deaf_guesser for record in told]))


@dataclass(frozen=True, slots=True)
class Took:
    """What a step took."""

    stage: str
    seconds: float
    peak_mb: float | None


def read_results(out: Path) -> Results:
    """Read every evaluation below a run's folder."""
    place = out / "data" / "dcase2025" / "dcase_2025_question_path" / "dev"
    loaded = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(place.glob("*.json"))]
    records = {record["id"]: record for record in loaded}
    questions = list(records)
    at = {name: number for number, name in enumerate(questions)}
    right: defaultdict[str, dict[int, np.ndarray]] = defaultdict(dict)
    for path in sorted((out / "evaluations").glob("*/predictions.jsonl")):
        if not path.with_name("scores.json").exists():
            continue  # it is still being written
        arm, _, seed = path.parent.name.rpartition("-")
        values = np.zeros(len(questions))
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            values[at[row["question_id"]]] = row["correct"]
        right[arm][int(seed)] = values
    return Results(questions, records, right)


def read_steps(out: Path) -> list[Took]:
    """Read what each step took."""
    lines = (out / "steps.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [Took(row["stage"], row["seconds"], row["peak_mb"]) for row in rows]
