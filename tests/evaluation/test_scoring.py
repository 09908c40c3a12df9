"""Scores worked by hand, and what may never change a denominator."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aqagen.errors import EvaluationError
from aqagen.evaluation.benchmarks import Benchmark, BenchmarkItem
from aqagen.evaluation.judging import Said
from aqagen.evaluation.scoring import complete, score
from aqagen.significance import wilson

OPTIONS = ("dog", "cat", "rain")


def benchmark(parts, **changes) -> Benchmark:
    items = tuple(
        BenchmarkItem(
            item_id=f"i{n}", question_id=f"q{n}", part=part, question="?", options=OPTIONS,
            released_options=OPTIONS, answer_index=changes.get("answer", 0), clip_id="c",
            audio_path=None, categories={"kind": "odd" if n % 2 else "even", "one": "value"},
        )
        for n, part in enumerate(parts)
    )  # fmt: skip
    return Benchmark("made-up", "dev", items)


def say(*choices: str | None, permutation: int = 0) -> dict:
    return {(f"i{n}", permutation): Said(None if c is None else f"<answer>{c}</answer>",
                                         permutation)
            for n, c in enumerate(choices)}  # fmt: skip


def test_both_averages_by_hand():
    asked = benchmark(["part1", "part2", "part2", "part2"])
    scores = score(complete(asked, say("dog", "dog", "cat", "cat")), asked)
    assert (scores.overall.n, scores.overall.correct) == (4, 2)
    assert scores.overall.accuracy == 0.5
    assert scores.domain_average == pytest.approx((1 + 1 / 3) / 2)
    assert scores.overall.ci95 == wilson(2, 4)
    assert scores.parts["part2"].ci95 == wilson(1, 3)


@pytest.mark.parametrize(
    ("shares", "total"),
    [
        ((64.7, 58.8, 79.1), 72.8),
        ((68.8, 60.1, 79.9), 74.0),
        ((75.9, 67.0, 82.4), 78.0),
        ((71.4, 61.7, 81.1), 75.4),
        ((71.4, 64.2, 81.2), 76.1),
    ],
)
def test_the_reports_totals_are_question_weighted(shares, total):
    sizes = (224, 609, 1633)
    asked = benchmark([f"part{k}" for k, n in enumerate(sizes, 1) for _ in range(n)])
    choices = [
        "dog" if number < round(n * share / 100) else "cat"
        for n, share in zip(sizes, shares, strict=True)
        for number in range(n)
    ]
    scores = score(complete(asked, say(*choices)), asked)
    assert round(100 * scores.overall.accuracy, 1) == total
    assert [round(100 * part.accuracy, 1) for part in scores.parts.values()] == pytest.approx(
        shares,
        abs=0.25,  # one item of 224 is 0.45 points
    )


def test_unparsed_and_missing_are_wrong_and_counted():
    asked = benchmark(["", "", "", ""])
    scores = score(complete(asked, say("dog", "whale", None)), asked)
    assert (scores.overall.n, scores.overall.correct, scores.unparsed) == (4, 1, 1)
    assert scores.missing == {"missing": 2}
    assert scores.parts == {}
    assert scores.domain_average is None


def test_categories_in_which_items_differ():
    asked = benchmark(["", "", ""])
    scores = score(complete(asked, say("dog", "cat", "dog")), asked)
    assert set(scores.categories) == {"kind"}
    assert scores.categories["kind"]["even"].correct == 2
    assert scores.categories["kind"]["odd"].correct == 0


def test_permutations_by_hand():
    asked = benchmark(["", "", "", ""])
    said = say("dog", "dog", "cat", "whale") | say("dog", "cat", "cat", "whale", permutation=1)
    scores = score(complete(asked, said, 2), asked)
    assert (scores.overall.n, scores.overall.n_items, scores.overall.correct) == (8, 4, 3)
    assert scores.by_permutation == (0.5, 0.25)
    # The first always dog, the third always cat; nothing read twice is no agreement.
    assert scores.consistency == 0.5
    assert scores.always_right == 0.25
    # By items: answers to one item in two orders are not two independent ones.
    assert scores.overall.ci95 == wilson(1.5, 4)


def test_what_others_read():
    asked = benchmark(["a", "b"])
    whole = score(complete(asked, say("dog", "cat")), asked).as_json()
    assert {"n", "correct", "accuracy", "unparsed", "parts", "question_weighted",
            "domain_average", "ci95"} <= set(whole)  # fmt: skip
    assert whole["parts"]["a"] | {"ci95": None} == {
        "n": 1, "correct": 1, "accuracy": 1.0, "ci95": None,
    }  # fmt: skip
    assert "consistency" not in whole


def test_without_answers_there_is_no_score():
    asked = benchmark(["a"], answer=None)
    with pytest.raises(EvaluationError, match="1 of 1 questions of made-up dev have no public"):
        score(complete(asked, say("dog")), asked)


CHOICES = st.lists(st.sampled_from(["dog", "cat", "whale", None]), min_size=5, max_size=5)


@given(choices=CHOICES, left_out=st.integers(0, 4))
def test_nobody_scores_better_by_saying_less(choices, left_out):
    asked = benchmark(["a", "a", "b", "b", "b"])
    said = say(*choices)
    full = score(complete(asked, said), asked)
    del said[f"i{left_out}", 0]
    less = score(complete(asked, said), asked)
    assert less.overall.n == full.overall.n == 5
    assert less.overall.correct <= full.overall.correct
    assert full.overall.accuracy == pytest.approx(
        sum(share.accuracy * share.n for share in full.parts.values()) / 5
    )
