"""Uniform, without replacement, nested, balanced: by counting."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aqagen.mixing.mix import balanced_orders, sample

IDS = [f"{number:032x}" for number in range(200)]


def test_without_replacement():
    drawn = sample(IDS, 150, 0, "tacos")
    assert len(drawn) == len(set(drawn)) == 150
    assert set(drawn) < set(IDS)


def test_all_are_all():
    assert sorted(sample(IDS, None, 7, "tacos")) == IDS


def test_a_smaller_sample_is_the_beginning_of_a_larger_one():
    for seed in range(5):
        assert sample(IDS, 20, seed, "tacos") == sample(IDS, 120, seed, "tacos")[:20]


def test_the_order_in_which_ids_come_does_not_matter():
    assert sample(IDS[::-1], 50, 3, "tacos") == sample(IDS, 50, 3, "tacos")


def test_seeds_and_datasets_draw_apart():
    draws = {tuple(sample(IDS, 50, seed, salt)) for seed in range(3) for salt in ("tacos", "avqa")}
    assert len(draws) == 6


def test_every_item_is_drawn_as_often_as_any_other():
    n_seeds, n_drawn = 1_000, 50
    drawn = Counter(i for seed in range(n_seeds) for i in sample(IDS, n_drawn, seed, "tacos"))
    expected = n_seeds * n_drawn / len(IDS)
    # Chi squared with 199 degrees of freedom lies in 120..290 but for one case in 10,000;
    # drawing without replacement makes it smaller by the share that is not drawn.
    chi_squared = sum((drawn[i] - expected) ** 2 / expected for i in IDS)
    assert 120 * 0.75 < chi_squared < 290 * 0.75


def test_every_item_stands_at_the_front_as_often_as_at_the_end():
    middles = [sample(IDS, None, seed, "order").index(IDS[0]) for seed in range(400)]
    assert 90 < sum(middles) / len(middles) < 110
    assert min(middles) < 10
    assert max(middles) > 190


@given(
    st.integers(2, 7).flatmap(
        lambda k: st.tuples(st.just(k), st.lists(st.integers(0, k - 1), max_size=50))
    ),
    st.text(max_size=5),
)
def test_orders_are_permutations_and_balanced(case, seed):
    n_options, answers = case
    orders = balanced_orders(n_options, len(answers), answers, seed)
    assert all(sorted(order) == list(range(n_options)) for order in orders)
    at = Counter(order.index(answer) for order, answer in zip(orders, answers, strict=True))
    counts = [at[position] for position in range(n_options)]
    assert max(counts) - min(counts) <= 1
    assert orders == balanced_orders(n_options, len(answers), answers, seed)


@pytest.mark.parametrize("n_options", [2, 4, 5])
def test_positions_cannot_be_told_from_the_row_before(n_options):
    n_items = 4_000
    orders = balanced_orders(n_options, n_items, [0] * n_items, "seed")
    places = [order.index(0) for order in orders]
    same = sum(a == b for a, b in pairwise(places))
    # Within a block never the same; between blocks as chance has it.
    assert same == pytest.approx((n_items / n_options - 1) / n_options, rel=0.2)
    distractors = Counter(tuple(o for o in order if o) for order in orders)
    assert max(distractors.values()) < 1.8 * min(distractors.values())
