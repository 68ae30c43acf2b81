"""The tally counts what a loop over the rows counts, however the rows come."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rai_desktop.metrics import bins
from rai_desktop.metrics.counts import Tally
from rai_desktop.metrics.ranking import auc


@dataclass(frozen=True)
class Batch:
    rows: int
    label: Any = None
    prediction: Any = None
    score: Any = None
    groups: dict[str, Any] = field(default_factory=dict)
    weight: Any = None

    def part(self, which: Any) -> "Batch":
        def cut(a: Any) -> Any:
            return None if a is None else a[which]

        return Batch(
            len(np.arange(self.rows)[which]),
            cut(self.label),
            cut(self.prediction),
            cut(self.score),
            {k: v[which] for k, v in self.groups.items()},
            cut(self.weight),
        )


def make(
    rows: int, seed: int = 0, weighted: bool = False, missing: bool = True, decimals: int = 2
) -> Batch:
    rng = np.random.default_rng(seed)
    low = -1 if missing else 0
    return Batch(
        rows,
        rng.integers(low, 2, rows).astype(np.int8),
        rng.integers(low, 2, rows).astype(np.int8),
        np.round(rng.random(rows), decimals),
        {
            "a": rng.integers(low, 3, rows).astype(np.int16),
            "b": rng.integers(low, 2, rows).astype(np.int8),
        },
        rng.random(rows) if weighted else None,
    )


def tally(*batches: Batch, exact_rows: int = 1 << 21) -> Tally:
    counted = Tally(("no", "yes"), 1, tuple(batches[0].groups), exact_rows)
    for batch in batches:
        counted.add(batch)
    return counted


def same(one: Tally, other: Tally) -> None:
    for columns in ((), ("a",), ("a", "b")):
        v, w = one.view(columns), other.view(columns)
        assert v.levels == w.levels
        np.testing.assert_array_equal(v.counts, w.counts)
        np.testing.assert_allclose(v.weights, w.weights, rtol=1e-12)
        np.testing.assert_allclose(
            one.reliability_by(v), other.reliability_by(w), rtol=1e-9, atol=1e-12
        )
        for s, t in zip(one.scores_by(v), other.scores_by(w), strict=True):
            np.testing.assert_allclose(s.values, t.values)
            np.testing.assert_allclose(s.positive, t.positive, atol=1e-12)
            np.testing.assert_allclose(s.kish, t.kish)


def test_counts_equal_a_loop() -> None:
    batch = make(500)
    view = tally(batch).view(("b", "a"))
    for i, (b, a) in enumerate(view.levels):
        for label in (-1, 0, 1):
            for prediction in (-1, 0, 1):
                expected = sum(
                    1
                    for r in range(500)
                    if batch.groups["a"][r] == a
                    and batch.groups["b"][r] == b
                    and batch.label[r] == label
                    and batch.prediction[r] == prediction
                )
                assert view.counts[i, label + 1, prediction + 1] == expected
    assert view.levels[-1] == (-1, -1)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 300), st.integers(0, 10_000), st.booleans(), st.data())
def test_splitting_and_merging_is_the_whole_and_order_is_irrelevant(
    rows: int, seed: int, weighted: bool, data: st.DataObject
) -> None:
    batch = make(rows, seed, weighted)
    cut = data.draw(st.integers(0, rows))
    whole = tally(batch)
    same(whole, tally(batch.part(slice(0, cut))) + tally(batch.part(slice(cut, None))))
    same(whole, tally(batch.part(slice(0, cut)), batch.part(slice(cut, None))))
    same(whole, tally(batch.part(np.random.default_rng(seed).permutation(rows))))


def test_weights_of_one_change_nothing() -> None:
    batch = make(400)
    same(tally(batch), tally(replace(batch, weight=np.ones(400))))


def test_levels_that_appear_late_and_chunks_agree() -> None:
    rng = np.random.default_rng(3)
    late = np.concatenate([np.zeros(70_000, int), rng.integers(-1, 400, 70_000)])
    batch = Batch(
        140_000,
        (late % 2).astype(np.int8),
        np.zeros(140_000, np.int8),
        None,
        {"a": late, "b": late[::-1].copy(), "c": np.roll(late, 1)},
    )
    view = tally(batch).view(("a",))
    assert view.rows.sum() == 140_000
    np.testing.assert_array_equal(view.rows[:-1], np.bincount(late[late >= 0], minlength=400))
    assert view.rows[-1] == (late < 0).sum()


@pytest.mark.parametrize(
    ("scores", "promised"),
    [
        (lambda rng, n: rng.random(n), 1e-4),
        (lambda rng, n: rng.random(n) ** 8 * 1e-3, 1e-3),
        (lambda rng, n: rng.normal(size=n) * 50, 1e-3),
        (lambda rng, n: 1 - rng.random(n) ** 6 * 1e-4, 0.1),
    ],
)  # half the scores within 2e-6: coarse, and it says so
def test_binned_scores_keep_the_auc_within_the_certified_bound(
    scores: Any, promised: float
) -> None:
    rng = np.random.default_rng(5)
    batch = replace(make(20_000, missing=False), score=scores(rng, 20_000))
    batch = replace(
        batch,
        label=(rng.random(20_000) < (np.argsort(np.argsort(batch.score)) / 20_000)).astype(np.int8),
    )
    exact, binned = (
        tally(batch),
        tally(batch.part(slice(0, 9000)), batch.part(slice(9000, None)), exact_rows=4000),
    )
    assert exact.scores.exact
    assert not binned.scores.exact
    for columns in ((), ("a",)):
        pairs = zip(
            exact.scores_by(exact.view(columns)),
            binned.scores_by(binned.view(columns)),
            strict=True,
        )
        for right, near in pairs:
            true, approximate = auc(right), auc(near)
            assert true.value is not None
            assert approximate.value is not None
            assert abs(true.value - approximate.value) <= approximate.bound <= promised
            assert near.everyone.sum() == right.everyone.sum()


def test_repeating_scores_stay_exact_beyond_the_limit() -> None:
    batch = make(30_000, decimals=1)
    counted = tally(
        *(batch.part(slice(i, i + 3000)) for i in range(0, 30_000, 3000)), exact_rows=5000
    )
    assert counted.scores.exact
    same(counted, tally(batch))


def test_binned_tallies_merge() -> None:
    batch = make(40_000, decimals=12, missing=False)
    halves = [tally(batch.part(slice(i, i + 20_000)), exact_rows=5000) for i in (0, 20_000)]
    merged = halves[0] + halves[1]
    exact = tally(batch)
    for right, near in zip(
        exact.scores_by(exact.view(("a",))), merged.scores_by(merged.view(("a",))), strict=True
    ):
        assert near.positives == right.positives
        assert abs((auc(right).value or 0) - (auc(near).value or 0)) <= auc(near).bound <= 1e-3


@given(st.lists(st.floats(allow_nan=False, allow_infinity=True), min_size=1, max_size=60))
def test_ordered_bits_keep_the_order_and_bins_are_monotone(values: list[float]) -> None:
    numbers = np.sort(np.array(values))
    bits = bins.ordered_bits(numbers)
    assert (np.diff(bits.astype(object)) >= 0).all()
    np.testing.assert_array_equal(bins.from_bits(bits), numbers + 0.0)
    cut = bins.cut(numbers[::2], 64)
    index = cut.index(numbers)
    assert (np.diff(index) >= 0).all()
    np.testing.assert_array_equal(index, np.searchsorted(cut.starts, bits, side="right") - 1)


def test_regression_moments_merge_across_origins() -> None:
    rng = np.random.default_rng(0)
    y = rng.normal(1e6, 3, 900)
    batch = Batch(900, y, y + rng.normal(size=900), None, {"a": rng.integers(0, 2, 900)})
    whole = Tally((), None, ("a",))
    whole.add(batch)
    parts = []
    for part in (batch.part(slice(0, 100)), batch.part(slice(100, None))):
        counted = Tally((), None, ("a",))
        counted.add(part)
        parts.append(counted)
    merged = parts[0] + parts[1]
    one, two = whole.moments_by(whole.view()), merged.moments_by(merged.view())
    np.testing.assert_allclose(two.moved(one.origin).sums, one.sums, rtol=1e-9)
