"""Items in our own form, one JSON object per line: also how a mixture is read back.

A line has `question`, `options` (2 or more texts), `audio_path`, and `answer` (a letter or
an option's text) or `answer_index` (from 0) or both. It may have `id` (or `item_id`),
`split`, `duration_s` and `license`. The whole line is kept as the row's metadata.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from aqagen.answers import AnswerError, find_answer, same_answer, strip_letters
from aqagen.errors import SourceError
from aqagen.records import Clip, SkippedRow, SourceRow
from aqagen.sources.base import ReadOptions, Source, is_inside
from aqagen.sources.importing import (
    AudioFinder,
    BadRecordError,
    base_name,
    import_item,
    import_rows,
    occurrence,
    record_id,
    required_options,
    required_text,
    stays_below,
)

__all__ = ["SOURCE"]

NAME = "jsonl"
DEFAULT_SPLIT = "all"
EXPECTED = "one JSON object per line with question, options, answer and audio_path"


def _read(options: ReadOptions) -> Iterator[SourceRow | SkippedRow]:
    """Yield the rows of a split; a line without `split` belongs to the one asked for."""
    split = options.split or DEFAULT_SPLIT
    seen: Counter[str] = Counter()
    folder = options.data.parent if options.data.is_file() else options.data
    roots = [options.audio, folder] if options.audio else [folder]
    audio = AudioFinder.make(roots, roots, roots[0])
    for path in _files(options.data):
        make = partial(_row, split, path.name, audio, seen, options)
        yield from import_rows(path, NAME, split, EXPECTED, make)


def _files(data: Path) -> list[Path]:
    if data.is_file() or not data.exists():
        return [data]  # a missing one is reported by the reader
    paths = sorted(path for path in data.glob("*.jsonl") if path.is_file())
    if not paths:
        raise SourceError(f"{data} holds no *.jsonl, expected {EXPECTED}. See data/README.md.")
    return paths


def _row(
    split: str,
    file: str,
    audio: AudioFinder,
    seen: Counter[str],
    read: ReadOptions,
    line: int,
    record: Mapping[str, Any],
) -> SourceRow | None:
    if split not in {DEFAULT_SPLIT, str(record.get("split", split))}:
        return None
    question = required_text(record, "question")
    choices = required_options(record, "options")
    row = SourceRow.make(
        _clip(split, record, audio),
        record,
        key=[occurrence(seen, record)],
        file=file,
        line=line,
        facts={
            "question_id": record_id(record, "id", "item_id"),
            "question_type": record.get("question_type"),
        },
    )
    return import_item(row, question, choices, _answer(record, choices), read)


def _answer(record: Mapping[str, Any], choices: Sequence[str]) -> object:
    """Return the answer that a line gives; its text and its index must say the same."""
    index, answer = record.get("answer_index"), record.get("answer")
    if index is None:
        return answer
    if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(choices):
        raise BadRecordError(
            "bad-value", f"'answer_index' is {index!r}, expected 0 to {len(choices) - 1}"
        )
    if answer is not None and not _says(answer, index, strip_letters(choices)):
        raise BadRecordError(
            "answer-conflict", f"'answer' is {answer!r}, 'answer_index' says {choices[index]!r}"
        )
    return index


def _says(answer: object, index: int, options: Sequence[str]) -> bool:
    """Say whether an answer names the option of an index (of several equal ones, any)."""
    if isinstance(answer, str) and same_answer(answer, options[index]):
        return True
    try:
        return isinstance(answer, str) and find_answer(answer, options) == index
    except AnswerError:
        return False


def _clip(split: str, record: Mapping[str, Any], audio: AudioFinder) -> Clip:
    name = _inner_name(required_text(record, "audio_path"), audio.roots)
    for field in ("split", "license"):
        if not isinstance(record.get(field), str | None):
            raise BadRecordError("bad-value", f"{field!r} is {record[field]!r}, expected text")
    duration_s = record.get("duration_s")
    if duration_s is not None and (
        isinstance(duration_s, bool) or not isinstance(duration_s, int | float) or duration_s <= 0
    ):
        raise BadRecordError("bad-value", f"'duration_s' is {duration_s!r}, expected seconds")
    return Clip.make(
        NAME,
        record.get("split") or split,
        name,
        audio_path=audio.find([name, base_name(name)], name),
        duration_s=None if duration_s is None else float(duration_s),
        license=record.get("license") or None,
    )


def _inner_name(stated: str, roots: Sequence[Path]) -> str:
    """Return an audio path relative to the folder that holds it, or else its base name.

    The folders in it are kept, because two may hold files of one name. A path that leads
    out of the user's folders (`..`, or an absolute one elsewhere) is not followed: the file
    is looked for in those folders by its base name.
    """
    name = base_name(stated)
    path = stated.replace("\\", "/")
    if stays_below(path):
        return os.path.normpath(path).replace("\\", "/")
    for root in roots:
        if is_inside(root / path, [root]):
            return Path(os.path.relpath(root / path, root)).as_posix()
    return name


def _write_example(folder: Path) -> None:
    item = {
        "id": "1",
        "question": "What barks?",
        "options": ["a dog", "a cat", "a seal"],
        "answer": "a dog",
        "audio_path": "audio/1.wav",
        "duration_s": 4.5,
    }
    lines = [
        item,
        item | {"id": "2", "options": ["A. a dog", "B. a seal"], "answer": "B", "split": "dev"},
        item | {"id": "3", "answer_index": 0, "license": "CC0"},
        item | {"id": "4", "answer_index": 1},
        item | {"id": "5", "options": ["a dog"]},
    ]
    text = "".join(f"{json.dumps(line)}\n" for line in lines)
    (folder / "items.jsonl").write_text(f"{text}not JSON\n", encoding="utf-8")


SOURCE = Source(
    name=NAME,
    kind="import",
    splits=(),
    default_split=DEFAULT_SPLIT,
    read=_read,
    write_example=_write_example,
    summary="items of your own in JSON Lines, or a mixture written by aqagen",
)
