"""Readings: which rows a dataset's files gave, so that a resumed run need not read them again.

A reading is one way of reading one state of some files. Its rows are stored in their order;
what is still to be asked is a question to the store, answered in pieces, so that memory does
not grow with the number of rows and a run that was nearly done starts in seconds.
"""

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import orjson

from aqagen.records import PASSING_STATUSES, Clip, SourceRow
from aqagen.store.connection import store_error
from aqagen.store.store import Store

__all__ = ["AskPolicy", "Pending", "PendingRows", "Reading"]


class Reading:
    """One reading in the store, complete or not."""

    def __init__(self, store: Store, reading_id: str, dataset: str) -> None:
        self._store = store
        self.reading_id = reading_id
        rows = store.fetch(
            "SELECT complete, skipped FROM readings WHERE reading_id = ?", [reading_id]
        )
        self.complete = bool(rows and rows[0][0])
        self.skipped: dict[str, int] = json.loads(rows[0][1]) if self.complete else {}
        if not rows:
            store.fetch(
                "INSERT INTO readings VALUES (?, ?, FALSE, '{}', now()::TIMESTAMP)",
                [reading_id, dataset],
            )
        elif not self.complete:
            # It was cut off. The rows themselves stay; their places are written anew.
            store.fetch("DELETE FROM reading_rows WHERE reading_id = ?", [reading_id])

    def finish(self, skipped: Mapping[str, int]) -> None:
        """Note that every row is there, and how many were skipped for which reason."""
        self._store.fetch(
            "UPDATE readings SET complete = TRUE, skipped = ? WHERE reading_id = ?",
            [json.dumps(skipped), self.reading_id],
        )
        self.complete = True

    def count_facts(self, name: str) -> int:
        """Count the rows of which a fact is true."""
        rows = self._store.fetch(
            "SELECT count(*) FROM reading_rows JOIN source_rows USING (row_id) "
            "WHERE reading_id = ? AND facts->>? = 'true'",
            [self.reading_id, name],
        )
        return int(rows[0][0])


@dataclass(frozen=True, slots=True)
class AskPolicy:
    """When a row is done.

    Attributes:
        samples: how many items are wanted per row.
        reasks: how often an answer that cannot be read is asked again.
        retry_failed: ask again for rows that were finally refused or never readable.
        limit: only the first so many rows; None for all.
    """

    samples: int = 1
    reasks: int = 1
    retry_failed: bool = False
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """A row to ask for, which sample of it, and how many answers it has already."""

    row: SourceRow
    sample: int
    n_answers: int


