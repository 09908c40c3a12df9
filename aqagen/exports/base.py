"""What every export starts from: the rows of a mixture, where their sound lies, whose it is.

The paths in a mixture are not trusted: a file is named or opened only below the audio root,
judged by the names (a link that the user has put there is followed).
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aqagen.boundary import MixtureRow
from aqagen.errors import MixError
from aqagen.sources.base import is_inside

__all__ = ["ANNOTATIONS", "UNKNOWN", "Export", "ExportRow", "Format", "locate", "write_lines"]

UNKNOWN = "unknown"
_SHOWN = 10

# The licences of what people wrote, as data/README.md has them; recordings have their own.
ANNOTATIONS = {"clotho-aqa": "MIT", "tacos": "CC-BY-4.0"}


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One row of a mixture, ready to be written in any format.

    Attributes:
        audio: the sound file, absolute.
        audio_license: of the recording, as its dataset says it; `unknown` where nothing does.
        freesound_id: of the recording, where it has one.
    """

    item: MixtureRow
    audio: Path
    audio_license: str = UNKNOWN
    freesound_id: str | None = None

    @property
    def annotation_license(self) -> str:
        """The licence of the captions or questions that the item was made from."""
        return ANNOTATIONS.get(self.item.dataset, UNKNOWN)


@dataclass(frozen=True, slots=True)
class Export:
    """A mixture to be written.

    Attributes:
        name: of the mixture.
        manifest: of the mixture; empty where it has none.
        n_without_audio: rows that are left out because their sound file is not there.
    """

    name: str
    rows: tuple[ExportRow, ...]
    manifest: Mapping[str, Any]
    n_without_audio: int = 0

    def counts(self, key: Callable[[ExportRow], str]) -> dict[str, int]:
        """Count rows by what `key` returns, most frequent first."""
        return dict(Counter(key(row) for row in self.rows).most_common())


@dataclass(frozen=True, slots=True)
class Format:
    """One foreign format. A file of this package exposes one as `FORMAT`.

    Attributes:
        write: writes an export into an empty folder; raises OSError.
        reads_audio: whether the sound files are opened, not only named.
        use: how its consumer is told where it lies, with {out} for the folder.
    """

    name: str
    write: Callable[[Export, Path], None]
    reads_audio: bool
    use: str


def locate(
    rows: Iterable[MixtureRow], root: Path, *, must_exist: bool
) -> tuple[list[tuple[MixtureRow, Path]], list[str]]:
    """Find the sound files of rows.

    Args:
        rows: of a mixture.
        root: nothing outside of this folder is named or opened.
        must_exist: whether a file that is not there is a problem.

    Returns:
        The rows with absolute paths, and what is missing, one line each.

    Raises:
        MixError: paths lead out of the root; the first ones are listed.
    """
    found, missing, outside = [], list[str](), list[str]()
    for row in rows:
        if not row.audio_path:
            missing.append(f"{row.item_id}: no sound file is named")
            continue
        places = [Path(os.path.abspath(base / row.audio_path)) for base in (Path(), root)]  # noqa: PTH100 - links stay
        inside = [place for place in places if is_inside(place, [root])]
        if not inside or "\0" in row.audio_path:
            outside.append(f"{row.item_id}: {row.audio_path!r}")
            continue
        # os.path, because a name that no file system takes is "not there", not an error
        there = next((place for place in inside if os.path.isfile(place)), None)  # noqa: PTH113
        if there is None and must_exist:
            missing.append(f"{row.item_id}: there is no file {inside[0]}")
            continue
        found.append((row, there or inside[0]))
    if outside:
        raise MixError(
            f"{len(outside)} sound files lie outside of {root}, and are not opened:\n"
            f"{listed(outside)}\nIf they are yours, name their folder with --audio-root."
        )
    return found, missing


def listed(lines: list[str]) -> str:
    """Show the first of many lines."""
    more = [f"... and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
    return "\n".join(f"  {line}" for line in [*lines[:_SHOWN], *more])


def write_lines(path: Path, records: Iterable[Mapping[str, Any]]) -> None:
    """Write JSON Lines.

    Raises:
        OSError: the file cannot be written.
    """
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
