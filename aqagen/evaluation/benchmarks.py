"""Benchmarks: the items that systems are measured on, in the order of their release."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aqagen.records import SkippedRow

__all__ = ["Benchmark", "BenchmarkItem"]


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
        defects: codes of what is wrong with it (docs/evaluation.md).
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
    defects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Benchmark:
    """The items of a benchmark's split: the denominator of every score on it.

    Attributes:
        name: as in the command line.
        split: as the benchmark names it.
        items: in the order of the release.
        excluded: records that cannot be asked or scored, with reasons; in no denominator.
    """

    name: str
    split: str
    items: tuple[BenchmarkItem, ...]
    excluded: tuple[SkippedRow, ...] = ()
