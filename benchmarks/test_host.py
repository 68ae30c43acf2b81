"""The price of safety: looking, loading and predicting through the host, against doing it in-process, in one run."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier

from rai_desktop.host import rules, unpickling
from rai_desktop.loading.hosting import start_model
from rai_desktop.loading.inspection import inspect_model, rules_path
from rai_desktop.project.model import FileRef

ROWS, COLUMNS = 1_000_000, 30


def best(act: Callable[[], Any], times: int) -> float:
    found = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        found.append(time.perf_counter() - began)
    return min(found)


def in_turn(one: Callable[[], Any], other: Callable[[], Any], times: int = 9) -> tuple[float, float]:
    """The least seconds of each, taken in turn, so that both meet the same machine."""
    rounds = [(best(one, 1), best(other, 1)) for _ in range(times)]
    return min(first for first, _ in rounds), min(second for _, second in rounds)


@pytest.fixture(scope="module")
def forest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rng = np.random.default_rng(0)
    rows, labels = rng.normal(size=(20_000, 10)), rng.integers(0, 2, 20_000)
    path = tmp_path_factory.mktemp("forest") / "forest.joblib"
    joblib.dump(RandomForestClassifier(170, n_jobs=2, random_state=0).fit(rows, labels), path)
    return path


def test_looking_at_a_large_forest_is_quick(forest: Path) -> None:
    size = forest.stat().st_size / 1e6
    seconds = best(lambda: inspect_model(forest), times=1)  # the file is hashed only once
    print(f"look at {size:.0f} MB: {seconds:.2f} s")
    assert size > 95
    assert seconds < 2


def test_loading_by_the_rules_costs_little_more_than_joblib(forest: Path) -> None:
    known = rules.Rules.read(str(rules_path()))
    plain, ours = in_turn(lambda: joblib.load(forest), lambda: unpickling.load(str(forest), known))
    print(f"joblib {plain:.2f} s, by the rules {ours:.2f} s, ratio {ours / plain:.2f}")
    assert ours < 1.3 * plain


def test_predicting_a_million_rows_through_the_host(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(ROWS, COLUMNS)), columns=[f"x{i}" for i in range(COLUMNS)])
    model = HistGradientBoostingClassifier(max_iter=100).fit(frame[:20_000], rng.integers(0, 2, 20_000))
    joblib.dump(model, tmp_path / "m.joblib")
    with start_model(FileRef(path=str(tmp_path / "m.joblib"))) as process:
        plain, hosted = in_turn(lambda: model.predict_proba(frame), lambda: process.predict_proba(frame))
        np.testing.assert_array_equal(process.predict_proba(frame[:1000]), model.predict_proba(frame[:1000]))
    print(f"in-process {plain:.2f} s, hosted {hosted:.2f} s, ratio {hosted / plain:.2f}")
    assert hosted < 1.15 * plain
