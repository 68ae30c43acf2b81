"""Crafted boosters and trees and the real host: a look keeps them from it; past the look they would end it, which is told in a sentence."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rai_desktop.errors import Refusal
from rai_desktop.host import booster_trees
from rai_desktop.loading.hosting import start_model
from rai_desktop.project.model import FileRef
from tests.unit.loading import hostile_boosters as crafted
from tests.unit.loading import hostile_trees as crafted_trees

FRAME = pd.DataFrame(np.random.default_rng(0).normal(size=(20, 2)), columns=["a", "b"])
HONEST: dict[str, Callable[[], bytes]] = {
    "m.json": lambda: json.dumps(crafted.xgboost_model()).encode(), "m.ubj": lambda: crafted.ubjson(crafted.xgboost_model()),
    "m.txt": crafted.lightgbm,
}  # fmt: skip


@pytest.mark.parametrize("name", HONEST)
def test_what_the_crafted_ones_are_made_from_answers(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(HONEST[name]())
    with start_model(FileRef(path=str(tmp_path / name))) as process:
        shares = process.predict_proba(FRAME)
    assert shares.shape == (20, 2) and np.ptp(shares) > 0


def test_none_of_the_crafted_ones_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "model"
    for title, content in crafted.boosters("", "", ""):
        path.write_bytes(content)
        with pytest.raises(Refusal):
            start_model(FileRef(path=str(path))).close()
            pytest.fail(title)


@pytest.mark.parametrize("title", ["booster-xgboost-child-huge", "booster-lightgbm-child-itself"])
def test_past_the_look_the_host_ends_or_hangs_and_the_run_is_told(title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that what the look keeps out is known to matter, and that confinement is the second wall."""
    monkeypatch.setattr(booster_trees, "check_file", lambda *_given: None)
    (tmp_path / "model").write_bytes(dict(crafted.boosters("", "", ""))[title])
    with pytest.raises(Refusal) as told, start_model(FileRef(path=str(tmp_path / "model")), timeout_s=10) as process:
        process.predict(FRAME)
    assert "died" in str(told.value) or "seconds" in str(told.value), told.value


@pytest.mark.parametrize("name", ["tree-one-child-beyond-joblib", "tree-hist-feature-huge", "tree-forest-wide", "skops-tree-hist-child-beyond"])
def test_a_crafted_tree_of_scikit_learn_is_not_opened(name: str, tmp_path: Path) -> None:
    path = tmp_path / ("m.skops" if name.startswith("skops") else "m.joblib")
    path.write_bytes(dict(crafted_trees.trees())[name])
    with pytest.raises(Refusal, match=r"tree|n_features_in_"):
        start_model(FileRef(path=str(path))).close()
