"""Running checks over the items of the store, set-wise, and keeping what they say.

Only failures and undecided items are stored. That an item without a verdict has passed is
proved by `check_runs`: one row per check, dataset and run, with the last item it saw.
"""

import time
from collections.abc import Sequence
from pathlib import Path

import duckdb

from aqagen.answers import normalise
from aqagen.curation.checks import Check
from aqagen.records import CheckRun
from aqagen.store.connection import store_error
from aqagen.store.store import Store

__all__ = ["judge", "set_checks_in_force"]

# Text that SQL's lower() and trim() treat exactly as `answers.normalise` does; any other goes
# through Python, so that there is one definition.
_PLAIN = r"^[\t\n\r -~]*$"

_RELATION = """
CREATE OR REPLACE TEMP TABLE judged AS
SELECT i.item_id, i.seq, i.dataset, i.origin, i.question, i.options,
    i.options[i.answer_index + 1] AS answer,
    sql_normalise(i.question) AS question_key,
    list_transform(i.options, lambda option: sql_normalise(option)) AS options_key,
    sql_words(i.question || ' ' || array_to_string(i.options, ' ')) AS words,
    r.metadata, r.facts,
    CASE WHEN i.origin = 'imported' THEN '' ELSE sql_words(concat_ws(' ',
        r.metadata->>'caption', r.metadata->>'question', r.metadata->>'answer')) END
        AS metadata_words,
    CASE WHEN i.origin <> 'imported' THEN sql_normalise(r.metadata->>'question') END
        AS source_question_key
FROM items i JOIN source_rows r ON r.row_id = i.row_id
WHERE i.dataset = ? AND i.seq > ?
"""

_MACROS = r"""
CREATE OR REPLACE TEMP MACRO sql_normalise(x) AS
    lower(rtrim(trim(regexp_replace(x, '\s+', ' ', 'g')), ',;. '));
CREATE OR REPLACE TEMP MACRO sql_words(x) AS
    ' ' || trim(regexp_replace(
        lower(replace(x, chr(8217), chr(39))), '[^\pL\pN\x27]+', ' ', 'g')) || ' ';
"""


def set_checks_in_force(store: Store, checks: Sequence[Check]) -> None:
    """Say which checks, in which versions, decide what is kept."""
    with _Transaction(store) as connection:
        connection.execute("DELETE FROM checks")
        for check in checks:
            connection.execute(
                "INSERT INTO checks VALUES (?, ?, ?, ?)",
                [check.name, check.version, check.reason, check.action],
            )


def judge(store: Store, checks: Sequence[Check], dataset: str) -> list[CheckRun]:
    """Run checks over the items of a dataset that their versions have not seen yet.

    Returns:
        One `CheckRun` per check that had something new to look at.

    Raises:
        StoreError: DuckDB could not run a check or keep its verdicts.
    """
    seen = _last_seen(store, dataset)
    wanted = [(check, seen.get((check.name, check.version), 0)) for check in checks]
    last = store.fetch("SELECT coalesce(max(seq), 0) FROM items WHERE dataset = ?", [dataset])[0][0]
    wanted = [(check, after) for check, after in wanted if after < last]
    if not wanted:
        return []
    with _Transaction(store) as connection:
        connection.execute(_MACROS)
        connection.execute(_RELATION, [dataset, min(after for _, after in wanted)])
        _normalise_in_python(connection)
        return [_run(connection, check, dataset, after, last) for check, after in wanted]


class _Transaction:
    """All or nothing: a check that fails half way leaves no verdicts behind."""

    def __init__(self, store: Store) -> None:
        self._connection = store.connection.cursor()
        self._path: Path = store.path

    def __enter__(self) -> duckdb.DuckDBPyConnection:
        self._connection.execute("BEGIN")
        return self._connection

    def __exit__(self, kind: type[BaseException] | None, error: object, _: object) -> None:
        try:
            self._connection.execute("ROLLBACK" if kind else "COMMIT")
        except duckdb.Error as at_the_end:
            raise store_error(self._path, at_the_end) from at_the_end
        finally:
            self._connection.close()
        if isinstance(error, duckdb.Error):
            raise store_error(self._path, error) from error


def _last_seen(store: Store, dataset: str) -> dict[tuple[str, int], int]:
    rows = store.fetch(
        "SELECT check_name, check_version, max(last_seq) FROM check_runs WHERE scope = ? "
        "GROUP BY ALL",
        [dataset],
    )
    return {(name, version): seq for name, version, seq in rows}


def _normalise_in_python(connection: duckdb.DuckDBPyConnection) -> None:
    """Redo the keys of items with characters that SQL folds otherwise than Python."""
    rows = connection.execute(
        "SELECT item_id, question, options, metadata->>'question' FROM judged WHERE NOT "
        "regexp_full_match(concat_ws('', question, array_to_string(options, ''), "
        "metadata->>'question'), ?, 's')",
        [_PLAIN],
    ).fetchall()
    if not rows:
        return
    connection.execute(
        "UPDATE judged SET question_key = n.question_key, options_key = n.options_key, "
        "source_question_key = "
        "CASE WHEN source_question_key IS NULL THEN NULL ELSE n.source_key END "
        "FROM (SELECT unnest(?::VARCHAR[]) AS item_id, unnest(?::VARCHAR[]) AS question_key, "
        "unnest(?::VARCHAR[][]) AS options_key, unnest(?::VARCHAR[]) AS source_key) n "
        "WHERE judged.item_id = n.item_id",
        [
            [row[0] for row in rows],
            [normalise(row[1]) for row in rows],
            [[normalise(option) for option in row[2]] for row in rows],
            [None if row[3] is None else normalise(row[3]) for row in rows],
        ],
    )


def _run(
    connection: duckdb.DuckDBPyConnection, check: Check, dataset: str, after: int, last: int
) -> CheckRun:
    """Run one check over the prepared relation; a plain WHERE would pass NULLs in silence."""
    now = time.time()
    n_items = _scalar(
        connection, f"SELECT count(*) FROM judged WHERE seq > {after} AND ({check.applies})"
    )
    connection.execute(
        "INSERT INTO verdicts SELECT item_id, ?, ?, if(failed, 'fail', 'undecided'), ?, "
        "to_json(detail), make_timestamp(?) FROM ("
        f"SELECT item_id, ({check.fails}) AS failed, ({check.detail}) AS detail FROM judged "
        f"WHERE seq > {after} AND ({check.applies}) AND ({check.fails}) IS NOT FALSE)",
        [check.name, check.version, check.reason, int(now * 1e6)],
    )
    where = f"check_name = '{check.name}' AND check_version = {check.version}"
    # The relation may reach further back than this check's own new items.
    new = f"(SELECT item_id FROM judged WHERE seq > {after})"
    joined = f"FROM verdicts SEMI JOIN {new} USING (item_id) WHERE {where}"
    n_fail = _scalar(connection, f"SELECT count(*) {joined} AND status = 'fail'")
    n_undecided = _scalar(connection, f"SELECT count(*) {joined} AND status = 'undecided'")
    connection.execute(
        "INSERT INTO check_runs VALUES (?, ?, ?, ?, ?, ?, make_timestamp(?), ?)",
        [check.name, check.version, dataset, n_items, n_fail, n_undecided, int(now * 1e6), last],
    )
    return CheckRun(check.name, check.version, dataset, n_items, n_fail, n_undecided)


def _scalar(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0
