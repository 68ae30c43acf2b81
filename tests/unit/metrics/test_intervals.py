"""Intervals against published values, scipy, and their promised coverage."""

import numpy as np
import pytest
from scipy.stats import binomtest

from rai_desktop.metrics import gaps, intervals


@pytest.mark.parametrize(("hits", "n"), [(0, 10), (10, 10), (3, 17), (81, 263), (1, 1)])
def test_wilson_equals_scipy(hits: int, n: int) -> None:
    low, high = intervals.wilson(np.array(hits / n), np.array(n), 0.95)
    oracle = binomtest(hits, n).proportion_ci(0.95, method="wilson")
    assert (float(low), float(high)) == pytest.approx((oracle.low, oracle.high), abs=1e-12)


@pytest.mark.parametrize(("table", "published"), [
    ((56, 70, 48, 80), (0.0524, 0.3339)), ((9, 10, 3, 10), (0.1705, 0.8090)),
    ((10, 10, 0, 10), (0.6075, 1.0)), ((0, 10, 0, 10), (-0.2775, 0.2775))])
def test_newcombe_equals_his_table(
    table: tuple[int, int, int, int], published: tuple[float, float]
) -> None:
    """Newcombe 1998, table II, method 10."""
    a, n, b, m = table
    one, other = np.array(a / n), np.array(b / m)
    limits = [intervals.wilson(p, np.array(k), 0.95) for p, k in ((one, n), (other, m))]
    low, high = intervals.difference(one, limits[0], other, limits[1])
    assert (float(low), float(high)) == pytest.approx(published, abs=6e-5)


def coverage(form: str, p: tuple[float, float], n: tuple[int, int], draws: int = 4000) -> float:
    rng = np.random.default_rng(11)
    found = [rng.binomial(k, q, draws) / k for k, q in zip(n, p, strict=True)]
    limits = [intervals.wilson(f, np.full(draws, k), 0.95) for f, k in zip(found, n, strict=True)]
    if form == "difference":
        low, high = intervals.difference(found[0], limits[0], found[1], limits[1])
        truth = p[0] - p[1]
    else:
        low, high = intervals.ratio(found[0], limits[0], found[1], limits[1])
        truth = p[0] / p[1]
    return float(np.mean((low <= truth) & (truth <= high)))


@pytest.mark.parametrize("form", ["difference", "ratio"])
@pytest.mark.parametrize("case", [((0.5, 0.5), (40, 60)), ((0.1, 0.3), (50, 80)),
                                  ((0.02, 0.05), (200, 300)), ((0.9, 0.95), (100, 40))])
def test_gaps_are_covered_as_promised(form: str, case: tuple[tuple[float, float], tuple[int, int]]) -> None:
    assert 0.93 <= coverage(form, *case) <= 0.985


def test_ranges_are_covered_though_the_extremes_are_picked_by_looking() -> None:
    rng = np.random.default_rng(5)
    for truth in (np.full(5, 0.4), np.array([0.2, 0.3, 0.35, 0.4, 0.5])):
        hit = 0
        for _ in range(400):
            n = np.array([60, 80, 100, 150, 300])
            found = rng.binomial(n, truth) / n
            limits = intervals.wilson(found, n, intervals.corrected(0.95, gaps.pairs(5)))
            extreme = gaps.range_difference(found, limits, gaps.pairs(5))
            assert extreme.low <= extreme.value <= extreme.high
            hit += extreme.low <= np.ptp(truth) <= extreme.high
        assert hit >= 0.94 * 400


def test_sidak() -> None:
    assert intervals.corrected(0.95, 1) == 0.95
    assert intervals.corrected(0.95, 10) ** 10 == pytest.approx(0.95)
    assert intervals.corrected_p(0.01, 3) == pytest.approx(1 - 0.99**3)
    assert intervals.corrected_p(1e-300, 5) == pytest.approx(5e-300)
    assert intervals.corrected_p(1.0, 5) == 1


def test_no_rows_no_limits() -> None:
    low, high = intervals.wilson(np.array([np.nan, 0.5]), np.array([0, 0]), 0.95)
    assert np.isnan(low).all()
    assert np.isnan(high).all()
    assert intervals.as_interval(float("nan"), 1.0, 0.95, "x") is None
    assert intervals.as_interval(0.0, float("inf"), 0.95, "x") is None


def test_ratio_to_a_rate_that_may_be_zero_has_no_upper_limit() -> None:
    none = np.array(0.0)
    limits = intervals.wilson(none, np.array(20), 0.95)
    low, high = intervals.ratio(np.array(0.5), (np.array(0.3), np.array(0.7)), np.array(0.1), limits)
    assert float(low) > 0
    assert np.isinf(high)
