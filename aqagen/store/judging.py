"""Running checks over the items of the store, set-wise, and keeping what they say.

Only failures and undecided items are stored. That an item without a verdict has passed is
proved by `check_runs`: one row per check, dataset and run, with the last item it saw.

A check of single items looks at what is new since its version last looked. A check that
compares items (`Check.query`) looks at everything again when anything is new, for a new item can
be the twin of an old one; what it said before is replaced.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from aqagen.curation.checks import Check
from aqagen.records import CheckRun
from aqagen.store.connection import sql_text, store_error
from aqagen.store.relations import CHUNK_ITEMS, make_everything, make_judged, make_macros
from aqagen.store.store import Store

__all__ = [
    "ALL_DATASETS",
    "Transaction",
    "judge",
    "remember_policy",
    "remembered_policy",
    "set_checks_in_force",
]

# The scope of a check that compares items of every dataset.
ALL_DATASETS = "*"


def set_checks_in_force(
    store: Store, checks: Sequence[Check], policy: Mapping[str, str] | None = None
) -> None:
    """Say which checks, in which versions, decide what is kept, and what each reason does.

    Args:
        store: the store.
        checks: those in force.
        policy: `drop`, `mark` or `ignore` by reason, over the checks' own actions.
    """
    rows = [
        (check.name, check.version, reason.code, (policy or {}).get(reason.code, reason.action))
        for check in checks
        for reason in check.reasons
    ]
    with Transaction(store) as connection:
        connection.execute("DELETE FROM checks WHERE required")
        connection.executemany("INSERT INTO checks VALUES (?, ?, ?, ?, TRUE)", rows)


def remembered_policy(store: Store) -> dict[str, str]:
    """Return what the user wants of reasons, over the checks' own actions."""
    return dict(store.fetch("SELECT reason, action FROM policy ORDER BY reason"))


def remember_policy(store: Store, policy: Mapping[str, str]) -> None:
    """Keep what the user wants of reasons, in the place of what was wanted before."""
    with Transaction(store) as connection:
        connection.execute("DELETE FROM policy")
        if policy:
            connection.executemany("INSERT INTO policy VALUES (?, ?)", list(policy.items()))


def judge(
    store: Store, checks: Sequence[Check], datasets: Sequence[str] | None = None
) -> list[CheckRun]:
    """Run checks over the items of some datasets that their versions have not seen yet.

    Checks that compare items look at every dataset whatever is named.

    Returns:
        One `CheckRun` per check and dataset (or `ALL_DATASETS`) that had something new.

    Raises:
        StoreError: DuckDB could not run a check or keep its verdicts.
    """
    job = _Job.plan(store, checks, datasets)
    if not job.of_items and not job.of_sets:
        return []
    with Transaction(store) as connection:
        make_macros(connection)
        _forget_older_versions(connection, job)
        counts = _Counts()
        for after, last in job.chunks():
            make_judged(connection, after, last)
            asked: dict[str, dict[str, int]] = {}
            for check, seen in job.of_items:
                counts.add(check, seen, _run_on_items(connection, check, seen, asked))
        if job.of_sets:
            make_everything(connection, job.last)
            for check in job.of_sets:
                counts.add(check, {ALL_DATASETS: 0}, _run_on_sets(connection, check))
        connection.execute("DROP TABLE IF EXISTS judged; DROP TABLE IF EXISTS everything")
        return counts.save(connection, job)


@dataclass(frozen=True, slots=True)
class _Job:
    """What is to be looked at.

    Attributes:
        of_items: checks of single items, with the last item seen by dataset.
        of_sets: checks that compare items.
        lasts: the last item by dataset.
    """

    of_items: list[tuple[Check, dict[str, int]]]
    of_sets: list[Check]
    lasts: dict[str, int]

    @property
    def last(self) -> int:
        """The last item of all."""
        return max(self.lasts.values())

    @classmethod
    def plan(cls, store: Store, checks: Sequence[Check], datasets: Sequence[str] | None) -> "_Job":
        lasts = dict(store.fetch("SELECT dataset, max(seq) FROM items GROUP BY dataset"))
        rows = store.fetch(
            "SELECT check_name, check_version, scope, max(last_seq) FROM check_runs GROUP BY ALL"
        )
        seen = {(name, version, scope): seq for name, version, scope, seq in rows}
        wanted = [name for name in lasts if datasets is None or name in datasets]
        of_items, of_sets = [], []
        for check in checks:
            if check.query:
                done = seen.get((check.name, check.version, ALL_DATASETS), 0)
                if wanted and done < max(lasts.values()):
                    of_sets.append(check)
                continue
            afters = {name: seen.get((check.name, check.version, name), 0) for name in wanted}
            afters = {name: after for name, after in afters.items() if after < lasts[name]}
            if afters:
                of_items.append((check, afters))
        return cls(of_items, of_sets, lasts)

    def chunks(self) -> Iterator[tuple[int, int]]:
        """Yield ranges of sequence numbers that hold everything new, each of bounded size."""
        afters = [after for _, seen in self.of_items for after in seen.values()]
        if not afters:
            return
        last = max(self.lasts[name] for _, seen in self.of_items for name in seen)
        for after in range(min(afters), last, CHUNK_ITEMS):
            yield after, min(after + CHUNK_ITEMS, last)


