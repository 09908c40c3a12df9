"""Threads beside each other: what they return, what they share, and how they stop."""

import time

import pytest

from aqagen.errors import StoreError
from aqagen.store import Store
from aqagen.store.workers import SCRATCH, Workers

SLOW = "SELECT count(*) FROM range(100000) a, range(100000) b, range(1000) c WHERE a.range % 7 = 1"
INSERT = f"INSERT INTO {SCRATCH}.found VALUES (?)"  # noqa: S608
SELECT = f"SELECT n FROM {SCRATCH}.found ORDER BY n"  # noqa: S608


def make_shared(connection):
    connection.execute(f"CREATE TABLE {SCRATCH}.found (n INTEGER)")


def make_own(connection):
    connection.execute("CREATE TEMP TABLE own AS SELECT 1 AS n")


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "s.duckdb") as opened:
        opened.fetch("SET threads = 2")
        yield opened


@pytest.mark.parametrize("one_by_one", [True, False])
def test_all_see_what_each_found(store, one_by_one):
    def task(number):
        def work(connection):
            connection.execute("UPDATE own SET n = n + 1")
            connection.execute(INSERT, [number])
            return number

        return work

    with Workers(store, make_shared, make_own) as workers:
        said = workers.run([task(number) for number in range(9)], one_by_one=one_by_one)
        found = store.fetch(SELECT)
    assert said == list(range(9))
    assert found == [(number,) for number in range(9)]
    # Nothing of it is left behind.
    with Workers(store, make_shared, make_own):
        assert store.fetch(SELECT) == []


def test_one_that_fails_stops_the_others(store):
    started = time.monotonic()
    with (
        Workers(store, make_shared, make_own) as workers,
        pytest.raises(StoreError, match="nowhere"),
    ):
        workers.run([lambda c: c.execute("SELECT nowhere"), lambda c: c.execute(SLOW)])
    # The slow one would take hours.
    assert time.monotonic() - started < 60
