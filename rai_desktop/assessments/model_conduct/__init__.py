"""Can the model's answers be relied on as answers? Asked again, in other company, against its scores, and as it was saved."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from rai_desktop.assessments.assessment import Assessment, Need, Progress, Yielded
from rai_desktop.assessments.model_conduct.tables import answers_table, asked_table, versions_table
from rai_desktop.errors import Refusal
from rai_desktop.findings.measurement import Interval, Measurement
from rai_desktop.i18n import _
from rai_desktop.loading import isolation, steadiness
from rai_desktop.loading.checks import features_of
from rai_desktop.loading.coding import as_text
from rai_desktop.loading.subject import Subject
from rai_desktop.metrics import profile
from rai_desktop.project.looks import ModelFacts

ID = "model_conduct"
LEVEL = 0.95
ASKINGS = 4
_TIED = 1e-9  # two highest scores this near are no choice of either class
Array = steadiness.Array


@dataclass(frozen=True)
class Parameters:
    """How many rows the model is asked about again."""

    rows: int = field(default=200, metadata={
        "title": _("Rows asked again"), "help": _("A seeded sample of this many rows is put to the model four times.")})
    seed: int = field(default=20261126, metadata={"title": _("Seed"), "help": _("Same seed, same rows and same numbers.")})


def run(subject: Subject, parameters: Parameters) -> Iterator[Yielded]:
    """Four askings about the same rows, then what the file and its confinement tell."""
    if subject.model is None:
        raise Refusal(_("There is no model to ask."), _("Load the model, or leave this assessment out."))
    facts = subject.model.facts
    frame = subject.sample(parameters.rows, parameters.seed, features_of(subject, facts))
    answers: list[list[Array]] = []
    wrong = [subject.unanswered] if subject.unanswered else []
    try:
        orders = _orders(len(frame))
        asked = [frame.iloc[order] for order in orders]
        subject.model.prepare(asked)
        for order, given in zip(orders, asked, strict=True):
            answers.append(_asked(subject.model, given, order, len(frame)))
            yield Progress(len(answers), ASKINGS, _("times asked"))
    except Refusal as refusal:
        wrong.append(subject.unanswered if _repeats(refusal, subject.unanswered) else str(refusal))
    yield _usable(wrong, len(answers))
    if len(answers) == ASKINGS:
        found = [*_steady(frame, answers), *_agreeing(answers[0], facts)]
        yield asked_table([each for each in found if isinstance(each, Measurement)])
        yield from found
    yield from _as_saved(facts)
    yield from _shut_in(facts)


def _repeats(refusal: Refusal, unanswered: str) -> bool:
    """Whether a process that was ended says once more why, with another way out."""
    return bool(unanswered) and (unanswered.startswith(refusal.sentence) or refusal.sentence.startswith(unanswered))


def _usable(wrong: list[str], answered: int) -> Measurement:
    """How often the model gave no usable answer: asked about all rows before, and here until it failed."""
    asked = 1 + min(answered + 1, ASKINGS)
    note = " ".join(dict.fromkeys(wrong)) or _("It was asked about all rows once, and {times} times about some.").format(
        times=answered)
    return Measurement(
        assessment=ID, metric="unusable_answers", value=float(len(wrong)), n=asked, unit="askings", note=note)


def _orders(rows: int) -> list[Array]:
    """Twice in table order, then in reverse, then every third row without the others."""
    order = np.arange(rows)
    return [order, order, order[::-1], order[::3]]


def _asked(model: Any, frame: pd.DataFrame, order: Array, rows: int) -> list[Array]:
    """The model's answers for the rows in that order, put back into the order of all; rows left out keep None or NaN."""
    found = []
    for given in steadiness.answers(model, frame):
        values = np.asarray(given)
        back = np.full((rows, *values.shape[1:]), np.nan, dtype=float if values.dtype.kind in "fiu" else object)
        back[order] = values
        found.append(back)
    return found


