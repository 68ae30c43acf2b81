"""A model that asks for sensitive features when it predicts is given those of the table, or says in a sentence what it lacks."""

import numpy as np
import pandas as pd
import pytest
from fairlearn.postprocessing import ThresholdOptimizer
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from rai_desktop.errors import Refusal
from rai_desktop.host.group_models import asks_for_groups
from rai_desktop.host.models import Model, Problem, text_of, wrap
from rai_desktop.loading import sentences

CHANCE = np.random.default_rng(0)
ROWS = pd.DataFrame({"age": CHANCE.integers(18, 80, 200).astype(float), "debt": CHANCE.random(200)})
GROUP = pd.Series(CHANCE.choice(["a", "b"], 200), name="grp")
LABELS = (ROWS.debt + CHANCE.normal(0, 0.2, 200) > 0.5).astype(int)


PEOPLE = ROWS.assign(sex=CHANCE.integers(0, 2, 200), race=CHANCE.choice(["a", "b", "c"], 200), twin=lambda t: 1 - t.sex, other="x")


def linear() -> ThresholdOptimizer:
    return ThresholdOptimizer(estimator=LogisticRegression(), predict_method="predict_proba")


def thresholds() -> ThresholdOptimizer:
    text = make_column_transformer((OneHotEncoder(), make_column_selector(dtype_include=object)), remainder="passthrough")
    return ThresholdOptimizer(estimator=make_pipeline(text, LogisticRegression()), predict_method="predict_proba")


def told(names: list[str]) -> dict[str, list[str]]:
    return {name: sorted(set(PEOPLE[name].astype(str))) for name in names}


def in_words(problem: Problem) -> Refusal:
    return sentences.refusal({"error": problem.code, "details": problem.details, "stage": "predict"})


def trained(rows: object = ROWS) -> ThresholdOptimizer:
    model = ThresholdOptimizer(estimator=LogisticRegression(), constraints="demographic_parity", predict_method="predict_proba")
    return model.fit(rows, LABELS, sensitive_features=GROUP)


def test_the_columns_beyond_its_own_are_its_sensitive_features() -> None:
    original = trained()
    model = wrap(original, "pickle")
    answers = model.predict(ROWS.assign(grp=GROUP)[["grp", "debt", "age"]])  # chance decides at the threshold alone
    np.testing.assert_allclose(answers, original.predict(ROWS, sensitive_features=GROUP, random_state=0), atol=1)
    shares = original._pmf_predict(ROWS, sensitive_features=GROUP)[:, 1]
    sure = (shares == 0) | (shares == 1)
    assert sure.sum() > 150 and (np.asarray(answers)[sure] == shares[sure]).all()
    assert model.classes == [0, 1] and model.feature_names == []


@pytest.mark.parametrize("given", [ROWS, ROWS[["age"]].assign(grp=GROUP)])
def test_what_it_lacks_is_told(given: pd.DataFrame) -> None:
    model = wrap(trained(), "pickle")
    with pytest.raises(Problem) as refused:
        model.predict(given)
    told_of = in_words(refused.value)
    assert "ThresholdOptimizer" in told_of.sentence and "age, debt" in told_of.sentence and "predict(df)" in told_of.way_out


def agree(model: Model, frame: pd.DataFrame, original: ThresholdOptimizer, own: object, groups: object) -> None:
    """The answers are those of the original, wherever it leaves nothing to chance."""
    shares = original._pmf_predict(own, sensitive_features=groups)[:, 1]
    sure = (shares == 0) | (shares == 1)
    assert sure.sum() > 100 and 0 < shares.mean() < 1
    assert (np.asarray(model.predict(frame))[sure] == shares[sure]).all()


@pytest.mark.parametrize(("own", "groups", "sensitive"), [
    (["age", "debt", "sex"], ["sex"], ["sex"]), (["age", "debt", "sex"], ["sex"], ["race", "sex"]),
    (["age", "debt"], ["sex"], ["race", "sex"]), (["age", "debt", "sex"], ["sex", "race"], ["race", "sex"]),
    (["age", "debt"], ["race", "sex"], ["sex", "race", "other"]), (["age", "debt", "sex", "race"], ["sex", "race"], ["sex", "race"])])
