"""Keeping what follows from a judge's votes and a probe's answers, in place of what was there."""

import time
from collections.abc import Iterator, Sequence

import duckdb

from aqagen.curation.judge import (
    CHECK_NAME,
    CHECK_VERSION,
    REASONS,
    UNREADABLE,
    Judgement,
    Opinion,
    judge_answers,
    opinion_of,
)
from aqagen.curation.probes import ProbeResult, score_answers
from aqagen.records import CheckRun
from aqagen.store.connection import sql_text
from aqagen.store.inquiries import answered_items
from aqagen.store.judging import Transaction, remembered_policy
from aqagen.store.store import Store
from aqagen.store.tables import Table, to_json

__all__ = [
    "JUDGE_REASONS",
    "keep_judgements",
    "keep_probe_results",
    "opinions",
    "set_judge_in_force",
]

JUDGE_REASONS = (*REASONS.values(), UNREADABLE)

# item, status, reason, detail
_Verdict = tuple[str, str, str, str]
# item, model, config, dimension, mean score, scores, detail
_Score = tuple[str, str, str, str, float, int, str]

# Votes that a judgement counted, by item; where none has a score, only a verdict says so. Those
# of items that had too few are counted anew each time: another number may be asked for now.
_COUNTED_VOTES = """
SELECT item_id, max((detail->>'n_votes')::INTEGER) AS n FROM (
    SELECT item_id, detail FROM judgements WHERE config_id = ?
    UNION ALL SELECT item_id, detail FROM verdicts
    WHERE check_name = 'judge' AND detail->>'config_id' = ?
) WHERE detail->>'check_version' = ?
    AND (detail->>'n_wanted')::INTEGER <= (detail->>'n_votes')::INTEGER
    AND detail->>'inherited_from' IS NULL
GROUP BY item_id
"""

# The verdict of an item is that of its newest votes.
_VOTED = """
SELECT config_id, any_value(model) FROM item_completions
WHERE purpose = ? AND text IS NOT NULL GROUP BY config_id ORDER BY max(created_at)
"""


def set_judge_in_force(store: Store) -> None:
    """Say what a judge's reasons do, by the remembered policy over their own actions.

    Items that it has not seen are kept (`required` is false). Votes that an older version counted
    are counted anew, so that no verdict loses its force in silence.
    """
    older = store.fetch(
        "SELECT 1 FROM checks WHERE check_name = ? AND check_version <> ? LIMIT 1",
        [CHECK_NAME, CHECK_VERSION],
    )
    if older:
        for config_id, model in store.fetch(_VOTED, [CHECK_NAME]):
            _count_votes(store, model, config_id, 0)
    policy = remembered_policy(store)
    with Transaction(store) as connection:
        connection.execute("DELETE FROM checks WHERE check_name = ?", [CHECK_NAME])
        connection.executemany(
            "INSERT INTO checks VALUES (?, ?, ?, ?, FALSE)",
            [
                (CHECK_NAME, CHECK_VERSION, reason.code, policy.get(reason.code, reason.action))
                for reason in JUDGE_REASONS
            ],
        )


def keep_probe_results(store: Store, probe: str, model: str, config_id: str) -> int:
    """Score what was answered and not counted yet; return of how many items."""
    counted = _literal(
        "SELECT item_id, trials AS n FROM probes WHERE probe = ? AND config_id = ? "
        "AND detail->>'inherited_from' IS NULL",
        probe, config_id,
    )  # fmt: skip
    n_items = 0
    for results in answered_items(store, probe, config_id, counted, score_answers):
        rows = [(probe, model, config_id, result) for result in results]
        with Transaction(store) as connection:
            # Another seed or prompt is a result beside this one: the views take the newest.
            _forget(
                connection, "probes", [r.item_id for r in results],
                "probe = ? AND config_id = ?", probe, config_id,
            )  # fmt: skip
            _PROBES.insert(connection, rows, time.time())
        n_items += len(results)
    return n_items


def keep_judgements(store: Store, model: str, config_id: str, n_asked: int) -> list[CheckRun]:
    """Keep mean scores and verdicts of votes that were not counted yet.

    The verdict of an item is that of its newest judgement, whichever model it comes from.

    Args:
        store: of the items and the votes.
        model: who voted.
        config_id: of the questions.
        n_asked: votes that are asked for per item, there or not.

    Returns:
        One `CheckRun` per dataset that had something new.
    """
    set_judge_in_force(store)
    return _count_votes(store, model, config_id, n_asked)


def _count_votes(store: Store, model: str, config_id: str, n_asked: int) -> list[CheckRun]:
    counted = _literal(_COUNTED_VOTES, config_id, config_id, str(CHECK_VERSION))
    runs = []
    for judgements in answered_items(
        store, CHECK_NAME, config_id, counted, lambda answered: judge_answers(answered, n_asked)
    ):
        ids = [judgement.item_id for judgement in judgements]
        scores = [row for each in judgements for row in _scores(each, model, config_id)]
        verdicts = [row for each in judgements for row in _verdicts(each, config_id)]
        with Transaction(store) as connection:
            _forget(connection, "judgements", ids, "config_id = ?", config_id)
            _forget(connection, "verdicts", ids, "check_name = ?", CHECK_NAME)
            _JUDGEMENTS.insert(connection, scores, time.time())
            _VERDICTS.insert(connection, verdicts, time.time())
            runs += _save_runs(connection, ids, verdicts)
    return runs


