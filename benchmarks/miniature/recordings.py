"""ESC-10 as it lies on disk: which recordings there are, and their sound without silent edges."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr

from aqagen.errors import SourceError

__all__ = ["PHRASES", "RATE_HZ", "Recording", "active", "load", "load_all", "read_index"]

RATE_HZ = 16_000
_EDGE = 0.01  # of the peak: what is below it at the edges is cut

# One phrase a class, no content word in two of them: a caption of one is never true of another.
PHRASES = {
    "chainsaw": "A chainsaw buzzes",
    "clock_tick": "A clock ticks",
    "crackling_fire": "A fire crackles",
    "crying_baby": "A baby cries",
    "dog": "A dog barks",
    "helicopter": "A helicopter hovers",
    "rain": "Rain falls",
    "rooster": "A rooster crows",
    "sea_waves": "Waves roll in",
    "sneezing": "A person sneezes",
}


@dataclass(frozen=True, slots=True)
class Recording:
    """One clip of ESC-10; clips of one upload share its `freesound_id`, and a fold."""

    file_name: str
    fold: int
    freesound_id: str
    category: str

    @property
    def phrase(self) -> str:
        """What is heard, in words."""
        return PHRASES[self.category]


def read_index(folder: Path) -> list[Recording]:
    """Return the recordings of ESC-10, from a copy of ESC-50 or of ESC-10 alone.

    Raises:
        SourceError: the list is missing, or not as data/README.md says.
    """
    whole, alone = folder / "meta" / "esc50.csv", folder / "esc10.csv"
    if whole.is_file():
        rows = _rows(whole, ("filename", "fold", "src_file", "category", "esc10"))
        rows = [row for row in rows if row["esc10"] == "True"]
        of_upload = "src_file"
    elif alone.is_file():
        rows = _rows(alone, ("filename", "fold", "freesound_id", "category"))
        of_upload = "freesound_id"
    else:
        raise SourceError(f"{whole} is missing, and so is {alone}. See data/README.md.")
    unknown = {row["category"] for row in rows} - PHRASES.keys()
    if unknown or not rows:
        what = ", ".join(sorted(unknown)) or "an empty list"
        raise SourceError(f"{folder}: expected the ten classes of ESC-10, got {what}.")
    try:
        return [
            Recording(row["filename"], int(row["fold"]), row[of_upload], row["category"])
            for row in rows
        ]
    except (TypeError, ValueError) as error:
        raise SourceError(
            f"{folder}: expected a number as the fold of each clip; {error}."
        ) from error


def _rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows or not set(columns) <= rows[0].keys():
        raise SourceError(f"{path}: expected the columns {', '.join(columns)}.")
    return rows


def active(sound: np.ndarray) -> np.ndarray:
    """Return a recording without its silent edges: ESC pads short sounds with zeros."""
    loud = np.flatnonzero(np.abs(sound) > max(1e-4, _EDGE * float(np.abs(sound).max())))
    return sound[loud[0] : loud[-1] + 1] if len(loud) else sound


def load(path: Path) -> np.ndarray:
    """Return a recording's active sound, mono float32 at `RATE_HZ`.

    Raises:
        SourceError: the file is missing or cannot be decoded.
    """
    try:
        sound, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    except (OSError, RuntimeError) as error:
        raise SourceError(f"{path} cannot be read: {error}. See data/README.md.") from error
    return active(soxr.resample(sound.mean(1), rate_hz, RATE_HZ))


def load_all(folder: Path, recordings: list[Recording]) -> Mapping[str, np.ndarray]:
    """Return each recording's active sound by file name, mono float32 at `RATE_HZ`.

    Raises:
        SourceError: a file is missing or cannot be decoded.
    """
    return {each.file_name: load(folder / "audio" / each.file_name) for each in recordings}
