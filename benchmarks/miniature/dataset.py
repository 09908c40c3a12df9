"""The scenes on disk: TACOS' form to generate from, DCASE 2025's to train and to test on.

data/tacos/             strong captions with times, metadata, audio      training folds
data/dcase2025/         questions in three parts: train, dev             training folds, test fold
data/dcase2025-noisy/   the questions of train with bad ones among them  training folds
data/scenes.jsonl       what each scene is made of, recording by recording
data/recordings/        links to ESC-10's files, by their names in ESC-50
data/ledger*/           the recordings on both sides, for the contamination check
"""

import csv
import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import count, cycle
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from aqagen.answers import LETTERS
from aqagen.errors import SourceError
from benchmarks.miniature.compose import SCENE_S, Composer, Scene, render
from benchmarks.miniature.noise import noise_of, spoil
from benchmarks.miniature.questions import KINDS, Question, ask
from benchmarks.miniature.recordings import PHRASES, RATE_HZ, Recording, load_all, read_index
from benchmarks.miniature.steps import whole

__all__ = ["Sizes", "Split", "read_split", "spoiled", "write_dataset"]

_AUDIO, _QUESTIONS = "local_audio_path", "dcase_2025_question_path"
_NAMES = {"part1": "bio_{}", "part2": "fold{}", "part3": "audio_{}"}
_TYPES = {"part1": "Identification", "part2": "Temporal", "part3": "Complex"}
_COLUMNS = (
    *("filename", "keywords", "freesound_id", "sound_link", "manufacturer", "license"),
    *("superclass", "subclass", "title", "description", "duration", "original_samplerate"),
    *("original_bitdepth", "original_file_type", "num_downloads", "avg_rating", "geotag"),
    *("start_time_s", "end_time_s", "original_filename"),
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many of what.

    Attributes:
        tacos: scenes of one, two and three sounds.
        train: questions of each kind in DCASE's form.
        test: questions of each part about each recording of the test fold, by part.
    """

    tacos: tuple[int, int, int]
    train: Mapping[str, int]
    test: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Split:
    """Which folds are trained on, and which one is tested on."""

    train_folds: tuple[int, ...]
    test_fold: int


def write_dataset(esc10: Path, folder: Path, sizes: Sizes, split: Split, seed: int = 0) -> None:
    """Write everything; `seed` is that of scenes and questions.

    Raises:
        SourceError: ESC-10 cannot be used.
    """
    recordings = read_index(esc10)
    train = _of_folds(esc10, recordings, split.train_folds)
    test = _of_folds(esc10, recordings, (split.test_fold,))
    sounds = load_all(esc10, [*train, *test])
    folder.mkdir(parents=True, exist_ok=True)
    scenes = [_write_tacos(folder / "tacos", sizes.tacos, Composer(train, sounds, f"tacos {seed}"),
                           sounds)]  # fmt: skip
    kinds = [kind for kind, n in sizes.train.items() for _ in range(n)]
    random.Random(f"kinds {seed}").shuffle(kinds)
    composer = Composer(train, sounds, f"train {seed}")
    scenes.append(_write_dcase(folder, "train", kinds, composer, sounds))
    for part, per_recording in sizes.test.items():
        of_part = cycle([kind for kind in KINDS if KINDS[kind].part == part])
        kinds = [next(of_part) for _ in range(per_recording * len(test))]
        composer = Composer(test, sounds, f"test {part} {seed}")
        scenes.append(_write_dcase(folder, "dev", kinds, composer, sounds))
    _write_ledgers(folder, esc10, train, test)
    # Last: by this file it is known that all of the others are there.
    with whole(folder / "scenes.jsonl") as path:
        _write_lines(path, (line for part in scenes for line in part))


def _of_folds(
    esc10: Path, recordings: Sequence[Recording], folds: Sequence[int]
) -> list[Recording]:
    found = [recording for recording in recordings if recording.fold in folds]
    missing = PHRASES.keys() - {recording.category for recording in found}
    if missing:
        raise SourceError(
            f"{esc10}: expected recordings of all ten classes of ESC-10 in fold "
            f"{', '.join(map(str, folds))}, got none of {', '.join(sorted(missing))}. "
            "See data/README.md."
        )
    return found


def read_split(folder: Path) -> Split:
    """Return which folds a dataset that was written here trains on, and which one it tests on."""
    folds: dict[bool, set[int]] = {True: set(), False: set()}
    with (folder / "scenes.jsonl").open(encoding="utf-8") as lines:
        for scene in map(json.loads, lines):
            folds[scene["split"] == "dev"].update(event["fold"] for event in scene["events"])
    (test_fold,) = folds[True]
    return Split(tuple(sorted(folds[False])), test_fold)


def _write_tacos(
    folder: Path, n_scenes: Sequence[int], composer: Composer, sounds: Mapping[str, np.ndarray]
) -> list[dict[str, Any]]:
    (folder / "audio").mkdir(parents=True, exist_ok=True)
    number, scenes = count(9_000_001), []  # no number of a real upload is meant
    for n_events, n in enumerate(n_scenes, start=1):
        scenes += [composer.plan(str(next(number)), n_events)[0] for _ in range(n)]
    captions, metadata = [], []
    for scene in scenes:
        name = f"{scene.name}.wav"
        _write_sound(folder / "audio" / name, scene, sounds)
        for event, phrase in zip(scene.events, scene.phrases, strict=True):
            captions.append((name, f"{phrase}.", f"{event.onset_s:.2f}", f"{event.offset_s:.2f}"))
        row = {
            "filename": name,
            "keywords": ", ".join(scene.phrases),
            "freesound_id": scene.name,
            "superclass": "Scene",
            "subclass": f"Sounds: {len(scene.events)}",
            "title": f"Scene {scene.name}",
            "description": f"Scene {scene.name}.",
            "license": "see ESC-10",
            "start_time_s": "0.0",
            "end_time_s": f"{SCENE_S}",
            "original_filename": "; ".join(e.recording.file_name for e in scene.events),
        }
        metadata.append([row.get(column, "") for column in _COLUMNS])
    _write_table(folder / "annotations_strong.csv", ("filename", "text", "onset", "offset"),
                 captions)  # fmt: skip
    _write_table(folder / "metadata.csv", _COLUMNS, metadata)
    names = [(f"{scene.name}.wav",) for scene in scenes]
    _write_table(folder / "development_split.csv", ("filename",), names)
    return [_made_of("tacos", "development", f"{scene.name}.wav", scene) for scene in scenes]


def _write_dcase(
    folder: Path,
    split: str,
    kinds: Sequence[str],
    composer: Composer,
    sounds: Mapping[str, np.ndarray],
) -> list[dict[str, Any]]:
    """Write one question for each of the kinds; those of train a second time, with noise."""
    root = folder / "dcase2025"
    for place in (root / _QUESTIONS / split, root / _AUDIO / split):
        place.mkdir(parents=True, exist_ok=True)
    noisy = folder / "dcase2025-noisy" / _QUESTIONS / split
    noisy.mkdir(parents=True, exist_ok=True)
    turns = {kind: cycle(KINDS[kind].n_events) for kind in KINDS}
    lines = []
    for number, kind in enumerate(kinds):
        part = KINDS[kind].part
        name = f"{split}_{part[-1]}{number:04}"
        scene, dealt = composer.plan(_NAMES[part].format(name), next(turns[kind]))
        question = ask(kind, scene, dealt, random.Random(f"question {name}"))
        _write_sound(root / _AUDIO / split / f"{scene.name}.wav", scene, sounds)
        about = {"kind": kind, "dealt": scene.events[dealt].recording.freesound_id}
        _write_json(root / _QUESTIONS / split / f"{name}.json",
                    _record(split, name, scene, question, about))  # fmt: skip
        if split == "train":
            bad = noise_of(name)
            spoiled_one = spoil(question, bad, scene.phrases)
            _write_json(noisy / f"{name}.json", _record(split, name, scene, spoiled_one, about))
        lines.append(_made_of("dcase2025", split, f"{scene.name}.wav", scene))
    return lines


def _record(
    split: str, name: str, scene: Scene, question: Question, about: Mapping[str, object]
) -> dict[str, Any]:
    options = [question.right, *question.wrong]
    random.Random(f"options {name}").shuffle(options)
    choice = [f"{letter}. {option}" for letter, option in zip(LETTERS, options, strict=False)]
    return {
        "id": name,
        "audio_url": f"../../{_AUDIO}/{split}/{scene.name}.wav",
        "question": question.text,
        "choice": choice,
        "answer": choice[options.index(question.right)],
        "question_type": _TYPES[KINDS[str(about["kind"])].part],
        "n_events": len(scene.events),
        **about,
    }


def _made_of(dataset: str, split: str, file_name: str, scene: Scene) -> dict[str, Any]:
    events = [{**asdict(event), **asdict(event.recording)} for event in scene.events]
    for event in events:
        del event["recording"]
    return {"dataset": dataset, "split": split, "scene": file_name, "events": events}


# --- the recordings on both sides ---


def _write_ledgers(
    folder: Path, esc10: Path, train: Sequence[Recording], test: Sequence[Recording]
) -> None:
    """Write one line a recording, for `aqagen import jsonl`, and the same for a spoiled split."""
    linked = folder / "recordings"
    linked.mkdir(exist_ok=True)
    for recording in (*train, *test):
        place = linked / _esc50_name(recording)
        place.unlink(missing_ok=True)
        place.symlink_to((esc10 / "audio" / recording.file_name).resolve())
    lines = [_ledger_line(r, "train") for r in train] + [_ledger_line(r, "test") for r in test]
    _write_lines(folder / "ledger" / "ledger.jsonl", lines)
    more = [_ledger_line(r, "train") for r in spoiled(test)]
    _write_lines(folder / "ledger-spoiled" / "ledger.jsonl", [*lines, *more])


def spoiled(test: Sequence[Recording]) -> Sequence[Recording]:
    """Return the recordings of the test fold that a split spoiled on purpose trains on, too."""
    return random.Random("spoiled").sample(list(test), min(5, len(test)))


def _esc50_name(recording: Recording) -> str:
    """Return a recording's name in the form of ESC-50, fold-id-take-class; the class is ours."""
    stem, _, ending = recording.file_name.rpartition(".")
    if stem.count("-") == 3:  # it is so already
        return recording.file_name
    return f"{stem}-{list(PHRASES).index(recording.category)}.{ending}"


def _ledger_line(recording: Recording, split: str) -> dict[str, Any]:
    others = [phrase for phrase in PHRASES.values() if phrase != recording.phrase]
    options = [recording.phrase, *random.Random(recording.file_name).sample(others, 3)]
    return {
        "id": f"{split} {recording.file_name}",
        "split": split,
        "question": "Which sound is heard in this recording?",
        "options": options,
        "answer": recording.phrase,
        "audio_path": f"{split}/{_esc50_name(recording)}",
    }


# --- files ---


def _write_sound(path: Path, scene: Scene, sounds: Mapping[str, np.ndarray]) -> None:
    soundfile.write(path, render(scene, sounds), RATE_HZ, subtype="PCM_16")


def _write_json(path: Path, record: Mapping[str, object]) -> None:
    path.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def _write_lines(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def _write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
