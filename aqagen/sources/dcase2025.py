"""DCASE 2025 Task 5, audio question answering: one JSON object per file, human-made items.

The release has no part field: the part follows from the audio's base name.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from aqagen.errors import SourceError
from aqagen.records import Clip, SkippedRow, SourceRow
from aqagen.sources.base import ReadOptions, Source, data_folder, pick_split, read_text
from aqagen.sources.importing import (
    AudioFinder,
    BadRecordError,
    base_name,
    import_item,
    parse_record,
    record_id,
    required_options,
    required_text,
)

__all__ = ["SOURCE", "part_of"]

NAME = "dcase2025"
SPLITS = ("train", "dev", "eval")
QUESTIONS = "dcase_2025_question_path"
AUDIO = "local_audio_path"


def part_of(file_name: str) -> str:
    """Return the part of the task that an audio file belongs to, by its base name.

    `part1` is bioacoustics, `part2` temporal soundscapes, `part3` complex questions.
    """
    if file_name.startswith("fold"):
        return "part2"
    return "part3" if file_name.startswith("audio") else "part1"


def _read(options: ReadOptions) -> Iterator[SourceRow | SkippedRow]:
    split = pick_split(options, SPLITS, "train")
    root = data_folder(options, expected=f"{QUESTIONS}/{split}/*.json")
    folder = next((f for f in (root / QUESTIONS / split, root / split) if f.is_dir()), None)
    if folder is None:
        raise SourceError(
            f"{root / QUESTIONS / split} is missing, expected a folder with one JSON file per "
            f"question. See data/README.md."
        )
    paths = sorted(folder.glob("*.json"), key=lambda path: path.name)
    if not paths:
        raise SourceError(
            f"{folder} holds no *.json, expected one JSON file per question. See data/README.md."
        )
    audio = _finder(options, split, folder)
    for path in paths:
        file = path.relative_to(root).as_posix()
        try:
            yield _row(options, split, path, audio)
        except BadRecordError as error:
            yield SkippedRow(NAME, split, file, 0, error.reason, error.detail)


def _row(options: ReadOptions, split: str, path: Path, audio: AudioFinder) -> SourceRow:
    try:
        text = read_text(path, expected="one question as a JSON object")
    except SourceError as error:
        # Here a file is a row: one that cannot be read must not stop the others.
        raise BadRecordError("not-json", str(error)) from None
    record = parse_record(text)
    question_id = record_id(record, "id")
    if question_id is None:
        raise BadRecordError("missing-field", f"no 'id'; got {', '.join(record)}")
    question = required_text(record, "question")
    choices = required_options(record, "choice", "choices")
    url = required_text(record, "audio_url")
    name = base_name(url)
    # With the split: train and dev have folders of their own, in which names may repeat.
    clip = Clip.make(NAME, split, f"{split}/{name}", audio_path=audio.find([url, name], name))
    row = SourceRow.make(
        clip,
        record,
        # Ids repeat within dev, file names do not. Without the folders above the split, which
        # differ between copies of the release.
        key=[f"{split}/{path.name}", question_id],
        file=path.relative_to(options.data).as_posix(),
        line=0,
        facts={
            "question_id": question_id,
            "part": part_of(name),
            "question_type": record.get("question_type"),
        },
    )
    return import_item(row, question, choices, record.get("answer"), options)


def _finder(options: ReadOptions, split: str, folder: Path) -> AudioFinder:
    """Resolve `audio_url` against the JSON's folder, then the root, then by base name."""
    data = options.data
    extra = [options.audio] if options.audio else []
    usual = [data / AUDIO / split, data / AUDIO, data / "audio" / split, data / "audio"]
    return AudioFinder.make([*extra, folder, data, *usual], [data, *extra], [*extra, *usual][0])


def _write_example(folder: Path) -> None:
    for split in ("train", "dev"):
        (folder / QUESTIONS / split).mkdir(parents=True)
    bird = ["A. Song sparrow", "B. House wren", "C. Barn owl", "D. Osprey"]
    rows = {
        "train/q1": ("bird_01.wav", "Which species is heard?", bird, "B. House wren"),
        "train/q2": ("fold3-a-0042.wav", "Which sound comes first?", ["A. Siren", "B. Horn"],
                     "A. Siren,"),
        "train/q3": ("audio_7.wav", "Why does the crowd cheer?", bird[:3], "A. Barn owl"),
        "dev/q1": ("audio_8.wav", "Who speaks last?", ["A. A man", "B. A child"], "B. A child"),
    }  # fmt: skip
    for place, (audio, question, choice, answer) in rows.items():
        split, name = place.split("/")
        record = {
            "id": name,
            "audio_url": f"../../{AUDIO}/{split}/{audio}",
            "question": question,
            "choice": choice,
            "answer": answer,
            "question_type": "multiple_choice",
        }
        path = folder / QUESTIONS / split / f"{name}.json"
        path.write_text(json.dumps(record, indent=2), encoding="utf-8")
    (folder / QUESTIONS / "train" / "q4.json").write_text('{"id": "q4", ', encoding="utf-8")


SOURCE = Source(
    name=NAME,
    kind="import",
    splits=SPLITS,
    training_splits=("train",),
    evaluation_splits=("dev", "eval"),
    default_split="train",
    read=_read,
    write_example=_write_example,
    summary="the DCASE 2025 Task 5 questions: bioacoustics, temporal soundscapes, complex QA",
)
