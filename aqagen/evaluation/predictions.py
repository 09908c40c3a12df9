"""The record of one prediction, and `predictions.jsonl`: one of them per line.

A line holds what was said and what it was taken for; scores are computed of the lines alone.
"""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from aqagen.boundary import PredictionRow
from aqagen.errors import EvaluationError
from aqagen.sources.base import read_lines

__all__ = ["PREDICTIONS_FILE", "Prediction", "read_predictions", "write_predictions"]

PREDICTIONS_FILE = "predictions.jsonl"


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a system said to one item, once.

    Attributes:
        item_id: of the item, a content hash.
        question_id: the benchmark's own id, which may repeat within it.
        part: of the benchmark; empty where it has none.
        completion: the system's words; None where there are none (`error` says why).
        predicted_index: the option that it chose, from 0 in the released order; None where no
            option can be read out of its words.
        answer_index: the right option; None where the benchmark keeps its answers to itself.
        correct: None where `answer_index` is.
        permutation: which order of the options was shown; 0 is the released one.
        order: the options' indices in the order shown; None for the released one.
        error: why there is no completion, a stable code: `missing` (the file has none),
            `audio-missing`, `audio-unreadable`, or what the endpoint said.
        bare: the words are the answer itself, without tags: a column of another system's file.
    """

    item_id: str
    question_id: str
    part: str
    completion: str | None
    predicted_index: int | None
    answer_index: int | None
    correct: bool | None
    permutation: int = 0
    order: tuple[int, ...] | None = None
    error: str | None = None
    bare: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the line's object; `order`, `error` and `bare` only where they say something."""
        row: dict[str, Any] = {
            "item_id": self.item_id,
            "question_id": self.question_id,
            "part": self.part,
            "completion": self.completion,
            "predicted_index": self.predicted_index,
            "answer_index": self.answer_index,
            "correct": self.correct,
            "permutation": self.permutation,
        }
        if self.order is not None:
            row["order"] = list(self.order)
        if self.error is not None:
            row["error"] = self.error
        if self.bare:
            row["bare"] = True
        return row


def write_predictions(path: Path, predictions: Iterable[Prediction]) -> None:
    """Write a file of predictions, whole or not at all.

    Raises:
        EvaluationError: it cannot be written.
    """
    writing = path.with_name(f".writing-{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with writing.open("wb") as file:
            file.writelines(_line(prediction) for prediction in predictions)
            file.flush()
            os.fsync(file.fileno())
        writing.replace(path)
    except OSError as error:
        with suppress(OSError):
            writing.unlink()
        raise EvaluationError(f"{path} cannot be written: {error.strerror or error}.") from error


def _line(prediction: Prediction) -> bytes:
    row = prediction.as_json()
    try:
        return f"{json.dumps(row, ensure_ascii=False)}\n".encode()
    except UnicodeEncodeError:  # half of a surrogate pair, which only an escape can say
        return f"{json.dumps(row)}\n".encode()


def read_predictions(path: Path) -> list[Prediction]:
    """Read `predictions.jsonl`, or that of the folder that holds it.

    Raises:
        EvaluationError: it is missing or empty, a line is not a prediction, or two lines speak
            of the same item and permutation; the message names the line.
    """
    file = path / PREDICTIONS_FILE if path.is_dir() else path
    if not file.is_file():
        raise EvaluationError(
            f"{file} is missing, expected predictions as `aqagen evaluate` writes them."
        )
    seen: dict[tuple[str, int], int] = {}
    predictions = []
    for line, prediction in _parsed(file):
        key = (prediction.item_id, prediction.permutation)
        if key in seen:
            raise EvaluationError(
                f"{file} line {line}: the item {key[0]}, permutation {key[1]}, was predicted in "
                f"line {seen[key]} already. Keep one of the two."
            )
        seen[key] = line
        predictions.append(prediction)
    if not predictions:
        raise EvaluationError(f"{file} holds no predictions.")
    return predictions


def _parsed(file: Path) -> Iterator[tuple[int, Prediction]]:
    for line, text in read_lines(file, expected="predictions as JSON Lines"):
        if not text.strip():
            continue
        try:
            # Not `model_validate_json`: Python's reader knows halves of surrogate pairs.
            row = PredictionRow.model_validate(json.loads(text))
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"]) or "the line"
            raise EvaluationError(
                f"{file} line {line}: {field}: {first['msg']}. Expected a line as "
                "schemas/prediction_row.schema.json says; `aqagen evaluate` writes them."
            ) from error
        except (ValueError, RecursionError) as error:
            raise EvaluationError(f"{file} line {line} is not JSON: {error}.") from error
        fields = row.model_dump()
        order = fields.pop("order")
        yield line, Prediction(**fields, order=None if order is None else tuple(order))
