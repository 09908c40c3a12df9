"""Reading a dataset into the store: once, in the order of its files, and anew when cut off."""

import asyncio
import os
from dataclasses import replace

import pytest

from aqagen.errors import SourceError
from aqagen.generation.reading import Feed, reading_id
from aqagen.records import SkippedRow
from aqagen.sources import ReadOptions, get_source
from aqagen.store import Store
from aqagen.store.readings import AskPolicy, PendingRows
from tests.conftest import make_row
from tests.generation.runs import captions, write_tacos

TACOS = get_source("tacos", "generate")


class Counted:
    """A source of so many rows that counts how far it was read."""

    def __init__(self, n_rows, fails_at=None):
        self.n_rows, self.fails_at = n_rows, fails_at
        self.n_reads = self.n_yielded = 0

    def source(self):
        return replace(TACOS, read=self.read)

    def read(self, _):
        self.n_reads += 1
        for number in range(self.n_rows):
            if number == self.fails_at:
                raise SourceError("x.csv line 7: cut off")
            self.n_yielded += 1
            yield make_row({"caption": str(number)}, key=number)
            if number % 10 == 0:
                yield SkippedRow("tacos", "all", "x.csv", number, "empty", "no caption")


@pytest.fixture
def options(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "x.csv").write_text("a\n", encoding="utf-8")
    return ReadOptions(tmp_path / "data")


def read(store, source, options, limit=None):
    """Read what there is; return the captions in their order, and the feed."""

    async def go(feed, pending):
        feed.start(limit)
        return [each async for chunk in feed.chunks(pending) for each in chunk]

    with store.writer() as writer:
        feed = Feed(store, writer, source, options)
        policy = AskPolicy(limit=limit)
        pending = PendingRows(store, feed.reading.reading_id, "config", policy)
        try:
            rows = asyncio.run(go(feed, pending))
            feed.wait()
        finally:
            feed.stop()
            pending.close()
    return [each.row.metadata["caption"] for each in rows], feed


def numbers(n):
    return [str(number) for number in range(n)]


def count(store, table):
    return store.fetch("SELECT count(*) FROM query_table(?)", [table])[0][0]


def test_every_row_comes_once_in_the_order_of_the_files(store, options):
    counted = Counted(4_321)
    shown, feed = read(store, counted.source(), options)
    assert shown == numbers(4_321)
    assert feed.complete
    assert feed.skipped == {"empty": 433}
    assert count(store, "reading_rows") == count(store, "source_rows") == 4_321


def test_what_was_read_is_not_read_again(store, options):
    counted = Counted(300)
    first, _ = read(store, counted.source(), options)
    second, feed = read(store, counted.source(), options)
    assert second == first
    assert counted.n_reads == 1
    assert feed.skipped == {"empty": 30}


def test_a_file_that_changed_is_read_again(store, options):
    read(store, Counted(20).source(), options)
    file = options.data / "x.csv"
    status = file.stat()
    for change in (
        lambda: file.write_text("ab\n", encoding="utf-8"),
        lambda: os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000_000)),
        (options.data / "new.jsonl").touch,
        lambda: (options.data / "new.jsonl").rename(options.data / "other.jsonl"),
    ):
        change()
        counted = Counted(25)
        assert read(store, counted.source(), options)[0] == numbers(25)
        assert counted.n_reads == 1
    assert count(store, "source_rows") == 25


@pytest.mark.parametrize(
    "change", [{"split": "all"}, {"answers": "unanimous"}, {"audio": "elsewhere"}]
)
def test_another_way_of_reading_is_another_reading(options, tmp_path, change):
    if "audio" in change:
        change = {"audio": tmp_path / change["audio"]}
    assert reading_id(TACOS, options) == reading_id(TACOS, replace(options))
    assert reading_id(TACOS, replace(options, **change)) != reading_id(TACOS, options)


def test_a_reading_that_was_cut_off_starts_anew_and_doubles_nothing(store, options):
    with pytest.raises(SourceError, match="line 7: cut off"):
        read(store, Counted(500, fails_at=250).source(), options)
    assert 0 < count(store, "reading_rows") <= 250
    counted = Counted(500)
    shown, _ = read(store, counted.source(), options)
    assert shown == numbers(500)
    assert counted.n_yielded == 500
    assert count(store, "reading_rows") == count(store, "source_rows") == 500


def test_a_limit_reads_no_further_and_a_larger_one_reads_on(store, options):
    counted = Counted(500)
    shown, _ = read(store, counted.source(), options, limit=30)
    assert shown == numbers(30)
    assert counted.n_yielded <= 31
    assert read(store, counted.source(), options, limit=40)[0] == numbers(40)
    assert read(store, counted.source(), options)[0] == numbers(500)
    # All of it is there now: a limit is only a question to the store.
    n_reads = counted.n_reads
    assert read(store, counted.source(), options, limit=7)[0] == numbers(7)
    assert counted.n_reads == n_reads


def test_rows_come_before_all_are_read(tmp_path, options):
    """A million rows need not be read before the first request, nor be held in memory."""
    counted = Counted(40_000)

    async def go(feed, pending):
        feed.start(None)
        async for chunk in feed.chunks(pending):
            return len(chunk), counted.n_yielded
        return 0, 0

    with Store.open(tmp_path / "s.duckdb") as store, store.writer() as writer:
        feed = Feed(store, writer, counted.source(), options)
        pending = PendingRows(store, feed.reading.reading_id, "config", AskPolicy())
        try:
            n_rows, n_yielded = asyncio.run(go(feed, pending))
        finally:
            feed.stop()
            pending.close()
        assert not feed.reading.complete
    assert n_rows == 100
    assert n_yielded < 40_000


def test_a_real_folder_gives_its_rows_in_the_order_of_the_file(store, tmp_path):
    texts = captions(40)[::-1]
    data = write_tacos(tmp_path / "tacos", texts)
    assert read(store, TACOS, ReadOptions(data))[0] == texts
