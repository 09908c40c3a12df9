"""MMAR (Ma et al. 2025): 1,000 items of deep reasoning over sound, music, speech and their mixes.

One file, `MMAR-meta.jsonl` (JSON Lines, or the older JSON array); answers are the text of an
option, without letters. It measures models, so nothing of it is ever drawn into a mixture.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from aqagen.records import Clip, SkippedRow, SourceRow
from aqagen.sources.base import ReadOptions, Source, data_folder, pick_split
from aqagen.sources.importing import (
    AudioFinder,
    base_name,
    import_item,
    import_rows,
    occurrence,
    record_id,
    required_options,
    required_text,
    text_answer,
)

__all__ = ["SOURCE"]

NAME = "mmar"
SPLITS = ("test",)
FILES = ("MMAR-meta.jsonl", "MMAR-meta.json")
EXPECTED = "MMAR's items as JSON Lines or a JSON array"


def _read(options: ReadOptions) -> Iterator[SourceRow | SkippedRow]:
    split = pick_split(options, SPLITS, SPLITS[0])
    path = options.data
    folder = path.parent if path.is_file() else path
    if not path.is_file():
        root = data_folder(options, expected=FILES[0])
        path = next((root / name for name in FILES if (root / name).is_file()), root / FILES[0])
    folders = [options.audio or folder / "audio", folder]
    audio = AudioFinder.make(folders, folders, folders[0])
    seen: Counter[str] = Counter()
    make = partial(_row, path.name, audio, seen, options)
    yield from import_rows(path, NAME, split, EXPECTED, make)


def _row(
    file: str,
    audio: AudioFinder,
    seen: Counter[str],
    read: ReadOptions,
    line: int,
    record: Mapping[str, Any],
) -> SourceRow:
    question = required_text(record, "question")
    options = required_options(record, "choices")
    place = required_text(record, "audio_path")
    name = base_name(place)
    row = SourceRow.make(
        Clip.make(NAME, SPLITS[0], name, audio_path=audio.find([place, name], name)),
        record,
        key=[record_id(record, "id"), occurrence(seen, record)],
        file=file,
        line=line,
        facts={"part": record.get("modality", ""), "question_id": record_id(record, "id")},
    )
    return import_item(row, question, options, text_answer(record, options), read)


def _write_example(folder: Path) -> None:
    record = {
        "id": "one",
        "audio_path": "./audio/one.wav",
        "question": "Which animal is heard?",
        "choices": ["Dog", "Cat", "Cow"],
        "answer": "Cat",
        "modality": "sound",
        "category": "Perception Layer",
        "sub-category": "Counting and Statistics",
        "language": "en",
    }
    records = [
        record,
        record | {"id": "two", "audio_path": "./audio/two.wav", "modality": "mix-sound-speech"},
        record | {"id": "three", "answer": "Horse"},
    ]
    text = "".join(f"{json.dumps(each)}\n" for each in records)
    (folder / FILES[0]).write_text(text, encoding="utf-8")


SOURCE = Source(
    name=NAME,
    kind="import",
    splits=SPLITS,
    evaluation_splits=SPLITS,
    default_split=SPLITS[0],
    read=_read,
    write_example=_write_example,
    summary="1,000 human-made items of reasoning over sound, music, speech, to measure with",
)
