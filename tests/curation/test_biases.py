"""Biases against chance: worked by hand, and over a store."""

import pytest

from aqagen.curation.biases import position_biases, positions_differ, strategy_bias
from aqagen.curation.checks import all_checks
from aqagen.store.biases import dataset_biases
from aqagen.store.judging import judge, set_checks_in_force
from aqagen.store.relations import words_are_made
from aqagen.store.workers import Workers
from tests.conftest import judge_all, make_row, put_item


def test_chance_is_the_mean_over_options():
    first, second, third, fourth = position_biases({(2, 0): 10, (4, 0): 10, (4, 3): 20})
    assert (first.share, first.chance) == (0.5, (10 / 2 + 30 / 4) / 40)
    assert (second.share, second.n_items) == (0, 40)
    # Only items with four options have a third and a fourth position.
    assert (third.share, third.chance, third.n_items) == (0, 0.25, 30)
    assert (fourth.share, fourth.is_biased) == (20 / 30, True)
    assert position_biases({}) == []


def test_a_bias_is_what_chance_cannot_explain():
    assert not strategy_bias("x", 30, 0.25, 100).is_biased
    assert strategy_bias("x", 300, 0.25, 1000).is_biased
    assert strategy_bias("x", 200, 0.25, 1000).is_biased
    assert not strategy_bias("x", 0, 0.0, 0).is_biased


def test_one_test_over_all_positions():
    # Expected 250 each: (25^2 + 2 * 12^2 + 1) / 250 = 3.656 < 7.815.
    assert not positions_differ({(4, 0): 275, (4, 1): 238, (4, 2): 238, (4, 3): 249})
    # (30^2 + 3 * 10^2) / 250 = 4.8 < 7.815: the first alone lies outside, at [0.253, 0.309].
    counts = {(4, 0): 280, (4, 1): 240, (4, 2): 240, (4, 3): 240}
    first = position_biases(counts)[0]
    assert first.low > first.chance == 0.25
    assert not positions_differ(counts)
    assert not any(bias.is_biased for bias in position_biases(counts))
    # (39^2 + 3 * 13^2) / 250 = 8.112 > 7.815.
    counts = {(4, 0): 289, (4, 1): 237, (4, 2): 237, (4, 3): 237}
    assert positions_differ(counts)
    assert [bias.is_biased for bias in position_biases(counts)] == [True, False, False, False]
    # Of two options 3 of 3 are 3.0 < 3.841, and 4 of 4 are 4.0. Sizes add up: with 3 of 3 at one
    # of four places, 9.0 > 7.815, it is 12.0 > 9.488.
    assert not positions_differ({(2, 1): 3})
    assert positions_differ({(2, 1): 4})
    assert positions_differ({(2, 1): 3, (4, 0): 3})
    assert not positions_differ({})
    assert not positions_differ({(1, 0): 50})


@pytest.fixture
def report(store):
    for key, (question, options, index) in enumerate(
        [
            # The longest is right; one word of the question stands in the right one only.
            ("What does the dog do?", ("a dog that barks", "q meows", "x sings", "z purrs"), 0),
            # Two are the longest, one of them right; the shortest is wrong; no word shared.
            ("What does it do?", ("wind up", "rain on", "cow up", "cat 2"), 1),
            # All as long as each other.
            ("How many dogs bark?", ("one dog", "two dog", "six dog", "ten dog"), 3),
        ]
    ):
        put_item(store, make_row({"caption": "Sounds."}, key=key), question, options, index)
    judge_all(store)
    assert store.count("kept_items", "tacos") == 3
    return dataset_biases(store, ["tacos"])["tacos"]


def test_guessers_share_ties(report):
    shares = {name: 3 * bias["share"] for name, bias in report["against_chance"].items()}
    assert shares["pick the longest"] == pytest.approx(1 + 1 / 2 + 1 / 4)
    assert shares["pick the shortest"] == pytest.approx(0 + 0 + 1 / 4)
    assert shares["pick the most words of the question"] == pytest.approx(1 + 1 / 4 + 1 / 4)
    assert [shares[f"position {n}"] for n in (1, 2, 3, 4)] == pytest.approx([1, 1, 0, 1])
    assert report["against_chance"]["pick the longest"]["chance"] == 0.25


def test_counts(report):
    assert report["items"] == 3
    assert report["option_count"] == {"4": 3}
    assert report["question_types"] == {"what": 2, "how many": 1}
    # "what does the" and "what does it" differ.
    assert report["repeated_openings"] == {}
    assert report["vocabulary"]["questions"] == {
        "words": 13, "distinct_words": 10, "distinct_texts": 3,
    }  # fmt: skip
    assert report["vocabulary"]["answers"]["distinct_texts"] == 3


def test_no_items_no_biases(store):
    report = dataset_biases(store, ["tacos"])["tacos"]
    assert (report["items"], report["option_count"]) == (0, {})
    assert not any(bias["biased"] for bias in report["against_chance"].values())


def test_words_left_by_the_checks_are_counted_as_those_made_anew(store):
    for key, question in enumerate(("What barks here?", "How many dogs bark?")):
        put_item(store, make_row({"caption": "A dog."}, key=key), question)
    checks = list(all_checks().values())
    set_checks_in_force(store, checks)
    judge(store, checks, keep_words=True)
    assert words_are_made(store.connection)
    left = dataset_biases(store, ["tacos"])
    with Workers(store, lambda _: None, lambda _: None):
        pass
    assert not words_are_made(store.connection)
    assert dataset_biases(store, ["tacos"]) == left
    assert left["tacos"]["vocabulary"]["questions"]["words"] > 0


def test_datasets_are_counted_apart(store):
    put_item(store, make_row({"caption": "A dog."}), "What barks?")
    loud = make_row({"question": "Is it loud?", "answer": "yes"}, dataset="clotho-aqa")
    put_item(store, loud, "Is it loud?", ("yes, it is", "not at all", "only once", "at the end"))
    judge_all(store)
    reports = dataset_biases(store, ["tacos", "clotho-aqa", "avqa"])
    assert [report["items"] for report in reports.values()] == [1, 1, 0]
    assert [report["question_types"] for report in reports.values()] == [
        {"what": 1}, {"yes or no": 1}, {},
    ]  # fmt: skip
