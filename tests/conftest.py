"""Helpers that many tests share: a store in a temporary folder, and items to put into it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from aqagen.records import Clip, Item, Origin, SourceRow
from aqagen.store import Store


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
