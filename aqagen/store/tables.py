"""How each record is written: its table, its columns, and one bulk insert for all of them."""

import json
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from itertools import accumulate, chain
from typing import Any, Generic, TypeVar

import duckdb
import orjson
from arro3 import core as arrow

from aqagen.records import (
    AudioFacts,
    Clip,
    Completion,
    Item,
    ItemCompletion,
    ParseOutcome,
    ReadRow,
    SkippedRow,
    SourceRow,
)

__all__ = [
    "AUDIO_FACTS",
    "CLIPS",
    "COMPLETIONS",
    "ITEMS",
    "ITEM_COMPLETIONS",
    "READING_ROWS",
    "SKIPPED_ROWS",
    "SOURCE_ROWS",
    "Table",
    "to_json",
]

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Table(Generic[R]):
    """One table as the writer sees it.

    Attributes:
        name: of the table.
        columns: column name and DuckDB type, in the order of `values`.
        values: the record's values in that order; times are epoch seconds.
        key: the column by which a record that is there already is left out; None when the
            caller knows that it is new.
        replace: a record whose primary key is there already takes its place.
        stamped: the table has a `created_at` that the records do not bring.
    """

    name: str
    columns: tuple[tuple[str, str], ...]
    values: Callable[[R], tuple[Any, ...]]
    key: str | None = None
    replace: bool = False
    stamped: bool = True

    def insert(
        self, connection: duckdb.DuckDBPyConnection, records: Sequence[R], now_s: float
    ) -> None:
        """Insert records in one statement, from Arrow columns.

        Row-wise inserts are 20 times slower, a list of Python values per column takes twice as
        long (docs/decisions/004-one-writer.md). `created_at` is `now_s` for every record that
        does not bring its own.
        """
        if not records:
            return
        names = [name for name, _ in self.columns]
        rows = [self.values(record) for record in records]
        if self.key:
            # Of those with the same key the first.
            at = names.index(self.key)
            first: dict[Any, tuple[Any, ...]] = {}
            for row in rows:
                first.setdefault(row[at], row)
            rows = list(first.values())
        # DuckDB finds it by the variable's name.
        batch = arrow.Table.from_pydict({
            name: _array(column, kind)
            for (name, kind), column in zip(self.columns, zip(*rows, strict=True), strict=True)
        })  # fmt: skip
        select = ", ".join(
            f"make_timestamp({name})" if kind == "TIMESTAMP" else name
            for name, kind in self.columns
        )
        stamped = ", created_at" if self.stamped else ""
        stamp = f", make_timestamp({int(now_s * 1e6)})" if self.stamped else ""
        new = f"ANTI JOIN {self.name} USING ({self.key})" if self.key else ""
        # Every name in here is a constant of this file; the values travel beside it.
        connection.execute(
            f"INSERT {'OR REPLACE' if self.replace else ''} INTO {self.name} "
            f"({', '.join(names)}{stamped}) SELECT {select}{stamp} FROM batch {new}"
        )
        del batch


# The types in which a column's values travel: JSON as text, times as microseconds.
_ARROW_TYPES = {
    "VARCHAR": arrow.DataType.utf8(),
    "JSON": arrow.DataType.utf8(),
    "INTEGER": arrow.DataType.int32(),
    "BIGINT": arrow.DataType.int64(),
    "TIMESTAMP": arrow.DataType.int64(),
    "DOUBLE": arrow.DataType.float64(),
}


def _array(values: Sequence[Any], kind: str) -> arrow.Array:
    """Return a column's values as DuckDB reads them without a Python object for each."""
    if kind.endswith("[]"):
        ends = list(accumulate(map(len, values), initial=0))
        flat = _array(list(chain.from_iterable(values)), kind.removesuffix("[]"))
        return arrow.list_array(arrow.Array(ends, type=arrow.DataType.int32()), flat)
    try:
        return arrow.Array(values, type=_ARROW_TYPES[kind])
    except UnicodeEncodeError:
        # Lone surrogates, which JSON can smuggle into text and UTF-8 cannot hold.
        texts = [value and value.encode("utf-8", "replace").decode() for value in values]
        return arrow.Array(texts, type=_ARROW_TYPES[kind])


