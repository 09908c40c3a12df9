"""Choosing among samples: of a row's items that pass, the best is kept and the others say why not.

The best of a row, by the first of these that tells two items apart:

    model       one that a model wrote before one that the offline endpoint wrote
    checks      the fewest marks and undecided checks (dropped ones are out already)
    judge       the highest mean judge's score, where every one of them has been judged
    agreement   the most items of the row with the same answer, by `answers.normalise`
    order       the smallest request id, then item id: arbitrary, and the same everywhere; a
                repaired item has the request of the first

It is computed from what is stored, anew each time, so samples that come later and checks that
change their mind change the choice.
"""

import time

import duckdb

from aqagen.answers import normalise
from aqagen.curation.checks.base import Reason
from aqagen.records import CheckRun
from aqagen.store.judging import ALL_DATASETS, Transaction, remembered_policy
from aqagen.store.store import Store

__all__ = ["BEST_SAMPLE", "BEST_SAMPLE_VERSION", "NOT_BEST", "choose_best_samples"]

BEST_SAMPLE = "best-sample"
BEST_SAMPLE_VERSION = 1
NOT_BEST = Reason(
    "not-best-sample", "drop", "two items of one row are the same question in other words"
)

# Most stores have one item per row: this is all that they pay. By hash, for numbers are grouped
# several times faster than texts; two rows with one hash would only cost a look.
_ANY_SAMPLED = "SELECT count(*) > count(DISTINCT hash(row_id)) FROM items"

# Every item of a row that has several: those that may be chosen, and the others, whose answers
# still say what the row's samples agree on.
_SAMPLED = f"""
CREATE OR REPLACE TEMP TABLE sampled AS
WITH rows AS (SELECT row_id FROM items GROUP BY row_id HAVING count(*) > 1)
SELECT i.item_id, i.row_id, c.request_id, coalesce(p.fixes->>'origin', i.origin) AS origin,
    i.options[i.answer_index + 1] AS answer,
    d.item_id IS NULL AND i.seq <= j.last_seq AS passes
FROM items i SEMI JOIN rows USING (row_id)
ANTI JOIN successors s ON s.item_id = i.item_id
LEFT JOIN successors p ON p.successor_id = i.item_id
LEFT JOIN completions c ON c.completion_id = i.completion_id
LEFT JOIN judged_up_to j ON j.dataset = i.dataset
LEFT JOIN (SELECT DISTINCT item_id FROM dropped_items WHERE check_name <> '{BEST_SAMPLE}') d
    ON d.item_id = i.item_id
"""

_RANKED = f"""
CREATE OR REPLACE TEMP TABLE ranked AS
WITH agreeing AS (
    SELECT s.item_id, count(*) OVER (PARTITION BY s.row_id, a.answer_key) AS agreement
    FROM sampled s JOIN answer_keys a USING (answer)
), marks AS (
    SELECT v.item_id, count(DISTINCT v.check_name) AS marks FROM verdicts v
    SEMI JOIN checks c ON c.check_name = v.check_name AND c.check_version = v.check_version
        AND c.reason = v.reason AND c.action <> 'ignore'
    WHERE v.check_name NOT IN ('{BEST_SAMPLE}', 'judge') GROUP BY v.item_id
), scored AS (
    SELECT s.item_id, s.row_id, s.request_id, s.origin <> 'offline' AS by_model,
        coalesce(m.marks, 0) AS marks,
        CASE WHEN count(l.judge_score) OVER (PARTITION BY s.row_id)
            = count(*) OVER (PARTITION BY s.row_id) THEN l.judge_score END AS judge,
        a.agreement
    FROM sampled s JOIN agreeing a USING (item_id) LEFT JOIN marks m ON m.item_id = s.item_id
    LEFT JOIN item_labels l ON l.item_id = s.item_id WHERE s.passes
)
SELECT *, row_number() OVER best AS place, first_value(item_id) OVER best AS best_id,
    first_value(by_model) OVER best AS best_by_model, first_value(marks) OVER best AS best_marks,
    first_value(judge) OVER best AS best_judge, first_value(agreement) OVER best AS best_agreement
FROM scored
WINDOW best AS (PARTITION BY row_id ORDER BY by_model DESC, marks, judge DESC, agreement DESC,
    request_id, item_id)
"""

