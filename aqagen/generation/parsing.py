"""From what a model wrote to an item. Nothing is guessed; what cannot be read has a reason.

Reasons (`PARSE_REASONS`): `empty` (no text), `no-json` (no object in it, or none that can be
read), `truncated` (it ends in the middle), `wrong-shape` (JSON, but no question with options and
an answer), `answer-missing`, `answer-not-an-option`, `answer-conflict`, `answer-ambiguous` (from
`aqagen/answers.py`), `content-filter` (the endpoint refused to answer).
"""

import json
import re
from dataclasses import dataclass
from typing import Any

import json_repair
import orjson
from pydantic import ValidationError

from aqagen.answers import LETTERS, AnswerError, find_answer, strip_letters
from aqagen.boundary import GeneratedItem

__all__ = ["PARSE_REASONS", "ParsedItem", "Rejection", "parse_completion", "read_objects"]

PARSE_REASONS = frozenset({
    "empty", "no-json", "truncated", "wrong-shape", "answer-missing", "answer-not-an-option",
    "answer-conflict", "answer-ambiguous", "content-filter",
})  # fmt: skip

_THINK_OPENS = re.compile(r"\s*<think>")
# Where the chat template opens the thoughts, only their end is seen. The same letters inside
# a string of the item are text: there, neither the line nor an item begins next to them.
_THINK_CLOSES = re.compile(r"(?:^|\n)[ \t]*</think>|</think>(?=\s*(?:[\[{`\n]|\Z))")
# A fence begins a line, which no string of JSON can hold: back-ticks inside one are text.
_FENCE_OPENS = re.compile(r"(?:^|\n)[ \t]*```[a-zA-Z]*\s*\n?")
# Where an item begins: an object with a quoted key, or a list of such. `{metadata}` in a
# sentence is a brace like others, taken only when there is nothing better.
_ITEM_START = re.compile(r"(?:\[\s*)?\{\s*[\"'\u201c\u201d\u201e\u00ab\u00bb]")
_ANY_START = re.compile(r"(?:\[\s*)?\{")
# Quotes that models write around keys and values. Inside text they are left alone: only
# JSON whose first key stands in them gets this treatment.
_SMART_START = re.compile(r"[\[{\s]*[\u201c\u201d\u201e\u00ab\u00bb]")
_PLAIN_QUOTE = re.compile(r'(?<!\\)"')
_SMART_QUOTES = str.maketrans({"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"',
                               "\u00bb": '"'})  # fmt: skip
# A comma before a closing bracket, or a whole string, so that commas in strings are passed over.
_TRAILING_COMMA = re.compile(r'"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])', re.DOTALL)
_LETTERS_AS_ASKED = ["A", "B", "C", "D"]
_MAX_DEPTH = 50
# Repair takes some 20 microseconds a character, and no item is this long.
_MAX_REPAIR_CHARACTERS = 20_000


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
    if finish_reason != "content_filter":
        item = _as_asked(text)
        if item is not None:
            return item
    found = read_objects(text, finish_reason)
    return found if isinstance(found, Rejection) else _to_item(found)


# Strings in an item of the shape that is asked for, keys included; each has two quotes.
_STRINGS_AS_ASKED = 13


def _as_asked(text: str) -> ParsedItem | None:
    """Read an answer that is one item just as it was asked for, in a fence or bare; None else.

    That is nearly every answer, and what follows would say the same of it, three times slower.
    """
    if "think>" in text or "\\" in text:
        return None
    fence = _FENCE_OPENS.match(text)
    if fence:
        text = text[fence.end() : text.find("```", fence.end())]
    # A key that comes twice or is not known would make another number.
    if text.count('"') != 2 * _STRINGS_AS_ASKED:
        return None
    try:
        item = orjson.loads(text)
        if type(item) is list:
            (item,) = item
        question, raw, answer = item["question"], item["options"], item["answer"]
        if type(raw) is not dict or list(raw) != _LETTERS_AS_ASKED or not question.strip():
            return None
        options = strip_letters(list(raw.values()))
        if type(answer) is not str or not all(options):
            return None
        return ParsedItem(question.strip(), options, find_answer(answer, options), 1)
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def read_objects(text: str, finish_reason: str | None = None) -> list[Any] | Rejection:
    """Return the JSON values of a completion, in the tolerant way of `parse_completion`."""
    if finish_reason == "content_filter":
        return Rejection("content-filter", "the endpoint's content filter stopped the answer")
    answer_text = _after_thoughts(text)
    if answer_text is None or (finish_reason == "length" and not answer_text.strip()):
        return Rejection("truncated", "the text ends before the answer begins")
    if not answer_text.strip():
        return Rejection("empty", "there is no text")
    return _find_json(answer_text, cut=finish_reason == "length")


