"""The check asks the model about a few rows, and says what a role has to do with an answer that does not come."""

import sys
import types

import joblib
import pandas as pd
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from rai_desktop.engine.opening import Opened, check
from rai_desktop.loading.authors_code import look_at_code
from rai_desktop.loading.checks import _is_named
from rai_desktop.project.model import ColumnRole, FileRef, Inputs, Role

NEEDS_ANSWERS = {"performance", "fairness", "explanations"}
TABLE = pd.DataFrame({"income": range(200), "Age": [n % 50 + 20 for n in range(200)], "sex": ["m", "w"] * 100, "years": [n % 7 for n in range(200)],
                      "repaid": [n > 90 for n in range(200)]})


CODE = """
from sklearn.base import BaseEstimator, TransformerMixin

class Own(TransformerMixin, BaseEstimator):
    def fit(self, rows, target=None):
        return self
    def transform(self, rows):
        return rows.copy()
"""


def inputs(tmp_path, model, **roles):
    TABLE.to_csv(tmp_path / "t.csv", index=False)
    joblib.dump(model, tmp_path / "m.joblib")
    (tmp_path / "own_steps.py").write_text(CODE)
    look = look_at_code(tmp_path / "own_steps.py", "own_steps")
    all_ = {"income": "feature", "years": "feature", "Age": "sensitive", "sex": "sensitive", "repaid": "label"} | roles
    return Inputs(data=FileRef(path=str(tmp_path / "t.csv")), model=FileRef(path=str(tmp_path / "m.joblib")), positive="true",
                  code=[FileRef(path=look.path, sha256=look.sha256, size=look.size, options={"module": "own_steps"})],
                  allowed_names=["own_steps.Own"], allowed_reason="ours",
                  roles={name: ColumnRole(role=Role(role), guessed=False) for name, role in all_.items()})


@pytest.fixture
def nameless(monkeypatch):
    """A pipeline that picks its columns by name, though the author's own first step keeps no names."""
    module = types.ModuleType("own_steps")
    exec(CODE, module.__dict__)
    module.Own.__module__ = "own_steps"
    monkeypatch.setitem(sys.modules, "own_steps", module)
    pick = ColumnTransformer([("kept", "passthrough", ["income", "Age"])])
    return Pipeline([("own", module.Own()), ("pick", pick), ("line", LogisticRegression())]).fit(TABLE[["income", "Age"]], TABLE.repaid)


def named():
    return LogisticRegression().fit(TABLE[["income", "Age"]], TABLE.repaid)


@pytest.fixture
def checked(tmp_path):
    opened = []

    def do(model, **roles):
        opened.append(Opened(inputs(tmp_path, model, **roles)))
        return check(opened[-1], 1)

    yield do
    for each in opened:
        each.close()


def test_a_column_kept_away_by_its_role_is_named_before_the_run(checked, nameless):
    found = checked(nameless)
    told = " ".join(found.warnings)
    assert "“Age”, but its role keeps it from the model" in told
    able = {each.assessment: each for each in found.availability}
    assert not any(able[id_].available for id_ in NEEDS_ANSWERS)
    assert all("“Age”" in able[id_].why for id_ in NEEDS_ANSWERS)
    assert able["data_profile"].available
    assert able["model_conduct"].available  # that it does not answer is a finding of its own


def test_with_the_role_mended_all_can_run(checked, nameless):
    found = checked(nameless, Age="sensitive feature")
    assert all(each.available for each in found.availability)
    assert not any("role" in warning for warning in found.warnings)


def test_a_model_that_names_its_columns_is_told_to_read_what_its_role_denies(checked):
    told = " ".join(checked(named(), Age="identifier").warnings)
    assert "reads “Age”, whose role says that it does not" in told


def test_a_sensitive_column_that_the_model_reads_is_told_to_be_a_feature_too(checked):
    told = " ".join(checked(named()).warnings)
    assert "reads “Age”, so it is taken as sensitive and feature" in told
    assert "reads" not in " ".join(checked(named(), Age="sensitive feature").warnings)


def test_two_sensitive_columns_that_the_model_reads_are_told_as_two(checked):
    both = LogisticRegression().fit(TABLE[["income", "Age"]], TABLE.repaid)
    told = " ".join(checked(both, income="sensitive", Age="sensitive").warnings)
    assert "reads “income”, “Age”, so they are taken as sensitive and features" in told


def test_a_model_that_reads_the_label_is_told(checked):
    told = " ".join(checked(LogisticRegression().fit(TABLE[["income", "repaid"]], TABLE.repaid)).warnings)
    assert "“repaid”, the label itself" in told


@pytest.mark.parametrize(("name", "complaint", "meant"), [
    ("Age", "columns are missing: {'Age'}", True), ("Age", "yet now missing: - Age - income", True), ("Age", "“Age” not in index", True),
    ("sex_at_birth", "no column sex_at_birth", True), ("data", "One of the data types is wrong.", False), ("one", "Give one more.", False),
])  # fmt: skip
def test_a_word_of_the_sentence_is_no_column(name, complaint, meant):
    assert _is_named(name, complaint) is meant