def _steady(frame: pd.DataFrame, answers: list[list[Array]]) -> Iterator[Yielded]:
    first, again, reverse, few = answers
    changed = _differing(first, again, np.arange(len(frame)))
    yield _share("changed_answers", int(changed.sum()), len(frame),
                 _("Rows answered otherwise when asked again, of those asked."))
    steady = np.flatnonzero(~changed)
    moved = np.zeros(len(frame), dtype=bool)
    moved[steady] = _differing(again, reverse, steady)
    third = steady[steady % 3 == 0]
    moved[third] |= _differing(again, few, third)
    yield _share("batch_dependence", int(moved.sum()), len(steady),
                 _("Rows answered otherwise in reverse order or without the rows beside them, of those answered steadily."))
    if (changed | moved).any():
        yield answers_table(frame.index.to_numpy(), changed, moved, [each[0] for each in answers])


def _differing(one: list[Array], other: list[Array], rows: Array) -> Array:
    differ = np.zeros(len(rows), dtype=bool)
    for left, right in zip(one, other, strict=True):
        differ |= steadiness.differ(left[rows], right[rows])
    return differ


def _agreeing(answers: list[Array], facts: ModelFacts) -> Iterator[Measurement]:
    """How often the label is not the class with the highest score; for models that give both."""
    if len(answers) < 2 or len(facts.classes) != answers[1].shape[-1]:
        return
    labels, scores = as_text(answers[0]), np.asarray(answers[1], dtype=float)
    ranked = np.sort(scores, axis=1)
    clear = ranked[:, -1] - ranked[:, -2] > _TIED if scores.shape[1] > 1 else np.ones(len(scores), dtype=bool)
    best = as_text(np.asarray(facts.classes, dtype=object)[scores.argmax(axis=1)])
    yield _share("label_score_disagreement", int((clear & (labels != best)).sum()), int(clear.sum()),
                 _("Rows whose label is not the class with the highest score; a threshold of its own explains it."))


def _as_saved(facts: ModelFacts) -> Iterator[Yielded]:
    """Libraries that the file names with a version, against those that read it."""
    pairs = {name: (saved, facts.versions[name]) for name, saved in facts.saved_with.items() if name in facts.versions}
    other = [name for name, (saved, running) in pairs.items() if saved != running]
    note = "" if pairs else _("The file does not say which versions wrote it.")
    if other:
        told = [_("{library} {saved}, read by {running}").format(
            library=name, saved=pairs[name][0], running=pairs[name][1]) for name in other]
        note = _("Saved with {libraries}.").format(libraries=_("; ").join(told))
    yield Measurement(assessment=ID, metric="library_versions_differ", value=float(len(other)) if pairs else None,
                      n=len(pairs), unit="libraries", note=note)
    if pairs:
        yield versions_table(pairs)


def _shut_in(facts: ModelFacts) -> Iterator[Measurement]:
    """Which of the attempts to leave its confinement the model's process made with success."""
    tried, succeeded = facts.doors_tried, facts.doors_open
    note = _("These succeeded: {doors}.").format(doors=", ".join(map(isolation.door, succeeded))) if succeeded else ""
    yield Measurement(assessment=ID, metric="confinement_gaps", value=float(len(succeeded)) if tried else None,
                      n=tried, unit="attempts", note=note if tried else _("Nothing is known of the model's confinement."))


def _share(metric: str, count: int, n: int, note: str) -> Measurement:
    """A share of rows, with Wilson's interval."""
    found = profile.share(count, n, LEVEL)
    if found is None:
        return Measurement(assessment=ID, metric=metric, value=None, n=0, note=_("There are no rows to count."))
    return Measurement(assessment=ID, metric=metric, value=found.value, n=n, note=note,
                       interval=Interval(found.low, found.high, LEVEL, "Wilson"))


MODEL_CONDUCT = Assessment(
    id=ID, title=_("The model's conduct"), question=_("Can the model's answers be relied on as answers?"),
    needs=(Need.DATA, Need.MODEL), parameters=Parameters, run=run,
    limits=_("Steadiness is seen on a sample and within one run: a model may change later, or know that it is asked again."),
    sources=("ISO/IEC 25059:2023 (quality model for AI systems)", "Wilson, JASA 22 (1927) 209"),
    crosswalk=("performance", "model_file_security"), judges_silence=True,
)  # fmt: skip

__all__ = ["MODEL_CONDUCT", "Parameters", "run"]
