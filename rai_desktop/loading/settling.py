"""Settles what columns mean before rows are counted: roles, task, classes, favourable outcome, coders."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pyarrow as pa

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _, in_quotes
from rai_desktop.loading.coding import (
    BinCoder,
    LevelCoder,
    aliases,
    in_order,
    text_of,
    to_floats,
)
from rai_desktop.loading.stored import Table
from rai_desktop.project.model import Inputs, Role, Task

MAX_CLASSES = 100
MANY_NUMBERS = 12  # a numeric sensitive column with more values than this is cut into bins
GroupCoder: TypeAlias = LevelCoder | BinCoder
_GOOD = (
    "yes true 1 approved accepted granted hired good repaid pass passed admitted positive paid success eligible low ja oui sí si "
    ">50k y approuvé approuvée accepté acceptée accordé accordée admis admise admissible favorable genehmigt bewilligt "
    "angenommen gut bestanden aprobado aprobada aceptado aceptada concedido aprovado aceito approvato accettato"
)
_BAD = (
    "refused rejected denied declined failed fail bad ineligible default refusé refusée rejeté rejetée défavorable inadmissible "
    "abgelehnt verweigert schlecht denegado denegada rechazado rechazada negado recusado rifiutato respinto"
)
_EITHER = "yes true 1 positive low ja oui sí si y"  # “yes” of a fraud or an illness is no good news
FAVOURABLE, UNFAVOURABLE, OF_EITHER_KIND = tuple(_GOOD.split()), frozenset(_BAD.split()), frozenset(_EITHER.split())


@dataclass(frozen=True)
class Columns:
    """Which column has which role, in table order; "" where there is none. `other_scores` are of the outcome that is not the
    favourable one."""

    label: str
    prediction: str
    scores: tuple[str, ...]
    weight: str
    sensitive: tuple[str, ...]
    features: tuple[str, ...]
    other_scores: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settled:
    """What the outcome columns mean: classes in the order of their codes, the favourable one, the
    score columns in the order of the classes, and whether predictions are made from the score. `turned` scores are of the
    other of two outcomes: one less the score is that of the favourable one, and the threshold is about them as they stand."""

    columns: Columns
    task: Task
    classes: tuple[str, ...]
    positive: int | None
    scores: tuple[str, ...]
    threshold: float
    by_threshold: bool
    turned: bool = False


def settle(
    table: Table, columns: Columns, task: Task, inputs: Inputs, known: Sequence[str] | None = None
) -> Settled:
    """Settle classes and scores; `known` are the model's classes once it is open (None before)."""
    classes: tuple[str, ...] = ()
    if task is not Task.REGRESSION:
        classes = joined(classes_of(table, columns), known or (), task)
    complete = inputs.model is None or known is not None
    if complete and task is not Task.REGRESSION:
        check_classes(task, classes, columns, table)
    positive = None
    if complete or len(classes) >= 2:
        positive = positive_of(task, classes, inputs.positive)
    scores = tuple(score_columns(columns, task, classes, positive))
    turned = not scores and task is Task.BINARY and len(columns.other_scores) == 1
    scores = columns.other_scores if turned else scores
    chosen = inputs.threshold is not None or not columns.prediction
    binary = task is Task.BINARY and len(classes) == 2 and positive is not None
    threshold = 0.5 if inputs.threshold is None else inputs.threshold
    return Settled(
        columns, task, classes, positive, scores, threshold, binary and bool(scores) and chosen, turned
    )


def columns_of(table: Table, inputs: Inputs) -> Columns:
    """Columns by role; refuses roles for columns that do not exist, and a role that only one may
    have."""
    absent = [name for name in inputs.roles if name not in table.columns]
    if absent:
        raise Refusal(
            _("The table has no column {names}.").format(names=quoted(absent)),
            _("Its columns are {columns}.").format(columns=quoted(table.columns)),
        )
    role = {name: given.role for name, given in inputs.roles.items()}

    def those(*wanted: Role) -> tuple[str, ...]:
        return tuple(name for name in table.columns if role.get(name) in wanted)

    return Columns(
        _only(those(Role.LABEL), _("label")),
        _only(those(Role.PREDICTION), _("prediction")),
        those(Role.SCORE),
        _only(those(Role.WEIGHT), _("weight")),
        those(Role.SENSITIVE, Role.SENSITIVE_FEATURE),
        those(Role.FEATURE, Role.SENSITIVE_FEATURE),
        those(Role.OTHER_SCORE),
    )


