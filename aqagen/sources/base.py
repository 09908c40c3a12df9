"""What a source is: one file of this package that reads one dataset as it lies on disk.

To add a dataset, add a file with a `SOURCE`. It is then a command line name, listed in
the help, and run through the contract tests (`tests/sources/test_contract.py`) on the
example that it carries.
"""

import codecs
import csv
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from aqagen.errors import SourceError, UsageError
from aqagen.records import SkippedRow, SourceRow

__all__ = [
    "AnswerPolicy",
    "ConflictPolicy",
    "CsvRow",
    "ReadOptions",
    "Source",
    "audio_place",
    "csv_values_at",
    "data_folder",
    "freesound_id_of",
    "is_inside",
    "pick_split",
    "read_csv",
    "read_lines",
    "read_text",
    "safe_file_name",
]

AnswerPolicy = Literal["majority", "confident", "unanimous", "all"]
ConflictPolicy = Literal["refuse", "text", "letter"]

# A description is free user text; the default limit of 128 KiB a field is not a fact about it.
csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read a dataset.

    Attributes:
        data: the folder (or file) that holds it.
        split: the split as the dataset names it; None for the source's default.
        audio: the folder that holds the audio when it is not in its usual place.
        answers: Clotho-AQA only: how three annotators become one answer.
        conflicts: what becomes of an imported row whose answer's letter and text point at
            different options: skipped, or one of the two decides and the row's facts say
            `answer_conflict`.
        unanswered: imported rows without a usable answer are wanted too, without an item; their
            facts hold `question`, `options`, and why (`answer_error`, `answer_detail`). The
            answers of some evaluation sets are not public.
    """

    data: Path
    split: str | None = None
    audio: Path | None = None
    answers: AnswerPolicy = "majority"
    conflicts: ConflictPolicy = "refuse"
    unanswered: bool = False


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
        training_splits: the splits that a mixture may draw from; any when empty.
        evaluation_splits: the splits that scores are reported on; the clips in them must not be
            trained on, under any name.
    """

    name: str
    kind: Literal["generate", "import"]
    splits: tuple[str, ...]
    default_split: str
    read: Callable[[ReadOptions], Iterator[SourceRow | SkippedRow]]
    write_example: Callable[[Path], None]
    summary: str
    training_splits: tuple[str, ...] = ()
    evaluation_splits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One record of a CSV file.

    Attributes:
        line: where it begins, 1-based.
        offset: the byte of the file where it begins.
        fields: its values by column; some are absent when `reason` is set.
        reason: None for a sound record, else the code of what is wrong with its shape:
            `wrong-field-count` or `bad-quoting`.
        detail: what was expected and what is there.
    """

    line: int
    offset: int
    fields: dict[str, str]
    reason: str | None = None
    detail: str = ""


def pick_split(options: ReadOptions, splits: Sequence[str], default: str) -> str:
    """Return the split to read.

    Raises:
        UsageError: the dataset has no split of that name; the message lists those it has.
    """
    split = options.split or default
    if split not in splits:
        raise UsageError(f"there is no split {split!r}. Known: {', '.join(splits)}.")
    return split


def data_folder(options: ReadOptions, *, expected: str) -> Path:
    """Return the folder that holds the dataset.

    Raises:
        SourceError: it is missing, or a file.
    """
    if options.data.is_dir():
        return options.data
    state = "is a file" if options.data.exists() else "is missing"
    raise SourceError(
        f"{options.data} {state}, expected a folder with {expected}. See data/README.md."
    )


def read_text(path: Path, *, expected: str) -> str:
    """Return a UTF-8 file's text, without a byte order mark.

    Args:
        path: the file.
        expected: what the file should be, for the error ("CSV with the columns ...").

    Raises:
        SourceError: it is missing, a folder, unreadable, or not UTF-8 (with the line).
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error, expected) from error
    return _decoded(raw, path, 1, expected)


