"""Threads that read the store side by side, and a place in memory for what they find.

One statement keeps one core busy for each 122,880 rows (a row group of DuckDB): below that number
only several statements at once keep several cores busy. Each thread has a connection of its own,
with temporary tables of its own; what all are to see is in the database `SCRATCH`. The store
itself is written afterwards, in one transaction.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import Self, TypeVar

import duckdb

from aqagen.store.connection import store_error
from aqagen.store.store import Store

__all__ = ["SCRATCH", "Task", "Workers"]

T = TypeVar("T")
Task = Callable[[duckdb.DuckDBPyConnection], T]

# Attached under a name that no store has, for a store is named as its file is.
SCRATCH = '"aqagen in memory"'

# Each holds the words of a row group of items: more memory for each.
_MOST_THREADS = 4


class Workers:
    """As many threads as DuckDB uses, up to four. Use it as a context manager.

    Attributes:
        n_threads: how many there are.
    """

    def __init__(
        self,
        store: Store,
        make_shared: Callable[[duckdb.DuckDBPyConnection], None],
        make_own: Callable[[duckdb.DuckDBPyConnection], None],
        *,
        leave: bool = False,
    ) -> None:
        """Open nothing yet.

        Args:
            store: the store to read.
            make_shared: makes once, in `SCRATCH`, what all connections see.
            make_own: makes what each connection needs for itself.
            leave: leave `SCRATCH` to others when all went well, until the next that work.
        """
        self._leave = leave
        self._store = store
        self._make_shared = make_shared
        self._make_own = make_own
        self._connections: list[duckdb.DuckDBPyConnection] = []
        ((threads,),) = store.fetch("SELECT current_setting('threads')")
        self.n_threads = min(int(threads), _MOST_THREADS)

    def __enter__(self) -> Self:
        self._detach()
        self._store.fetch(f"ATTACH ':memory:' AS {SCRATCH}")
        connection = self._store.connection.cursor()
        self._connections.append(connection)
        try:
            self._make_shared(connection)
            self._make_own(connection)
        except BaseException as error:
            self.__exit__(type(error))
            if isinstance(error, duckdb.Error):
                raise store_error(self._store.path, error) from error
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None = None, *_: object) -> None:
        for connection in self._connections:
            connection.close()
        if kind or not self._leave:
            self._detach()

    def _detach(self) -> None:
        self._store.fetch(f"DETACH DATABASE IF EXISTS {SCRATCH}")

    def run(self, tasks: Sequence[Task[T]], *, one_by_one: bool = False) -> list[T]:
        """Run each task with one of the connections; return what they return, in their order.

        Args:
            tasks: what is to be done.
            one_by_one: in this order, for each keeps every core busy by itself.

        Raises:
            StoreError: DuckDB could not run one. The others are stopped, as for Ctrl-C.
        """
        n_threads = 1 if one_by_one else min(self.n_threads, len(tasks))
        try:
            self._open(n_threads)
            if n_threads <= 1:
                return [task(self._connections[0]) for task in tasks]
            return self._run_in_threads(tasks, n_threads)
        except duckdb.Error as error:
            raise store_error(self._store.path, error) from error

    def _open(self, n_connections: int) -> None:
        while len(self._connections) < n_connections:
            connection = self._store.connection.cursor()
            self._connections.append(connection)
            self._make_own(connection)

    def _run_in_threads(self, tasks: Sequence[Task[T]], n_threads: int) -> list[T]:
        free: SimpleQueue[duckdb.DuckDBPyConnection] = SimpleQueue()
        for connection in self._connections[:n_threads]:
            free.put(connection)

        def work(task: Task[T]) -> T:
            connection = free.get()
            try:
                return task(connection)
            finally:
                free.put(connection)

        with ThreadPoolExecutor(n_threads) as pool:
            futures = [pool.submit(work, task) for task in tasks]
            try:
                return [future.result() for future in futures]
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                self._interrupt(futures)
                raise

    def _interrupt(self, futures: Sequence[Future[T]]) -> None:
        # Not only once: a task may be between two statements.
        while not all(future.done() for future in futures):
            for connection in self._connections:
                connection.interrupt()
            time.sleep(0.05)
