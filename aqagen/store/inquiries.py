"""What models are asked of items: which questions are open, what was answered, what follows.

An item and a trial that have an answer by a configuration are never asked again. What follows
from the answers is computed from them, for those items of which more is stored than was counted.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import duckdb
import orjson

from aqagen.curation.subjects import Answered, Subject
from aqagen.records import PASSING_STATUSES
from aqagen.store.choosing import BEST_SAMPLE
from aqagen.store.connection import store_error
from aqagen.store.store import Store

__all__ = ["Inquiry", "OpenAsks", "answered_items", "clips_to_hear"]

T = TypeVar("T")

_PASSING = f"^http-({'|'.join(map(str, PASSING_STATUSES))}):"
_CHUNK_ITEMS = 20_000


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What is asked of which items.

    Attributes:
        purpose: `judge`, or a probe's name.
        config_id: the hash of everything that shapes the answers but the item and the trial.
        trials: how many answers are wanted per item.
        datasets: of these datasets.
        limit: only the first so many items; None for all.
        dropped: also items that a check drops.
        retry_failed: ask again what was finally refused.
    """

    purpose: str
    config_id: str
    trials: int
    datasets: tuple[str, ...]
    limit: int | None = None
    dropped: bool = False
    retry_failed: bool = False

    @property
    def own_checks(self) -> list[str]:
        """Checks that do not keep an item from being asked about.

        A judge sees what it has dropped itself (its votes are to be completed) and every
        sample, for its scores choose among them.
        """
        return ["judge", BEST_SAMPLE] if self.purpose == "judge" else []


class OpenAsks:
    """The questions without an answer, in the order of the items; handed out in pieces.

    Attributes:
        n_items: items that are asked about, answered before or not.
        n_asks: questions about them, answered before or not.
        n_open: those without an answer.
    """

    def __init__(self, store: Store, inquiry: Inquiry) -> None:
        self._path = store.path
        self._cursor = store.connection.cursor()
        self._lock = threading.Lock()
        self._taken = 0
        refused = "FALSE" if inquiry.retry_failed else (
            f"error LIKE 'http-4%' AND NOT regexp_matches(error, '{_PASSING}')"
        )  # fmt: skip
        limit = "" if inquiry.limit is None else f"LIMIT {int(inquiry.limit)}"
        condition = "" if inquiry.dropped else (
            "ANTI JOIN (SELECT item_id FROM dropped_items "
            "WHERE NOT list_contains($own, check_name)) d ON d.item_id = i.item_id"
        )  # fmt: skip
        self._execute(
            _ASKED.format(condition=condition, limit=limit),
            {"datasets": list(inquiry.datasets),
             **({} if inquiry.dropped else {"own": inquiry.own_checks})},
        )  # fmt: skip
        self._execute(
            _OPEN.format(refused=refused),
            {"trials": inquiry.trials, "purpose": inquiry.purpose, "config": inquiry.config_id},
        )
        counts = self._execute(
            "SELECT (SELECT count(*) FROM asked_items), (SELECT count(*) FROM open_asks)"
        ).fetchone()
        self.n_items, self.n_open = counts or (0, 0)
        self.n_asks = self.n_items * inquiry.trials

    def close(self) -> None:
        """Give the cursor back."""
        with self._lock:
            self._cursor.close()

    def take(self, n_asks: int) -> list[Subject]:
        """Return the next questions; fewer than wanted when there are no more."""
        with self._lock:
            if self._taken >= self.n_open:
                return []
            rows = self._execute(
                _TAKE, {"first": self._taken, "last": self._taken + n_asks}
            ).fetchall()
            self._taken += len(rows)
        return [_subject(row) for row in rows]

    def _execute(self, sql: str, parameters: Any = None) -> duckdb.DuckDBPyConnection:
        try:
            return self._cursor.execute(sql, parameters)
        except duckdb.Error as error:
            raise store_error(self._path, error) from error


_ASKED = """
CREATE OR REPLACE TEMP TABLE asked_items AS
SELECT i.item_id, i.seq FROM items i
ANTI JOIN successors s ON s.item_id = i.item_id {condition}
WHERE list_contains($datasets, i.dataset) ORDER BY i.seq {limit}
"""