def read_lines(path: Path, *, expected: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a UTF-8 file with their numbers, from 1, one line in memory at a time.

    A line ends at a line feed only: text may hold the other characters that Python's
    `splitlines` would break at.

    Raises:
        SourceError: as `read_text`.
    """
    with _opened(path, expected) as file:
        for number, raw in enumerate(file, start=1):
            yield number, _decoded(raw, path, number, expected)


def _opened(path: Path, expected: str) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise _unreadable(path, error, expected) from error


def _unreadable(path: Path, error: OSError, expected: str) -> SourceError:
    if isinstance(error, FileNotFoundError):
        state = "is missing"
    elif isinstance(error, IsADirectoryError):
        state = "is a folder"
    else:
        state = f"cannot be read ({error.strerror})"
    return SourceError(f"{path} {state}, expected {expected}. See data/README.md.")


def _decoded(raw: bytes, path: Path, first_line: int, expected: str) -> str:
    """Decode the bytes of a file that begin at `first_line`."""
    try:
        return raw.decode("utf-8-sig" if first_line == 1 else "utf-8")
    except UnicodeDecodeError as error:
        # The codec counts from behind the byte order mark, so ask its own object.
        line = first_line + error.object.count(b"\n", 0, error.start)
        encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "latin1"
        raise SourceError(
            f"{path.name} line {line}: byte 0x{error.object[error.start]:02x} is not UTF-8, "
            f"expected UTF-8 text ({expected}). Convert the file first, from the encoding that it "
            f"is in, for example: iconv -f {encoding} -t utf-8 {path.name} > converted."
        ) from None


def read_csv(
    path: Path, required: Sequence[str], aliases: Mapping[str, str] | None = None
) -> Iterator[CsvRow]:
    """Yield the records of a comma-separated file, every field as text, never as NULL.

    A record of a wrong shape comes with `reason` set instead of raising; the next line
    begins a new record.

    Args:
        path: the file.
        required: the columns that must be there, in any order.
        aliases: other names of columns, as {other name: name in `required`}.

    Raises:
        SourceError: the file cannot be read, has a wrong delimiter, misses a column, or a
            quotation mark is never closed.
    """
    expected = f"a comma-separated file with the columns {', '.join(required)}"
    if not _is_utf8(path, expected):
        # Bad encoding in the last line must be an error before the first row is used.
        for _ in read_lines(path, expected=expected):
            pass
    with _opened(path, expected) as file:
        lines = (_decoded(raw, path, at, expected) for at, raw in enumerate(file, start=1))
        reader = csv.reader(lines, strict=True)
        try:
            header = _renamed(next(reader, []), aliases or {})
        except csv.Error as error:
            raise SourceError(f"{path.name} line 1: {error}, expected {expected}.") from error
        _check_header(path, header, required)
        while True:
            line, offset = reader.line_num + 1, file.tell()
            try:
                values = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if "unexpected end of data" in str(error):
                    raise SourceError(
                        f"{path.name} line {line}: a quotation mark is opened in this record and "
                        f"never closed, expected {expected}. Close it or double it."
                    ) from error
                yield CsvRow(line, offset, {}, "bad-quoting", str(error))
                continue
            if values:
                yield _csv_row(line, offset, header, values)


def csv_values_at(file: BinaryIO, offset: int) -> list[str]:
    """Return the values of the record that begins at an offset, as a `CsvRow` told it."""
    file.seek(offset)
    return next(csv.reader(raw.decode("utf-8-sig") for raw in file))


def _is_utf8(path: Path, expected: str) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with _opened(path, expected) as file:
            while block := file.read(_BLOCK_BYTES):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _csv_row(line: int, offset: int, header: Sequence[str], values: Sequence[str]) -> CsvRow:
    fields = dict(zip(header, values, strict=False))
    if len(values) == len(header):
        return CsvRow(line, offset, fields)
    detail = f"{len(values)} fields, expected {len(header)} ({', '.join(header)})"
    return CsvRow(line, offset, fields, "wrong-field-count", detail)


def _renamed(header: list[str], aliases: Mapping[str, str]) -> list[str]:
    for other, name in aliases.items():
        if name not in header:
            header = [name if column == other else column for column in header]
    return header


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
    """Say whether a name from untrusted metadata stays inside the folder it is joined to.

    It must be one plain name: no separator of any system, no drive, not `.` or `..`.
    """
    return (
        bool(name.strip())
        and not any(character in name for character in "/\\\0")
        and name not in {".", ".."}
        and name[1:2] != ":"
    )


def is_inside(path: Path, folders: Sequence[Path]) -> bool:
    """Say whether a path lies below one of the folders, judged by the names alone.

    Links are not followed: a dataset's audio folder is often a link to another disk, and
    it is the user who placed it there.
    """
    place = os.path.abspath(path)  # noqa: PTH100 - pathlib would keep the ".." of a path
    return any(
        place.startswith(os.path.join(os.path.abspath(folder), ""))  # noqa: PTH100, PTH118
        for folder in folders
    )


def audio_place(candidates: Sequence[Path], default: Path | None = None) -> str:
    """Return the first candidate that is a file, else where the audio is expected.

    Args:
        candidates: places to look at, the likeliest first; all inside the user's folders.
        default: the expected place; None for the first candidate.
    """
    for candidate in candidates:
        # os.path, because a name that no file system takes is "not there", not an error
        if os.path.isfile(candidate):  # noqa: PTH113
            return str(candidate)
    return str(default or candidates[0])


def freesound_id_of(link: str) -> str | None:
    """Return the number at the end of a Freesound link; None when there is none."""
    tail = link.strip().rstrip("/").rpartition("/")[2]
    return tail if "freesound.org/" in link and tail.isascii() and tail.isdecimal() else None
