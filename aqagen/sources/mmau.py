"""MMAU (Sakshi et al. 2025): a benchmark of 27 skills over sound, music and speech.

One JSON array per split; answers are the text of an option, options 2 to 8, without letters. The
release of 15 May 2025 changed about a quarter of the items: record which one you have. It
measures models, so nothing of it is ever drawn into a mixture.
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

NAME = "mmau"
DEFAULT_SPLIT = "test-mini"
SPLITS = ("test-mini", "test")
EXPECTED = "MMAU's items as a JSON array"


def _read(options: ReadOptions) -> Iterator[SourceRow | SkippedRow]:
    split = pick_split(options, SPLITS, DEFAULT_SPLIT)
    path = options.data
    folder = path.parent if path.is_file() else path
    if not path.is_file():
        path = data_folder(options, expected=f"mmau-{split}.json") / f"mmau-{split}.json"
    folders = [options.audio or folder, folder / f"{split}-audios", folder]
    audio = AudioFinder.make(folders, [options.audio or folder, folder], folders[0])
    seen: Counter[str] = Counter()
    make = partial(_row, split, path.name, audio, seen, options)
    yield from import_rows(path, NAME, split, EXPECTED, make)


def _row(
    split: str,
    file: str,
    audio: AudioFinder,
    seen: Counter[str],
    read: ReadOptions,
    line: int,
    record: Mapping[str, Any],
) -> SourceRow | None:
    if record.get("split", split) != split:
        return None
    question = required_text(record, "question")
    options = required_options(record, "choices")
    if not read.unanswered:
        required_text(record, "answer")
    path = required_text(record, "audio_id")
    name = base_name(path)
    clip = Clip.make(NAME, split, name, audio_path=audio.find([path, name], name))
    row = SourceRow.make(
        clip,
        record,
        key=[record_id(record, "id"), occurrence(seen, record)],
        file=file,
        line=line,
        facts={"part": record.get("task", ""), "question_id": record_id(record, "id")},
    )
    return import_item(row, question, options, text_answer(record, options), read)


def _example_record(identifier: str, **changes: Any) -> Mapping[str, Any]:
    return {
        "id": identifier,
        "audio_id": f"./test-mini-audios/{identifier}.wav",
        "question": "Which animal is heard?",
        "choices": ["Dog", " Cat", "Cow", "Hen"],
        "answer": "Cat",
        "dataset": "made up",
        "task": "sound",
        "split": "test-mini",
        "category": "Reasoning",
        "sub-category": "Acoustic Source Inference",
        "difficulty": "easy",
    } | changes


def _write_example(folder: Path) -> None:
    records = [
        _example_record("one"),
        _example_record("two", choices=["Yes", "No"], answer="No", task="speech"),
        _example_record("three", answer="Horse"),
    ]
    path = folder / "mmau-test-mini.json"
    path.write_text(json.dumps(records, indent=1), encoding="utf-8")


SOURCE = Source(
    name=NAME,
    kind="import",
    splits=SPLITS,
    evaluation_splits=SPLITS,
    default_split=DEFAULT_SPLIT,
    read=_read,
    write_example=_write_example,
    summary="1,000 human-made items (test-mini) on sound, music and speech, to measure with",
)
