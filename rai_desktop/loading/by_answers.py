"""Reasons for a model whose own Python has no shap: found here, by ours, from its answers alone."""

from typing import Any, Protocol

import pandas as pd

from rai_desktop.errors import Refusal
from rai_desktop.host import explaining
from rai_desktop.i18n import N_, _
from rai_desktop.project.looks import ModelFacts

_PAIR = 2
_REFUSED = "The exact explainer refused"  # as host/inside.py says it, before why
_SAID = (N_("Encoded columns could not be traced to the table's columns."),
         N_("The exact explainer's contributions did not add up to the output."))


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
    return told if told.get("missing") else told | {"note": " ".join(filter(None, [host_note(told), _note()]))}


def host_note(told: dict[str, Any]) -> str:
    """What the model's process says of how reasons were found, in the chosen language; it knows English alone."""
    note = str(told.get("note") or "")
    head, _colon, why = note.partition(": ")
    if head == _REFUSED:
        return _("The exact explainer refused: {why}.").format(why=why.rstrip("."))
    return _(note) if note in _SAID else note


def _note() -> str:
    return _("The Python that holds the model has no shap: the reasons come from the model's answers alone, whatever its kind.")
