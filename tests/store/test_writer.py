"""The writer: durable soon, in order, once each, all or nothing, whatever the text holds."""

import json
import subprocess
import sys
import threading
import time
from dataclasses import astuple, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aqagen.errors import StoreError
from aqagen.records import Clip, Completion, Item, ParseOutcome, ReadRow, SkippedRow, SourceRow
from aqagen.store import Store
from aqagen.store.writer import FLUSH_INTERVAL_S
from tests.conftest import make_row

DIE = """
import os, signal, sys, time
from pathlib import Path
from aqagen.store import Store
from tests.conftest import make_row
store = Store.open(Path(sys.argv[1]))
with store.writer() as writer:
    for number in range(100):
        writer.put(make_row({"caption": str(number)}))
    time.sleep(float(sys.argv[2]))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def make_completion(text: str | None, key: object = 0, **rest) -> Completion:
    values = {
        "completion_id": f"c{key}", "request_id": f"r{key}", "attempt": 1, "dataset": "tacos",
        "row_id": "row", "model": "m", "prompt_name": "tacos", "prompt_hash": "p",
        "config_id": "x", "sample": 0, "text": text, "finish_reason": "stop", "prompt_tokens": 1,
        "completion_tokens": 1, "latency_ms": 1.5, "error": None, "origin": "generated",
        "created_at": 1_700_000_000.25,
    }  # fmt: skip
    return Completion(**(values | rest))


def count(store: Store, table: str) -> int:
    return store.fetch("SELECT count(*) FROM query_table(?)", [table])[0][0]


def put(store: Store, *records) -> None:
    with store.writer() as writer:
        for record in records:
            writer.put(record)


# --- when ---------------------------------------------------------------------------------


def test_durable_soon_without_a_flush(store):
    with store.writer() as writer:
        writer.put(make_row({"caption": "x"}))
        deadline = time.monotonic() + 5
        while writer.backlog and time.monotonic() < deadline:
            time.sleep(0.005)
        assert count(store, "source_rows") == 1
    assert FLUSH_INTERVAL_S <= 0.1


def test_what_was_paid_for_does_not_wait_for_rows_that_were_read(store):
    with store.writer() as writer:
        writer.put(ReadRow(make_row({"caption": "x"}), "reading", 0))
        writer.put(make_completion("text"))
        deadline = time.monotonic() + 5
        while writer.backlog > 1 and time.monotonic() < deadline:
            time.sleep(0.005)
        assert (count(store, "completions"), count(store, "source_rows")) == (1, 0)
        writer.flush()
        assert count(store, "source_rows") == 1
        writer.put(ReadRow(make_row({"caption": "y"}), "reading", 1))
    assert count(store, "reading_rows") == 2


def test_a_killed_process_loses_nothing_older(tmp_path):
    path = tmp_path / "s.duckdb"
    root = Path(__file__).parents[2]
    died = subprocess.run(
        [sys.executable, "-c", DIE, str(path), "0.3"], cwd=root, check=False, timeout=60
    )
    assert died.returncode == -9
    with Store.open(path) as store:
        assert count(store, "source_rows") == 100
        assert count(store, "clips") == 1


def test_flush_returns_when_all_is_there(store):
    with store.writer() as writer:
        for batch in range(3):
            for number in range(50):
                writer.put(make_row({"caption": f"{batch} {number}"}))
            writer.flush()
            assert count(store, "source_rows") == 50 * (batch + 1)
            assert writer.backlog == 0


def test_leaving_commits_the_rest(store):
    put(store, *(make_row({"caption": str(number)}) for number in range(500)))
    assert count(store, "source_rows") == 500


def test_leaving_by_an_exception_commits_what_was_put(store):
    def fail():
        with store.writer() as writer:
            writer.put(make_row({"caption": "x"}))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert count(store, "source_rows") == 1


def test_many_threads_put(store):
    def work(writer, name):
        for number in range(200):
            writer.put(make_row({"caption": f"{name} {number}"}))

    with store.writer() as writer:
        threads = [threading.Thread(target=work, args=(writer, name)) for name in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert count(store, "source_rows") == 800


# --- what ---------------------------------------------------------------------------------


def test_items_of_a_later_flush_come_later(store):
    row = make_row({"caption": "x"})
    items = [Item.make(row, f"{n}?", ("a b", "c d"), 0, "generated") for n in range(300)]
    with store.writer() as writer:
        for start in (0, 100, 200):
            for item in items[start : start + 100]:
                writer.put(item)
            writer.flush()
    rows = store.fetch("SELECT item_id FROM items ORDER BY seq")
    for start in (0, 100, 200):
        found = {row[0] for row in rows[start : start + 100]}
        assert found == {item.item_id for item in items[start : start + 100]}


def test_the_same_record_is_stored_once(store):
    row = make_row({"caption": "x"})
    item = Item.make(row, "q?", ("a b", "c d"), 0, "generated")
    skip = SkippedRow("tacos", "all", "f.csv", 3, "bad-row", "why")
    for _ in range(2):
        put(store, row, item, skip, row, item, skip)
    assert [count(store, t) for t in ("source_rows", "items", "skipped_rows", "clips")] == [1] * 4


def test_a_clip_that_moved_is_found_at_its_new_place(store):
    row = make_row({"caption": "x"})
    moved = replace(row, clip=replace(row.clip, audio_path="/new/1.mp3", duration_s=2.5))
    put(store, row)
    put(store, moved)
    assert store.fetch("SELECT audio_path, duration_s FROM clips") == [("/new/1.mp3", 2.5)]
    with store.writer() as writer:  # also within one run, and back again
        writer.put(row)
        writer.flush()
        writer.put(moved)
        writer.flush()
        writer.put(row)
    assert store.fetch("SELECT audio_path, duration_s FROM clips") == [("/audio/1.mp3", None)]


@pytest.mark.parametrize("flush_between", [True, False])
@pytest.mark.parametrize(
    ("n_items", "reason"), [(2, None), (0, "no-json")], ids=["read", "rejected"]
)
def test_an_outcome_finds_its_completion(store, flush_between, n_items, reason):
    with store.writer() as writer:
        writer.put(make_completion("text", "a"))
        writer.put(make_completion("text", "b"))
        if flush_between:
            writer.flush()
        writer.put(ParseOutcome("ca", n_items, reason))
    rows = store.fetch("SELECT completion_id, n_items, parse_reason FROM completions ORDER BY 1")
    assert rows == [("ca", n_items, reason), ("cb", None, None)]


def test_every_column_of_a_completion(store):
    completion = make_completion("text", "a", error="e", n_items=0, parse_reason="no-json")
    put(store, completion)
    names = ", ".join(completion.__dataclass_fields__)
    select = f"SELECT {names.replace('created_at', 'epoch(created_at)')} FROM completions"  # noqa: S608
    assert store.fetch(select) == [astuple(completion)]


def test_a_clip_with_all_it_may_have(store):
    clip = Clip.make(
        "tacos", "all", "1.mp3", audio_path=None, duration_s=1.5, freesound_id="7", license="CC0",
        metadata={"tags": ["ä", '"', None]},
    )  # fmt: skip
    put(store, SourceRow.make(clip, {}, key=0, file="f.csv", line=1))
    (row,) = store.fetch(
        "SELECT audio_path, duration_s, freesound_id, license, metadata FROM clips"
    )
    assert row[:4] == (None, 1.5, "7", "CC0")
    assert json.loads(row[4]) == {"tags": ["ä", '"', None]}


# --- what goes wrong ----------------------------------------------------------------------

SOUND = make_row({"caption": "sound"})
BAD = {
    "not-null": replace(make_row({"caption": "bad"}), file=None),
    "not-a-number": replace(make_row({"caption": "bad"}), line="three"),
    "not-writable": make_completion("text", created_at="yesterday"),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("where", ["flush", "put", "leaving"])
def test_a_failed_commit_is_raised_and_leaves_nothing_half(store, bad, where):
    def fail():
        with store.writer() as writer:
            writer.put(SOUND)
            writer.put(bad)
            if where == "flush":
                writer.flush()
            deadline = time.monotonic() + 5
            while where == "put" and time.monotonic() < deadline:
                writer.put(SOUND)
                time.sleep(0.01)

    with pytest.raises(StoreError, match=r"test\.duckdb: ") as caught:
        fail()
    assert caught.value.__cause__ is not None
    assert [count(store, t) for t in ("source_rows", "clips", "completions")] == [0, 0, 0]


def test_what_was_committed_before_a_failure_stays(store):
    def fail():
        with store.writer() as writer:
            writer.put(SOUND)
            writer.flush()
            writer.put(BAD["not-null"])

    with pytest.raises(StoreError, match="NOT NULL"):
        fail()
    assert count(store, "source_rows") == 1
    put(store, make_row({"caption": "the next run"}))
    assert count(store, "source_rows") == 2


def test_a_store_that_is_gone(tmp_path):
    store = Store.open(tmp_path / "s.duckdb")

    def fail():
        with store.writer() as writer:
            writer._connection.close()
            writer.put(SOUND)
            writer.flush()

    with pytest.raises(StoreError, match="onnection"):
        fail()
    store.connection.close()


# --- any text -----------------------------------------------------------------------------

HARD = [
    "",
    "\0",
    "a\0b",
    "👩‍👩‍👧 🎧",
    "\ud800",
    "x\udfffy",
    "é" * 300_000,
    '{"a": [1',
    "'; DROP TABLE items",
]
ANY_TEXT = st.text(st.characters(), max_size=30)  # surrogates included


def storable(text: str) -> str:
    """UTF-8 has no place for half a surrogate pair: a question mark stands in for it."""
    return text.encode("utf-8", "replace").decode()


def check_round_trip(store: Store, texts: list[str], key: object) -> None:
    row = make_row({"caption": texts[0]}, key=str(key))
    item = Item.make(row, texts[0], tuple(texts), 0, "generated")
    put(store, row, item, make_completion(texts[0], key))
    expected = [storable(text) for text in texts]
    found = store.fetch("SELECT question, options FROM items WHERE item_id = ?", [item.item_id])
    assert found == [(expected[0], expected)]
    completion = store.fetch("SELECT text FROM completions WHERE completion_id = ?", [f"c{key}"])
    assert completion == [(expected[0],)]
    (metadata,) = store.fetch("SELECT metadata FROM source_rows WHERE row_id = ?", [row.row_id])
    assert json.loads(metadata[0]) == {"caption": expected[0]}


@pytest.mark.parametrize("text", HARD, ids=range(len(HARD)))
def test_hard_texts_come_back(store, text):
    check_round_trip(store, [text, "b"], "hard")


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(ANY_TEXT, min_size=1, max_size=4), min_size=1, max_size=4))
def test_any_text_comes_back(tmp_path_factory, groups):
    with Store.open(tmp_path_factory.mktemp("any") / "s.duckdb") as store:
        for key, texts in enumerate(groups):
            check_round_trip(store, texts, key)