class PendingRows:
    """The rows of a reading that have no item yet, in the order of the files.

    `extend` looks at the rows that were committed since it was called last, `take` hands out
    the next ones. Both may run in threads: a call waits for the one before it.
    """

    def __init__(self, store: Store, reading_id: str, config_id: str, policy: AskPolicy) -> None:
        self._path = store.path
        self._cursor = store.connection.cursor()
        self._reading_id, self._config_id, self._policy = reading_id, config_id, policy
        self._lock = threading.Lock()
        self._closed = False
        self._seen = -1
        self._taken = 0
        self.n_rows = 0
        self.n_pending = 0
        self.n_accepted = 0
        self._execute(
            "CREATE OR REPLACE TEMP TABLE pending "
            "(place BIGINT, row_id VARCHAR, sample INTEGER, n_answers INTEGER)",
            [],
        )

    def close(self) -> None:
        """Give the cursor back; a call that comes later finds nothing more."""
        with self._lock:
            self._closed = True
            self._cursor.close()

    def extend(self) -> None:
        """Look at the rows that were committed since the last call."""
        with self._lock:
            if not self._closed:
                self._extend()

    def _extend(self) -> None:
        limit = self._policy.limit
        row = self._execute(
            "SELECT coalesce(max(position), -1) FROM reading_rows WHERE reading_id = ?",
            [self._reading_id],
        ).fetchone()
        last = row[0] if row else -1
        if limit is not None:
            last = min(last, limit - 1)
        if last <= self._seen:
            return
        parameters = [self._config_id, self._policy.samples, self._reading_id, self._seen, last]
        self._execute(_WANTED, parameters)
        done: str = "FALSE"
        reasks: list[object] = []
        if not self._policy.retry_failed:
            done, reasks = "filtered OR refused OR n_answers > ?", [self._policy.reasks]
        self._execute(
            "INSERT INTO pending SELECT ? + row_number() OVER (ORDER BY position, sample) - 1, "
            f"row_id, sample, n_answers FROM wanted WHERE NOT ({done})",
            [self.n_pending, *reasks],
        )
        counts = self._execute(
            "SELECT (SELECT count(*) FROM reading_rows WHERE reading_id = ? AND position > ? "
            "AND position <= ?), (SELECT count(*) FROM wanted), (SELECT count(*) FROM pending)",
            [self._reading_id, self._seen, last],
        ).fetchone()
        if counts:
            n_rows = counts[0] * self._policy.samples
            self.n_rows += n_rows
            self.n_accepted += n_rows - counts[1]
            self.n_pending = counts[2]
        self._seen = last

    def take(self, n_rows: int) -> list[Pending]:
        """Return the next rows to ask for; fewer than wanted when there are no more yet."""
        with self._lock:
            if self._closed or self._taken >= self.n_pending:
                return []
            rows = self._execute(_TAKE, [self._taken, self._taken + n_rows]).fetchall()
            self._taken += len(rows)
        return [_pending(row) for row in rows]

    def _execute(self, sql: str, parameters: Sequence[object]) -> duckdb.DuckDBPyConnection:
        try:
            return self._cursor.execute(sql, list(parameters))
        except duckdb.Error as error:
            raise store_error(self._path, error) from error


# The endpoint refused it and would do so again.
_PASSING = f"^http-({'|'.join(map(str, PASSING_STATUSES))}):"

# What has no item yet. The answers that gave one are only looked up, not grouped: of a run
# that was nearly done they are nearly all.
_WANTED = f"""
CREATE OR REPLACE TEMP TABLE wanted AS
WITH asked AS (
    SELECT row_id, sample, count(text) AS n_answers,
        bool_or(coalesce(error LIKE 'http-4%', FALSE)
            AND NOT coalesce(regexp_matches(error, '{_PASSING}'), FALSE)) AS refused,
        bool_or(coalesce(parse_reason = 'content-filter', FALSE)) AS filtered
    FROM completions WHERE config_id = $1 AND coalesce(n_items, 0) = 0 GROUP BY row_id, sample
), without_item AS (
    SELECT r.position, r.row_id, s.sample::INTEGER AS sample
    FROM reading_rows r CROSS JOIN range($2) s(sample)
    ANTI JOIN (SELECT row_id, sample FROM completions WHERE config_id = $1 AND n_items > 0) a
        ON a.row_id = r.row_id AND a.sample = s.sample
    WHERE r.reading_id = $3 AND r.position > $4 AND r.position <= $5
)
SELECT w.position, w.row_id, w.sample, coalesce(a.n_answers, 0)::INTEGER AS n_answers,
    coalesce(a.refused, FALSE) AS refused, coalesce(a.filtered, FALSE) AS filtered
FROM without_item w LEFT JOIN asked a ON a.row_id = w.row_id AND a.sample = w.sample
"""

_TAKE = """
SELECT p.sample, p.n_answers, s.row_id, s.metadata, s.facts, s.file, s.line,
    c.clip_id, c.dataset, s.split, c.file_name
FROM pending p JOIN source_rows s USING (row_id) JOIN clips c USING (clip_id)
WHERE p.place >= ? AND p.place < ? ORDER BY p.place
"""


def _pending(fields: tuple[Any, ...]) -> Pending:
    sample, n_answers, row_id, metadata, facts, file, line, *clip = fields
    row = SourceRow(row_id, Clip(*clip), orjson.loads(metadata), orjson.loads(facts), file, line)
    return Pending(row, sample, n_answers)