def opinions(store: Store) -> Iterator[tuple[str, str, str, Opinion]]:
    """Yield item, model, dimension and what the newest votes of that model come to."""
    rows = store.fetch(
        "SELECT item_id, model, dimension, arg_max(detail->'scores', created_at)::INTEGER[], "
        "arg_max(coalesce(detail->>'n_wanted', detail->>'n_votes')::INTEGER, created_at) "
        "FROM judgements GROUP BY item_id, model, dimension ORDER BY ALL"
    )
    for item_id, model, dimension, scores, n_wanted in rows:
        yield item_id, model, dimension, opinion_of(scores, n_wanted)


def _scores(judgement: Judgement, model: str, config_id: str) -> Iterator[_Score]:
    for name, opinion in judgement.opinions.items():
        if opinion.scores:
            detail = to_json(
                {
                    "scores": opinion.scores,
                    "reasons": opinion.reasons,
                    "n_votes": judgement.n_votes,
                    "n_unreadable": judgement.n_unreadable,
                    "n_wanted": judgement.n_wanted,
                    "check_version": CHECK_VERSION,
                }
            )
            n_scores = len(opinion.scores)
            yield judgement.item_id, model, config_id, name, opinion.score, n_scores, detail


def _verdicts(judgement: Judgement, config_id: str) -> Iterator[_Verdict]:
    """Yield a verdict for each dimension that is bad or not decided."""
    found = {
        "config_id": config_id,
        "check_version": CHECK_VERSION,
        "n_votes": judgement.n_votes,
        "n_unreadable": judgement.n_unreadable,
        "n_wanted": judgement.n_wanted,
    }
    if judgement.n_unreadable == judgement.n_votes:
        yield judgement.item_id, "undecided", UNREADABLE.code, to_json(found)
        return
    for name, opinion in judgement.opinions.items():
        if opinion.bad is not False:
            status = "fail" if opinion.bad else "undecided"
            detail = {"scores": opinion.scores, "reasons": opinion.reasons, **found}
            yield judgement.item_id, status, REASONS[name].code, to_json(detail)


def _save_runs(
    connection: duckdb.DuckDBPyConnection, ids: Sequence[str], verdicts: Sequence[_Verdict]
) -> list[CheckRun]:
    """Note, by dataset, how many items were looked at and what came of them."""
    failed = {item_id for item_id, status, *_ in verdicts if status == "fail"}
    undecided = {item_id for item_id, *_ in verdicts} - failed
    rows = connection.execute(
        "SELECT item_id, dataset, seq FROM items "
        "SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS item_id) USING (item_id)",
        [list(ids)],
    ).fetchall()
    runs = []
    for dataset in sorted({row[1] for row in rows}):
        there = {item_id: seq for item_id, name, seq in rows if name == dataset}
        run = CheckRun(
            CHECK_NAME, CHECK_VERSION, dataset, len(there), len(failed & there.keys()),
            len(undecided & there.keys()),
        )  # fmt: skip
        runs.append(run)
        connection.execute(
            "INSERT INTO check_runs VALUES (?, ?, ?, ?, ?, ?, make_timestamp(?), ?)",
            [CHECK_NAME, CHECK_VERSION, dataset, run.n_items, run.n_fail, run.n_undecided,
             int(time.time() * 1e6), max(there.values())],
        )  # fmt: skip
    return runs


def _forget(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    ids: Sequence[str],
    condition: str,
    *parameters: str,
) -> None:
    connection.execute(
        f"DELETE FROM {table} WHERE {condition} AND item_id IN (SELECT unnest(?::VARCHAR[]))",
        [*parameters, list(ids)],
    )


def _literal(sql: str, *values: str) -> str:
    """Return SQL with texts in the places of its question marks, for use inside other SQL."""
    first, *rest = sql.split("?")
    pairs = zip(values, rest, strict=True)
    return first + "".join(sql_text(value) + after for value, after in pairs)


_PROBES: Table[tuple[str, str, str, ProbeResult]] = Table(
    "probes",
    (
        ("item_id", "VARCHAR"),
        ("probe", "VARCHAR"),
        ("model", "VARCHAR"),
        ("trials", "INTEGER"),
        ("correct", "INTEGER"),
        ("detail", "JSON"),
        ("config_id", "VARCHAR"),
    ),
    lambda row: (
        row[3].item_id,
        row[0],
        row[1],
        row[3].trials,
        row[3].correct,
        to_json({"unparsed": row[3].unparsed, "chosen": row[3].chosen}),
        row[2],
    ),
)

_JUDGEMENTS: Table[_Score] = Table(
    "judgements",
    (
        ("item_id", "VARCHAR"),
        ("model", "VARCHAR"),
        ("config_id", "VARCHAR"),
        ("dimension", "VARCHAR"),
        ("score", "DOUBLE"),
        ("votes", "INTEGER"),
        ("detail", "JSON"),
    ),
    lambda row: row,
)

_VERDICTS: Table[_Verdict] = Table(
    "verdicts",
    (
        ("item_id", "VARCHAR"),
        ("check_name", "VARCHAR"),
        ("check_version", "INTEGER"),
        ("status", "VARCHAR"),
        ("reason", "VARCHAR"),
        ("detail", "JSON"),
    ),
    lambda row: (row[0], CHECK_NAME, CHECK_VERSION, row[1], row[2], row[3]),
)