def quoted(names: Iterable[str], most: int = 12) -> str:
    """Names in quotation marks, cut after `most`."""
    listed = list(names)
    more = _(" and {count} more").format(count=len(listed) - most) if len(listed) > most else ""
    return ", ".join(map(in_quotes, listed[:most])) + more


def _only(names: tuple[str, ...], role: str) -> str:
    if len(names) > 1:
        raise Refusal(
            _("{count} columns have the role {role}: {names}.").format(
                count=len(names), role=role, names=quoted(names)
            ),
            _("Give this role to one column only."),
        )
    return names[0] if names else ""


def distinct(table: Table, column: str, limit: int) -> set[str] | None:
    """The distinct texts of a column, None when there are more than `limit`; reads the column
    once."""
    coder = LevelCoder(column, limit=limit)
    try:
        for batch in table.batches([column]):
            coder.encode(batch.column(0))
    except Refusal:
        return None
    return set(coder.levels)


def task_of(table: Table, columns: Columns, inputs: Inputs) -> Task:
    """The task the analyst named, or a guess from the label (or prediction, or score)."""
    if inputs.task is not None:
        return inputs.task
    column = columns.label or columns.prediction
    if not column:
        return Task.MULTICLASS if len(columns.scores) > 2 else Task.BINARY
    kind = table.schema.field(column).type
    found = distinct(table, column, 20 if pa.types.is_floating(kind) else MAX_CLASSES)
    if found is None:
        return Task.REGRESSION
    return Task.MULTICLASS if len(found) > 2 else Task.BINARY


def classes_of(table: Table, columns: Columns) -> tuple[str, ...]:
    """The classes that occur in label and prediction, in order."""
    found: set[str] = set()
    for column in filter(None, (columns.label, columns.prediction)):
        values = distinct(table, column, MAX_CLASSES)
        if values is None:
            raise Refusal(
                _(
                    "Column “{column}” holds more than {limit} different values, too many for classes."
                ).format(column=column, limit=MAX_CLASSES),
                _("Choose regression, or another column."),
            )
        if not values and column == columns.label:
            raise Refusal(
                _("The label column “{column}” is empty in every row.").format(column=column),
                _("Choose the column that holds the true outcome."),
            )
        found |= _own(values, found)
    return in_order(found)


def joined(found: Sequence[str], known: Sequence[str], task: Task) -> tuple[str, ...]:
    """The classes of the data and those the model knows; refuses two sets that share nothing, for
    then every prediction would count as wrong."""
    own = _own(set(known), set(found))
    if task is not Task.REGRESSION and found and own and not own & set(found):
        raise Refusal(
            _("The model's classes are {known}, but the table's outcomes are {found}.").format(
                known=quoted(in_order(own)), found=quoted(found)
            ),
            _("Write the label with the model's own classes, or choose another label column."),
        )
    return in_order(own | set(found))


def _own(values: set[str], found: set[str]) -> set[str]:
    """Values in the spelling already found, so that True and 1 do not become two classes."""
    spelling = aliases(sorted(found)) if found else {}
    return {spelling.get(value, value) for value in values}


def _refuse_others(table: Table, classes: Sequence[str], columns: Columns) -> None:
    """Where it is not the label that has more than two: the prediction is in other words, or the model knows more classes."""
    found = distinct(table, columns.label, MAX_CLASSES) if columns.label else None
    if not found or len(found) > 2:
        return
    if not columns.prediction:
        raise Refusal(
            _("The model knows {count} classes ({classes}), but the task is binary.").format(
                count=len(classes), classes=quoted(classes, 5)),
            _("Choose multiclass, or a label with two values."))
    raise Refusal(
        _("The prediction “{prediction}” also holds {strange}, but the outcomes in “{label}” are {found}.").format(
            prediction=columns.prediction, strange=quoted([each for each in classes if each not in found]),
            label=columns.label, found=quoted(in_order(found))),
        _("Write both columns with the same words, or choose another column."))


