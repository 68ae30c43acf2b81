"""What explaining all rows and explaining one have in common: what is asked of the model, and the words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _, count
from rai_desktop.loading.by_answers import host_note
from rai_desktop.loading.checks import features_of
from rai_desktop.loading.coding import aliases
from rai_desktop.loading.subject import Subject
from rai_desktop.metrics.reasons import Reasons, ask
from rai_desktop.project.model import Task


@dataclass(frozen=True)
class Parameters:
    """How many rows are explained, against what, and with what effort."""

    rows: int = field(default=2000, metadata={
        "title": _("Rows explained"), "help": _("A seeded sample; give the number of all rows to explain all.")})
    background: int = field(default=100, metadata={
        "title": _("Background rows"),
        "help": _("Rows that stand for “the feature is not known”, where the explainer needs them.")})
    max_evaluations: int = field(default=1_000_000, metadata={
        "title": _("Effort"), "help": _("Rows the model may predict for an explanation from outside.")})
    check_rows: int = field(default=10_000, metadata={
        "title": _("Rows for the cross-check"),
        "help": _("Rows on which each feature is shuffled; 0 leaves the cross-check out.")})
    repeats: int = field(default=3, metadata={"title": _("Shuffles a feature"), "help": _("Repeats of the cross-check.")})
    seed: int = field(default=20261123, metadata={"title": _("Seed"), "help": _("Same seed, same rows and same numbers.")})


def model_columns(subject: Subject) -> list[str]:
    """The raw columns the model wants, in its order."""
    return features_of(subject, model_of(subject).facts)


def model_of(subject: Subject) -> Any:
    """The model's process; refuses when there is none."""
    if subject.model is None:
        raise Refusal(_("There is no model to explain."), _("Load the model, or leave this assessment out."))
    return subject.model


def sampled_reasons(subject: Subject, p: Parameters) -> Iterator[tuple[int, int] | Reasons]:
    """Yields (rows done, rows in all), then the Reasons of a seeded sample in random order."""
    columns = model_columns(subject)
    frame = subject.sample(p.rows, p.seed, columns)
    order = np.random.default_rng(p.seed).permutation(len(frame))  # so that the first rows are a sample too
    background = subject.sample(p.background, p.seed + 1, columns)
    yield from ask(model_of(subject), frame.iloc[order], background, options_for(subject, p))


def options_for(subject: Subject, p: Parameters) -> dict[str, Any]:
    """What host/explaining.py is asked."""
    return {"class": favourable_class(subject), "seed": p.seed, "max_evaluations": p.max_evaluations}


def favourable_class(subject: Subject) -> str:
    """The favourable outcome in the model's own spelling; "" when there is none."""
    known = list(model_of(subject).facts.classes)
    if subject.positive is None or not known or subject.task is Task.REGRESSION:
        return ""
    name = subject.classes[subject.positive]
    return name if name in known else aliases(known).get(name, "")


def how_made(reasons: Reasons, subject: Subject) -> str:
    """One sentence: by what, of what, over which rows."""
    n = len(reasons.output)
    rows = _("all {n} rows").format(n=count(n)) if n == subject.rows else \
        _("a seeded sample of {n} of {rows} rows").format(n=count(n), rows=count(subject.rows))  # fmt: skip
    on = _("On {rows}.").format(rows=rows)
    return f"{how_found(reasons)} {on}"


def how_found(reasons: Reasons) -> str:
    """By what explainer, of what, and what went differently."""
    told, kind = reasons.told, _("exact") if reasons.exact else _("estimated by sampling")
    sentence = _("Shapley values, {kind}, by the {explainer} explainer; explained: {what}.").format(
        kind=kind, explainer=told.get("explainer", ""), what=what_explained(reasons)
    )
    if told.get("summed"):
        sentence += " " + _("Contributions of encoded columns are added up to the column they came from.")
    return f"{sentence} {host_note(told)}".strip()


def what_explained(reasons: Reasons) -> str:
    """The output explained, in words."""
    chosen = str(reasons.told.get("explained_class", ""))
    if not chosen:
        return reasons.space
    if chosen == "predicted":
        return _("{space} of each row's predicted class").format(space=reasons.space)
    return _("{space} of “{name}”").format(space=reasons.space, name=chosen)


def shown_value(value: object) -> str:
    """A cell's value as text for a label: a number with every digit it has, as the table shows it."""
    if isinstance(value, float | np.floating):
        return _("(missing)") if np.isnan(value) else np.format_float_positional(value, trim="-")
    if value is None or value is pd.NaT or value is pd.NA:
        return _("(missing)")
    return str(value)[:40]
