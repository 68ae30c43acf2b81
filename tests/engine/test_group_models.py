"""A model that asks for sensitive features at each prediction is opened with the roles of the table, one column or several."""

from pathlib import Path

import joblib
import numpy as np
import pandas as pd
import pytest
from fairlearn.postprocessing import ThresholdOptimizer
from sklearn.linear_model import LogisticRegression

from rai_desktop.engine.opening import Opened
from rai_desktop.errors import Refusal
from rai_desktop.loading.predictions import predict_all
from rai_desktop.project.model import ColumnRole, FileRef, Inputs, Role

CHANCE = np.random.default_rng(3)
TABLE = pd.DataFrame({"age": CHANCE.integers(18, 80, 300), "debt": CHANCE.random(300).round(3), "sex": CHANCE.integers(0, 2, 300),
                      "region": CHANCE.choice([7, 8, 9], 300)})
TABLE["repaid"] = (TABLE.debt + CHANCE.normal(0, 0.3, 300) > 0.5).astype(int)


def opened(folder: Path, own: list[str], groups: list[str], roles: dict[str, Role]) -> tuple[Opened, ThresholdOptimizer]:
    model = ThresholdOptimizer(estimator=LogisticRegression(max_iter=1000), predict_method="predict_proba")
    joblib.dump(model.fit(TABLE[own], TABLE.repaid, sensitive_features=TABLE[groups]), folder / "model.joblib")
    TABLE.to_csv(folder / "table.csv", index=False)
    given = {"repaid": Role.LABEL, "age": Role.FEATURE, "debt": Role.FEATURE} | roles
    return Opened(Inputs(data=FileRef(path=str(folder / "table.csv")), model=FileRef(path=str(folder / "model.joblib")),
                         roles={name: ColumnRole(role=role) for name, role in given.items()}, positive="1")), model


@pytest.mark.parametrize(("own", "groups", "roles"), [
    (["age", "debt", "sex"], ["sex"], {"sex": Role.SENSITIVE_FEATURE, "region": Role.SENSITIVE}),
    (["age", "debt"], ["sex"], {"sex": Role.SENSITIVE, "region": Role.SENSITIVE}),
    (["age", "debt", "region"], ["region", "sex"], {"sex": Role.SENSITIVE, "region": Role.SENSITIVE_FEATURE}),
    (["age", "debt"], ["sex", "region"], {"sex": Role.SENSITIVE, "region": Role.SENSITIVE})])
def test_it_answers_for_all_rows_as_it_does_by_itself(
        own: list[str], groups: list[str], roles: dict[str, Role], tmp_path: Path) -> None:
    found, model = opened(tmp_path, own, groups, roles)
    try:
        problems, warnings = found.check()
        assert problems == [] and found.trial() == "" and found.facts is not None and found.facts.groups == groups
        assert any("sensitive features when it predicts" in each and f"“{groups[0]}”" in each for each in warnings)
        list(predict_all(found.subject, found.model))
        shares = model._pmf_predict(TABLE[own], sensitive_features=TABLE[groups])[:, 1]
        answers = np.concatenate([batch.prediction for batch in found.subject.batches()])
        sure = (shares == 0) | (shares == 1)
        assert sure.sum() > 150 and 0 < shares.mean() < 1
        np.testing.assert_array_equal(answers[sure], shares[sure])
    finally:
        found.close()


def test_without_the_role_it_is_not_answered_with_other_columns(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no column has that role"):
        opened(tmp_path, ["age", "debt"], ["sex"], {"sex": Role.IGNORE, "region": Role.IGNORE})
    with pytest.raises(Refusal, match="knows the groups 0, 1"):
        opened(tmp_path, ["age", "debt"], ["sex"], {"sex": Role.IGNORE, "region": Role.SENSITIVE})
