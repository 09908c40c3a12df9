"""The report's counts of all datasets are those that `Store` counts for each; columns by name."""

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
    for dataset in ("tacos", "clotho-aqa"):
        assert found[dataset] == Summary(
            store.count("items", dataset),
            store.replaced(dataset),
            store.unjudged(dataset),
            store.reasons("dropped_items", dataset),
            store.marked(dataset),
            store.undecided(dataset),
        )
    assert found["tacos"].replaced == found["tacos"].unjudged == 1
    assert all((found["tacos"].dropped, found["tacos"].marked, found["tacos"].undecided))


def test_only_what_is_asked_for_is_made():
    asked = "contains(answer_stems, ' x ') AND seq > 3"
    assert asked_columns(asked) == ["item_id", "seq", "dataset", "answer_stems"]
    sql = judged_for(asked)
    assert "all_stems" in sql
    assert "all_words" not in sql
    assert "metadata" not in sql
