"""AVQA: questions on videos, used for their sound; and r1-aqa's JSON Lines of the same.

As r1-aqa does, the question speaks of the audio where it spoke of the video. Whole words
only, in singular and plural and in the case that they have ("Videos" becomes "Audios"), so
that "videotape" stays. The options and the record in the metadata stay as released.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from aqagen.errors import SourceError
from aqagen.records import Clip, SkippedRow, SourceRow
from aqagen.sources.base import ReadOptions, Source, pick_split, safe_file_name
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
)

__all__ = ["SOURCE"]

NAME = "avqa"
SPLITS = ("train", "val")
EXPECTED = "AVQA's questions as a JSON array, or r1-aqa's as JSON Lines"

_VIDEO = re.compile(r"\b(video)(s?)\b", re.IGNORECASE)
_CLIP_NAME = re.compile(r"(.+)_([0-9]{1,9})")


def _read(options: ReadOptions) -> Iterator[SourceRow | SkippedRow]:
    split = pick_split(options, SPLITS, "train")
    folder = options.data.parent if options.data.is_file() else options.data
    folders = [options.audio or folder / "audio", folder]
    audio = AudioFinder.make(folders, folders, folders[0])
    seen: Counter[str] = Counter()
    for path in _files(options.data, split):
        make = partial(_row, split, path.name, audio, seen, options)
        yield from import_rows(path, NAME, split, EXPECTED, make)


def _files(data: Path, split: str) -> list[Path]:
    """Return the files of a split: the one that is named, AVQA's own, or r1-aqa's.

    A JSON Lines file belongs to the split that its name begins with, else to train.
    """
    if data.is_file() or not data.exists():
        return [data]  # a missing one is reported by the reader
    own = data / f"{split}_qa.json"
    if own.is_file():
        return [own]
    lines = sorted(path for path in data.glob("*.jsonl") if path.is_file())
    chosen = [path for path in lines if _split_of(path) == split]
    if not chosen:
        raise SourceError(
            f"{own} is missing, and {data} has no *.jsonl of the split {split}; expected "
            f"{EXPECTED}. See data/README.md."
        )
    return chosen


def _split_of(path: Path) -> str:
    return next((split for split in SPLITS if path.name.startswith(split)), "train")


def _row(
    split: str,
    file: str,
    audio: AudioFinder,
    seen: Counter[str],
    read: ReadOptions,
    line: int,
    record: Mapping[str, Any],
) -> SourceRow:
    question = required_text(record, "question_text")
    choices = required_options(record, "multi_choice")
    names = _audio_names(record)
    stated = record.get("audio_path")
    if isinstance(stated, str) and stated.strip():
        places = [stated, *names, base_name(stated)]
    else:
        places = names
    question_id = record_id(record, "id")
    row = SourceRow.make(
        # The clip's name is the official one, whichever naming the disk has.
        Clip.make(NAME, split, names[0], audio_path=audio.find(places, names[0])),
        record,
        key=[question_id, occurrence(seen, record)],
        file=file,
        line=line,
        facts={
            "question_id": question_id,
            "question_relation": record.get("question_relation"),
            "question_type": record.get("question_type"),
        },
    )
    return import_item(row, _of_audio(question), choices, record.get("answer"), read)


def _of_audio(question: str) -> str:
    """Return a question on a video as one on its audio."""

    def audio(match: re.Match[str]) -> str:
        word, plural = match.groups()
        if word.isupper():
            return f"AUDIO{plural}"
        return f"{'Audio' if word[0].isupper() else 'audio'}{plural}"

    return _VIDEO.sub(audio, question)


def _audio_names(record: Mapping[str, Any]) -> list[str]:
    """Return the file names that a clip may have: AVQA's (`..._000030`), r1-aqa's (`..._30`).

    Names begin with `-` where the video's id does: never hand one bare to a command line.
    """
    if isinstance(record.get("video_name"), str) and record["video_name"].strip():
        stem = record["video_name"].removesuffix(".mp4").removesuffix(".wav")
    else:
        if "audio_path" not in record:
            raise BadRecordError("missing-field", f"no 'video_name'; got {', '.join(record)}")
        stem = base_name(required_text(record, "audio_path")).removesuffix(".wav")
    if not safe_file_name(stem):
        raise BadRecordError("unsafe-file-name", f"{stem!r} is not a plain file name")
    match = _CLIP_NAME.fullmatch(stem)
    if match is None:
        return [f"{stem}.wav"]
    video, second = match.group(1), int(match.group(2))
    return list(dict.fromkeys([f"{video}_{second:06d}.wav", f"{video}_{second}.wav"]))


def _write_example(folder: Path) -> None:
    record = {
        "id": 183,
        "video_name": "-HG3Omg_89c_000030",
        "video_id": 341,
        "question_text": "What happened in the video?",
        "multi_choice": ["motorboat", "yacht consignment", "sailboat set sail", "consignment car"],
        "answer": 1,
        "question_relation": "View",
        "question_type": "Happening",
    }
    both = {"question_relation": "Both", "question_type": "Come From"}
    records = [
        record,
        record | both | {"id": 184, "question_text": "What makes the sound in the videos?"},
        record | {"id": 185, "answer": 4},
        {key: value for key, value in record.items() if key != "multi_choice"},
    ]
    (folder / "train_qa.json").write_text(json.dumps(records, indent=1), encoding="utf-8")


SOURCE = Source(
    name=NAME,
    kind="import",
    splits=SPLITS,
    training_splits=("train",),
    evaluation_splits=("val",),
    default_split="train",
    read=_read,
    write_example=_write_example,
    summary="40,000 questions on the sound of YouTube clips (also r1-aqa's JSON Lines)",
)
