"""Fisher's exact test against scipy."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from rai_desktop.metrics.exact_tests import fisher


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
@example(0, 0, 5, 7)
@example(3, 3, 3, 3)
@example(0, 10, 10, 0)
def test_equals_scipy(hits: int, misses: int, other_hits: int, other_misses: int) -> None:
    mine = fisher(hits, hits + misses, other_hits, other_hits + other_misses)
    if hits + misses == 0 or other_hits + other_misses == 0:
        assert mine is None
        return
    oracle = fisher_exact([[hits, misses], [other_hits, other_misses]]).pvalue
    assert mine == pytest.approx(oracle, rel=1e-9)


@pytest.mark.parametrize(("one", "n", "other", "m"), [
    (300, 1000, 350, 1000), (3_000, 10_000, 31_000, 100_000), (500_400, 1_000_000, 499_900, 1_000_000),
    (5, 4_000_000, 60, 9_000_000), (3_000_000, 6_000_000, 2_001_500, 4_000_000)])
def test_large_tables_equal_scipy(one: int, n: int, other: int, m: int) -> None:
    oracle = fisher_exact([[one, n - one], [other, m - other]]).pvalue
    assert fisher(one, n, other, m) == pytest.approx(oracle, rel=1e-6)


def test_ladies_tasting_tea() -> None:
    """Three of four cups right: 34/70 (Fisher 1935)."""
    assert fisher(3, 4, 1, 4) == pytest.approx(34 / 70)