def test_of_the_sensitive_columns_those_with_its_groups_are_given_be_they_features_or_not(
        own: list[str], groups: list[str], sensitive: list[str]) -> None:
    original = thresholds().fit(PEOPLE[own], LABELS, sensitive_features=PEOPLE[groups])
    model = wrap(original, "pickle", told(sensitive))
    assert model.groups == groups and model.feature_names == own + [name for name in groups if name not in own]
    agree(model, PEOPLE[model.feature_names], original, PEOPLE[own], PEOPLE[groups])


@pytest.mark.parametrize("own", [["age", "debt"], ["age", "debt", "sex"]])
def test_one_trained_on_an_array_is_given_as_many_columns_as_it_knows(own: list[str]) -> None:
    original = linear().fit(PEOPLE[own].to_numpy(), LABELS, sensitive_features=PEOPLE.sex.to_numpy())
    model = wrap(original, "pickle", told(["sex"]))
    assert model.groups == ["sex"] and model.feature_names == []
    agree(model, PEOPLE[["age", "debt", "sex"]], original, PEOPLE[own].to_numpy(), PEOPLE.sex)
    with pytest.raises(Problem, match="no_groups_counted") as refused:
        model.predict(PEOPLE)
    assert f"{len(own)} columns" in in_words(refused.value).sentence


def test_a_pipeline_hands_them_on() -> None:
    pipeline = Pipeline([("scale", StandardScaler()), ("fair", linear())])
    pipeline.fit(PEOPLE[["age", "debt"]], LABELS, fair__sensitive_features=PEOPLE.sex)
    model = wrap(pipeline, "pickle", told(["race", "sex"]))
    assert model.feature_names == ["age", "debt", "sex"]
    agree(model, PEOPLE[model.feature_names], pipeline[-1], pipeline[0].transform(PEOPLE[["age", "debt"]]), PEOPLE.sex)


@pytest.mark.parametrize(("sensitive", "code", "said"), [
    ([], "groups_unnamed", "no column has that role"), (["race"], "groups_strange", "0, 1"),
    (["sex", "twin"], "groups_unclear", "sex, twin")])
def test_where_the_sensitive_columns_are_not_known_it_is_asked(sensitive: list[str], code: str, said: str) -> None:
    original = thresholds().fit(PEOPLE[["age", "debt"]], LABELS, sensitive_features=PEOPLE.sex)
    with pytest.raises(Problem, match=code) as refused:
        wrap(original, "pickle", told(sensitive))
    sentence = in_words(refused.value)
    assert said in sentence.sentence and "Give the role of a sensitive feature" in sentence.way_out


def test_groups_that_the_model_does_not_know_leave_the_column_that_has_others_of_them() -> None:
    original = thresholds().fit(PEOPLE[["age", "debt"]], LABELS, sensitive_features=PEOPLE.sex)
    assert wrap(original, "pickle", {"sex": ["0", "1", "2"], "race": ["a"], "income": []}).groups == ["sex"]


def test_values_with_commas_are_told_apart() -> None:
    people = PEOPLE.assign(race=PEOPLE.race.map({"a": "a, b", "b": "b\\", "c": "c"}))
    original = thresholds().fit(people[["age", "debt"]], LABELS, sensitive_features=people[["race", "sex"]])
    held = {name: sorted(set(people[name].astype(str))) for name in ("sex", "race")}
    assert wrap(original, "pickle", held).groups == ["race", "sex"]


def test_an_author_s_own_that_tells_no_groups_is_given_all_the_sensitive_columns() -> None:
    class Own:
        n_features_in_, feature_names_in_, classes_ = 1, ["debt"], [0, 1]

        def predict(self, rows: pd.DataFrame, sensitive_features: pd.DataFrame) -> np.ndarray:
            assert list(rows.columns) == ["debt"] and list(sensitive_features.columns) == ["race", "sex"]
            return np.zeros(len(rows))

    model = wrap(Own(), "pickle", told(["race", "sex"]))
    assert len(np.asarray(model.predict(PEOPLE[model.feature_names]))) == len(PEOPLE)


