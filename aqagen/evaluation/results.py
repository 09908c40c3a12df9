"""Other systems' files: read as predictions, and written as other scorers take them.

JSON Lines, JSON    completion (with tags), or the answer itself as model_output or
                    model_prediction (MMAU), answer_prediction (MMAR), prediction;
                    the item as item_id, question_id or id
CSV                 question,answer: a question's id and an option (DCASE)
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from aqagen.answers import extract_answer
from aqagen.errors import EvaluationError
from aqagen.evaluation.benchmarks import Benchmark, BenchmarkItem, Excluded
from aqagen.evaluation.judging import Said
from aqagen.evaluation.predictions import PREDICTIONS_FILE, Prediction
from aqagen.sources.base import read_csv
from aqagen.sources.importing import BadRecordError, read_records, record_id

__all__ = ["ResultsOf", "read_results", "write_results"]

ResultsOf = Literal["mmau", "mmar"]

_BARE = ("model_output", "model_prediction", "answer_prediction", "prediction")
# The official scorer of MMAU reads the first, its manual names the second.
_KEYS: dict[ResultsOf, tuple[str, ...]] = {
    "mmau": ("model_output", "model_prediction"),
    "mmar": ("answer_prediction",),
}
_EXPECTED = "predictions as JSON Lines, a JSON array, or CSV with the columns question, answer"
_SHOWN = 5
# More orders than anybody asks for: every one is a line per item in what is written.
MAX_PERMUTATIONS = 1000


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of a file of predictions: whom it speaks of, and what it says."""

    line: int
    said: Said
    item_id: str | None = None
    question_id: str | None = None


@dataclass(slots=True)
class _Places:
    """Which items of a benchmark a file has spoken of.

    Ids of questions repeat: the k-th row of an id (and permutation) is the k-th item of that id,
    in the release's order, in which those that are excluded have their place.
    """

    by_item: dict[str, BenchmarkItem]
    by_question: dict[str, list[BenchmarkItem | Excluded]]
    used: defaultdict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))

    @classmethod
    def of(cls, benchmark: Benchmark) -> "_Places":
        by_question: defaultdict[str, list[BenchmarkItem | Excluded]] = defaultdict(list)
        for item in benchmark.items:
            by_question[item.question_id].append(item)
        for each in sorted(benchmark.excluded, key=lambda each: each.place):
            if each.question_id is not None:
                by_question[each.question_id].insert(each.place, each)
        return cls({item.item_id: item for item in benchmark.items}, dict(by_question))

    def find(self, row: _Row) -> BenchmarkItem | Excluded | None:
        """Return the item of a row; None when the id is unknown, or used up."""
        if row.item_id is not None and row.item_id in self.by_item:
            return self.by_item[row.item_id]
        items = self.by_question.get(row.question_id or "", [])
        if row.item_id is not None:
            # Our own file, of an item that this benchmark excludes.
            return next((each for each in items if isinstance(each, Excluded)), None)
        place = self.used[row.question_id or "", row.said.permutation]
        self.used[row.question_id or "", row.said.permutation] += 1
        return items[place] if place < len(items) else None


def read_results(path: Path, benchmark: Benchmark) -> dict[tuple[str, int], Said]:
    """Read what a system said to a benchmark, by item id and permutation.

    Items that the file does not speak of are missing from the result.

    Raises:
        EvaluationError: it cannot be read, has no predictions, speaks of unknown items or of one
            twice.
    """
    file = path / PREDICTIONS_FILE if path.is_dir() else path
    if not file.is_file():
        raise EvaluationError(f"{file} is missing, expected {_EXPECTED}.")
    rows = _csv_rows(file) if file.suffix.lower() == ".csv" else _json_rows(file)
    places = _Places.of(benchmark)
    said: dict[tuple[str, int], Said] = {}
    unknown = []
    for row in rows:
        found = places.find(row)
        if found is None:
            unknown.append(row)
            continue
        if isinstance(found, Excluded):
            continue  # may be predicted all the same; it counts for nothing
        key = (found.item_id, row.said.permutation)
        if key in said:
            raise EvaluationError(
                f"{file} line {row.line}: the item {key[0]}, permutation {key[1]}, was "
                "predicted before. Keep one of the two."
            )
        said[key] = row.said
    _refuse_unknown(file, unknown, benchmark, places)
    if not said:
        raise EvaluationError(f"{file} holds no predictions, expected {_EXPECTED}.")
    return said


