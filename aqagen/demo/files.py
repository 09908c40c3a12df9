"""What the writers of the demo's datasets have in common."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from aqagen.demo.scenes import Scene
from aqagen.demo.sounds import render_clip, write_wav

__all__ = ["LICENSE", "Written", "write_clip", "write_table"]

LICENSE = "http://creativecommons.org/publicdomain/zero/1.0/"


@dataclass(frozen=True, slots=True)
class Written:
    """How many good rows were written, and how many that are bad on purpose."""

    good: int
    bad: int


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a comma-separated file as the releases have it: UTF-8, LF, a header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_clip(path: Path, scene: Scene) -> None:
    """Write a scene's audio."""
    write_wav(path, render_clip(scene.events, scene.duration_s))
