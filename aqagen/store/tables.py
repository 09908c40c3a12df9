"""How each record is written: its table, its columns, and one bulk insert for all of them."""

import json
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from typing import Any, Generic, TypeVar

import duckdb
import orjson

from aqagen.records import (
    AudioFacts,
    Clip,
    Completion,
    Item,
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
        """Insert records in one statement: a list per column, unnested side by side.

        Row-wise inserts are 20 times slower (docs/decisions/004-one-writer.md). `created_at`
        is `now_s` for every record that does not bring its own.
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
        lists = [_storable(list(column)) for column in zip(*rows, strict=True)]
        unnests = ", ".join(f"unnest(?::{_wire_type(kind)}[]) AS {n}" for n, kind in self.columns)
        select = ", ".join(
            f"make_timestamp({name}) AS {name}" if kind == "TIMESTAMP" else name
            for name, kind in self.columns
        )
        stamped = ", created_at" if self.stamped else ""
        stamp = f", make_timestamp({int(now_s * 1e6)})" if self.stamped else ""
        source = f"(SELECT {unnests})"
        if self.key:
            source = f"{source} ANTI JOIN {self.name} USING ({self.key})"
        # Every name above is a constant of this file; the values travel as parameters.
        connection.execute(
            f"INSERT {'OR REPLACE' if self.replace else ''} INTO {self.name} "
            f"({', '.join(names)}{stamped}) "
            f"SELECT {select}{stamp} FROM {source}",
            lists,
        )


def _storable(column: list[Any]) -> list[Any]:
    """Replace lone surrogates, which JSON can smuggle into text and UTF-8 cannot hold.

    Nearly no column has any, and a whole column is looked at as quickly as a value.
    """
    try:
        "".join(value for value in column if isinstance(value, str)).encode()
    except UnicodeEncodeError:
        return [
            value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
            for value in column
        ]
    if column and isinstance(column[0], list):
        return [_storable(value) for value in column]
    return column


def _wire_type(kind: str) -> str:
    """The type in which a column's values travel: JSON as text, times as microseconds."""
    return {"JSON": "VARCHAR", "TIMESTAMP": "BIGINT"}.get(kind, kind)


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