def to_json(value: Any) -> str:
    """Return JSON text as the store keeps it: in the record's own key order, not escaped."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:  # lone surrogates, integers beyond 64 bits
        return json.dumps(value, ensure_ascii=False)


CLIPS: Table[Clip] = Table(
    "clips",
    (
        ("clip_id", "VARCHAR"),
        ("dataset", "VARCHAR"),
        ("split", "VARCHAR"),
        ("file_name", "VARCHAR"),
        ("audio_path", "VARCHAR"),
        ("duration_s", "DOUBLE"),
        ("freesound_id", "VARCHAR"),
        ("license", "VARCHAR"),
        ("metadata", "JSON"),
    ),
    lambda c: (
        c.clip_id,
        c.dataset,
        c.split,
        c.file_name,
        c.audio_path,
        c.duration_s,
        c.freesound_id,
        c.license,
        to_json(c.metadata),
    ),
    replace=True,
    stamped=False,
)

SOURCE_ROWS: Table[SourceRow] = Table(
    "source_rows",
    (
        ("row_id", "VARCHAR"),
        ("dataset", "VARCHAR"),
        ("split", "VARCHAR"),
        ("clip_id", "VARCHAR"),
        ("metadata", "JSON"),
        ("facts", "JSON"),
        ("file", "VARCHAR"),
        ("line", "INTEGER"),
    ),
    lambda r: (
        r.row_id,
        r.dataset,
        r.split,
        r.clip.clip_id,
        to_json(r.metadata),
        to_json(r.facts),
        r.file,
        r.line,
    ),
    key="row_id",
)

READING_ROWS: Table[ReadRow] = Table(
    "reading_rows",
    (("reading_id", "VARCHAR"), ("position", "BIGINT"), ("row_id", "VARCHAR")),
    lambda r: (r.reading_id, r.position, r.row.row_id),
    stamped=False,
)

SKIPPED_ROWS: Table[SkippedRow] = Table(
    "skipped_rows",
    (
        ("skip_id", "VARCHAR"),
        ("dataset", "VARCHAR"),
        ("split", "VARCHAR"),
        ("file", "VARCHAR"),
        ("line", "INTEGER"),
        ("reason", "VARCHAR"),
        ("detail", "VARCHAR"),
    ),
    lambda s: (s.skip_id, s.dataset, s.split, s.file, s.line, s.reason, s.detail),
    key="skip_id",
)

# With what the parser made of it, when it came in the same batch.
COMPLETIONS: Table[tuple[Completion, ParseOutcome | None]] = Table(
    "completions",
    (
        ("completion_id", "VARCHAR"),
        ("request_id", "VARCHAR"),
        ("attempt", "INTEGER"),
        ("dataset", "VARCHAR"),
        ("row_id", "VARCHAR"),
        ("model", "VARCHAR"),
        ("prompt_name", "VARCHAR"),
        ("prompt_hash", "VARCHAR"),
        ("text", "VARCHAR"),
        ("finish_reason", "VARCHAR"),
        ("prompt_tokens", "INTEGER"),
        ("completion_tokens", "INTEGER"),
        ("latency_ms", "DOUBLE"),
        ("error", "VARCHAR"),
        ("parse_reason", "VARCHAR"),
        ("created_at", "TIMESTAMP"),
        ("config_id", "VARCHAR"),
        ("sample", "INTEGER"),
        ("origin", "VARCHAR"),
        ("n_items", "INTEGER"),
    ),
    lambda pair: (
        pair[0].completion_id,
        pair[0].request_id,
        pair[0].attempt,
        pair[0].dataset,
        pair[0].row_id,
        pair[0].model,
        pair[0].prompt_name,
        pair[0].prompt_hash,
        pair[0].text,
        pair[0].finish_reason,
        pair[0].prompt_tokens,
        pair[0].completion_tokens,
        pair[0].latency_ms,
        pair[0].error,
        pair[1].parse_reason if pair[1] else pair[0].parse_reason,
        int(pair[0].created_at * 1e6),
        pair[0].config_id,
        pair[0].sample,
        pair[0].origin,
        pair[1].n_items if pair[1] else pair[0].n_items,
    ),
    stamped=False,
)

ITEMS: Table[Item] = Table(
    "items",
    (
        ("item_id", "VARCHAR"),
        ("dataset", "VARCHAR"),
        ("split", "VARCHAR"),
        ("clip_id", "VARCHAR"),
        ("row_id", "VARCHAR"),
        ("question", "VARCHAR"),
        ("options", "VARCHAR[]"),
        ("answer_index", "INTEGER"),
        ("origin", "VARCHAR"),
        ("completion_id", "VARCHAR"),
    ),
    lambda i: (
        i.item_id,
        i.dataset,
        i.split,
        i.clip_id,
        i.row_id,
        i.question,
        list(i.options),
        i.answer_index,
        i.origin,
        i.completion_id,
    ),
    key="item_id",
)

AUDIO_FACTS: Table[AudioFacts] = Table(
    "audio_facts",
    (
        ("clip_id", "VARCHAR"),
        ("audio_path", "VARCHAR"),
        ("size_bytes", "BIGINT"),
        ("modified_ns", "BIGINT"),
        ("status", "VARCHAR"),
        ("format", "VARCHAR"),
        ("duration_s", "DOUBLE"),
        ("sample_rate_hz", "INTEGER"),
        ("n_channels", "INTEGER"),
        ("rms_dbfs", "DOUBLE"),
        ("peak_dbfs", "DOUBLE"),
        ("sha256", "VARCHAR"),
        ("detail", "VARCHAR"),
    ),
    astuple,
)

ITEM_COMPLETIONS: Table[ItemCompletion] = Table(
    "item_completions",
    (
        ("completion_id", "VARCHAR"),
        ("item_id", "VARCHAR"),
        ("purpose", "VARCHAR"),
        ("trial", "INTEGER"),
        ("config_id", "VARCHAR"),
        ("model", "VARCHAR"),
        ("text", "VARCHAR"),
        ("finish_reason", "VARCHAR"),
        ("prompt_tokens", "INTEGER"),
        ("completion_tokens", "INTEGER"),
        ("latency_ms", "DOUBLE"),
        ("error", "VARCHAR"),
        ("detail", "JSON"),
        ("created_at", "TIMESTAMP"),
    ),
    lambda c: (
        c.completion_id,
        c.item_id,
        c.purpose,
        c.trial,
        c.config_id,
        c.model,
        c.text,
        c.finish_reason,
        c.prompt_tokens,
        c.completion_tokens,
        c.latency_ms,
        c.error,
        to_json(c.detail),
        int(c.created_at * 1e6),
    ),
    stamped=False,
)
