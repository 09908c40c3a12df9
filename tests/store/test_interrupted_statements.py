"""Ctrl-C in the middle of a statement ends a command as Ctrl-C does anywhere else."""

import threading

import duckdb
import pytest

from aqagen.store import Store
from aqagen.store.judging import Transaction

SLOW = "SELECT count(*) FROM range(100000) a, range(100000) b, range(1000) c WHERE a.range % 7 = 1"


def run_and_interrupt(connection: duckdb.DuckDBPyConnection) -> None:
    ended = threading.Event()

    def interrupt():
        # Not only once: the statement may not have begun yet.
        while not ended.wait(0.05):
            connection.interrupt()

    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        connection.execute(SLOW)
    finally:
        ended.set()
        thread.join()


def test_an_interrupted_statement_is_an_interrupt(tmp_path):
    with Store.open(tmp_path / "s.duckdb") as store:
        transaction = Transaction(store)
        connection = transaction.__enter__()
        with pytest.raises(duckdb.InterruptException) as caught:
            run_and_interrupt(connection)
        with pytest.raises(KeyboardInterrupt):
            transaction.__exit__(caught.type, caught.value, None)
