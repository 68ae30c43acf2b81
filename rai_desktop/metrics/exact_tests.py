"""Exact tests of two groups' shares."""

from math import inf, isfinite

from scipy.stats import fisher_exact


def fisher(hits: int, n: int, other_hits: int, other_n: int) -> float | None:
    """The two-sided p-value of Fisher's exact test that two groups have the same share (rows unweighted).

    Conditional on both margins, so valid at any size; None when a group is empty.
    """
    if n <= 0 or other_n <= 0:
        return None
    p = float(fisher_exact([[hits, n - hits], [other_hits, other_n - other_hits]]).pvalue)
    return p if isfinite(p) and p < inf else None
