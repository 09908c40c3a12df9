"""Of a row's samples that pass, one is kept; and the labels that `mix --where` knows."""

import json

import pytest

from aqagen.errors import MixError
from aqagen.mixing.mix import Recipe, make_mixture
from aqagen.store import Store
from aqagen.store.choosing import choose_best_samples
from aqagen.store.judging import remember_policy
from aqagen.store.store import LABELS
from aqagen.store.summaries import summaries
from tests.cli_helpers import run, write_example
from tests.conftest import fill, judge_all, make_row, put_item

OPTIONS = ("a dog number 1", "a cat number 2", "a bird number 3", "a fish number 4")


def sample(store, question, answer_index=0, row=None, origin="generated"):
    row = row or make_row({"caption": "Something is heard."})
    return put_item(store, row, question, OPTIONS, answer_index, origin).item_id


def choose(store):
    judge_all(store)
    return choose_best_samples(store)


def kept(store) -> list[str]:
    return store.kept_ids("tacos", [], None)


def why(store) -> dict[str, dict]:
    rows = store.fetch("SELECT item_id, detail FROM dropped_items WHERE reason = 'not-best-sample'")
    return {item_id: json.loads(detail) for item_id, detail in rows}


def score(store, item_id, value):
    store.fetch(
        "INSERT INTO judgements VALUES (?, 'm', 'c', 'correct', ?, 1, '{}', now()::TIMESTAMP)",
        [item_id, value],
    )


def probe(store, item_id, name, correct, trials, model="m"):
    store.fetch(
        "INSERT INTO probes VALUES (?, ?, ?, ?, ?, '{}', 'c', now()::TIMESTAMP)",
        [item_id, name, model, trials, correct],
    )


# --- choosing -----------------------------------------------------------------------------


def test_no_row_with_two_items_costs_and_says_nothing(store):
    fill(store, 5)
    assert choose(store) is None
    assert store.fetch("SELECT count(*) FROM checks WHERE check_name = 'best-sample'") == [(0,)]


def test_what_most_samples_agree_on_is_kept_and_the_others_say_why(store):
    first = sample(store, "Which animal barks in this recording?", 0)
    second = sample(store, "Whose voice is heard near the end?", 0)
    odd = sample(store, "What makes the loud noise outside?", 1)
    run = choose(store)
    assert (run.n_items, run.n_fail) == (3, 2)
    best = min(first, second)
    assert kept(store) == [best]
    said = why(store)
    assert said[max(first, second)] == {"best": best, "by": "order"}
    assert said[odd] == {"best": best, "by": "agreement", "best_agreement": 2, "agreement": 1}


def test_the_judge_comes_before_agreement_where_it_scored_every_sample(store):
    ids = [sample(store, f"Which {what} is heard here?", n)
           for what, n in (("animal", 0), ("creature", 0), ("sound", 1))]  # fmt: skip
    score(store, ids[2], 5.0)
    choose(store)
    assert kept(store) == [min(ids[:2])]  # two of them have no score
    score(store, ids[0], 2.0)
    score(store, ids[1], 3.0)
    choose(store)
    assert kept(store) == [ids[2]]
    assert why(store)[ids[0]]["by"] == "judge"


def test_a_model_comes_before_the_offline_endpoint(store):
    written = sample(store, "Which animal is heard here?", 0)
    for n in range(2):
        sample(store, f"What can be heard in part {n}?", 1, origin="offline")
    choose(store)
    assert kept(store) == [written]
    assert {each["by"] for each in why(store).values()} == {"model"}


def test_a_sample_that_a_check_drops_is_no_candidate(store):
    good = sample(store, "Which animal is heard here?", 0)
    row = make_row({"caption": "Something is heard."})
    put_item(store, row, "Which sound is heard?", OPTIONS[:2], 0)
    choose(store)
    assert kept(store) == [good]
    assert why(store) == {}


