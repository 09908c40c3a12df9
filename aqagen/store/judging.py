"""Running checks over the items of the store, set-wise, and keeping what they say.

Only failures and undecided items are stored. That an item without a verdict has passed is
proved by `check_runs`: one row per check, dataset and run, with the last item it saw.

A check of single items looks at what is new since its version last looked. A check that
compares items (`Check.query`) looks at everything again when anything is new, for a new item can
be the twin of an old one; what it said before is replaced.
"""

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb

from aqagen.curation.checks import Check
from aqagen.records import CheckRun
from aqagen.store.checking import FOUND, count_items, make_found, run_on_items, run_on_sets
from aqagen.store.connection import sql_text, store_error
from aqagen.store.relations import (
    CHUNK_ITEMS,
    add_judged,
    add_to_sets,
    clear_judged,
    make_relations,
    normalise_in_python,
    see_relations,
)
from aqagen.store.store import Store
from aqagen.store.workers import Task, Workers

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
        if rows:
            connection.execute(
                "INSERT INTO checks SELECT unnest(?), unnest(?), unnest(?), unnest(?), TRUE",
                [list(column) for column in zip(*rows, strict=True)],
            )


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
    store: Store,
    checks: Sequence[Check],
    datasets: Sequence[str] | None = None,
    *,
    keep_words: bool = False,
) -> list[CheckRun]:
    """Run checks over the items of some datasets that their versions have not seen yet.

    Checks that compare items look at every dataset whatever is named.

    Args:
        store: the store.
        checks: those to run.
        datasets: whose items; of all when None.
        keep_words: leave the words of all items in memory where a check has compared them, for
            `dataset_biases`: until the store is closed, so write no items before.

    Returns:
        One `CheckRun` per check and dataset (or `ALL_DATASETS`) that had something new.

    Raises:
        StoreError: DuckDB could not run a check or keep its verdicts.
    """
    job = _Job.plan(store, checks, datasets)
    if not job.of_items and not job.of_sets:
        return []
    about: list[_About] = []
    leave = keep_words and bool(job.of_sets)
    with Workers(store, _make_shared, see_relations, leave=leave) as workers:
        of_sets: list[Task[_About]] = [partial(_run_on_sets, check=check) for check in job.of_sets]
        chunks = list(job.chunks(workers.n_threads))
        for first in range(0, len(chunks), workers.n_threads):
            some = chunks[first : first + workers.n_threads]
            workers.run([partial(_prepare, job=job, after=a, last=b) for a, b in some])
            tasks = job.tasks_of_items(some[0][0], some[-1][1])
            if job.last <= CHUNK_ITEMS:
                # The words of all are there; the longest first, for they end last.
                tasks, of_sets = [*of_sets, *tasks], []
            about += workers.run(tasks)
            workers.run([clear_judged])
        # Of many items each keeps all cores busy, and takes memory.
        about += workers.run(of_sets, one_by_one=True)
        with Transaction(store) as connection:
            _forget(connection, job)
            return _keep(connection, job, about)


