"""Do table, roles and model fit together? Sentences for what stops a run, and for what should be known."""

import re
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow.compute as pc

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _, in_quotes
from rai_desktop.loading.coding import MAX_LEVELS, as_text
from rai_desktop.loading.settling import joined, quoted
from rai_desktop.loading.spelling import columns_for, respelled
from rai_desktop.loading.subject import Subject, open_subject
from rai_desktop.project.looks import ModelFacts
from rai_desktop.project.model import Inputs, Task

SAMPLE = 5_000
_TELLING = 10  # rows of each outcome from which on their mean scores are compared
_SCORES_NEEDED = {Task.BINARY, Task.MULTICLASS}


def check_inputs(inputs: Inputs, facts: ModelFacts | None = None) -> tuple[list[str], list[str]]:
    """(problems, warnings): a problem stops a run, a warning does not; each one sentence or two."""
    try:
        subject = open_subject(inputs)
    except Refusal as refusal:
        return [str(refusal)], []
    return check_subject(subject, facts)


def check_subject(subject: Subject, facts: ModelFacts | None = None) -> tuple[list[str], list[str]]:
    """As `check_inputs`, of a subject that is open already."""
    problems = list(_model_problems(subject, facts)) if facts is not None else []
    warnings = [*_model_warnings(subject, facts), *_data_warnings(subject)]
    return problems, warnings


def features_of(subject: Subject, facts: ModelFacts) -> list[str]:
    """The columns to give the model, in its order: those it names, be it with underscores for spaces, otherwise the
    features of the table, and the sensitive ones that it asks for."""
    features = list(dict.fromkeys([*subject.features, *facts.groups]))
    return columns_for(facts.feature_names, subject.table.columns) or features


def groups_of(subject: Subject) -> dict[str, list[str]]:
    """The sensitive columns with their values as text in a seeded sample, none where they are many."""
    frame = subject.sample(SAMPLE, 0, subject.sensitive)
    values = {name: {text for text in as_text(frame[name].unique()) if text} for name in subject.sensitive}
    return {name: sorted(found) if len(found) <= MAX_LEVELS else [] for name, found in values.items()}


def by_place(subject: Subject, facts: ModelFacts) -> str:
    """Which columns a model without names is given, their order taken on trust; "" where it has names, or one column."""
    wanted = getattr(facts, "n_features", None) or 0
    counted = wanted > 1 and wanted == len(subject.features)
    if facts.feature_names or not (counted or facts.groups):
        return ""
    return _("given in the table's order, as the model does not tell the names of those it was trained on: {names}").format(
        names=quoted(subject.features))


def withheld(subject: Subject, facts: ModelFacts, complaint: str) -> str:
    """Which columns that the model complains of are in the table, but kept from it by their role; "" when none is."""
    given = features_of(subject, facts)
    away = [name for name in subject.table.columns if name not in given and name != subject.columns.label]
    kept = [name for name in away if _is_named(name, complaint)]
    if not kept:
        return ""
    return _("The table has {names}, but its role keeps it from the model: give it the role Feature, or Sensitive and "
             "feature.").format(names=quoted(kept))


def _is_named(name: str, complaint: str) -> bool:
    """Whether a complaint means a column: in quotes or as an item of a list, for "data" and "one" are words of any sentence."""
    told = re.escape(name)
    if not name.isalpha():
        return bool(re.search(rf"(?<!\w){told}(?!\w)", complaint))
    return bool(re.search(rf"[\"'`“‘«]{told}[\"'`”’»]|(?:^|\s)- {told}(?:\s|$)", complaint))


# --- with a model ---------------------------------------------------------------------------------------