def test_a_late_sample_changes_the_choice_and_a_second_run_changes_nothing(store):
    first = sample(store, "Which animal barks in this recording?", 0)
    second = sample(store, "What makes the loud noise outside?", 1)
    choose(store)
    assert kept(store) == [min(first, second)]
    third = sample(store, "Whose voice is heard near the end?", 1)
    assert kept(store) == [min(first, second)]  # not judged yet, so not kept
    choose(store)
    assert kept(store) == [min(second, third)]
    before = why(store)
    choose(store)
    assert why(store) == before
    assert store.fetch(
        "SELECT count(*) FROM check_runs WHERE check_name = 'best-sample'"
    ) == [(1,)]  # fmt: skip


def test_the_clock_does_not_choose(tmp_path, monkeypatch):
    chosen = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        monkeypatch.chdir(folder)
        write_example("tacos", folder)
        for command in (("generate", "tacos", "--offline", "--samples", 4), ("validate",)):
            assert run(*command).exit_code in {0, 1}
        with Store.open(folder / "aqagen.duckdb") as store:
            ((n_rows, n_items),) = store.fetch("SELECT count(DISTINCT row_id), count(*) FROM items")
            assert n_items > n_rows > 0
            chosen.append(kept(store))
    assert chosen[0] == chosen[1] != []


def test_rows_of_their_own_stay_apart(store):
    for key in range(3):  # as `--answers all` makes them: one clip, one row per annotator
        row = make_row({"caption": "Something is heard."}, key=key)
        sample(store, f"Which animal is heard, by listener {key}?", key, row)
    assert choose(store) is None
    assert len(kept(store)) == 3


def test_a_mixture_draws_one_of_a_row(store):
    for n in range(3):
        sample(store, f"Which animal of kind {n} is heard?", n)
    choose(store)
    with pytest.raises(MixError, match="1 there"):
        make_mixture(store, Recipe({"tacos": 2}))


def test_a_policy_may_keep_every_sample(store):
    remember_policy(store, {"not-best-sample": "mark"})
    for n in range(2):
        sample(store, f"Which animal of kind {n} is heard?", n)
    choose(store)
    assert len(kept(store)) == 2
    assert summaries(store, ["tacos"])["tacos"].marked == {"not-best-sample": 1}


# --- labels -------------------------------------------------------------------------------


@pytest.fixture
def labelled(store):
    items = [item.item_id for item in fill(store, 4)]
    judge_all(store)
    probe(store, items[0], "text-only", 1, 4)
    probe(store, items[0], "difficulty", 3, 8)
    probe(store, items[1], "text-only", 4, 4)
    probe(store, items[1], "difficulty", 8, 8)
    # Two of three audio models are right on silence, so item 1 is weak; one of two is not.
    for model, correct in (("a", 4), ("b", 3), ("c", 0)):
        probe(store, items[1], "silence", correct, 4, model)
    for model, correct in (("a", 4), ("b", 2)):
        probe(store, items[2], "silence", correct, 4, model)
    score(store, items[2], 2.0)
    return store, items


@pytest.mark.parametrize(
    ("where", "wanted"),
    [
        ("text_only < 0.5 AND difficulty BETWEEN 0.1 AND 0.9", [0]),
        ("trainable", [0]),
        ("NOT trainable", [1]),
        ("weak", [1]),
        ("strong", [2]),
        ("judge_score < 3", [2]),
        ("judge_correct IS NULL", [0, 1, 3]),
        ("text_only IS NULL AND question LIKE '%3?'", [3]),
        ("silence >= 0 OR shuffled_audio >= 0", [1, 2]),
    ],
)
def test_where_knows_the_labels(labelled, where, wanted):
    store, items = labelled
    assert store.kept_ids("tacos", ["all"], where) == sorted(items[n] for n in wanted)


def test_the_error_names_every_label(labelled):
    store, _ = labelled
    with pytest.raises(MixError) as error:
        store.kept_ids("tacos", [], "nowhere > 1")
    rows = store.fetch("SELECT column_name FROM (DESCRIBE item_labels)")
    assert {name for (name,) in rows} == {"item_id", *LABELS}
    assert all(name in str(error.value) for name in LABELS)
