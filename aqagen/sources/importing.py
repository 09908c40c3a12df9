"""What the importers share: untrusted JSON, untrusted paths, and the item of a row.

Not a dataset itself. A record that cannot be used raises `BadRecordError`, which the
importer turns into a `SkippedRow`.
"""

import json
import math
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Self

from aqagen.answers import AnswerError, find_answer, strip_letters
from aqagen.errors import SourceError
from aqagen.ids import canonical_json, text_hash
from aqagen.records import Item, SkippedRow, SourceRow
from aqagen.sources.base import ReadOptions, is_inside, read_lines, read_text, safe_file_name

__all__ = [
    "AudioFinder",
    "BadRecordError",
    "Record",
    "base_name",
    "import_item",
    "import_rows",
    "occurrence",
    "parse_record",
    "read_records",
    "record_id",
    "required_options",
    "required_text",
    "stays_below",
    "text_answer",
]

_SPACE = re.compile(r"[ \t\r\n]*")

MAX_DEPTH = 32
MAX_DIGITS = 18  # of an integer; one more may not fit the 64 bits of other readers
MAX_DETAIL = 300  # characters of a skip's detail; a hostile record can be megabytes


class BadRecordError(ValueError):
    """A record that cannot become an item.

    Attributes:
        reason: stable code, as in `SkippedRow.reason`.
        detail: what was expected and what is there.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail if len(detail) <= MAX_DETAIL else f"{detail[: MAX_DETAIL - 3]}..."


Record = dict[str, Any] | BadRecordError


def _integer(text: str) -> int | str:
    return int(text) if len(text) <= MAX_DIGITS else text


def _number(text: str) -> float | str:
    value = float(text)
    return value if math.isfinite(value) else text


# A number that JSON could not say again (NaN, 1e999, 5000 digits) is kept as its text: the
# record stays as released, and a place that needs a number refuses it.
_DECODER = json.JSONDecoder(parse_int=_integer, parse_float=_number, parse_constant=str)


def parse_record(text: str) -> dict[str, Any]:
    """Return the JSON object that a text holds.

    Raises:
        BadRecordError: `not-json`, `not-an-object`, `too-deep` or `bad-text`.
    """
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise BadRecordError("not-json", _json_trouble(error)) from None
    except RecursionError:
        raise BadRecordError("too-deep", f"nested deeper than {MAX_DEPTH} levels") from None
    return _sound_record(value)


def _json_trouble(error: json.JSONDecodeError) -> str:
    return f"{error.msg} at line {error.lineno}, character {error.colno}"


def _sound_record(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadRecordError("not-an-object", f"expected a JSON object, got {type(value).__name__}")
    level: list[Any] = [value]
    for _ in range(MAX_DEPTH):
        level = [child for parent in level for child in _children(parent)]
        if not level:
            return value
    raise BadRecordError("too-deep", f"nested deeper than {MAX_DEPTH} levels")


def _children(value: Any) -> Sequence[Any]:
    """Return what is nested in a value, keys included; refuse text that is no Unicode."""
    if isinstance(value, dict):
        return [*value, *value.values()]
    if isinstance(value, list):
        return value
    if isinstance(value, str) and not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise BadRecordError("bad-text", "half of a surrogate pair in a text") from None
    return ()


def read_records(path: Path, *, expected: str) -> Iterator[tuple[int, Record]]:
    """Yield the objects of a file of JSON Lines, or of one JSON array.

    Yields:
        The line that a record begins at, and the record, or what is wrong with it.

    Raises:
        SourceError: the file cannot be read, or its array is broken (line and character);
            a broken line of JSON Lines is one bad record.
    """
    is_first = True
    for line, text in read_lines(path, expected=expected):
        if not text.strip():
            continue
        if is_first and text.lstrip().startswith("["):
            yield from _array_records(path, read_text(path, expected=expected), expected)
            return
        is_first = False
        try:
            yield line, parse_record(text)
        except BadRecordError as error:
            yield line, error


def import_rows(
    path: Path,
    dataset: str,
    split: str,
    expected: str,
    make: Callable[[int, Mapping[str, Any]], SourceRow | None],
) -> Iterator[SourceRow | SkippedRow]:
    """Yield the rows of a file of records; a record that cannot be used is skipped with its reason.

    Args:
        path: as `read_records` takes it.
        dataset: the dataset's name.
        split: the split that is read.
        expected: what the file should hold, for messages.
        make: makes a row of a line and a record, or None of one that belongs to another split;
            raises `BadRecordError`.

    Raises:
        SourceError: the file cannot be read.
    """
    for line, record in read_records(path, expected=expected):
        try:
            if isinstance(record, BadRecordError):
                raise record
            row = make(line, record)
        except BadRecordError as error:
            yield SkippedRow(dataset, split, path.name, line, error.reason, error.detail)
        else:
            if row is not None:
                yield row


def _array_records(path: Path, text: str, expected: str) -> Iterator[tuple[int, Record]]:
    """Decode an array element by element, so that a row knows its line and can be bad alone."""
    position = _after_space(text, text.index("[") + 1)
    line, counted = 1, 0
    mark = "]" if text[position : position + 1] == "]" else ","
    while mark == ",":
        line += text.count("\n", counted, position)
        counted = position
        try:
            value, position = _DECODER.raw_decode(text, position)
        except json.JSONDecodeError as error:
            raise SourceError(
                f"{path.name} line {error.lineno}, character {error.colno}: {error.msg}, expected "
                f"{expected}. Is the download complete? See data/README.md."
            ) from None
        except RecursionError:
            raise SourceError(
                f"{path.name} line {line}: nested deeper than {MAX_DEPTH} levels, expected "
                f"{expected}. See data/README.md."
            ) from None
        try:
            yield line, _sound_record(value)
        except BadRecordError as error:
            yield line, error
        position = _after_space(text, position)
        mark = text[position : position + 1]
        if mark not in {",", "]"} or not mark:
            raise SourceError(
                f"{path.name} line {text.count(chr(10), 0, position) + 1}: got "
                f"{mark or 'the end of the file'}, expected a comma or ] after a record. Is the "
                f"download complete? See data/README.md."
            )
        position = _after_space(text, position + 1)


def _after_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def occurrence(seen: Counter[str], record: Mapping[str, Any]) -> int:
    """Return how many equal records came before this one, and count it.

    It tells equal records apart and does not change when other records are added.
    """
    digest = text_hash(canonical_json(record))
    seen[digest] += 1
    return seen[digest] - 1


def required_text(record: Mapping[str, Any], name: str) -> str:
    """Return a text field of a record, as it is.

    Raises:
        BadRecordError: `missing-field`, `bad-value` (not text), `empty-field`.
    """
    if name not in record:
        raise BadRecordError("missing-field", f"no {name!r}; got {', '.join(record)}")
    value = record[name]
    if not isinstance(value, str):
        raise BadRecordError("bad-value", f"{name!r} is {value!r}, expected text")
    if not value.strip():
        raise BadRecordError("empty-field", f"{name!r} is empty")
    return value


def record_id(record: Mapping[str, Any], *names: str) -> str | None:
    """Return the dataset's own id of a record, under the first of the names that holds one."""
    for name in names:
        value = record.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value)
    return None