def check_classes(task: Task, classes: Sequence[str], columns: Columns, table: Table) -> None:
    """Refuses a constant label, and more than two classes for a binary task."""
    column = columns.label or columns.prediction
    if column and len(classes) < 2:
        raise Refusal(
            _(
                "Column “{column}” holds only one value, “{value}”, so nothing can be compared."
            ).format(column=column, value=classes[0] if classes else ""),
            _("Choose another label, or a table in which both outcomes occur."),
        )
    if task is Task.BINARY and len(classes) > 2:
        _refuse_others(table, classes, columns)
        raise Refusal(
            _("A binary task needs two classes, but “{column}” has {count}: {classes}.").format(
                column=column, count=len(classes), classes=quoted(classes)
            ),
            _("Choose multiclass, or a label with two values."),
        )


def positive_of(task: Task, classes: Sequence[str], wanted: str) -> int | None:
    """Code of the favourable outcome; guessed from its words, else the last class, when none is
    named."""
    if task is not Task.BINARY or not classes:
        return None
    if not wanted:
        return guess_positive(classes)
    spelling = aliases(classes) | {name.casefold(): name for name in classes}
    for text in (wanted, spelling.get(wanted, wanted), spelling.get(wanted.casefold(), wanted)):
        if text in classes:
            return list(classes).index(text)
    raise Refusal(
        _("The favourable outcome “{wanted}” never occurs; the outcomes are {classes}.").format(
            wanted=wanted, classes=quoted(classes)
        ),
        _("Choose one of these as the favourable outcome."),
    )


def guess_positive(classes: Sequence[str]) -> int:
    """Code of the class whose word sounds favourable; of two, that beside the one that sounds bad; otherwise the last."""
    words = [name.strip().casefold() for name in classes]
    found = next((words.index(word) for word in FAVOURABLE if word in words), None)
    if found is not None:
        return found
    bad = [place for place, word in enumerate(words) if word in UNFAVOURABLE]
    return 1 - bad[0] if len(words) == 2 and len(bad) == 1 else len(classes) - 1


def says_favourable(classes: Sequence[str]) -> bool:
    """Whether the words of the outcomes tell by themselves which is the good one: “approved” does, “1” and “yes” do not."""
    words = {name.strip().casefold() for name in classes}
    return bool(words & (set(FAVOURABLE) - OF_EITHER_KIND)) or (len(words) == 2 and len(words & UNFAVOURABLE) == 1)


def group_coder(table: Table, column: str, inputs: Inputs) -> GroupCoder:
    """A coder for a sensitive column: by its bins, by default bins for many numbers, else by
    level."""
    given = inputs.roles[column].bins
    kind = table.schema.field(column).type
    numeric = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    if not numeric and not given:
        return LevelCoder(column)
    numbers = next((to_floats(b.column(0), column) for b in table.batches([column])), np.array([]))
    values = numbers[np.isfinite(numbers)]
    whole = bool((values == np.floor(values)).all())
    edges = given or default_bins(column, values)
    return BinCoder(column, edges, whole) if edges else LevelCoder(column)


def default_bins(
    column: str, values: "np.ndarray[tuple[int], np.dtype[np.float64]]"
) -> list[float]:
    """Edges for a numeric sensitive column: decades for an age, otherwise quartiles; none for few
    values."""
    if len(np.unique(values)) <= MANY_NUMBERS:
        return []
    if (
        "age" in column.casefold().replace("_", " ").split()
        and 0 <= values.min() <= values.max() <= 125
    ):
        return [e for e in (30.0, 40.0, 50.0, 60.0) if (values < e).any() and (values >= e).any()]
    quartiles = np.quantile(values, [0.25, 0.5, 0.75], method="nearest")
    return [float(edge) for edge in np.unique(quartiles) if edge > values.min()]


def score_columns(
    columns: Columns, task: Task, classes: Sequence[str], positive: int | None
) -> list[str]:
    """Score columns in the order of the classes (binary: the one of the favourable outcome)."""
    names = list(columns.scores)
    if not names or task is Task.REGRESSION or (task is Task.BINARY and len(names) == 1):
        return names
    if len(names) == 1:
        return []
    wanted = list(classes) if task is Task.MULTICLASS else [classes[positive or 0]]
    chosen = [_ending_with(names, text) for text in wanted]
    if "" in chosen:
        raise Refusal(
            _("The score columns {names} do not say which class each belongs to.").format(
                names=quoted(names)
            ),
            _(
                "Name them after the classes, for example {example}, or choose one score column."
            ).format(example=quoted(f"score_{text_of(name)}" for name in classes)),
        )
    return chosen


def _ending_with(names: Sequence[str], text: str) -> str:
    found = [name for name in names if name.casefold().endswith(text.casefold())]
    return max(found, key=len) if found else ""
