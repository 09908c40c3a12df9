"""Benchmarks: the items that systems are measured on, in the order of their release.

They are read by the sources (`aqagen/sources/`), as `aqagen import` reads them. What is wrong
with a release is never mended in silence: an item that can be asked and scored keeps its place
and its defects are listed, one that cannot is excluded with its reason (docs/evaluation.md).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from aqagen.answers import normalise
from aqagen.errors import EvaluationError, UsageError
from aqagen.ids import content_id
from aqagen.records import SkippedRow, SourceRow
from aqagen.sources import ReadOptions, all_sources
from aqagen.sources.base import ConflictPolicy

__all__ = [
    "BENCHMARKS",
    "Benchmark",
    "BenchmarkItem",
    "Conflicts",
    "Excluded",
    "load_benchmark",
]

# By name, the split that is meant when none is named.
BENCHMARKS = {
    "dcase2025": "dev",
    "dcase2026": "dev",
    "mmau": "test-mini",
    "mmar": "test",
    "avqa": "val",
    "jsonl": "all",
}

# What becomes of an item whose answer's letter and text point at different options.
Conflicts = Literal["text", "letter", "exclude"]

# Fields of records by which scores are broken down.
_DIMENSIONS = ("category", "sub-category", "difficulty", "language", "question_relation",
               "question_type")  # fmt: skip
_OPTION_FIELDS = ("choice", "choices", "multi_choice", "options")
_WAV_MARKS = (b"RIFF", b"RF64", b"RIFX")


@dataclass(frozen=True, slots=True)
class BenchmarkItem:
    """One question of a benchmark.

    Attributes:
        item_id: a content hash, the same as of the imported item; unique.
        question_id: the benchmark's own id, which may repeat.
        part: as the benchmark's scores are split (`part1` of DCASE 2025, `music` of MMAU).
        options: without letters, in the released order.
        released_options: as released, letters and all: what a submission repeats.
        answer_index: from 0; None where the answers are not public.
        audio_path: where the clip is expected.
        duration_s: of the clip, where the benchmark says it.
        categories: what the scores are broken down by, as {dimension: value}.
        record: as released.
        defects: what is wrong with it, as {code: detail} (docs/evaluation.md).
    """

    item_id: str
    question_id: str
    part: str
    question: str
    options: tuple[str, ...]
    released_options: tuple[str, ...]
    answer_index: int | None
    clip_id: str
    audio_path: str | None
    duration_s: float | None = None
    categories: Mapping[str, str] = field(default_factory=dict)
    record: Mapping[str, Any] = field(default_factory=dict)
    defects: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Excluded:
    """A record of a benchmark that cannot be asked or scored.

    Attributes:
        question_id: the benchmark's own id; None where the record cannot be read.
        reason: a stable code, as of `records.SkippedRow`.
        place: how many records of the same question id stand before it in the release.
    """

    question_id: str | None
    file: str
    line: int
    reason: str
    detail: str
    place: int = 0


@dataclass(frozen=True, slots=True)
class Benchmark:
    """The items of a benchmark's split: the denominator of every score on it.

    Attributes:
        name: as in the command line.
        split: as the benchmark names it.
        items: in the order of the release.
        excluded: records that cannot be asked or scored; in no denominator.
    """

    name: str
    split: str
    items: tuple[BenchmarkItem, ...]
    excluded: tuple[Excluded, ...] = ()

    @property
    def benchmark_hash(self) -> str:
        """Tells revisions of a benchmark apart: the hash of its items' ids."""
        return content_id("benchmark", {"items": [item.item_id for item in self.items]})

    @property
    def chance(self) -> float:
        """The accuracy of a blind guess: the mean of 1 / number of options."""
        return sum(1 / len(item.options) for item in self.items) / len(self.items)

    def defect_counts(self) -> dict[str, int]:
        """Return how many items have each defect."""
        return dict(sorted(Counter(code for item in self.items for code in item.defects).items()))

    def excluded_counts(self) -> dict[str, int]:
        """Return how many records are excluded, by reason."""
        return dict(sorted(Counter(each.reason for each in self.excluded).items()))

    def defect_rows(self) -> Iterator[dict[str, Any]]:
        """Yield every defect and every excluded record, for a listing."""
        for item in self.items:
            for code, detail in item.defects.items():
                yield {"item_id": item.item_id, "question_id": item.question_id,
                       "defect": code, "detail": detail}  # fmt: skip
        for each in self.excluded:
            yield {"question_id": each.question_id, "file": each.file, "line": each.line,
                   "excluded": each.reason, "detail": each.detail}  # fmt: skip


