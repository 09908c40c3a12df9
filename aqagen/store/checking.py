"""The statements that run a check; what does not pass goes to the table `found` in memory."""

import re
from collections.abc import Mapping

import duckdb

from aqagen.curation.checks import Check
from aqagen.store.connection import sql_text
from aqagen.store.relations import JUDGED_COLUMNS
from aqagen.store.workers import SCRATCH

__all__ = ["FOUND", "make_found", "run_on_items", "run_on_sets"]

FOUND = f"{SCRATCH}.found"


def make_found(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table for all that does not pass: `failed` is TRUE, or NULL for undecided."""
    connection.execute(
        f"CREATE TABLE {FOUND} (check_name VARCHAR, check_version INTEGER, scope VARCHAR, "
        "item_id VARCHAR, failed BOOLEAN, reason VARCHAR, detail JSON)"
    )


def run_on_items(
    connection: duckdb.DuckDBPyConnection, check: Check, new: str, asked: dict[str, dict[str, int]]
) -> dict[str, int]:
    """Run a check over `judged`; a plain WHERE would pass NULLs in silence.

    Args:
        connection: has `judged`.
        check: one of single items.
        new: SQL for the items of `judged` that it has not seen yet.
        asked: remembers how many items by dataset a condition has: many checks share theirs.

    Returns:
        How many items it is about, by dataset.
    """
    where = f"({new}) AND ({check.applies})"
    source = f"judged WHERE {where}"
    n_doubtful: tuple[int] | None = None
    if check.may_fail != "TRUE":
        # A table, so that those left stand together: what is dear is so for each 2,048 rows that
        # any of them is among. Without the columns that the check does not ask for.
        said = f"{check.fails} {check.detail} {check.reason_sql}"
        columns = [name for name in JUDGED_COLUMNS if re.search(rf"\b{name}\b", said)]
        names = ", ".join({"item_id": 0, "dataset": 0} | dict.fromkeys(columns))
        n_doubtful = connection.execute(
            f"CREATE OR REPLACE TEMP TABLE doubtful AS SELECT {names} FROM {source} "
            f"AND ({check.may_fail})"
        ).fetchone()
        source = "doubtful"
    reason = check.reason_sql or sql_text(check.reason)
    # Planning alone takes as long as ten thousand items: not for none.
    if n_doubtful != (0,):
        connection.execute(
            f"INSERT INTO {FOUND} SELECT {sql_text(check.name)}, {check.version}, dataset, "
            f"item_id, failed, {reason}, to_json({check.detail}) FROM "
            f"(SELECT *, ({check.fails}) AS failed FROM {source}) WHERE failed IS NOT FALSE"
        )
    if where not in asked:
        n_items = f"SELECT dataset, count(*) FROM judged WHERE {where} GROUP BY dataset"
        asked[where] = dict(connection.execute(n_items).fetchall())
    return asked[where]


def run_on_sets(
    connection: duckdb.DuckDBPyConnection, check: Check, scope: str
) -> Mapping[str, int]:
    """Run a check that compares items, over `everything`; return how many it is about."""
    for statement in check.prepare:
        connection.execute(statement)
    connection.execute(
        f"INSERT INTO {FOUND} SELECT {sql_text(check.name)}, {check.version}, {sql_text(scope)}, "
        f"item_id, failed, reason, to_json(detail) FROM ({check.query})"
    )
    row = connection.execute(f"SELECT count(*) FROM everything WHERE {check.applies}").fetchone()
    if check.prepare:
        _drop_own_tables(connection)
    return {scope: row[0] if row else 0}


def _drop_own_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make room: the next check brings its own."""
    tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall()
    for (name,) in tables:
        connection.execute(f'DROP TABLE "{name}"')