def _after_thoughts(text: str) -> str | None:
    """Return the text after the thinking part; None when that never ends."""
    if "think>" not in text:
        return text
    position = 0
    while opened := _THINK_OPENS.match(text, position):
        end = text.find("</think>", opened.end())
        if end < 0:
            return None
        position = end + len("</think>")
    for closes in _THINK_CLOSES.finditer(text, position):
        position = closes.end()
    answer_text = text[position:]
    start = _ANY_START.search(answer_text)
    before_item = answer_text[: start.start()] if start else answer_text
    return None if "<think>" in before_item else answer_text


def _to_item(items: list[Any]) -> ParsedItem | Rejection:
    shaped = _shaped(items)
    if isinstance(shaped, Rejection):
        return shaped
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


def _shaped(items: list[Any]) -> GeneratedItem | Rejection:
    if not items or not isinstance(items[0], dict):
        return Rejection("wrong-shape", "expected an object or a list of objects")
    try:
        shaped = GeneratedItem.model_validate(items[0])
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        return Rejection("wrong-shape", f"{place}: {first['msg']}")
    # Pydantic and Python do not call the same characters white space.
    return shaped if shaped.question.strip() else Rejection("wrong-shape", "the question is empty")


def _plain_options(raw: dict[str, str] | list[str]) -> tuple[str, ...] | Rejection:
    """Return the options in the order of their letters, without them."""
    if isinstance(raw, dict) and list(raw) == list(LETTERS[: len(raw)]):
        raw = list(raw.values())
    elif isinstance(raw, dict):
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
    candidates = [text]
    fence = _FENCE_OPENS.search(text)
    if fence:
        end = text.find("```", fence.end())
        candidates.insert(0, text[fence.end() : end if end >= 0 else None])
    problem = Rejection("no-json", "there is no object in the text")
    for candidate in candidates:
        match = _ITEM_START.search(candidate) or _ANY_START.search(candidate)
        if match is None:
            continue
        json_text = candidate[match.start() :]
        if _SMART_START.match(json_text):
            # Plain quotes are text here, so they are escaped before the others become plain.
            json_text = _PLAIN_QUOTE.sub(r'\\"', json_text).translate(_SMART_QUOTES)
        found = _read_value(json_text, cut=cut)
        if not isinstance(found, Rejection):
            return found
        if problem.reason == "no-json":
            problem = found
    return problem


class _TwiceError(Exception):
    """An object has the same key twice: which of the two is meant would be a guess."""


def _without_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        raise _TwiceError
    return value


_DECODER = json.JSONDecoder(object_pairs_hook=_without_twice)


def _read_value(text: str, *, cut: bool) -> list[Any] | Rejection:
    """Read the value that the text begins with, strictly if it can be, else repaired."""
    try:
        try:
            value, end = _DECODER.raw_decode(text)
        except (ValueError, RecursionError):
            return _repair_value(text, cut=cut)
    except _TwiceError:
        return Rejection("wrong-shape", "an object has the same key twice")
    return _as_list(value) + _further_items(text, end)


def _repair_value(text: str, *, cut: bool) -> list[Any] | Rejection:
    end, depth, in_string = _scan(text)
    if depth > _MAX_DEPTH:
        return Rejection("wrong-shape", f"the JSON is nested {depth} deep")
    if end is None and (cut or in_string):
        return Rejection("truncated", "the text ends inside the JSON")
    body = _TRAILING_COMMA.sub(lambda m: m.group() if m.group() != "," else "", text[:end])
    try:
        value = _DECODER.decode(body)
    except ValueError:
        if len(body) > _MAX_REPAIR_CHARACTERS:
            return Rejection("no-json", f"broken JSON of {len(body)} characters is not repaired")
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


def _scan(text: str) -> tuple[int | None, int, bool]:
    """Return the end of the value (None when it never closes), its depth, and if a string is open.

    Brackets inside strings do not count.
    """
    depth = deepest = 0
    in_string = escaped = False
    for position, char in enumerate(text):
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
