"""Local Law 144 by hand: benchmark, small and unknown categories, scores against the median."""

from types import SimpleNamespace

import numpy as np
import pytest

from rai_desktop.metrics.counts import Tally
from rai_desktop.metrics.impact_ratio import median, scoring_table, selection_table


def counted(groups: list[int], chosen: list[int], scores: list[float] | None = None) -> Tally:
    tally = Tally(("no", "yes"), 1, ("g",))
    tally.add(SimpleNamespace(
        rows=len(groups), label=None, prediction=np.array(chosen), weight=None,
        score=None if scores is None else np.array(scores), groups={"g": np.array(groups)}))
    return tally


def test_small_and_unknown_categories_are_counted_and_never_the_benchmark() -> None:
    groups = [0] * 500 + [1] * 480 + [2] * 10 + [-1] * 10
    chosen = [1] * 200 + [0] * 300 + [1] * 240 + [0] * 240 + [1] * 20
    table = selection_table(counted(groups, chosen).view(("g",)), 1)
    first, second, small, unknown = table.categories
    assert first.ratio == pytest.approx(0.4 / 0.5)
    assert second.ratio == 1
    assert (small.standing, small.rate, small.ratio) == ("small", 1.0, None)
    assert (unknown.standing, unknown.ratio, table.unknown) == ("unknown", None, 10)


def test_scoring_rate_is_the_share_strictly_above_the_median_of_all() -> None:
    scores = [1.0, 2.0, 3.0, 3.0, 3.0, 4.0, 5.0, 6.0]
    tally = counted([0, 0, 0, 0, 1, 1, 1, 1], [0] * 8, scores)
    view = tally.view(("g",))
    table = scoring_table(view, tally.scores_by(tally.view())[0], tally.scores_by(view))
    assert table.median == 3.0
    assert [c.rate for c in table.categories] == [0.0, 0.75]
    assert [c.ratio for c in table.categories] == [0.0, 1.0]


@pytest.mark.parametrize("values", [[1.0], [1.0, 2.0], [3.0, 1.0, 2.0], [1.0, 1.0, 5.0, 9.0]])
def test_median(values: list[float]) -> None:
    tally = counted([0] * len(values), [0] * len(values), values)
    assert median(tally.scores_by(tally.view())[0]) == np.median(values)
