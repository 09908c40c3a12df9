"""Defects of the audio: clips whose files are missing, empty of sound, broken or too short."""

from __future__ import annotations

import importlib.util
import random
import wave
from array import array
from dataclasses import replace
from pathlib import Path

from planting.drafts import Planted, Wordings
from planting.registry import Maker

__all__ = ["AUDIO_CHECKS", "SOUND_S", "can_read_audio", "plant_audio", "sound_file"]

AUDIO_CHECKS = ("audio-missing", "audio-unreadable", "audio-silent", "audio-length")
_RATE_HZ = 8_000
SOUND_S = 2.0


def can_read_audio() -> bool:
    return importlib.util.find_spec("soundfile") is not None


def _write(path: Path, samples: array[int]) -> str:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE_HZ)
        file.writeframes(samples.tobytes())
    return str(path)


def _noise(rng: random.Random, seconds: float, peak: int) -> array[int]:
    return array("h", (rng.randint(-peak, peak) for _ in range(int(seconds * _RATE_HZ))))


def sound_file(folder: Path, rng: random.Random, name: str) -> str:
    """Write a sound clip of two seconds: noise of some loudness, quiet ones among them."""
    return _write(folder / f"{name}.wav", _noise(rng, SOUND_S, rng.choice((300, 9000))))


def plant_audio(make: Maker, words: Wordings, check: str, folder: Path, number: int) -> Planted:
    """Return a sound item whose clip's file has one defect."""
    rng, path = words.rng, folder / f"{check}-{number}.wav"
    variant, place, seconds = "", str(path), 0.0
    if check == "audio-missing":
        variant = words.pick(("no file",), ("a folder",))
        if variant == "a folder":
            path.mkdir()
    elif check == "audio-unreadable":
        variant = words.pick(("empty", "text"), ("cut in its header", "a web page"))
        whole = Path(sound_file(folder, rng, f"{check}-{number}")).read_bytes()
        path.write_bytes({"empty": b"", "text": b"not found\n" * 40,
                          "cut in its header": whole[:20],
                          "a web page": b"<!DOCTYPE html><html>404</html>"}[variant])  # fmt: skip
    elif check == "audio-silent":
        variant = words.pick(("all zero",), ("one step of 16 bits",))
        peak = 0 if variant == "all zero" else 1
        _write(path, _noise(rng, SOUND_S, peak))
    else:
        variant = words.pick(("no samples", "5 ms"), ("one sample", "20 ms"))
        seconds = {"no samples": 0.0, "5 ms": 0.005, "one sample": 1 / _RATE_HZ, "20 ms": 0.02}[
            variant
        ]
        _write(path, _noise(rng, seconds, 9000))
    draft = replace(make.tacos.sound(words), audio_path=place, duration_s=SOUND_S)
    return Planted(check, variant, draft)
