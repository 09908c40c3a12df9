"""The one writer: a thread that commits what was put, every tenth of a second.

Anyone may `put` a record from any thread and go on; nobody else writes. Records of one
flush are one transaction, in the order of the tables' dependencies, so a crash leaves the
store with whole flushes only. What was read from files can be read again, and waits for more
of its kind: a statement costs about as much for one row as for a hundred.
"""

import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

import duckdb

from aqagen.errors import StoreError
from aqagen.records import Clip, Completion, Item, ParseOutcome, ReadRow, SkippedRow, SourceRow
from aqagen.store.connection import store_error
from aqagen.store.tables import (
    CLIPS,
    COMPLETIONS,
    ITEMS,
    READING_ROWS,
    SKIPPED_ROWS,
    SOURCE_ROWS,
)

__all__ = ["FLUSH_INTERVAL_S", "Record", "Writer"]

Record = SourceRow | ReadRow | SkippedRow | Completion | ParseOutcome | Item

FLUSH_INTERVAL_S = 0.1
# Rows of a dataset that are written at once, unless somebody calls `flush`.
_ROWS_AT_ONCE = 2_000
_CLIPS_KNOWN = 20_000


class Writer:
    """Batches records and commits them from its own thread.

    Use it as a context manager: leaving it flushes, and raises what went wrong on the way.

    Raises:
        StoreError: from `put`, `flush` and on leaving, when a commit failed (disk full).
            Nothing that was put after the last commit is kept then; the run must stop.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        self._connection = connection.cursor()
        self._path = path
        self._pending: list[Record] = []
        self._rows: list[ReadRow | SkippedRow] = []
        self._all_wanted = False
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._flushed = threading.Condition(self._lock)
        self._n_put = self._n_committed = 0
        self._closing = False
        self._failure: StoreError | None = None
        # Clips that were written lately, as hashes: of a million, memory holds the last.
        self._seen_clips: dict[int, int] = {}
        self._thread = threading.Thread(target=self._run, name="aqagen-writer", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._closing = True
        self._wake.set()
        self._thread.join()
        self._connection.close()
        if kind is None:
            self._raise_failure()

    def put(self, record: Record) -> None:
        """Hand over a record.

        It is durable within `FLUSH_INTERVAL_S` and one commit; what was read from a dataset's
        files, when there is enough of it.
        """
        self._raise_failure()
        with self._lock:
            if isinstance(record, ReadRow | SkippedRow):
                self._rows.append(record)
            else:
                self._pending.append(record)
            self._n_put += 1

    def flush(self) -> None:
        """Return when everything put so far is committed."""
        with self._lock:
            wanted = self._n_put
            self._all_wanted = True
            self._wake.set()
            self._flushed.wait_for(lambda: self._n_committed >= wanted or self._failure)
        self._raise_failure()

    @property
    def backlog(self) -> int:
        """Records that wait for their commit."""
        return self._n_put - self._n_committed

    def check(self) -> None:
        """Raise what went wrong, for those who wait for the writer to catch up."""
        self._raise_failure()

    def _raise_failure(self) -> None:
        if self._failure:
            raise self._failure

    def _run(self) -> None:
        while True:
            self._wake.wait(FLUSH_INTERVAL_S)
            self._wake.clear()
            closing = self._closing
            batch = self._take(everything=closing)
            if batch:
                try:
                    self._commit(batch)
                except Exception as error:  # noqa: BLE001 - a dead thread would let `flush` wait forever
                    with self._lock:
                        self._failure = _failure(self._path, error)
                        self._flushed.notify_all()
                    return
                with self._lock:
                    self._n_committed += len(batch)
                    self._flushed.notify_all()
            if closing and not (self._pending or self._rows):
                return

    def _take(self, *, everything: bool) -> list[Record]:
        with self._lock:
            batch, self._pending = self._pending, []
            if everything or self._all_wanted or len(self._rows) >= _ROWS_AT_ONCE:
                batch += self._rows
                self._rows, self._all_wanted = [], False
            return batch

    def _commit(self, batch: Sequence[Record]) -> None:
        now_s = time.time()
        completions, outcomes = _with_outcomes(batch)
        read = [r for r in batch if isinstance(r, ReadRow)]
        rows = [r for r in batch if isinstance(r, SourceRow)] + [r.row for r in read]
        clips = {r.clip.clip_id: r.clip for r in rows}
        hashes = {_short(clip.clip_id): _changeable(clip) for clip in clips.values()}
        new_clips = [
            clip
            for clip in clips.values()
            if self._seen_clips.get(_short(clip.clip_id)) != hashes[_short(clip.clip_id)]
        ]
        connection = self._connection
        connection.execute("BEGIN")
        try:
            CLIPS.insert(connection, new_clips, now_s)
            SOURCE_ROWS.insert(connection, rows, now_s)
            READING_ROWS.insert(connection, read, now_s)
            SKIPPED_ROWS.insert(connection, [r for r in batch if isinstance(r, SkippedRow)], now_s)
            COMPLETIONS.insert(connection, completions, now_s)
            self._note_outcomes(outcomes)
            ITEMS.insert(connection, [r for r in batch if isinstance(r, Item)], now_s)
            connection.execute("COMMIT")
        except BaseException:
            # A COMMIT that fails has ended the transaction itself; its own error matters.
            with suppress(duckdb.Error):
                connection.execute("ROLLBACK")
            raise
        if len(self._seen_clips) > _CLIPS_KNOWN:
            self._seen_clips.clear()
        self._seen_clips.update(hashes)

    def _note_outcomes(self, outcomes: Sequence[ParseOutcome]) -> None:
        if outcomes:
            self._connection.execute(
                "UPDATE completions SET parse_reason = o.parse_reason, n_items = o.n_items "
                "FROM (SELECT unnest(?::VARCHAR[]) AS completion_id, "
                "unnest(?::VARCHAR[]) AS parse_reason, unnest(?::INTEGER[]) AS n_items) o "
                "WHERE completions.completion_id = o.completion_id",
                [
                    [o.completion_id for o in outcomes],
                    [o.parse_reason for o in outcomes],
                    [o.n_items for o in outcomes],
                ],
            )


def _changeable(clip: Clip) -> int:
    """What of a clip may differ from one reading to another: its place, mostly."""
    return hash((clip.split, clip.audio_path, clip.duration_s, clip.license))


def _short(content_id: str) -> int:
    return int(content_id[:16], 16)


def _failure(path: Path, error: Exception) -> StoreError:
    if isinstance(error, duckdb.Error):
        failure = store_error(path, error)
    else:
        failure = StoreError(f"{path}: a record cannot be written: {error!r}. Please report this.")
    failure.__cause__ = error
    return failure


def _with_outcomes(
    batch: Sequence[Record],
) -> tuple[list[tuple[Completion, ParseOutcome | None]], list[ParseOutcome]]:
    """Pair completions with what the parser said in the same batch; return the other outcomes.

    Nearly every outcome comes in its completion's own flush, and an insert is much
    cheaper than an update after it.
    """
    outcomes = {r.completion_id: r for r in batch if isinstance(r, ParseOutcome)}
    pairs = [(r, outcomes.pop(r.completion_id, None)) for r in batch if isinstance(r, Completion)]
    return pairs, list(outcomes.values())