class _Counts:
    """Items looked at, failed and undecided, by check and dataset."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], list[int]] = {}
        self._checks: dict[str, Check] = {}

    def add(
        self, check: Check, scopes: Mapping[str, int], found: Mapping[str, tuple[int, int, int]]
    ) -> None:
        self._checks[check.name] = check
        for scope in scopes:
            total = self._numbers.setdefault((check.name, scope), [0, 0, 0])
            for place, number in enumerate(found.get(scope, (0, 0, 0))):
                total[place] += number

    def save(self, connection: duckdb.DuckDBPyConnection, job: _Job) -> list[CheckRun]:
        runs = [
            CheckRun(name, self._checks[name].version, scope, *numbers)
            for (name, scope), numbers in self._numbers.items()
        ]
        lasts = [job.last if run.scope == ALL_DATASETS else job.lasts[run.scope] for run in runs]
        connection.execute(
            "INSERT INTO check_runs SELECT unnest(?), unnest(?), unnest(?), unnest(?), unnest(?), "
            "unnest(?), make_timestamp(?), unnest(?)",
            [
                [run.check_name for run in runs],
                [run.check_version for run in runs],
                [run.scope for run in runs],
                [run.n_items for run in runs],
                [run.n_fail for run in runs],
                [run.n_undecided for run in runs],
                int(time.time() * 1e6),
                lasts,
            ],
        )
        return runs


class Transaction:
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


def _forget_older_versions(connection: duckdb.DuckDBPyConnection, job: _Job) -> None:
    """Forget what older versions of the checks said of the datasets that are judged again."""
    there = "SELECT DISTINCT check_name, check_version FROM verdicts"
    versions = set(connection.execute(there).fetchall())
    for check, seen in job.of_items:
        if any(name == check.name and number != check.version for name, number in versions):
            connection.execute(
                "DELETE FROM verdicts WHERE check_name = ? AND check_version <> ? AND item_id IN "
                "(SELECT item_id FROM items WHERE dataset IN (SELECT unnest(?::VARCHAR[])))",
                [check.name, check.version, list(seen)],
            )


def _run_on_items(
    connection: duckdb.DuckDBPyConnection, check: Check, seen: Mapping[str, int],
    asked: dict[str, dict[str, int]],
) -> dict[str, tuple[int, int, int]]:  # fmt: skip
    """Run a check over `judged`; a plain WHERE would pass NULLs in silence.

    `asked` remembers how many items by dataset a condition has: many checks share theirs.
    """
    # `judged` may reach further back than this check's own new items.
    new = " OR ".join(f"(dataset = {sql_text(name)} AND seq > {seq})" for name, seq in seen.items())
    where = f"({new}) AND ({check.applies})"
    reason = check.reason_sql or sql_text(check.reason)
    few = "NOT MATERIALIZED" if check.may_fail == "TRUE" else "MATERIALIZED"
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE found AS "
        f"WITH doubtful AS {few} (SELECT * FROM judged WHERE {where} AND ({check.may_fail})) "
        f"SELECT item_id, dataset, failed, {reason} AS reason, ({check.detail}) AS detail FROM "
        f"(SELECT *, ({check.fails}) AS failed FROM doubtful) WHERE failed IS NOT FALSE"
    )
    if where not in asked:
        n_items = f"SELECT dataset, count(*) FROM judged WHERE {where} GROUP BY dataset"
        asked[where] = dict(connection.execute(n_items).fetchall())
    return _keep(connection, check, asked[where])


def _run_on_sets(
    connection: duckdb.DuckDBPyConnection, check: Check
) -> dict[str, tuple[int, int, int]]:
    """Run a check that compares items, and forget what it said before."""
    for statement in check.prepare:
        connection.execute(statement)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE found AS "
        f"SELECT item_id, '{ALL_DATASETS}' AS dataset, failed, reason, detail FROM ({check.query})"
    )
    connection.execute("DELETE FROM verdicts WHERE check_name = ?", [check.name])
    row = connection.execute(f"SELECT count(*) FROM everything WHERE {check.applies}").fetchone()
    return _keep(connection, check, {ALL_DATASETS: row[0] if row else 0})


def _keep(
    connection: duckdb.DuckDBPyConnection, check: Check, n_items: Mapping[str, int]
) -> dict[str, tuple[int, int, int]]:
    """Keep what was found as verdicts; return items, failures and undecided by dataset."""
    connection.execute(
        "INSERT INTO verdicts SELECT item_id, ?, ?, if(failed, 'fail', 'undecided'), reason, "
        "to_json(detail), make_timestamp(?) FROM found",
        [check.name, check.version, int(time.time() * 1e6)],
    )
    rows = connection.execute(
        "SELECT dataset, count(*) FILTER (failed), count(*) FILTER (failed IS NULL) "
        "FROM found GROUP BY dataset"
    ).fetchall()
    found = {dataset: (n_fail, n_undecided) for dataset, n_fail, n_undecided in rows}
    return {name: (n, *found.get(name, (0, 0))) for name, n in n_items.items()}
