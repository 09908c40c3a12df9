"""TACOS (Zenodo 15379789): strong captions of Freesound recordings, joined with metadata.

One row per strong caption. The times of real captions are not all sound (a negative onset,
an offset before the onset or behind the end); the caption is usable all the same, so those
are facts with a mark, `time_suspect`, not bad rows.
"""

import csv
import math
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from aqagen.errors import SourceError
from aqagen.records import Clip, SkippedRow, SourceRow
from aqagen.sources.base import (
    CsvRow,
    ReadOptions,
    Source,
    audio_place,
    csv_values_at,
    data_folder,
    freesound_id_of,
    pick_split,
    read_csv,
    safe_file_name,
)

__all__ = ["SOURCE"]

NAME = "tacos"
SPLITS = ("all", "development", "test")
CAPTIONS = "annotations_strong.csv"
METADATA = "metadata.csv"
_METADATA_COLUMNS = (
    "filename",
    "keywords",
    "superclass",
    "subclass",
    "description",
    "start_time_s",
    "end_time_s",
)
_TOLERANCE_S = 0.01  # times are rounded, and end minus start is a float


def _read(options: ReadOptions) -> Iterator[SourceRow | SkippedRow]:
    split = pick_split(options, SPLITS, "all")
    folder = data_folder(options, expected=f"{CAPTIONS} and {METADATA}")
    split_of = _split_files(folder, split)
    metadata = _Metadata(folder / METADATA, split)

    @lru_cache(maxsize=64)  # captions of a clip stand together
    def clip_of(name: str) -> Clip | None:
        fields = metadata.find(name)
        return _clip(options, fields, split_of.get(name, "all")) if fields else None

    seen = _Repeats()
    columns = ("filename", "text", "onset", "offset")
    for row in read_csv(folder / CAPTIONS, columns, aliases={"caption": "text"}):
        name = row.fields.get("filename", "")
        if not row.reason and split not in {"all", split_of.get(name)}:
            continue
        problem = (row.reason, row.detail) if row.reason else _problem(row.fields)
        clip = None if problem else clip_of(name)
        if clip:
            yield _row(row, clip, seen)
        else:
            problem = problem or ("no-metadata", f"{METADATA} has no row for {name}")
            yield SkippedRow(NAME, split, CAPTIONS, row.line, *problem)
        yield from metadata.take_skipped()
    metadata.read_on()
    yield from metadata.take_skipped()


class _Metadata:
    """The clips' metadata, read as far as somebody asked: captions stand in the same order.

    What was passed is kept as a place in the file, so that neither the first row waits for a
    million records nor memory holds them.
    """

    def __init__(self, path: Path, split: str) -> None:
        self._path, self._split = path, split
        self._rows = read_csv(path, _METADATA_COLUMNS)
        self._offsets: dict[str, int] = {}
        self._skipped: list[SkippedRow] = []
        # A file that cannot be used says so at once.
        self._note(next(self._rows, None))

    def find(self, name: str) -> dict[str, str] | None:
        """Return a clip's fields by column, the first record's of that name; None without any."""
        if name in self._offsets:
            with self._path.open("rb") as file:
                header = csv_values_at(file, 0)
                return dict(zip(header, csv_values_at(file, self._offsets[name]), strict=True))
        for row in self._rows:
            if self._note(row) == name:
                return row.fields
        return None

    def read_on(self) -> None:
        """Read the rest."""
        for row in self._rows:
            self._note(row)

    def take_skipped(self) -> list[SkippedRow]:
        """Return the bad records since the last call."""
        skipped, self._skipped = self._skipped, []
        return skipped

    def _note(self, row: CsvRow | None) -> str | None:
        """Remember a record; return the clip's name when it is the first of that name."""
        if row is None:
            return None
        if row.reason:
            bad = SkippedRow(NAME, self._split, METADATA, row.line, row.reason, row.detail)
            self._skipped.append(bad)
            return None
        name = row.fields["filename"]
        if name in self._offsets or not safe_file_name(name):
            return None
        self._offsets[name] = row.offset
        return name


class _Repeats:
    """Counts how often the same thing came before, in 16 bytes for what never comes again.

    A hash table of numbers, half of it empty: a set of a million Python numbers takes 100 MB.
    """

    def __init__(self) -> None:
        self._slots = array("q", bytes(8 << 10))
        self._n_things = 0
        self._again: Counter[int] = Counter()

    def before(self, thing: tuple[str, ...]) -> int:
        """Return how often this came before."""
        key = hash(thing) or 1  # 0 is an empty slot
        at = self._find(key)
        if self._slots[at]:
            self._again[key] += 1
            return self._again[key]
        self._slots[at] = key
        self._n_things += 1
        if self._n_things * 2 > len(self._slots):
            old, self._slots = self._slots, array("q", bytes(16 * len(self._slots)))
            for other in filter(None, old):
                self._slots[self._find(other)] = other
        return 0

    def _find(self, key: int) -> int:
        """Return the slot of a key, or the empty one where it belongs."""
        last = len(self._slots) - 1
        at = key & last
        while self._slots[at] not in {0, key}:
            at = (at + 1) & last
        return at