def _refuse_unknown(
    file: Path, unknown: Sequence[_Row], benchmark: Benchmark, places: _Places
) -> None:
    if not unknown:
        return
    known = places.by_question
    repeated = [row for row in unknown if row.item_id is None and row.question_id in known]
    strange = [row for row in unknown if row not in repeated]
    times = len(known[repeated[0].question_id or ""]) if repeated else 0
    said = [
        f"{len(rows)} predictions {what}: "
        + ", ".join(f"{row.item_id or row.question_id} (line {row.line})" for row in rows[:_SHOWN])
        + (", ..." if len(rows) > _SHOWN else "")
        for rows, what in (
            (strange, f"are of ids that {benchmark.name} {benchmark.split} does not have"),
            (repeated, f"repeat an id more often than {benchmark.name} has it ({times})"),
        )
        if rows
    ]
    raise EvaluationError(f"{file}: {'; '.join(said)}. Is it another split, or another revision?")


def _csv_rows(file: Path) -> Iterator[_Row]:
    for row in read_csv(file, ("question", "answer")):
        if row.reason:
            raise EvaluationError(f"{file} line {row.line}: {row.detail}.")
        yield _Row(row.line, Said(row.fields["answer"], bare=True),
                   question_id=row.fields["question"].strip())  # fmt: skip


def _json_rows(file: Path) -> Iterator[_Row]:
    for line, record in read_records(file, expected=_EXPECTED):
        if isinstance(record, BadRecordError):
            raise EvaluationError(f"{file} line {line}: {record.detail}, expected {_EXPECTED}.")
        yield _row(file, line, record)


def _row(file: Path, line: int, record: Mapping[str, Any]) -> _Row:
    item_id = record.get("item_id")
    question_id = record_id(record, "question_id", "id")
    if not isinstance(item_id, str) and question_id is None:
        raise EvaluationError(
            f"{file} line {line}: no item_id, question_id or id; got {', '.join(record)}."
        )
    bare_name = next((name for name in _BARE if name in record), None)
    name = "completion" if "completion" in record else bare_name
    # The official scorers' files: an item without the key was not answered.
    text = None if name is None else record[name]
    if not isinstance(text, str | None):
        raise EvaluationError(f"{file} line {line}: {name!r} is {text!r}, expected text.")
    number, order = record.get("permutation", 0), record.get("order")
    if not _is_count(number) or not (
        order is None or (isinstance(order, list) and all(map(_is_count, order)))
    ):
        raise EvaluationError(
            f"{file} line {line}: permutation {number!r}, order {order!r}: expected a number from "
            f"0 to {MAX_PERMUTATIONS - 1}, and a list of such."
        )
    error = record.get("error")
    said = Said(
        text,
        number,
        None if order is None else tuple(order),
        error if isinstance(error, str) else None,
        bare=record.get("bare") is True or name in _BARE,
    )
    return _Row(line, said, item_id if isinstance(item_id, str) else None, question_id)


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value < MAX_PERMUTATIONS


def write_results(
    path: Path, kind: ResultsOf, benchmark: Benchmark, predictions: Sequence[Prediction]
) -> None:
    """Write predictions as the official scorer of MMAU or of MMAR takes them.

    The records as released, each with the prediction: the chosen option's text, else what was
    said, and empty where nothing was, for a record without the key is left out of the official
    denominator. JSON Lines where the name ends in `.jsonl`, else one JSON array.

    Raises:
        EvaluationError: it cannot be written.
    """
    given = {p.item_id: p for p in predictions if p.permutation == 0}
    records = []
    for item in benchmark.items:
        text = _official_text(item, given.get(item.item_id))
        records.append({**item.record, **dict.fromkeys(_KEYS[kind], text)})
    if path.suffix == ".jsonl":
        content = "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in records)
    else:
        content = json.dumps(records, indent=2, ensure_ascii=False) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", errors="replace")
    except OSError as error:
        raise EvaluationError(f"{path} cannot be written: {error.strerror or error}.") from error


def _official_text(item: BenchmarkItem, prediction: Prediction | None) -> str:
    if prediction is None or prediction.completion is None:
        return ""
    if prediction.predicted_index is not None:
        return item.released_options[prediction.predicted_index]
    given = extract_answer(prediction.completion)
    return prediction.completion if given is None else given
