"""The report's counts of all datasets at once; columns by name."""

from aqagen.store.columns import asked_columns, judged_for
from aqagen.store.judging import judge, set_checks_in_force
from aqagen.store.summaries import Summary, summaries
from tests.conftest import fill, make_row, put_item
from tests.store.test_judging import check


def test_counts_are_those_of_each_dataset(store):
    items = fill(store, 12)
    fill(store, 7, "clotho-aqa")
    checks = [
        check("question LIKE '%1%'", "dropping"),
        check("question LIKE '%2%'", "marking", "mark"),
        check("CASE WHEN question LIKE '%3%' THEN NULL ELSE FALSE END", "not-sure"),
        check("question LIKE '%4%'", "ignored"),
    ]
    set_checks_in_force(store, checks, {"ignored-reason": "ignore"})
    judge(store, checks)
    put_item(store, make_row({"caption": "late"}), "Late?")
    store.fetch(
        "INSERT INTO successors VALUES (?, ?, '{}', now()::TIMESTAMP)",
        [items[0].item_id, items[1].item_id],
    )
    found = summaries(store, ["tacos", "clotho-aqa", "mmau"])
    assert found["mmau"] == Summary()
    tacos = found["tacos"]
    assert (tacos.items, tacos.replaced, tacos.unjudged) == (13, 1, 1)
    # Clips 1, 10 and 11; 2; 3. The first item, of clip 0, is replaced.
    assert tacos.dropped == {"dropping-reason": 3}
    assert tacos.marked == {"marking-reason": 1}
    assert tacos.undecided == {"not-sure-reason": 1}
    assert found["clotho-aqa"] == Summary(
        7, 0, 0, {"dropping-reason": 1}, tacos.marked, tacos.undecided
    )


def test_the_most_frequent_reason_is_the_first(store):
    fill(store, 12)
    checks = [check("question LIKE '%2%'", "a"), check("question LIKE '%1%'", "b")]
    set_checks_in_force(store, checks)
    judge(store, checks)
    dropped = summaries(store, ["tacos"])["tacos"].dropped
    assert list(dropped.items()) == [("b-reason", 3), ("a-reason", 1)]


def test_only_what_is_asked_for_is_made():
    asked = "contains(answer_stems, ' x ') AND seq > 3"
    assert asked_columns(asked) == ["item_id", "seq", "dataset", "answer_stems"]
    assert asked_columns("QUESTION LIKE 'x'") == ["item_id", "dataset", "question"]
    sql = judged_for(asked)
    assert "all_stems" in sql
    assert "all_words" not in sql
    assert "metadata" not in sql