def _split_files(folder: Path, split: str) -> dict[str, str]:
    """Return {file name: split}; the file of the split that is asked for must be there."""
    split_of: dict[str, str] = {}
    for name in SPLITS[1:]:
        path = folder / f"{name}_split.csv"
        if path.exists():
            rows = read_csv(path, ("filename",))
            split_of |= {row.fields["filename"]: name for row in rows if not row.reason}
        elif split == name:
            raise SourceError(
                f"{path} is missing, expected the file names of the split {name!r}. Get it from "
                f"Zenodo (see data/README.md), or read the split 'all'."
            )
    return split_of


def _problem(fields: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the reason and detail that make a caption unusable by itself, None when none do."""
    name = fields["filename"]
    if not safe_file_name(name):
        return "unsafe-file-name", f"{name!r} is not a plain file name"
    if not fields["text"].strip():
        return "empty-caption", f"a caption of {name} without text"
    for column in ("onset", "offset"):
        if _seconds(fields[column]) is None:
            return "bad-time", f"{column} is {fields[column]!r}, expected seconds"
    return None


def _seconds(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _clip(options: ReadOptions, fields: dict[str, str], split: str) -> Clip:
    """Build a clip; its length is end minus start: `duration` is that of the uncut upload."""
    name = fields["filename"]
    start_s, end_s = _seconds(fields["start_time_s"]), _seconds(fields["end_time_s"])
    duration_s = None
    if start_s is not None and end_s is not None and end_s > start_s:
        duration_s = end_s - start_s
    folders = [options.audio] if options.audio else [options.data / "audio", options.data]
    return Clip.make(
        NAME,
        split,
        name,
        audio_path=audio_place([folder / name for folder in folders]),
        duration_s=duration_s,
        freesound_id=fields.get("freesound_id") or freesound_id_of(fields.get("sound_link", "")),
        license=fields.get("license") or None,
        metadata=fields,
    )


def _row(row: CsvRow, clip: Clip, seen: _Repeats) -> SourceRow:
    fields = row.fields
    onset_s, offset_s = float(fields["onset"]), float(fields["offset"])
    end_s = math.inf if clip.duration_s is None else clip.duration_s + _TOLERANCE_S
    place = (clip.file_name, fields["text"], fields["onset"], fields["offset"])
    keywords = clip.metadata["keywords"].split(", ")
    return SourceRow.make(
        clip,
        {
            "caption": fields["text"],
            "keywords": [word.strip() for word in keywords if word.strip()],
            "superclass": clip.metadata["superclass"],
            "subclass": clip.metadata["subclass"],
            "description": clip.metadata["description"],
        },
        key=[fields["onset"], fields["offset"], seen.before(place)],
        file=CAPTIONS,
        line=row.line,
        facts={
            "onset_s": onset_s,
            "offset_s": offset_s,
            "time_suspect": onset_s < 0 or offset_s <= onset_s or offset_s > end_s,
        },
    )


_EXAMPLE_COLUMNS = (
    *("filename", "keywords", "freesound_id", "sound_link", "manufacturer", "license"),
    *("superclass", "subclass", "title", "description", "duration", "original_samplerate"),
    *("original_bitdepth", "original_file_type", "num_downloads", "avg_rating", "geotag"),
    *("start_time_s", "end_time_s", "original_filename"),
)


def _write_example(folder: Path) -> None:
    dog = {
        "filename": "101.mp3",
        "keywords": "dog, bark, field-recording",
        "freesound_id": "101",
        "sound_link": "https://freesound.org/people/someone/sounds/101",
        "license": "http://creativecommons.org/licenses/by/4.0/",
        "superclass": "Animals",
        "subclass": "Dog",
        "title": "Dog in the yard",
        "description": 'My dog, "Rex",\nbarks {twice} at <b>14:00</b>.\n\nRéglé: -3 dB',
        "duration": "61.5",
        "start_time_s": "12.25",
        "end_time_s": "32.25",
    }
    rain = {"filename": "102.mp3", "keywords": "rain", "start_time_s": "0", "end_time_s": "15"}
    with (folder / METADATA).open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, _EXAMPLE_COLUMNS, restval="")
        table.writeheader()
        table.writerows([dog, rain])
    captions = [
        ("101.mp3", "A dog barks twice.", "0.5", "2.75"),
        ("101.mp3", "A door closes, then footsteps.", "-0.1", "4.0"),
        ("102.mp3", "Rain falls on a tin roof.", "0.0", "15.0"),
        ("102.mp3", "", "1.0", "2.0"),
        ("102.mp3", "Thunder.", "soon", "2.0"),
        ("999.mp3", "A clip that the metadata lacks.", "0.0", "1.0"),
    ]
    with (folder / CAPTIONS).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("filename", "text", "onset", "offset"), *captions])
    for name, clip in (("development", "101.mp3"), ("test", "102.mp3")):
        (folder / f"{name}_split.csv").write_text(f"filename\n{clip}\n", encoding="utf-8")


SOURCE = Source(
    name=NAME,
    kind="generate",
    splits=SPLITS,
    training_splits=SPLITS,  # the report trains on the captions of the test split too
    default_split="all",
    read=_read,
    write_example=_write_example,
    summary="strong captions of 12,358 Freesound recordings, with keywords and descriptions",
)
