"""Intervals and tests, worked by hand."""

from math import exp, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aqagen.significance import Z_95, chi_square_tail, mcnemar, paired_difference, wilson


def test_wilson_by_hand():
    # 8 of 10: centre (0.8 + 0.19207) / 1.38415, half width from the same formula.
    assert wilson(8, 10) == pytest.approx((0.49016, 0.94331), abs=1e-4)
    assert wilson(0, 10) == pytest.approx((0.0, 0.27754), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_the_share_lies_in_its_interval(n_items, share):
    low, high = wilson(share * n_items, n_items)
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1


def test_mcnemar_by_hand():
    # 1 against 5: 2 (C(6,0) + C(6,1)) / 2^6 = 14/64.
    assert mcnemar(1, 5) == 14 / 64
    # 10 against 2: 2 (1 + 12 + 66) / 4096 = 158/4096.
    assert mcnemar(10, 2) == mcnemar(2, 10) == 158 / 4096
    # Equal tails would be counted twice; nothing to tell apart is no evidence.
    assert mcnemar(3, 3) == mcnemar(0, 0) == 1.0
    assert mcnemar(0, 1) == 1.0
    assert 0 < mcnemar(1000, 1200) < 1e-4


def test_chi_square_by_hand():
    # The table's 95% points; of two degrees the tail is exp(-x / 2).
    points = [3.841459, 5.991465, 7.814728, 9.487729, 11.070498, 12.591587, 14.067140]
    for degrees, point in enumerate(points, 1):
        assert chi_square_tail(point, degrees) == pytest.approx(0.05, abs=1e-7)
    assert chi_square_tail(3, 2) == pytest.approx(exp(-1.5))
    assert chi_square_tail(Z_95**2, 1) == pytest.approx(0.05)
    assert chi_square_tail(0, 3) == chi_square_tail(5, 0) == 1.0
    assert 0 <= chi_square_tail(1e6, 3) < 1e-9


def test_the_interval_of_a_difference_by_hand():
    # 10 items, b = 1 (first only), c = 4: (4.5 - 1.5) / 12 = 0.25, variance (6 / 12 - 0.25^2) / 12.
    half = Z_95 * sqrt((6 / 12 - 0.25**2) / 12)
    low, high = paired_difference([-1, 1, 1, 1, 1, 0, 0, 0, 0, 0])
    assert (low, high) == pytest.approx((0.25 - half, 0.25 + half))
    # Two equal systems are never certain to be equal.
    low, high = paired_difference([0] * 10)
    assert low == pytest.approx(-high)
    assert high > 0


@given(st.lists(st.sampled_from([-1.0, -0.5, 0.0, 0.5, 1.0]), max_size=50))
def test_the_interval_turns_with_the_order_of_the_systems(differences):
    low, high = paired_difference(differences)
    assert -1 <= low <= high <= 1
    turned = paired_difference([-difference for difference in differences])
    assert turned == pytest.approx((-high, -low))


@given(st.integers(0, 60), st.integers(0, 60))
def test_mcnemar_is_a_probability_and_symmetric(left, right):
    assert 0 < mcnemar(left, right) <= 1
    assert mcnemar(left, right) == mcnemar(right, left)