def load_benchmark(
    name: str,
    data: Path,
    split: str | None = None,
    audio: Path | None = None,
    conflicts: Conflicts = "text",
) -> Benchmark:
    """Read a benchmark as it was released.

    Args:
        name: one of `BENCHMARKS`.
        data: the folder or file that holds it.
        split: as the benchmark names it; None for its usual one.
        audio: the folder of the audio, when it is not in its usual place.
        conflicts: whether the text or the letter of an answer decides where they differ, or the
            item is excluded.

    Raises:
        UsageError: there is no such benchmark or split.
        SourceError: it cannot be read.
        EvaluationError: not one of its records can be asked.
    """
    if name not in BENCHMARKS:
        raise UsageError(f"{name!r} is not a benchmark. Known: {', '.join(BENCHMARKS)}.")
    policy: ConflictPolicy = "refuse" if conflicts == "exclude" else conflicts
    options = ReadOptions(data, split or BENCHMARKS[name], audio, conflicts=policy, unanswered=True)
    read = list(all_sources()[name].read(options))
    excluded = [
        Excluded(None, row.file, row.line, row.reason, row.detail)
        for row in read
        if isinstance(row, SkippedRow)
    ]
    rows = [row for row in read if isinstance(row, SourceRow)]
    # Where no row has an answer, the answers are not public; where one lacks it, it is a defect.
    public = any(row.item is not None for row in rows)
    without = [row for row in rows if row.item is None and (public or _is_wrong(row))]
    places = _places(rows)
    excluded += [_excluded(row, places[row.row_id]) for row in without]
    left_out = {row.row_id for row in without}
    items = [_item(row) for row in rows if row.row_id not in left_out]
    if not items:
        reasons = ", ".join(sorted({each.reason for each in excluded})) or "no records"
        raise EvaluationError(
            f"{data}: not one item of {name} {options.split} can be used ({reasons}). "
            "See data/README.md."
        )
    return Benchmark(name, options.split or "", _unique(_marked(items)), tuple(excluded))


def _is_wrong(row: SourceRow) -> bool:
    """Say whether a row has an answer that cannot be used."""
    return str(row.facts["answer_error"]) != "answer-missing"


def _places(rows: list[SourceRow]) -> dict[str, int]:
    """Return of each row, by its id, how many of the same question id stand before it."""
    seen: Counter[str] = Counter()
    places = {}
    for row in rows:
        question_id = str(row.facts.get("question_id"))
        places[row.row_id] = seen[question_id]
        seen[question_id] += 1
    return places


def _excluded(row: SourceRow, place: int) -> Excluded:
    facts = row.facts
    question_id = str(facts["question_id"]) if facts.get("question_id") else None
    reason, detail = str(facts["answer_error"]), str(facts["answer_detail"])
    return Excluded(question_id, row.file, row.line, reason, detail, place)


def _item(row: SourceRow) -> BenchmarkItem:
    record, item = row.metadata, row.item
    released = next((record[name] for name in _OPTION_FIELDS if name in record), ())
    question = item.question if item else str(row.facts["question"])
    options = item.options if item else tuple(row.facts["options"])
    # A question whose answer is not public has an id of its own kind: it is no item yet.
    item_id = item.item_id if item else content_id("question", {"row_id": row.row_id})
    return BenchmarkItem(
        item_id=item_id,
        question_id=str(row.facts.get("question_id") or item_id),
        part=str(row.facts.get("part") or ""),
        question=question,
        options=options,
        released_options=tuple(released),
        answer_index=item.answer_index if item else None,
        clip_id=row.clip.clip_id,
        audio_path=row.clip.audio_path,
        duration_s=row.clip.duration_s,
        categories=_categories(record, len(options)),
        record=record,
        defects=_defects(row, tuple(released), options),
    )


def _categories(record: Mapping[str, Any], n_options: int) -> dict[str, str]:
    found = {}
    for name in _DIMENSIONS:
        value = record.get(name)
        # 13 items of MMAU have their category in a list of one.
        texts = value if isinstance(value, list) else [value]
        if value and all(isinstance(text, str) for text in texts):
            found[name] = ", ".join(map(str, texts))
    return found | {"options": str(n_options)}


def _defects(
    row: SourceRow, released: tuple[str, ...], options: tuple[str, ...]
) -> dict[str, str]:  # fmt: skip
    found = {}
    conflict = row.facts.get("answer_conflict")
    answer = row.metadata.get("answer")
    if conflict:
        found["answer-conflict"] = str(conflict)
    elif isinstance(answer, str) and row.item is not None and len(answer.strip()) > 1:
        same = {text.strip() for text in (*released, *options)}
        if answer.strip() not in same:
            found["answer-not-verbatim"] = (
                f"the answer is {answer!r}, the option {released[row.item.answer_index]!r}"
            )
    if len(set(map(normalise, options))) < len(options):
        found["repeated-option"] = f"two options read the same: {list(options)!r}"
    place = row.clip.audio_path
    if place is None or not Path(place).is_file():
        found["audio-missing"] = f"there is no file {place}"
    elif place.lower().endswith(".wav") and not _is_wav(place):
        found["audio-not-wav"] = f"{place} holds another format than its name says"
    return found


def _is_wav(path: str) -> bool:
    try:
        with Path(path).open("rb") as file:
            return file.read(4) in _WAV_MARKS
    except OSError:
        return True  # what cannot be read is found by whoever wants to hear it


def _marked(items: list[BenchmarkItem]) -> list[BenchmarkItem]:
    """Add the defect that only the whole can show: ids that repeat."""
    counts = Counter(item.question_id for item in items)
    return [
        item
        if counts[item.question_id] == 1
        else replace(
            item,
            defects={
                **item.defects,
                "repeated-id": f"{counts[item.question_id]} items have the id {item.question_id}",
            },
        )
        for item in items
    ]


def _unique(items: list[BenchmarkItem]) -> tuple[BenchmarkItem, ...]:
    """Refuse two items of one id: every count and every file of predictions goes by it."""
    repeated = [i for i, n in Counter(item.item_id for item in items).items() if n > 1]
    if repeated:
        raise EvaluationError(f"{len(repeated)} items have the same item id, {repeated[0]} first.")
    return tuple(items)
