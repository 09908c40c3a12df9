"""Repaired items in the store: which may be repaired, and what takes whose place."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from aqagen.records import Item
from aqagen.sources import is_for_evaluation
from aqagen.store.connection import store_error
from aqagen.store.store import Store
from aqagen.store.tables import ITEMS, Table, to_json

__all__ = ["Replacement", "fixable_items", "replace_items"]

# Items at a time, so that memory does not grow with their number.
_BATCH = 100_000

# What models found out about an item holds for the repaired one until they are asked of that.
_INHERIT = """
INSERT INTO {table} SELECT t.* REPLACE (s.successor_id AS item_id,
    json_merge_patch(t.detail, json_object('inherited_from', t.item_id)) AS detail)
FROM {table} t JOIN successors s ON s.item_id = t.item_id
SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS successor_id) n ON n.successor_id = s.successor_id
WHERE {condition}
"""
_TO_INHERIT = {"judgements": "TRUE", "probes": "TRUE", "verdicts": "t.check_name = 'judge'"}


@dataclass(frozen=True, slots=True)
class Replacement:
    """An item, the one that takes its place, and the kinds of repair between them.

    `first_origin` is the origin of the item that the first of all repairs was made of; it
    says which checks bind the last.
    """

    old: Item
    new: Item
    fixes: tuple[str, ...]
    first_origin: str


def fixable_items(store: Store, dataset: str, *, only_kept: bool = False) -> list[tuple[Item, str]]:
    """Return a dataset's items that may be repaired, sorted by id, and their first origins.

    Those that were replaced are not among them, nor are human-made items of evaluation sets:
    results on those compare only if everybody has the same items.
    """
    kept = "SEMI JOIN kept_items k ON k.item_id = i.item_id " if only_kept else ""
    rows = store.fetch(
        "SELECT i.item_id, dataset, split, clip_id, row_id, question, options, answer_index, "
        "origin, completion_id, coalesce(p.fixes->>'origin', origin) FROM items i "
        f"ANTI JOIN successors s ON s.item_id = i.item_id {kept}"
        "LEFT JOIN successors p ON p.successor_id = i.item_id WHERE dataset = ? "
        "ORDER BY i.item_id",
        [dataset],
    )
    items = [(Item(*(*row[:6], tuple(row[6]), *row[7:10])), str(row[10])) for row in rows]
    to_measure = {
        split for split in {item.split for item, _ in items} if is_for_evaluation(dataset, split)
    }
    return [
        (item, origin)
        for item, origin in items
        if origin != "imported" or item.split not in to_measure
    ]


def replace_items(store: Store, replacements: Sequence[Replacement]) -> None:
    """Keep repaired items and whose places they take, all or nothing.

    Since no repair touches the meaning, what models found out about the old ones goes along.

    Raises:
        StoreError: DuckDB could not keep them.
    """
    if not replacements:
        return
    now_s = time.time()
    connection = store.connection.cursor()
    try:
        connection.execute("BEGIN")
        for begin in range(0, len(replacements), _BATCH):
            batch = replacements[begin : begin + _BATCH]
            ITEMS.insert(connection, [each.new for each in batch], now_s)
            _SUCCESSORS.insert(connection, batch, now_s)
            ids = [each.new.item_id for each in batch]
            for table, condition in _TO_INHERIT.items():
                connection.execute(_INHERIT.format(table=table, condition=condition), [ids])
        connection.execute("COMMIT")
    except duckdb.Error as error:
        raise store_error(store.path, error) from error
    finally:
        connection.close()


def _fixes(each: Replacement) -> str:
    return to_json({"kinds": each.fixes, "origin": each.first_origin})


_SUCCESSORS: Table[Replacement] = Table(
    "successors",
    (("item_id", "VARCHAR"), ("successor_id", "VARCHAR"), ("fixes", "JSON")),
    lambda each: (each.old.item_id, each.new.item_id, _fixes(each)),
)
