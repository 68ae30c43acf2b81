"""A model whose answers change is told: in the run's record and as a warning; a steady one is said to be steady."""

import threading
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression

from rai_desktop.engine.opening import Opened
from rai_desktop.loading.steadiness import differ
from rai_desktop.project.model import FileRef, Inputs

CHANGING = """
import random
def predict(df):
    return [int(random.SystemRandom().random() < 0.5) for _ in range(len(df))]
"""
BY_PLACE = "def predict(df):\n    return [at % 2 for at in range(len(df))]\n"
STEADY = "def predict(df):\n    return (df['a'] > 0).astype(int)\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"a": rng.normal(size=400), "b": rng.normal(size=400)})
    frame.assign(y=(frame.a > 0).astype(int)).to_csv(tmp_path / "t.csv", index=False)
    return tmp_path / "t.csv"


def predicted(model: Path, table: Path, **more: Any) -> Opened:
    from rai_desktop.project.model import ColumnRole, Role

    roles = {name: ColumnRole(role=role) for name, role in (("a", Role.FEATURE), ("b", Role.FEATURE), ("y", Role.LABEL))}
    opened = Opened(Inputs(data=FileRef(path=str(table)), model=FileRef(path=str(model)), roles=roles, **more))
    assert opened.predict(lambda _done, _total: None, threading.Event())
    return opened


@pytest.mark.parametrize(("source", "steady"), [(CHANGING, False), (BY_PLACE, False), (STEADY, True)], ids=["random", "place", "steady"])
def test_answers_that_change_are_told_and_the_run_goes_on(tmp_path: Path, table: Path, source: str, steady: bool) -> None:
    (tmp_path / "model.py").write_text(source + "classes = [0, 1]\n")
    opened = predicted(tmp_path / "model.py", table, allowed_names=["predict"], allowed_reason="a test")
    try:
        warned = [each for each in opened.check()[1] if "asked twice" in each]
        assert opened.isolation["Answers"].startswith("the same when 200 rows" if steady else "changed for ")
        assert bool(warned) is not steady
    finally:
        opened.close()


def test_an_honest_model_is_steady(tmp_path: Path, table: Path) -> None:
    frame = pd.read_csv(table)
    joblib.dump(LogisticRegression().fit(frame[["a", "b"]], frame.y), tmp_path / "m.joblib")
    opened = predicted(tmp_path / "m.joblib", table)
    try:
        assert opened.isolation["Answers"] == "the same when 200 rows were asked twice"
    finally:
        opened.close()


@pytest.mark.parametrize(
    ("first", "again", "changed"),
    [
        ([1.0, 2.0], [1.0 + 1e-9, 2.1], [False, True]), ([[0.5, 0.5], [0.1, 0.9]], [[0.5, 0.5], [0.2, 0.8]], [False, True]),
        (np.array(["a", "b"], object), np.array(["a", "c"], object), [False, True]), ([1, 2], [1, 2], [False, False]),
    ],
)  # fmt: skip
def test_what_counts_as_a_change(first: Any, again: Any, changed: list[bool]) -> None:
    assert differ(np.asarray(first), np.asarray(again)).tolist() == changed


FAILING_ONCE = """
calls = []
def predict(df):
    calls.append(1)
    if len(calls) == 1:
        raise RuntimeError("not yet")
    return [0] * len(df)
"""


def test_a_run_that_failed_keeps_nothing_from_running_again(tmp_path: Path, table: Path) -> None:
    """What the model did wrong belongs to that run: performance was refused in it, and can be run at once again."""
    from rai_desktop.engine.opening import check
    from rai_desktop.engine.protocol import AssessmentEnded, Run
    from rai_desktop.engine.running import run_plan
    from rai_desktop.project.model import ColumnRole, Plan, Planned, Role

    (tmp_path / "model.py").write_text(FAILING_ONCE + "classes = [0, 1]\n")
    roles = {name: ColumnRole(role=role) for name, role in (("a", Role.FEATURE), ("b", Role.FEATURE), ("y", Role.LABEL))}
    inputs = Inputs(data=FileRef(path=str(table)), model=FileRef(path=str(tmp_path / "model.py")), roles=roles,
                    allowed_names=["predict"], allowed_reason="a test")
    plan = Plan(assessments=[Planned("model_conduct"), Planned("performance")])
    opened = Opened(inputs)
    try:
        ended = []
        for number in (1, 2):
            heard: list[Any] = []
            run_plan(Run(id=number, inputs=inputs, plan=plan), opened, heard.append, threading.Event())
            ended.append({each.assessment: each.status for each in heard if isinstance(each, AssessmentEnded)})
            assert {each.assessment: each.available for each in check(opened, number).availability}["performance"]
    finally:
        opened.close()
    assert ended == [{"model_conduct": "finished", "performance": "refused"}, {"model_conduct": "finished", "performance": "finished"}]