def required_options(record: Mapping[str, Any], *names: str) -> list[str]:
    """Return the options of a record, under the first of the names that it has.

    Raises:
        BadRecordError: `missing-field`, or `bad-value` (not a list of texts).
    """
    name = next((name for name in names if name in record), None)
    if name is None:
        raise BadRecordError("missing-field", f"no {names[0]!r}; got {', '.join(record)}")
    options = record[name]
    if not isinstance(options, list) or not all(isinstance(option, str) for option in options):
        raise BadRecordError("bad-value", f"{name!r} is {options!r}, expected a list of texts")
    return options


def text_answer(record: Mapping[str, Any], options: Sequence[str]) -> object:
    """Return the answer of a dataset that answers with an option's text, never with its letter.

    As an index where it is one of the options, for an option may itself be a single letter.
    """
    answer = record.get("answer")
    return options.index(answer) if isinstance(answer, str) and answer in options else answer


def base_name(path: str) -> str:
    """Return the last part of a path of any system.

    Raises:
        BadRecordError: `unsafe-file-name`: it is none that can be joined to a folder.
    """
    name = PurePosixPath(path.replace("\\", "/")).name
    if not safe_file_name(name):
        raise BadRecordError("unsafe-file-name", f"{path!r} does not end in a file name")
    return name


