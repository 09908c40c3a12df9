"""The records that cross a boundary, as pydantic models; `schemas/` holds their JSON Schemas.

`python -m aqagen.boundary` writes the schemas again; a test compares them with the models.
"""

import json
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

__all__ = [
    "SCHEMAS",
    "Answer",
    "GeneratedItem",
    "ImportedItem",
    "JudgeReply",
    "Mark",
    "MixtureRow",
    "PredictionRow",
    "schema_text",
]

Text = Annotated[str, Field(min_length=1, pattern=r"\S")]


class Options(BaseModel):
    """Four options by letter, as the paper's prompts ask for them."""

    model_config = ConfigDict(extra="forbid")

    A: Text
    B: Text
    C: Text
    D: Text


class Answer(BaseModel):
    """What a model is asked to answer: sent as the JSON Schema of structured output."""

    model_config = ConfigDict(extra="forbid")

    question: Text
    options: Options
    answer: Literal["A", "B", "C", "D"]


class GeneratedItem(BaseModel):
    """What models really send: options as a dict or a list, the answer in any of its forms.

    The number of options is not judged here: that is a check's business, and the item is
    kept with its verdict.
    """

    model_config = ConfigDict(extra="ignore")

    question: Text
    options: dict[str, Text] | list[Text]
    answer: Annotated[str, Field(min_length=1)] | int


class Mark(BaseModel):
    """A judge's word on one dimension of an item: the reason first, then the score."""

    model_config = ConfigDict(extra="forbid")

    reason: str
    score: Annotated[int, Field(ge=1, le=5)] | None


class JudgeReply(BaseModel):
    """What a judge is asked to answer (`prompts/judge.md` says what each dimension means).

    A score of null says that it cannot be told from what the judge was shown.
    """

    model_config = ConfigDict(extra="forbid")

    answerable: Mark
    correct: Mark
    distractors_wrong: Mark
    distractors_plausible: Mark
    language: Mark


class ImportedItem(BaseModel):
    """One line of the `jsonl` format, in which anyone can bring items.

    Anything beyond these fields is kept as the row's metadata. One of `answer` and
    `answer_index` must be there; when both are, they must agree.
    """

    model_config = ConfigDict(
        extra="allow",
        strict=True,
        json_schema_extra={
            "anyOf": [
                {"required": ["answer"], "properties": {"answer": {"type": "string"}}},
                {"required": ["answer_index"], "properties": {"answer_index": {"type": "integer"}}},
            ]
        },
    )

    question: Text
    options: Annotated[list[Text], Field(min_length=2)]
    answer: str | None = None
    answer_index: Annotated[int, Field(ge=0)] | None = None
    audio_path: Text
    id: str | int | None = None
    split: str | None = None
    duration_s: Annotated[float, Field(gt=0)] | None = None
    license: str | None = None

    @model_validator(mode="after")
    def _says_which_is_right(self) -> "ImportedItem":
        if self.answer is None and self.answer_index is None:
            raise ValueError("neither answer nor answer_index says which option is right")
        if self.answer_index is not None and self.answer_index >= len(self.options):
            raise ValueError("answer_index is outside the options")
        return self


class MixtureRow(BaseModel):
    """One row of a mixture: what a trainer reads."""

    model_config = ConfigDict(extra="forbid", strict=True)

    item_id: Text
    dataset: Text
    clip_id: Text
    question: Text
    options: Annotated[list[Text], Field(min_length=2)]
    answer: Text
    answer_index: Annotated[int, Field(ge=0)]
    audio_path: str | None
    origin: Literal["generated", "imported", "offline", "edited"]

    @model_validator(mode="after")
    def _answer_is_the_option(self) -> "MixtureRow":
        if self.answer_index >= len(self.options):
            raise ValueError("answer_index is outside the options")
        if self.answer != self.options[self.answer_index]:
            raise ValueError("answer is not options[answer_index]")
        return self


class PredictionRow(BaseModel):
    """One line of `predictions.jsonl`: what a system said to one item, and what it was taken for.

    Null: `completion` where there is none (`error` says why), `predicted_index` where no option
    can be read out of it, `answer_index` and `correct` where the answers are not public. Indices
    count from 0 in the released order; `order` is the order in which the options were shown;
    `bare` words are an answer without tags.
    """

    model_config = ConfigDict(extra="ignore", strict=True)

    item_id: Text
    question_id: str
    part: str
    completion: str | None
    predicted_index: Annotated[int, Field(ge=0)] | None
    answer_index: Annotated[int, Field(ge=0)] | None
    correct: bool | None
    permutation: Annotated[int, Field(ge=0)] = 0
    order: list[Annotated[int, Field(ge=0)]] | None = None
    error: str | None = None
    bare: bool = False

    @model_validator(mode="after")
    def _is_judged_where_it_can_be(self) -> "PredictionRow":
        if (self.correct is None) != (self.answer_index is None):
            raise ValueError("correct and answer_index are null together, or neither is")
        return self


SCHEMAS: dict[str, type[BaseModel]] = {
    "answer": Answer,
    "generated_item": GeneratedItem,
    "imported_item": ImportedItem,
    "judge_reply": JudgeReply,
    "mixture_row": MixtureRow,
    "prediction_row": PredictionRow,
}


def schema_text(name: str) -> str:
    """Return the JSON Schema of a record as the file in `schemas/` holds it."""
    schema: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schema |= SCHEMAS[name].model_json_schema()
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    folder = Path(__file__).resolve().parent.parent / "schemas"
    for name in SCHEMAS:
        (folder / f"{name}.schema.json").write_text(schema_text(name), encoding="utf-8")