# How many items a check is about, by its name and scope.
_About = Mapping[tuple[str, str], int]


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

    @property
    def after(self) -> int:
        """The last item of all that nothing is to be said of by a check of single items."""
        return min((after for _, seen in self.of_items for after in seen.values()),
                   default=self.last)  # fmt: skip

    def chunks(self, n_threads: int) -> Iterator[tuple[int, int]]:
        """Yield ranges of sequence numbers that hold all to look at, one for each thread or more.

        Checks that compare items look at the old ones too.
        """
        after = 0 if self.of_sets else self.after
        last = max((self.lasts[name] for _, seen in self.of_items for name in seen), default=0)
        last = self.last if self.of_sets else last
        size = min(CHUNK_ITEMS, -(-(last - after) // n_threads))
        for first in range(after, last, max(1, size)):
            yield first, min(first + size, last)

    def is_old(self, last: int) -> bool:
        """Say whether items up to one are only compared with: each check has seen them."""
        return not self.of_items or last <= self.after

    def tasks_of_items(self, after: int, last: int) -> "list[Task[_About]]":
        """Return what is to be done with the items of `judged`, which are those after one."""
        if self.is_old(last):
            return []
        about = {check.name: f"({self._new_items(seen, after)}) AND ({check.applies})"
                 for check, seen in self.of_items}  # fmt: skip
        return [
            partial(_count_items, about=about),
            *(partial(_run_on_items, check=check, where=about[check.name])
              for check, _ in self.of_items),
        ]  # fmt: skip

    def _new_items(self, seen: Mapping[str, int], after: int) -> str:
        """Return SQL for the items after one that a check has not seen yet."""
        if seen.keys() == self.lasts.keys() and max(seen.values()) <= after:
            return "TRUE"
        return " OR ".join(
            f"(dataset = {sql_text(name)} AND seq > {seq})" for name, seq in seen.items()
        )


def _make_shared(connection: duckdb.DuckDBPyConnection) -> None:
    make_found(connection)
    make_relations(connection)


def _prepare(connection: duckdb.DuckDBPyConnection, *, job: _Job, after: int, last: int) -> None:
    """Make the words of some items, and keep those for checks that compare items."""
    add_judged(connection, after, last, words_only=job.is_old(last))
    normalise_in_python(connection, after, last)
    if job.of_sets:
        add_to_sets(connection, after, last)


def _count_items(connection: duckdb.DuckDBPyConnection, *, about: Mapping[str, str]) -> _About:
    counts = count_items(connection, list(dict.fromkeys(about.values())))
    return {
        (name, dataset): n_items
        for name, where in about.items()
        for dataset, n_items in counts[where].items()
    }


def _run_on_items(connection: duckdb.DuckDBPyConnection, *, check: Check, where: str) -> _About:
    run_on_items(connection, check, where)
    return {}


def _run_on_sets(connection: duckdb.DuckDBPyConnection, *, check: Check) -> _About:
    found = run_on_sets(connection, check, ALL_DATASETS)
    return {(check.name, scope): n_items for scope, n_items in found.items()}


def _keep(
    connection: duckdb.DuckDBPyConnection, job: _Job, about: Sequence[_About]
) -> list[CheckRun]:
    """Keep what was found as verdicts, and that the other items passed."""
    now = f"make_timestamp({int(time.time() * 1e6)})"
    connection.execute(
        "INSERT INTO verdicts SELECT item_id, check_name, check_version, "
        f"if(failed, 'fail', 'undecided'), reason, detail, {now} FROM {FOUND}"
    )
    rows = connection.execute(
        "SELECT check_name, scope, count(*) FILTER (failed), count(*) FILTER (failed IS NULL) "
        f"FROM {FOUND} GROUP BY ALL"
    ).fetchall()
    found = {(name, scope): (n_fail, n_undecided) for name, scope, n_fail, n_undecided in rows}
    n_items: Counter[tuple[str, str]] = Counter()
    for numbers in about:
        n_items.update(numbers)
    scopes = [
        *((check, scope) for check, seen in job.of_items for scope in seen),
        *((check, ALL_DATASETS) for check in job.of_sets),
    ]
    runs = [
        CheckRun(check.name, check.version, scope, n_items[check.name, scope],
                 *found.get((check.name, scope), (0, 0)))
        for check, scope in scopes
    ]  # fmt: skip
    lasts = [job.last if run.scope == ALL_DATASETS else job.lasts[run.scope] for run in runs]
    connection.execute(
        "INSERT INTO check_runs SELECT unnest(?), unnest(?), unnest(?), unnest(?), unnest(?), "
        f"unnest(?), {now}, unnest(?)",
        [
            [run.check_name for run in runs],
            [run.check_version for run in runs],
            [run.scope for run in runs],
            [run.n_items for run in runs],
            [run.n_fail for run in runs],
            [run.n_undecided for run in runs],
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


def _forget(connection: duckdb.DuckDBPyConnection, job: _Job) -> None:
    """Forget what other versions of the checks said, and what checks that compare items did.

    That they have looked is forgotten too: an older one that comes back looks again.
    """
    versions = connection.execute(
        "SELECT check_name, check_version FROM verdicts "
        "UNION SELECT check_name, check_version FROM check_runs"
    ).fetchall()
    others = "check_name = ? AND check_version <> ?"
    for check, seen in job.of_items:
        if any(name == check.name and number != check.version for name, number in versions):
            connection.execute(
                f"DELETE FROM check_runs WHERE {others} AND list_contains(?::VARCHAR[], scope)",
                [check.name, check.version, list(seen)],
            )
            connection.execute(
                f"DELETE FROM verdicts WHERE {others} AND item_id IN "
                "(SELECT item_id FROM items WHERE dataset IN (SELECT unnest(?::VARCHAR[])))",
                [check.name, check.version, list(seen)],
            )
    for check in job.of_sets:
        if any(name == check.name for name, _ in versions):
            connection.execute("DELETE FROM verdicts WHERE check_name = ?", [check.name])
            connection.execute(
                f"DELETE FROM check_runs WHERE {others}", [check.name, check.version]
            )