@pytest.mark.parametrize("model", [
    GridSearchCV(LogisticRegression(), {}).fit(ROWS, LABELS), ThresholdOptimizer(estimator=LogisticRegression())])
def test_one_that_hands_none_on_or_tells_no_columns_is_refused_when_it_is_opened(model: object) -> None:
    if isinstance(model, GridSearchCV):
        model.best_estimator_ = trained()
    with pytest.raises(Problem, match="groups_untold"):
        wrap(model, "pickle", told(["sex"]))


def test_others_ask_for_none() -> None:
    def optional(rows: object, sensitive_features: object = None) -> None:
        raise AssertionError((rows, sensitive_features))

    assert not any(map(asks_for_groups, (LogisticRegression().predict, None, optional, np.sin)))


WAYS = {"whole": lambda c: c.astype("int64"), "fraction": lambda c: c.astype(float), "text": lambda c: c.astype(str),
        "truth": lambda c: c.astype(bool), "objects": lambda c: c.astype(object)}


@pytest.mark.parametrize(("learnt", "given"), [
    (a, b) for a in WAYS for b in WAYS if a != b and ("truth" not in (a, b) or {a, b} == {"truth", "objects"})])
def test_groups_are_those_of_the_training_however_the_table_writes_them(learnt: str, given: str) -> None:
    """It compares values as they are, and answers 0 to all that it does not find: "1" is not 1."""
    source = PEOPLE.sex.astype(bool) if "truth" in (learnt, given) else PEOPLE.sex
    original = linear().fit(ROWS, LABELS, sensitive_features=WAYS[learnt](source))
    table = ROWS.assign(sex=WAYS[given](source))
    model = wrap(original, "pickle", {"sex": sorted(set(map(text_of, table.sex.tolist())))})
    agree(model, table[model.feature_names], original, ROWS, WAYS[learnt](source))


@pytest.mark.parametrize("learnt", ["whole", "fraction", "text"])
@pytest.mark.parametrize("given", ["whole", "fraction", "text"])
def test_groups_of_several_columns_are_those_of_the_training_too(learnt: str, given: str) -> None:
    first = PEOPLE[["race"]].assign(sex=WAYS[learnt](PEOPLE.sex))
    original = linear().fit(ROWS, LABELS, sensitive_features=first)
    table = ROWS.assign(race=PEOPLE.race, sex=WAYS[given](PEOPLE.sex))
    model = wrap(original, "pickle", told(["race", "sex"]))
    assert model.groups == ["race", "sex"]
    agree(model, table[model.feature_names], original, ROWS, first)


@pytest.mark.parametrize("strange", ["c", None, float("nan"), pd.NA])
def test_a_row_of_a_group_that_it_does_not_know_is_told_and_not_answered(strange: object) -> None:
    model = wrap(trained(), "pickle", {"grp": ["a", "b"]})
    table = ROWS.assign(grp=GROUP.astype(object))[model.feature_names]
    table.loc[[3, 5], "grp"] = strange
    with pytest.raises(Problem) as refused:
        model.predict(table)
    said = in_words(refused.value)
    assert "2 of 200 rows" in said.sentence
    assert said.sentence.endswith(f"{strange if isinstance(strange, str) else 'NaN'}.")
    assert "Leave these rows out" in said.way_out


def test_one_value_in_common_makes_no_column_that_of_its_groups() -> None:
    """“Other” is a value of many columns."""
    with pytest.raises(Problem) as refused:
        wrap(trained(), "pickle", {"region": ["a", "North"]})
    assert "which no sensitive column holds" in in_words(refused.value).sentence


def test_all_its_groups_among_others_make_a_column_that_of_its_groups() -> None:
    assert wrap(trained(), "pickle", {"grp": ["a", "b", "rare"], "sex": ["0", "1"]}).groups == ["grp"]


@pytest.mark.parametrize("own", [["age"], ["age", "debt"]])
def test_one_trained_on_an_array_says_how_many_columns_are_its_own(own: list[str]) -> None:
    """So that a sensitive column is not taken for a feature that the table lacks."""
    assert wrap(trained(ROWS[own].to_numpy()), "pickle", {"grp": ["a", "b"]}).n_features == len(own)