def _model_problems(subject: Subject, facts: ModelFacts) -> Iterator[str]:
    yield from _feature_problems(subject, facts)
    if subject.task is Task.REGRESSION and facts.classes:
        yield _("The model predicts classes ({classes}), but the task is regression.").format(
            classes=quoted(facts.classes, 5)
        )
    elif subject.task is Task.BINARY and len(facts.classes) > 2:
        yield _("The model knows {count} classes ({classes}), but the task is binary.").format(
            count=len(facts.classes), classes=quoted(facts.classes, 5)
        )
    elif subject.task is not Task.REGRESSION:
        yield from _class_problems(subject, facts)


def _feature_problems(subject: Subject, facts: ModelFacts) -> Iterator[str]:
    if facts.feature_names and not columns_for(facts.feature_names, subject.table.columns):
        missing = [name for name in facts.feature_names if name not in subject.table.columns]
        near = _near(missing, subject.table.columns)
        yield (
            _("The table lacks {count} columns that the model wants: {names}.").format(
                count=len(missing), names=quoted(missing)
            )
            + near
        )
        return
    wanted = getattr(facts, "n_features", None)
    if not facts.feature_names and wanted is not None and wanted != len(subject.features):
        yield _(
            "The model was trained on {wanted} columns without names, but {given} have the role of a "
            "feature: {names}."
        ).format(wanted=wanted, given=len(subject.features), names=quoted(subject.features))
    if not facts.feature_names and not subject.features:
        yield _("No column has the role of a feature, so the model has nothing to predict from.")


def _near(missing: Sequence[str], columns: Sequence[str]) -> str:
    """Names that differ only in case, spaces or punctuation."""
    bare = {"".join(filter(str.isalnum, name.casefold())): name for name in columns}
    pairs = [(name, bare.get("".join(filter(str.isalnum, name.casefold())))) for name in missing]
    found = [f"{in_quotes(table)} → {in_quotes(name)}" for name, table in pairs if table]
    return _(" Perhaps rename {pairs}.").format(pairs=", ".join(found[:5])) if found else ""


def _class_problems(subject: Subject, facts: ModelFacts) -> Iterator[str]:
    try:
        classes = joined(subject.classes, facts.classes, subject.task)
    except Refusal as refusal:
        yield str(refusal)
        return
    if subject.task is Task.BINARY and len(classes) > 2:
        yield _("The model's classes are {known}, but the table's outcomes are {found}.").format(
            known=quoted(facts.classes), found=quoted(subject.classes)
        )


def _model_warnings(subject: Subject, facts: ModelFacts | None) -> Iterator[str]:
    if facts is None:
        return
    yield from facts.warnings
    if facts.groups:
        yield _("The model asks for each row's sensitive features when it predicts: it is given {names}.").format(
            names=quoted(facts.groups))
    if order := by_place(subject, facts):
        yield _("Columns: {order}. In another order its answers are wrong.").format(order=order)
    names, given = columns_for(facts.feature_names, subject.table.columns), list(subject.features)
    yield from _spelling(facts.feature_names, names)
    yield from _given_all_the_same(subject, names)
    unused = [name for name in given if names and name not in names]
    if unused:
        yield _("The model does not use {names}; these columns are not given to it.").format(
            names=quoted(unused)
        )
    elif names and sorted(names) == sorted(given) and names != given:
        yield _(
            "The model wants the columns in another order than the table's; they are given in its order."
        )
    yield from _class_warnings(subject, facts)
    if subject.columns.prediction:
        yield _("The model's predictions are used, not those of column “{name}”.").format(
            name=subject.columns.prediction
        )


def _given_all_the_same(subject: Subject, names: Sequence[str]) -> Iterator[str]:
    """A model that names its columns is given them whatever their role says, which then says too little."""
    if label := [name for name in names if name == subject.columns.label]:
        yield _("The model reads {names}, the label itself: it is told what it is to predict.").format(names=quoted(label))
    if other := [name for name in names if name not in subject.features and name not in label]:
        yield _("The model reads {names}, whose role says that it does not. Give it the role Feature, or Sensitive and "
                "feature.").format(names=quoted(other))