_OPEN = """
CREATE OR REPLACE TEMP TABLE open_asks AS
SELECT row_number() OVER (ORDER BY a.seq, t.trial) - 1 AS place, a.item_id,
    t.trial::INTEGER AS trial
FROM asked_items a CROSS JOIN range($trials) t(trial)
ANTI JOIN (
    SELECT item_id, trial FROM item_completions
    WHERE purpose = $purpose AND config_id = $config AND (text IS NOT NULL OR {refused})
) c ON c.item_id = a.item_id AND c.trial = t.trial
"""

_TAKE = """
WITH taken AS (
    SELECT * FROM open_asks WHERE place >= $first AND place < $last
), wanted AS (
    SELECT DISTINCT i.clip_id, i.row_id FROM items i SEMI JOIN taken USING (item_id)
), beside AS (
    SELECT w.row_id, list(DISTINCT r.metadata->>'caption' ORDER BY r.metadata->>'caption')[:20]
        AS captions
    FROM wanted w JOIN source_rows r ON r.clip_id = w.clip_id AND r.row_id <> w.row_id
    WHERE r.metadata->>'caption' IS NOT NULL GROUP BY w.row_id
)
SELECT i.item_id, t.trial, i.dataset, i.clip_id, i.question, i.options, i.answer_index, i.origin,
    r.metadata, r.facts, b.captions, c.audio_path, c.duration_s
FROM taken t JOIN items i USING (item_id) JOIN source_rows r ON r.row_id = i.row_id
LEFT JOIN clips c ON c.clip_id = i.clip_id LEFT JOIN beside b ON b.row_id = i.row_id
ORDER BY t.place
"""


def _subject(fields: tuple[Any, ...]) -> Subject:
    *words, answer_index, origin, metadata, facts, captions, audio_path, duration_s = fields
    item_id, trial, dataset, clip_id, question, options = words
    # A released record is the question once more: it would confirm itself.
    shown = None if origin == "imported" else orjson.loads(metadata)
    known = {} if origin == "imported" else orjson.loads(facts)
    return Subject(
        item_id, trial, dataset, clip_id, question, tuple(options), answer_index, origin,
        shown, known, tuple(captions or ()), audio_path, duration_s,
    )  # fmt: skip


def clips_to_hear(store: Store, dataset: str) -> dict[str, str]:
    """Return where the clips of a dataset's items are expected, by id, sorted."""
    return dict(
        store.fetch(
            "SELECT clip_id, audio_path FROM clips SEMI JOIN items USING (clip_id) "
            "WHERE dataset = ? AND audio_path IS NOT NULL ORDER BY clip_id",
            [dataset],
        )
    )


def answered_items(
    store: Store, purpose: str, config_id: str, counted: str, convert: Callable[[Answered], T]
) -> Iterator[Sequence[T]]:
    """Yield what follows from the answers of items of which more is stored than was counted.

    Args:
        store: the store.
        purpose: `judge`, or a probe's name.
        config_id: of the answers.
        counted: SQL for a relation of item_id and n, the answers that were counted.
        convert: makes of an item's answers what is to be kept.
    """
    items = store.fetch(
        "SELECT a.item_id FROM (SELECT item_id, count(DISTINCT trial) AS n FROM item_completions "
        "WHERE purpose = ? AND config_id = ? AND text IS NOT NULL GROUP BY item_id) a "
        f"LEFT JOIN ({counted}) b ON b.item_id = a.item_id WHERE a.n > coalesce(b.n, 0) "
        "ORDER BY a.item_id",
        [purpose, config_id],
    )
    for start in range(0, len(items), _CHUNK_ITEMS):
        ids = [row[0] for row in items[start : start + _CHUNK_ITEMS]]
        # Of a trial that was answered twice, by a run that was killed, the first counts.
        rows = store.fetch(
            "SELECT i.item_id, i.options, i.answer_index, list(a.text ORDER BY a.trial), "
            "list(a.detail::VARCHAR ORDER BY a.trial) FROM (SELECT item_id, trial, "
            "arg_min(text, created_at) AS text, arg_min(detail, created_at) AS detail "
            "FROM item_completions WHERE purpose = ? AND config_id = ? AND text IS NOT NULL "
            "GROUP BY item_id, trial) a JOIN items i USING (item_id) "
            "SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS item_id) USING (item_id) "
            "GROUP BY i.item_id, i.options, i.answer_index ORDER BY i.item_id",
            [purpose, config_id, ids],
        )
        yield [
            convert(
                Answered(
                    item_id, tuple(options), answer_index,
                    list(zip(texts, map(orjson.loads, details), strict=True)),
                )
            )
            for item_id, options, answer_index, texts, details in rows
        ]  # fmt: skip
