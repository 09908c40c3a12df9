"""Intervals over seeds and recordings together: a bootstrap that draws both anew.

Items about one recording are no independent evidence, nor are items answered by one model. So a
draw takes as many seeds as there are, with replacement, and as many recordings, with replacement;
an item counts as often as its recording was drawn. Of a scene of several recordings that is the
one it was composed around. Of one seed, the interval is over recordings alone.
"""

from dataclasses import dataclass

import numpy as np

__all__ = ["Estimate", "estimate"]

_DRAWS = 4_000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its 95% interval (percentiles of the bootstrap)."""

    mean: float
    low: float
    high: float


def estimate(values: np.ndarray, clusters: np.ndarray, draws: int = _DRAWS) -> Estimate:
    """Return the mean of values with its interval.

    Args:
        values: (n_seeds, n_items): 1 or 0 for right or wrong, or the difference of two arms.
        clusters: (n_items,) which recording each item belongs to; numbers from 0.
        draws: of the bootstrap; the same numbers give the same interval.
    """
    n_seeds, n_clusters = len(values), int(clusters.max()) + 1
    sums = np.zeros((n_seeds, n_clusters))
    for row, of_seed in zip(sums, values, strict=True):
        np.add.at(row, clusters, of_seed)
    sizes = np.bincount(clusters, minlength=n_clusters)
    chance = np.random.default_rng(0)
    seeds = chance.multinomial(n_seeds, np.full(n_seeds, 1 / n_seeds), draws)  # (draws, n_seeds)
    drawn = chance.multinomial(n_clusters, np.full(n_clusters, 1 / n_clusters), draws)
    totals = np.einsum("ds,sc,dc->d", seeds, sums, drawn)
    means = totals / (n_seeds * (drawn @ sizes))
    low, high = np.quantile(means, (0.025, 0.975))
    return Estimate(float(values.mean()), float(low), float(high))
