"""The statements that run a check; what does not pass goes to the table `found` in memory."""

from collections.abc import Mapping, Sequence

import duckdb

from aqagen.curation.checks import Check
from aqagen.store.columns import asked_columns, judged_for
from aqagen.store.connection import sql_text
from aqagen.store.workers import SCRATCH

__all__ = ["FOUND", "count_items", "make_found", "run_on_items", "run_on_sets"]

FOUND = f"{SCRATCH}.found"


def make_found(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table for all that does not pass: `failed` is TRUE, or NULL for undecided."""
    connection.execute(
        f"CREATE TABLE {FOUND} (check_name VARCHAR, check_version INTEGER, scope VARCHAR, "
        "item_id VARCHAR, failed BOOLEAN, reason VARCHAR, detail JSON)"
    )


def run_on_items(connection: duckdb.DuckDBPyConnection, check: Check, where: str) -> None:
    """Run a check over `judged`; a plain WHERE would pass NULLs in silence.

    Args:
        connection: has `judged`.
        check: one of single items.
        where: SQL for the items of `judged` that it is about and has not seen yet.
    """
    said = (check.fails, check.detail, check.reason_sql)
    source = f"{judged_for(where, *said)} WHERE {where}"
    if check.may_fail != "TRUE":
        # A table, so that those left stand together: what is dear is so for each 2,048 rows that
        # any of them is among. Without the columns that the check does not ask for.
        judged = judged_for(where, check.may_fail, *said)
        n_doubtful = connection.execute(
            f"CREATE OR REPLACE TEMP TABLE doubtful AS SELECT {', '.join(asked_columns(*said))} "
            f"FROM {judged} WHERE {where} AND ({check.may_fail})"
        ).fetchone()
        # Planning alone takes as long as ten thousand items: not for none.
        if n_doubtful == (0,):
            return
        source = "doubtful"
    reason = check.reason_sql or sql_text(check.reason)
    # As it is written: the optimizer would ask `fails` in a filter and once more beside it, each
    # with patterns of its own to compile, and take longer than that to plan.
    connection.execute("PRAGMA disable_optimizer")
    try:
        connection.execute(
            f"INSERT INTO {FOUND} SELECT {sql_text(check.name)}, {check.version}, dataset, "
            f"item_id, failed, {reason}, to_json({check.detail}) FROM "
            f"(SELECT *, ({check.fails}) AS failed FROM {source}) WHERE failed IS NOT FALSE"
        )
    finally:
        connection.execute("PRAGMA enable_optimizer")


def count_items(
    connection: duckdb.DuckDBPyConnection, conditions: Sequence[str]
) -> dict[str, dict[str, int]]:
    """Count the items of `judged` of which a condition is true, by dataset, for each condition."""
    counts = ", ".join(f"count(*) FILTER ({condition})" for condition in conditions)
    rows = connection.execute(
        f"SELECT dataset, {counts} FROM {judged_for(*conditions)} GROUP BY dataset"
    ).fetchall()
    return {
        condition: {dataset: numbers[place] for dataset, *numbers in rows if numbers[place]}
        for place, condition in enumerate(conditions)
    }


def run_on_sets(
    connection: duckdb.DuckDBPyConnection, check: Check, scope: str
) -> Mapping[str, int]:
    """Run a check that compares items, over `everything`; return how many it is about."""
    row = connection.execute(f"SELECT count(*) FROM everything WHERE {check.applies}").fetchone()
    n_items = row[0] if row else 0
    # As where no audio is at hand: planning takes longer than to count.
    if n_items == 0:
        return {scope: 0}
    for statement in check.prepare:
        connection.execute(statement)
    connection.execute(
        f"INSERT INTO {FOUND} SELECT {sql_text(check.name)}, {check.version}, {sql_text(scope)}, "
        f"item_id, failed, reason, to_json(detail) FROM ({check.query})"
    )
    if check.prepare:
        _drop_own_tables(connection)
    return {scope: n_items}


def _drop_own_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make room: the next check brings its own."""
    tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall()
    for (name,) in tables:
        connection.execute(f'DROP TABLE "{name}"')
