"""Boosting that begins with fewer outputs than its trees are for is told, not run: it wrote beyond its room."""

import subprocess
import sys

CODE = """
import numpy as np
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor
from sklearn.linear_model import LogisticRegression
from rai_desktop.host import boosting_rows
boosting_rows.install(); boosting_rows.install()
rows = np.random.default_rng(0).normal(size=(60, 3))
for labels in (np.arange(60) % 2, np.arange(60) % 3):
    model = GradientBoostingClassifier(n_estimators=3).fit(rows, labels)
    assert model.predict_proba(rows).shape == (60, len(set(labels))) and len(list(model.staged_predict(rows))) == 3
assert GradientBoostingRegressor(n_estimators=3).fit(rows, rows[:, 0]).predict(rows).shape == (60,)
model.init_ = LogisticRegression().fit(rows, np.arange(60) % 2)
try:
    model.predict_proba(rows)
except ValueError as error:
    print(error)
"""


def test_room_for_each_output_is_looked_at() -> None:
    told = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True, timeout=120)
    assert told.stdout == "the model begins with (2,) numbers a row, and its trees are for (3,)\n"