_VERDICTS = f"""
INSERT INTO verdicts
SELECT item_id, '{BEST_SAMPLE}', {BEST_SAMPLE_VERSION}, 'fail', '{NOT_BEST.code}', CASE
    WHEN by_model <> best_by_model THEN to_json({{'best': best_id, 'by': 'model'}})
    WHEN marks <> best_marks THEN to_json({{'best': best_id, 'by': 'checks',
        'best_marks': best_marks, 'marks': marks}})
    WHEN judge <> best_judge THEN to_json({{'best': best_id, 'by': 'judge',
        'best_score': best_judge, 'score': judge}})
    WHEN agreement <> best_agreement THEN to_json({{'best': best_id, 'by': 'agreement',
        'best_agreement': best_agreement, 'agreement': agreement}})
    ELSE to_json({{'best': best_id, 'by': 'order'}}) END, make_timestamp($now)
FROM ranked WHERE place > 1
"""


def choose_best_samples(store: Store) -> CheckRun | None:
    """Choose among the items of each row that has several; what was chosen before is replaced.

    What is not chosen is dropped, unless the remembered policy wants otherwise.

    Returns:
        What came of it; None when no row has several items.

    Raises:
        StoreError: DuckDB could not do it.
    """
    if not store.fetch(_ANY_SAMPLED)[0][0]:
        return None
    now = int(time.time() * 1e6)
    action = remembered_policy(store).get(NOT_BEST.code, NOT_BEST.action)
    with Transaction(store) as connection:
        connection.execute(_SAMPLED)
        _make_answer_keys(connection)
        connection.execute(_RANKED)
        connection.execute("DELETE FROM checks WHERE check_name = ?", [BEST_SAMPLE])
        connection.execute(
            "INSERT INTO checks VALUES (?, ?, ?, ?, FALSE)",
            [BEST_SAMPLE, BEST_SAMPLE_VERSION, NOT_BEST.code, action],
        )
        connection.execute("DELETE FROM verdicts WHERE check_name = ?", [BEST_SAMPLE])
        connection.execute(_VERDICTS, {"now": now})
        counts = connection.execute(
            "SELECT count(*), count(*) FILTER (place > 1), (SELECT coalesce(max(seq), 0) "
            "FROM items) FROM ranked"
        ).fetchone()
        n_items, n_fail, last_seq = counts or (0, 0, 0)
        # One line, not one per run: it looks at everything each time.
        connection.execute("DELETE FROM check_runs WHERE check_name = ?", [BEST_SAMPLE])
        connection.execute(
            "INSERT INTO check_runs VALUES (?, ?, ?, ?, ?, 0, make_timestamp(?), ?)",
            [BEST_SAMPLE, BEST_SAMPLE_VERSION, ALL_DATASETS, n_items, n_fail, now, last_seq],
        )
        connection.execute("DROP TABLE sampled; DROP TABLE answer_keys; DROP TABLE ranked")
    return CheckRun(BEST_SAMPLE, BEST_SAMPLE_VERSION, ALL_DATASETS, n_items, n_fail, 0)


def _make_answer_keys(connection: duckdb.DuckDBPyConnection) -> None:
    """Normalise every answer once, in Python, so that there is one definition."""
    answers = [row[0] for row in connection.execute("SELECT DISTINCT answer FROM sampled")
               .fetchall()]  # fmt: skip
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE answer_keys AS SELECT unnest(?::VARCHAR[]) AS answer, "
        "unnest(?::VARCHAR[]) AS answer_key",
        [answers, [normalise(answer) for answer in answers]],
    )
