"""DCASE 2026 Task 5, audio-dependent question answering: one JSON Lines file per split.

The splits' fields have different names (`question_text`, `multi_choice` in dev; `question`,
`choices` in train); answers are texts; those of the evaluation set are not public.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from aqagen.errors import SourceError
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

NAME = "dcase2026"
SPLITS = ("train", "dev", "eval")
EXPECTED = "one JSON object per line with a question, options, audio_path"


def _read(options: ReadOptions) -> Iterator[SourceRow | SkippedRow]:
    split = pick_split(options, SPLITS, "train")
    path = options.data
    folder = path.parent if path.is_file() else path
    if not path.is_file():
        path = _file_of(data_folder(options, expected=f"{split}.jsonl"), split)
    folders = [options.audio or folder / f"{split}_audios", folder]
    audio = AudioFinder.make(folders, folders, folders[0])
    seen: Counter[str] = Counter()
    make = partial(_row, split, path.name, audio, seen, options)
    yield from import_rows(path, NAME, split, EXPECTED, make)


def _file_of(folder: Path, split: str) -> Path:
    """Return a split's file: `dev.jsonl`, or one whose name begins with it (`eval-noanswer`)."""
    found = sorted(folder.glob(f"{split}*.jsonl"), key=lambda path: (len(path.name), path.name))
    if not found:
        raise SourceError(
            f"{folder / split}.jsonl is missing, expected {EXPECTED}. See data/README.md."
        )
    return found[0]


def _row(
    split: str,
    file: str,
    audio: AudioFinder,
    seen: Counter[str],
    read: ReadOptions,
    line: int,
    record: Mapping[str, Any],
) -> SourceRow:
    question = required_text(record, "question_text" if "question_text" in record else "question")
    options = required_options(record, "multi_choice", "choices")
    place = required_text(record, "audio_path")
    name = base_name(place)
    question_id = record_id(record, "id")
    row = SourceRow.make(
        # With the split: each has a folder of its own, in which names may repeat.
        Clip.make(NAME, split, f"{split}/{name}", audio_path=audio.find([place, name], name)),
        record,
        key=[question_id, occurrence(seen, record)],
        file=file,
        line=line,
        facts={"question_id": question_id, "question_type": record.get("question_type")},
    )
    return import_item(row, question, options, text_answer(record, options), read)


def _write_example(folder: Path) -> None:
    train: Mapping[str, Any] = {
        "id": "t1",
        "audio_path": "train_audios/1.wav",
        "question": "What barks?",
        "choices": ["a dog", "a cat", "a seal"],
        "answer": "a dog",
    }
    dev: Mapping[str, Any] = {
        "id": "dev_0001",
        "audio_path": "dev_audios/dev_0001.wav",
        "question_text": "Who speaks last?",
        "multi_choice": ["a man", "a child", "nobody", "a woman"],
        "answer": "a child",
    }
    unanswered = {key: value for key, value in dev.items() if key != "answer"}
    splits: dict[str, list[Mapping[str, Any]]] = {
        "train": [train, {**train, "id": "t2", "answer": "a horse"}],
        "dev": [dev],
        "eval-noanswer": [{**unanswered, "id": "eval_0001"}],
    }
    for name, records in splits.items():
        text = "".join(f"{json.dumps(record)}\n" for record in records)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")


SOURCE = Source(
    name=NAME,
    kind="import",
    splits=SPLITS,
    training_splits=("train",),
    evaluation_splits=("dev", "eval"),
    default_split="train",
    read=_read,
    write_example=_write_example,
    summary="the DCASE 2026 Task 5 questions, which need their audio",
)
