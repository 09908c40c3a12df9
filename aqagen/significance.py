"""Intervals and tests for shares and for pairs of systems, by closed formulas.

Sources: Wilson 1927, J. Am. Stat. Assoc. 22, 209-212 (score interval of a share); McNemar 1947,
Psychometrika 12, 153-157, in its exact binomial form (paired test); Abramowitz and Stegun 1964,
26.4 (upper tail of chi-square, by the recurrence of the incomplete gamma function); Agresti and
Min 2005, Stat. Med. 24, 729-740 (interval of a paired difference).
"""

from collections.abc import Sequence
from math import comb, erfc, exp, lgamma, log, sqrt

__all__ = ["Z_95", "chi_square_tail", "mcnemar", "paired_difference", "wilson"]

# The normal distribution's quantile at 0.975.
Z_95 = 1.959963984540054


def wilson(successes: float, n_items: int, z: float = Z_95) -> tuple[float, float]:
    """Return the ends of Wilson's score interval for a share; (0, 1) of no items.

    Args:
        successes: from 0 to `n_items`; ties may make it no whole number.
        n_items: of how many.
        z: the normal quantile of the wanted confidence.
    """
    if n_items <= 0:
        return 0.0, 1.0
    share = successes / n_items
    weight = 1 + z * z / n_items
    middle = (share + z * z / (2 * n_items)) / weight
    half = z / weight * sqrt(share * (1 - share) / n_items + z * z / (4 * n_items * n_items))
    return max(0.0, middle - half), min(1.0, middle + half)


def chi_square_tail(statistic: float, degrees: int) -> float:
    """Return the probability that chi-square is at least `statistic`: the p-value of its test.

    Args:
        statistic: the sum of (observed - expected)^2 / expected, from 0.
        degrees: of freedom; with none there is nothing to test, and p is 1.
    """
    if statistic <= 0 or degrees <= 0:
        return 1.0
    half = statistic / 2
    # Q(1/2, x) = erfc(sqrt x), Q(1, x) = exp(-x), Q(a + 1, x) = Q(a, x) + x^a exp(-x) / gamma(a+1)
    order, tail = (0.5, erfc(sqrt(half))) if degrees % 2 else (1.0, exp(-half))
    while 2 * order < degrees:
        tail += exp(order * log(half) - half - lgamma(order + 1))
        order += 1
    return min(1.0, tail)


def mcnemar(only_left: int, only_right: int) -> float:
    """Return the two-sided p-value of the exact McNemar test.

    Under the null hypothesis each item on which exactly one of two systems is right is a fair
    coin: p = min(1, 2 P(X <= min(b, c))) with X binomial over b + c coins.

    Args:
        only_left: items on which only the first system is right, b.
        only_right: items on which only the second is, c.
    """
    n, smaller = only_left + only_right, min(only_left, only_right)
    tail = sum(comb(n, k) for k in range(smaller + 1))
    return min(1.0, 2 * tail / (1 << n))


def paired_difference(differences: Sequence[float], z: float = Z_95) -> tuple[float, float]:
    """Return the ends of an interval of the mean difference between two systems' scores.

    Wald's interval after half an item was added to each of the four cells of the 2 x 2 table
    (both right, one, the other, none), which mends its coverage on few items. Differences between
    -1 and 1 (items asked several times) go by the same formula.

    Args:
        differences: per item, second system less first: -1, 0 or 1, or shares between.
        z: the normal quantile of the wanted confidence.
    """
    n = len(differences) + 2  # the added cells: half of +1, half of -1, one 0
    mean = sum(differences) / n
    squares = sum(difference * difference for difference in differences) + 1
    half = z * sqrt(max(0.0, squares / n - mean * mean) / n)
    return max(-1.0, mean - half), min(1.0, mean + half)
