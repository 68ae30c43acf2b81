"""The price of safety: looking, loading and predicting through the host, against doing it in-process, in one run."""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
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


def seconds(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def in_turn(what: str, plain: Callable[[], Any], ours: Callable[[], Any], times: int = 21) -> float:
    """How many times as long ours takes, each pair taken in turn: the median, which a machine whose speed comes and goes
    sways least."""
    pairs = [(seconds(plain), seconds(ours)) for _ in range(times)]
    ratios = sorted(other / one for one, other in pairs)
    one, other = (median(each) for each in zip(*pairs, strict=True))
    middle = ratios[times // 2]
    print(f"{what}: plain {one:.2f} s, ours {other:.2f} s, pairs {ratios[0]:.2f} to {ratios[-1]:.2f}, median {middle:.2f}")
    return middle


@pytest.fixture(scope="module")
def forest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rng = np.random.default_rng(0)
    rows, labels = rng.normal(size=(20_000, 10)), rng.integers(0, 2, 20_000)
    path = tmp_path_factory.mktemp("forest") / "forest.joblib"
    joblib.dump(RandomForestClassifier(170, n_jobs=2, random_state=0).fit(rows, labels), path)
    return path


def test_looking_at_a_large_forest_is_quick(forest: Path) -> None:
    size = forest.stat().st_size / 1e6
    took = seconds(lambda: inspect_model(forest))  # once: the file is hashed only then
    print(f"look at {size:.0f} MB: {took:.2f} s")
    assert size > 95
    assert took < 2


def test_loading_by_the_rules_costs_little_more_than_joblib(forest: Path) -> None:
    known = rules.Rules.read(str(rules_path()))
    assert in_turn("load", lambda: joblib.load(forest), lambda: unpickling.load(str(forest), known)) < 1.3


def test_predicting_a_million_rows_through_the_host(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(ROWS, COLUMNS)), columns=[f"x{i}" for i in range(COLUMNS)])
    model = HistGradientBoostingClassifier(max_iter=100).fit(frame[:20_000], rng.integers(0, 2, 20_000))
    joblib.dump(model, tmp_path / "m.joblib")
    with start_model(FileRef(path=str(tmp_path / "m.joblib"))) as process:
        ratio = in_turn("predict", lambda: model.predict_proba(frame), lambda: process.predict_proba(frame))
        np.testing.assert_array_equal(process.predict_proba(frame[:1000]), model.predict_proba(frame[:1000]))
    assert ratio < 1.15
