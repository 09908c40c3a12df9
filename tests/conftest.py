"""Helpers that many tests share: a store in a temporary folder, and items to put into it."""

import signal
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from aqagen.curation.checks import all_checks
from aqagen.records import Clip, Item, Origin, SourceRow
from aqagen.store import Store
from aqagen.store.judging import judge, set_checks_in_force

# Shells start background jobs with SIGINT ignored, and whatever these start inherits it.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "test.duckdb") as opened:
        yield opened


def make_row(
    metadata: Mapping[str, Any],
    *,
    dataset: str = "tacos",
    file_name: str = "1.mp3",
    key: object = 0,
    facts: Mapping[str, Any] | None = None,
) -> SourceRow:
    clip = Clip.make(dataset, "all", file_name, audio_path=f"/audio/{file_name}")
    return SourceRow.make(clip, metadata, key=key, file="rows.csv", line=2, facts=facts)


def put_item(
    store: Store,
    row: SourceRow,
    question: str = "What can be heard?",
    options: tuple[str, ...] = ("a dog", "a cat", "a bird", "a fish"),
    answer_index: int = 0,
    origin: Origin = "generated",
) -> Item:
    item = Item.make(row, question, options, answer_index, origin)
    with store.writer() as writer:
        writer.put(row)
        writer.put(item)
    return item


def fill(store: Store, n_items: int, dataset: str = "tacos", split: str = "all") -> list[Item]:
    """Put many sound items, four options each, the answer always the first; judge nothing."""
    items = []
    with store.writer() as writer:
        for number in range(n_items):
            clip = Clip.make(dataset, split, f"{number}.wav", audio_path=f"/audio/{number}.wav")
            asked = f"What can be heard in clip {number}?"
            metadata = {"caption": f"Sound {number}.", "question": asked, "answer": "yes"}
            row = SourceRow.make(clip, metadata, key=number, file="rows.csv", line=number + 2)
            options = tuple(f"{what} number {number}" for what in ("dog", "cat", "bird", "fish"))
            origin: Origin = "generated" if dataset in {"tacos", "clotho-aqa"} else "imported"
            items.append(Item.make(row, asked, options, 0, origin))
            writer.put(row)
            writer.put(items[-1])
    return items


def judge_all(store: Store) -> None:
    """Run every check of aqagen over everything, as `aqagen validate` does."""
    checks = list(all_checks().values())
    set_checks_in_force(store, checks)
    judge(store, checks)