def stays_below(name: str) -> bool:
    """Say, from the name alone, whether it leads below any folder it is joined to.

    A quick yes; where it says no, `is_inside` decides for the folder in question.
    """
    return ".." not in name and name[:1] not in {"/", "\\"} and name[1:2] != ":"


@dataclass(frozen=True, slots=True)
class AudioFinder:
    """Finds the audio that records name; made once per read, asked once per row.

    Attributes:
        bases: the folders that a name may be relative to, those that exist.
        roots: the user's folders; a place outside them is never looked at.
        home: the folder where audio is expected that is in none of the places.
    """

    bases: tuple[str, ...]
    roots: tuple[Path, ...]
    home: str

    @classmethod
    def make(cls, bases: Sequence[Path], roots: Sequence[Path], home: Path) -> Self:
        """Build a finder from folders in the order in which to look."""
        existing = [str(folder) for folder in bases if folder.is_dir()]
        return cls(tuple(dict.fromkeys(existing)), tuple(roots), str(home))

    def find(self, names: Sequence[str], expected: str) -> str:
        """Return the first place that is a file, else `expected` in the home folder.

        Args:
            names: the paths that a record may mean, the likeliest first; not trusted.
            expected: a name that is known to stay inside the folder it is joined to.
        """
        for name in names:
            inner = stays_below(name)
            for base in self.bases:
                place = os.path.normpath(os.path.join(base, name))  # noqa: PTH118
                # os.path, because a name that no file system takes is "not there", not an error
                if (inner or is_inside(Path(place), self.roots)) and os.path.isfile(place):  # noqa: PTH113
                    return place
        return os.path.join(self.home, expected)  # noqa: PTH118


def import_item(
    row: SourceRow,
    question: str,
    options: Sequence[str],
    answer: object,
    read: ReadOptions | None = None,
) -> SourceRow:
    """Return the row with the item that it brings.

    Args:
        row: as it lies on disk.
        question: that it asks.
        options: as released, with letters or without.
        answer: in any form that `answers.find_answer` takes.
        read: whether one of letter and text decides where they differ, and whether a row without
            an answer is wanted; neither when not given.

    Raises:
        BadRecordError: too few or empty options, or an answer that names none of them.
    """
    plain = strip_letters(options)
    if len(plain) < 2:  # noqa: PLR2004 - a choice needs two
        raise BadRecordError("too-few-options", f"{len(plain)} options, expected at least 2")
    if not all(plain):
        raise BadRecordError("empty-option", f"an option without text in {list(options)!r}")
    try:
        index = find_answer(answer, plain)
    except AnswerError as error:
        decided = _decided(error, read)
        if decided is None and read is not None and read.unanswered:
            asked = {"question": question.strip(), "options": list(plain)}
            why = {"answer_error": error.reason, "answer_detail": error.detail}
            return replace(row, facts={**row.facts, **asked, **why})
        if decided is None:
            raise BadRecordError(error.reason, error.detail) from None
        index = decided
        row = replace(row, facts={**row.facts, "answer_conflict": error.detail})
    return replace(row, item=Item.make(row, question.strip(), plain, index, "imported"))


def _decided(error: AnswerError, read: ReadOptions | None) -> int | None:
    """Return what a policy makes of an answer whose letter and text differ; None for nothing."""
    if read is None or read.conflicts == "refuse":
        return None
    return error.by_text if read.conflicts == "text" else error.by_letter
