"""Exact tests of two groups' shares."""

from dataclasses import dataclass
from functools import lru_cache
from math import exp, lgamma

import numpy as np

_SAME = 1e-7  # probabilities this near count as equally likely, as in R's fisher.test


def fisher(hits: int, n: int, other_hits: int, other_n: int) -> float | None:
    """The two-sided p-value of Fisher's exact test that two groups have the same share (rows
    unweighted): the probability, given both margins, of tables no likelier than this one. Valid at
    any size; None when a group is empty. Worked out from the two tails alone, so that hundreds of
    tests on millions of rows take milliseconds; equal to scipy's to ten digits.
    """
    if n <= 0 or other_n <= 0:
        return None
    return _test(hits, n, other_hits, other_n)


@lru_cache(maxsize=4096)
def _test(hits: int, n: int, other_hits: int, other_n: int) -> float:
    tables = _Tables(hits + other_hits, n, n + other_n)
    if hits < tables.mode:  # look at the misses instead: the same test, and the tail goes up
        return _test(n - hits, n, other_n - other_hits, other_n)
    if hits == tables.mode:
        return 1.0
    limit = tables.log_probability(hits)
    below = _last_unlikely(tables, limit)
    tail = exp(limit) * tables.upward(hits)
    if below >= tables.low:
        tail += exp(tables.log_probability(below)) * tables.downward(below)
    return min(tail, 1.0)


def _last_unlikely(tables: "_Tables", limit: float) -> int:
    """The largest number of hits below the mode that is no likelier than `limit`; low - 1: none."""
    low, high = tables.low - 1, tables.mode
    while high - low > 1:
        middle = (low + high) // 2
        if tables.log_probability(middle) <= limit + _SAME:
            low = middle
        else:
            high = middle
    return low


@dataclass(frozen=True, slots=True)
class _Tables:
    """The tables with given margins, by the hits of one group: a hypergeometric distribution."""

    all_hits: int
    n: int
    total: int

    @property
    def low(self) -> int:
        return max(0, self.all_hits + self.n - self.total)

    @property
    def high(self) -> int:
        return min(self.all_hits, self.n)

    @property
    def mode(self) -> int:
        return (self.all_hits + 1) * (self.n + 1) // (self.total + 2)

    def log_probability(self, hits: int) -> float:
        others = self.total - self.all_hits
        return (
            _log_choose(self.all_hits, hits)
            + _log_choose(others, self.n - hits)
            - _log_choose(self.total, self.n)
        )

    def upward(self, hits: int) -> float:
        """Summed probability of `hits` and more, as a multiple of that of `hits`."""
        k = np.arange(hits, min(self.high, hits + self._reach()), dtype=np.float64)
        rest = self.total - self.all_hits - self.n
        return _sum_of_steps((self.all_hits - k) * (self.n - k) / ((k + 1) * (rest + k + 1)))

    def downward(self, hits: int) -> float:
        """Summed probability of `hits` and fewer, as a multiple of that of `hits`."""
        k = np.arange(hits, max(self.low, hits - self._reach()), -1, dtype=np.float64)
        rest = self.total - self.all_hits - self.n
        return _sum_of_steps(k * (rest + k) / ((self.all_hits - k + 1) * (self.n - k + 1)))

    def _reach(self) -> int:
        """Steps after which nothing is left: a dozen standard deviations, and all of small tables."""
        share = self.all_hits / self.total
        return 200 + int(12 * (self.n * share * (1 - share)) ** 0.5)


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _sum_of_steps(ratios: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> float:
    return 1.0 + float(np.cumprod(ratios).sum())
