"""fairlearn agrees with our group rates, weights and missing cells included, and a wrong count would be seen."""

import sys

import numpy as np
import pandas as pd
import pytest

from rai_desktop.assessments.fairness.crosscheck import crosscheck
from rai_desktop.loading.subject import Subject
from rai_desktop.project.model import ColumnRole, Inputs, Role


def subject(weighted: bool = False, rows: int = 500) -> Subject:
    random = np.random.default_rng(3)
    frame = pd.DataFrame({"y": random.choice(["no", "yes"], rows), "p": random.choice(["no", "yes"], rows, p=[0.3, 0.7]),
                          "sex": random.choice(["f", "m", None], rows, p=[0.5, 0.45, 0.05]), "w": random.uniform(0.5, 2, rows)})
    roles = {"y": Role.LABEL, "p": Role.PREDICTION, "sex": Role.SENSITIVE, "w": Role.WEIGHT if weighted else Role.IGNORE}
    return Subject.from_frame(frame, Inputs(roles={name: ColumnRole(role=role) for name, role in roles.items()}, positive="yes"))


@pytest.mark.parametrize("weighted", [False, True])
def test_both_libraries_agree(weighted: bool) -> None:
    (found,) = list(crosscheck(subject(weighted)))
    assert found.metric == "fairlearn_difference"
    assert found.value is not None
    assert found.value < 1e-12
    assert 400 < found.n < 500  # rows without a group are left out


def test_a_wrong_rate_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    module = sys.modules["rai_desktop.assessments.fairness.crosscheck"]
    honest = module.shares

    def wrong(rate: object, view: object, positive: int) -> object:
        return honest(rate, view, 1 - positive)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "shares", wrong)
    (found,) = list(crosscheck(subject()))
    assert found.value is not None
    assert found.value > 0.01
