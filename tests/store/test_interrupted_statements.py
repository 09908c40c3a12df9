"""Ctrl-C in the middle of a statement ends a command as Ctrl-C does anywhere else."""

import threading
import time

import pytest

from aqagen.store import Store
from aqagen.store.judging import Transaction

SLOW = "SELECT count(*) FROM range(100000) a, range(100000) b, range(1000) c WHERE a.range % 7 = 1"


def test_an_interrupted_statement_is_an_interrupt(tmp_path):
    ended = threading.Event()
    with Store.open(tmp_path / "s.duckdb") as store, pytest.raises(KeyboardInterrupt):
        with Transaction(store) as connection:

            def interrupt():
                # Not only once: the statement may not have begun yet.
                while not ended.wait(0.05):
                    connection.interrupt()

            thread = threading.Thread(target=interrupt)
            thread.start()
            started_s = time.monotonic()
            try:
                connection.execute(SLOW)
            finally:
                ended.set()
                thread.join()
            pytest.fail(f"ended by itself after {time.monotonic() - started_s:.0f} s")
