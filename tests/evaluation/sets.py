"""Small made-up benchmarks in their released formats."""

import json
import wave
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

OPTIONS = ("a dog", "a cat", "a bell", "rain")


def write_sound(path: Path, hz: float = 440.0, seconds: float = 0.2) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    time_s = np.arange(int(16000 * seconds)) / 16000
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes((np.sin(2 * np.pi * hz * time_s) * 9000).astype("<i2").tobytes())


def mmau_record(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"q{number}",
        "audio_id": f"./test-mini-audios/q{number}.wav",
        "question": f"What is heard in clip {number}?",
        "choices": list(OPTIONS),
        "answer": OPTIONS[number % 4],
        "task": ("music", "sound", "speech")[number % 3],
        "split": "test-mini",
        "category": "Reasoning" if number % 2 else ["Reasoning"],
        "sub-category": f"kind {number % 2}",
        "difficulty": ("easy", "hard")[number % 2],
    } | changes


def write_mmau(
    folder: Path, n: int = 12, *, sounds: bool = False, records: Sequence[dict] | None = None
) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    items = list(records) if records is not None else [mmau_record(k) for k in range(n)]
    (folder / "mmau-test-mini.json").write_text(json.dumps(items, indent=1), encoding="utf-8")
    if sounds:
        for number, item in enumerate(items):
            place = folder / item["audio_id"]
            write_sound(place, 300 + 100 * number, 0.2 + 0.05 * (number % 5))
    return folder


def dcase_record(identifier: str, audio: str, split: str = "dev", **changes: Any) -> dict[str, Any]:
    return {
        "id": identifier,
        "audio_url": f"../../local_audio_path/{split}/{audio}",
        "question": f"What is heard in {audio}?",
        "choice": [f"{'ABCD'[k]}. {option}" for k, option in enumerate(OPTIONS)],
        "answer": "B. a cat",
        "question_type": "multiple_choice",
    } | changes


def write_dcase2025(folder: Path, records: Sequence[dict], split: str = "dev") -> Path:
    place = folder / "dcase_2025_question_path" / split
    place.mkdir(parents=True, exist_ok=True)
    for number, record in enumerate(records):
        (place / f"{number:04}.json").write_text(json.dumps(record), encoding="utf-8")
    return folder
