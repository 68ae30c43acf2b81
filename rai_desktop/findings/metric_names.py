"""Ids of metrics and of assessments as words, in the chosen language."""

from functools import cache

from rai_desktop.i18n import _


def metric_name(metric: str) -> str:
    """A metric's id as people say it; one that is not listed (an installed assessment's own) by its id's own words."""
    return _names().get(metric) or metric.replace("_", " ")


def assessment_name(assessment: str) -> str:
    """An assessment's title by its id, where only results are at hand; an installed one's by its id's own words."""
    titles = {"data_profile": _("Data profile"), "performance": _("Performance"), "fairness": _("Fairness"),
              "explanations": _("Explanations"), "model_conduct": _("The model's conduct")}
    return titles.get(assessment) or assessment.replace("_", " ").capitalize()


def key_words(key: str) -> str:
    """A finding's key in words: the assessment, the metric, and of whom."""
    assessment, _bar, rest = key.partition("|")
    parts = dict.fromkeys([assessment_name(assessment), *(metric_name(part) for part in rest.split("|") if part)])
    return " · ".join(parts)


@cache
def _names() -> dict[str, str]:
    return {
        "accuracy": _("accuracy"),
        "accuracy_difference": _("accuracy difference"),
        "accuracy_ratio": _("accuracy ratio"),
        "additivity_error": _("additivity error"),
        "average_precision": _("average precision"),
        "balanced_accuracy": _("balanced accuracy"),
        "base_rate": _("base rate"),
        "base_rate_difference": _("base rate difference"),
        "base_rate_ratio": _("base rate ratio"),
        "batch_dependence": _("batch dependence"),
        "brier_score": _("Brier score"),
        "changed_answers": _("changed answers"),
        "confinement_gaps": _("confinement gaps"),
        "constant_columns": _("constant columns"),
        "contradicting_rows": _("contradicting rows"),
        "demographic_parity_difference": _("demographic parity difference"),
        "demographic_parity_ratio": _("demographic parity ratio"),
        "duplicate_rows": _("duplicate rows"),
        "duplicate_share": _("duplicate share"),
        "equal_opportunity_difference": _("equal opportunity difference"),
        "equalized_odds_difference": _("equalized odds difference"),
        "equalized_odds_ratio": _("equalized odds ratio"),
        "expected_calibration_error": _("expected calibration error"),
        "expected_calibration_error_difference": _("expected calibration error difference"),
        "f1_score": _("F1 score"),
        "fairlearn_difference": _("difference from fairlearn"),
        "false_negative_rate": _("false negative rate"),
        "false_negative_rate_difference": _("false negative rate difference"),
        "false_negative_rate_ratio": _("false negative rate ratio"),
        "false_positive_rate": _("false positive rate"),
        "false_positive_rate_difference": _("false positive rate difference"),
        "false_positive_rate_ratio": _("false positive rate ratio"),
        "group_share": _("group share"),
        "group_share_difference": _("group share difference"),
        "identical_columns": _("identical columns"),
        "impact_ratio": _("impact ratio"),
        "importance_agreement": _("importance agreement"),
        "incomplete_rows_share": _("incomplete rows share"),
        "label_balance": _("label balance"),
        "label_score_disagreement": _("label and score disagreement"),
        "leakage_suspects": _("leakage suspects"),
        "library_versions_differ": _("library versions that differ"),
        "log_loss": _("log loss"),
        "macro_f1": _("macro F1"),
        "macro_precision": _("macro precision"),
        "macro_recall": _("macro recall"),
        "matthews_correlation": _("Matthews correlation"),
        "mean_absolute_error": _("mean absolute error"),
        "mean_absolute_error_difference": _("mean absolute error difference"),
        "mean_absolute_error_ratio": _("mean absolute error ratio"),
        "mean_absolute_shap": _("mean absolute SHAP value"),
        "mean_absolute_shap_difference": _("mean absolute SHAP value difference"),
        "mean_error": _("mean error"),
        "mean_prediction": _("mean prediction"),
        "mean_prediction_difference": _("mean prediction difference"),
        "mean_score": _("mean score"),
        "mean_score_difference": _("mean score difference"),
        "median_absolute_error": _("median absolute error"),
        "missing_share": _("missing share"),
        "missing_share_difference": _("missing share difference"),
        "negative_predictive_value": _("negative predictive value"),
        "negative_predictive_value_difference": _("negative predictive value difference"),
        "negative_predictive_value_ratio": _("negative predictive value ratio"),
        "order_stability": _("order stability"),
        "permutation_importance": _("permutation importance"),
        "personal_data_share": _("personal data share"),
        "personal_data_suspects": _("personal data suspects"),
        "positive_predictive_value": _("positive predictive value"),
        "positive_predictive_value_difference": _("positive predictive value difference"),
        "positive_predictive_value_ratio": _("positive predictive value ratio"),
        "precision": _("precision"),
        "predictive_parity_difference": _("predictive parity difference"),
        "proxy_association": _("proxy association"),
        "proxy_suspects": _("proxy suspects"),
        "r2_score": _("R²"),
        "recall": _("recall"),
        "roc_auc": _("ROC AUC"),
        "roc_auc_difference": _("ROC AUC difference"),
        "roc_auc_ratio": _("ROC AUC ratio"),
        "root_mean_squared_error": _("root mean squared error"),
        "root_mean_squared_error_difference": _("root mean squared error difference"),
        "sampling_error": _("sampling error"),
        "selection_rate": _("selection rate"),
        "selection_rate_difference": _("selection rate difference"),
        "selection_rate_ratio": _("selection rate ratio"),
        "shortfall_to_parity": _("shortfall to parity"),
        "single_column_power": _("single column power"),
        "specificity": _("specificity"),
        "surrogate_fidelity": _("surrogate fidelity"),
        "train_overlap": _("train overlap"),
        "true_negative_rate": _("true negative rate"),
        "true_negative_rate_difference": _("true negative rate difference"),
        "true_negative_rate_ratio": _("true negative rate ratio"),
        "true_positive_rate": _("true positive rate"),
        "true_positive_rate_difference": _("true positive rate difference"),
        "true_positive_rate_ratio": _("true positive rate ratio"),
        "unusable_answers": _("unusable answers"),
    }
