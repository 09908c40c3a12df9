"""From what a model wrote to an item. Nothing is guessed; what cannot be read has a reason.

Reasons: `empty` (no text), `no-json` (no object or list in it), `truncated` (it ends in the
middle), `wrong-shape` (JSON, but no question with options and an answer), `answer-missing`,
`answer-not-an-option`, `answer-conflict`, `answer-ambiguous` (from `aqagen/answers.py`),
`content-filter` (the endpoint refused to answer).
"""

import json
import re
from dataclasses import dataclass
from typing import Any

import json_repair
from pydantic import ValidationError

from aqagen.answers import LETTERS, AnswerError, find_answer, strip_letters
from aqagen.boundary import GeneratedItem

__all__ = ["ParsedItem", "Rejection", "parse_completion"]

_THINK = re.compile(r"^.*</think>", re.DOTALL)
_FENCE = re.compile(r"```[a-zA-Z]*\s*\n?(.*?)(?:```|\Z)", re.DOTALL)
# Quotes that models write around keys and values. Inside text they are left alone: only
# JSON that does not parse as it is gets this treatment.
_SMART_QUOTES = str.maketrans({"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"',
                               "\u00bb": '"'})  # fmt: skip
# A comma before a closing bracket, or a whole string, so that commas in strings are passed over.
_TRAILING_COMMA = re.compile(r'"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])', re.DOTALL)
_MAX_DEPTH = 50


@dataclass(frozen=True, slots=True)
class ParsedItem:
    """The first item of a completion; `n_items` counts all that were in it."""

    question: str
    options: tuple[str, ...]
    answer_index: int
    n_items: int


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a completion gives no item: a stable code, and words for a person."""

    reason: str
    detail: str


def parse_completion(text: str, finish_reason: str | None = None) -> ParsedItem | Rejection:
    """Read the item that a model wrote.

    Accepts fenced or bare JSON, a list or one object, trailing commas, a thinking part
    before it, words around it, smart quotes, options as a dict, a list or "A. text", an
    answer as a letter, "letter. text" or text. Of several items the first is taken.

    Args:
        text: the completion as it came.
        finish_reason: as the endpoint gave it; `length` tells a cut from sloppy brackets.
    """
    if finish_reason == "content_filter":
        return Rejection("content-filter", "the endpoint's content filter stopped the answer")
    answer_text = _THINK.sub("", text)
    if "<think>" in answer_text or (finish_reason == "length" and not answer_text.strip()):
        return Rejection("truncated", "the text ends before the answer begins")
    if not answer_text.strip():
        return Rejection("empty", "there is no text")
    found = _find_json(answer_text, cut=finish_reason == "length")
    if isinstance(found, Rejection):
        return found
    return _to_item(found)


def _to_item(items: list[Any]) -> ParsedItem | Rejection:
    if not items or not isinstance(items[0], dict):
        return Rejection("wrong-shape", "expected an object or a list of objects")
    try:
        shaped = GeneratedItem.model_validate(items[0])
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        return Rejection("wrong-shape", f"{place}: {first['msg']}")
    options = _plain_options(shaped.options)
    if isinstance(options, Rejection):
        return options
    if isinstance(shaped.answer, int):
        # 0-based or 1-based? The prompts ask for a letter, so a number says neither.
        return Rejection("answer-not-an-option", f"the answer is the number {shaped.answer}")
    try:
        index = find_answer(shaped.answer, options)
    except AnswerError as error:
        return Rejection(error.reason, error.detail)
    return ParsedItem(shaped.question.strip(), options, index, len(items))


def _plain_options(raw: dict[str, str] | list[str]) -> tuple[str, ...] | Rejection:
    """Return the options in the order of their letters, without them."""
    if isinstance(raw, dict):
        by_letter = {key.strip().upper(): text for key, text in raw.items()}
        if sorted(by_letter) != list(LETTERS[: len(raw)]):
            return Rejection(
                "wrong-shape", f"the options' keys are {list(raw)}, expected A, B, C, D"
            )
        raw = [by_letter[letter] for letter in sorted(by_letter)]
    options = strip_letters(raw)
    if not options or not all(options):
        return Rejection("wrong-shape", "an option is empty")
    return options


def _find_json(text: str, *, cut: bool) -> list[Any] | Rejection:
    """Return the JSON values of the text as one list, or why there is none to read."""
    fenced = _FENCE.search(text)
    candidates = [fenced.group(1), text] if fenced else [text]
    problem = Rejection("no-json", "there is no { or [ in the text")
    for candidate in candidates:
        for prepared in (candidate, candidate.translate(_SMART_QUOTES)):
            start = _value_start(prepared)
            if start is None:
                continue
            found = _read_value(prepared, start, cut=cut)
            if not isinstance(found, Rejection):
                return found
            if problem.reason == "no-json":
                problem = found
    return problem


def _read_value(text: str, start: int, *, cut: bool) -> list[Any] | Rejection:
    """Read the value that begins at `start`, strictly if it can be, repaired if it must be."""
    try:
        value, end = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        return _repair_value(text, start, cut=cut)
    return _as_list(value) + _further_items(text, end)


def _repair_value(text: str, start: int, *, cut: bool) -> list[Any] | Rejection:
    end, depth, in_string = _scan(text, start)
    if depth > _MAX_DEPTH:
        return Rejection("wrong-shape", f"the JSON is nested {depth} deep")
    if end is None and (cut or in_string):
        return Rejection("truncated", "the text ends inside the JSON")
    body = _TRAILING_COMMA.sub(lambda m: m.group() if m.group() != "," else "", text[start:end])
    try:
        value = json.loads(body)
    except ValueError:
        value = json_repair.loads(body)
    if not isinstance(value, dict | list) or not value:
        return Rejection("no-json", "what looks like JSON cannot be read")
    if end is None and isinstance(_to_item(_as_list(value)), Rejection):
        return Rejection("truncated", "the text ends inside the JSON")
    return _as_list(value)


def _further_items(text: str, position: int) -> list[Any]:
    """Return the objects that follow the first value: they are counted, never used."""
    rest = []
    while (start := text.find("{", position)) >= 0:
        try:
            value, position = json.JSONDecoder().raw_decode(text, start)
        except (ValueError, RecursionError):
            break
        rest.append(value)
    return rest


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _value_start(text: str) -> int | None:
    """Return where the first object, or list of objects, begins: `[1]` in a sentence is neither."""
    match = re.search(r"\[\s*\{|\{", text)
    return match.start() if match else None


def _scan(text: str, start: int) -> tuple[int | None, int, bool]:
    """Return the end of the value (None when it never closes), its depth, and if a string is open.

    Brackets inside strings do not count.
    """
    depth = deepest = 0
    in_string = escaped = False
    for position in range(start, len(text)):
        char = text[position]
        if in_string:
            if escaped:
                escaped = False
            elif char == "\\":
                escaped = True
            elif char == '"':
                in_string = False
        elif char == '"':
            in_string = True
        elif char in "{[":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "}]":
            depth -= 1
            if depth == 0:
                return position + 1, deepest, False
    return None, deepest, in_string
