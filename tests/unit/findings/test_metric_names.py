"""Metrics and assessments by the names people use."""

import pytest

from rai_desktop.assessments.all import ALL
from rai_desktop.findings.metric_names import assessment_name, key_words, metric_name


@pytest.mark.parametrize(("id_", "name"), [
    ("roc_auc", "ROC AUC"), ("roc_auc_difference", "ROC AUC difference"), ("f1_score", "F1 score"), ("r2_score", "R²"),
    ("brier_score", "Brier score"), ("matthews_correlation", "Matthews correlation"), ("somebody_s_own", "somebody s own"),
])
def test_a_metric_has_the_name_people_use(id_, name):
    assert metric_name(id_) == name


def test_every_assessment_is_named_as_it_names_itself():
    assert {each.id: assessment_name(each.id) for each in ALL} == {each.id: each.title for each in ALL}


def test_a_key_in_words():
    assert key_words("fairness|roc_auc||all") == "Fairness · ROC AUC · all"