def _spelling(wanted: Sequence[str], found: Sequence[str]) -> Iterator[str]:
    pairs = [f"{in_quotes(column)} → {in_quotes(name)}" for column, name in respelled(wanted, found)]
    if pairs:
        told = ", ".join(pairs[:5]) + (" …" if len(pairs) > 5 else "")
        yield _("The model writes some columns otherwise and is given them under its own names: {pairs}.").format(pairs=told)


def _class_warnings(subject: Subject, facts: ModelFacts) -> Iterator[str]:
    if facts.classes and subject.task is Task.MULTICLASS:
        rare = sorted(set(facts.classes) - set(subject.classes))
        if rare:
            yield _("The model knows classes that never occur in the table: {classes}.").format(
                classes=quoted(rare)
            )


# --- of the data ----------------------------------------------------------------------------------------


def _data_warnings(subject: Subject) -> Iterator[str]:
    label = subject.columns.label
    if not label:
        yield _(
            "No column has the role of the label, so only what needs no true outcome can be measured."
        )
    else:
        yield from _label_warnings(subject, label)
    if not subject.sensitive:
        yield _("No column has the role of a sensitive feature, so fairness cannot be measured.")
    if (
        (subject.columns.scores or subject.columns.other_scores)
        and subject.task in _SCORES_NEEDED
        and not subject.score_is_probability
    ):
        yield _(
            "The scores do not lie between 0 and 1: they can rank, but calibration cannot be measured."
        )
    if subject.inputs.model is None:
        yield from _upside_down(subject)
    if subject.rows < 100:
        yield _("The table has only {rows} rows; little can be shown by so few.").format(
            rows=subject.rows
        )


def _label_warnings(subject: Subject, label: str) -> Iterator[str]:
    missing = sum(_missing(batch.column(0)) for batch in subject.table.batches([label]))
    if missing:
        yield _(
            "{count} of {rows} rows have no label in “{label}” and are left out of what needs it."
        ).format(count=missing, rows=subject.rows, label=label)
    same = _same_as(subject, label)
    if same:
        yield _(
            "These features say the same as the label “{label}” in every row looked at: {names}."
        ).format(label=label, names=quoted(same))


def _upside_down(subject: Subject) -> Iterator[str]:
    """A score that is low where the favourable outcome is predicted, or without a prediction came true, is likely the other's."""
    name, turned = subject.score_column
    by = subject.columns.prediction or subject.columns.label
    batch = next(subject.batches(), None)
    if not name or not by or batch is None or batch.score is None or subject.positive is None:
        return
    codes = batch.prediction if subject.columns.prediction else batch.label
    parts = [batch.score[(codes == code) & ~np.isnan(batch.score)] for code in (subject.positive, 1 - subject.positive)]
    if min(map(len, parts)) < _TELLING or parts[0].mean() >= parts[1].mean():
        return
    outcome = subject.classes[subject.positive if turned else 1 - subject.positive]
    role = _("Score of the favourable outcome") if turned else _("Score of the other outcome")
    yield _("The scores in “{score}” are higher where “{column}” is “{outcome}”, so they seem to be scores of that outcome. "
            "If they are, give the column the role “{role}”; else every figure made from them is upside down.").format(
        score=name, column=by, outcome=outcome, role=role)


def _missing(array: object) -> int:
    return int(pc.sum(pc.is_null(array, nan_is_null=True)).as_py() or 0)


def _same_as(subject: Subject, label: str) -> list[str]:
    """Features whose values and the label's values name each other, in a seeded sample."""
    frame = subject.sample(SAMPLE, 0, list(dict.fromkeys([*subject.features, label])))
    truth = as_text(frame[label])
    there = np.array([text is not None for text in truth])
    outcomes = len(set(truth[there]))
    if outcomes < 2:
        return []
    found = []
    for name in subject.features:
        pairs = set(zip(truth[there], as_text(frame[name])[there], strict=True))
        if len(pairs) == outcomes == len({value for _outcome, value in pairs}):
            found.append(name)
    return found
