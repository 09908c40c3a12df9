"""What a source is: one file of this package that reads one dataset as it lies on disk.

To add a dataset, add a file with a `SOURCE`. It is then a command line name, listed in
the help, and run through the contract tests (`tests/sources/test_contract.py`) on the
example that it carries.
"""

import csv
import io
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from aqagen.errors import SourceError
from aqagen.records import SkippedRow, SourceRow

__all__ = [
    "AnswerPolicy",
    "CsvRow",
    "ReadOptions",
    "Source",
    "freesound_id_of",
    "read_csv",
    "read_text",
    "safe_file_name",
]

AnswerPolicy = Literal["majority", "confident", "unanimous", "all"]

# A description is free user text; the default limit of 128 KiB a field is not a fact about it.
csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read a dataset.

    Attributes:
        data: the folder (or file) that holds it.
        split: the split as the dataset names it; None for the source's default.
        audio: the folder that holds the audio when it is not in its usual place.
        answers: Clotho-AQA only: how three annotators become one answer.
    """

    data: Path
    split: str | None = None
    audio: Path | None = None
    answers: AnswerPolicy = "majority"


@dataclass(frozen=True, slots=True)
class Source:
    """One dataset.

    Attributes:
        name: as in the command line.
        kind: `generate` when questions are made from its metadata, `import` when it
            brings human-made items.
        splits: the split names it knows; empty when any name is taken.
        default_split: what is read when the user names none.
        read: yields a `SourceRow` per usable row and a `SkippedRow` per bad one; raises
            `SourceError` when the dataset cannot be read at all.
        write_example: writes a tiny dataset in the real format into an empty folder, for
            the contract tests; it holds at least one row that must be skipped.
        summary: one line for the help.
    """

    name: str
    kind: Literal["generate", "import"]
    splits: tuple[str, ...]
    default_split: str
    read: Callable[[ReadOptions], Iterator[SourceRow | SkippedRow]]
    write_example: Callable[[Path], None]
    summary: str


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One record of a CSV file; `line` is where it begins, 1-based."""

    line: int
    fields: dict[str, str]
    problem: str | None = None


def read_text(path: Path, *, expected: str) -> str:
    """Return a UTF-8 file's text, without a byte order mark.

    Args:
        path: the file.
        expected: what the file should be, for the error ("CSV with the columns ...").

    Raises:
        SourceError: it is missing, a folder, unreadable, or not UTF-8 (with the line).
    """
    if path.is_dir():
        raise SourceError(f"{path} is a folder, expected a file: {expected}. See data/README.md.")
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise SourceError(f"{path} is missing. Expected: {expected}. See data/README.md.") from None
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}.") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise SourceError(
            f"{path.name} line {line}: byte 0x{raw[error.start]:02x} is not UTF-8, expected UTF-8 "
            f"text ({expected}). Convert it first: iconv -f latin1 -t utf-8 {path.name}."
        ) from None


def read_csv(path: Path, required: Sequence[str]) -> Iterator[CsvRow]:
    """Yield the records of a comma-separated file, every field as text, never as NULL.

    A record whose number of fields is off comes with `problem` set instead of raising.

    Raises:
        SourceError: the file cannot be read, has a wrong delimiter, or misses a column.
    """
    columns = ", ".join(required)
    expected = f"a comma-separated file with the columns {columns}"
    text = read_text(path, expected=expected)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        _check_header(path, header, required)
        line = reader.line_num + 1
        for values in reader:
            if values:
                problem = None
                if len(values) != len(header):
                    problem = f"{len(values)} fields, expected {len(header)} ({', '.join(header)})"
                yield CsvRow(line, dict(zip(header, values, strict=False)), problem)
            line = reader.line_num + 1
    except csv.Error as error:
        raise SourceError(
            f"{path.name} line {reader.line_num}: {error}, expected {expected}. See data/README.md."
        ) from error


def _check_header(path: Path, header: Sequence[str], required: Sequence[str]) -> None:
    missing = [column for column in required if column not in header]
    if not missing:
        return
    got = ", ".join(header) or "an empty line"
    for delimiter, name in ((";", "semicolon"), ("\t", "tab"), ("|", "bar")):
        if len(header) == 1 and delimiter in header[0]:
            raise SourceError(
                f"{path.name} line 1: the fields are separated by {name}s, expected commas "
                f"({', '.join(required)}). See data/README.md."
            )
    raise SourceError(
        f"{path.name} line 1: no column {', '.join(missing)}; got {got}, expected "
        f"{', '.join(required)}. See data/README.md."
    )


def safe_file_name(name: str) -> bool:
    """Say whether a name from untrusted metadata stays inside the folder it is joined to."""
    path = PurePosixPath(name.replace("\\", "/"))
    return (
        bool(name.strip()) and "\0" not in name and len(path.parts) == 1 and name not in {".", ".."}
    )


_FREESOUND = re.compile(r"freesound\.org/\S*?(\d+)/?\s*$")


def freesound_id_of(link: str) -> str | None:
    """Return the number at the end of a Freesound link; None when there is none."""
    match = _FREESOUND.search(link)
    return match.group(1) if match else None
