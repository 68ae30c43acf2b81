"""Reasons for a model whose own Python has no shap: found here, by ours, from its answers alone."""

from typing import Any, Protocol

import pandas as pd

from rai_desktop.errors import Refusal
from rai_desktop.host import explaining
from rai_desktop.i18n import _
from rai_desktop.project.looks import ModelFacts

_PAIR = 2


class Asked(Protocol):
    """What is needed of the model's process."""

    facts: ModelFacts

    def predict(self, frame: pd.DataFrame) -> Any:
        """Its answers."""

    def predict_proba(self, frame: pd.DataFrame) -> Any:
        """Its probabilities."""


def explained(process: Asked, frame: pd.DataFrame, background: pd.DataFrame, options: dict[str, Any]) -> dict[str, Any]:
    """As host/explaining.py answers, with a note that says so. Raises Refusal."""
    facts = process.facts
    pair = facts.has_decision and len(facts.classes) == _PAIR
    try:
        told = explaining.explain(
            process if pair else None, frame, background, {**options, "method": "outside"}, predict=process.predict,
            predict_proba=process.predict_proba if facts.has_scores else None, classes=facts.classes)
    except ValueError as error:
        raise Refusal(str(error)) from None
    return told if told.get("missing") else told | {"note": " ".join(filter(None, [told.get("note"), _note()]))}


def _note() -> str:
    return _("The Python that holds the model has no shap: the reasons come from the model's answers alone, whatever its kind.")
