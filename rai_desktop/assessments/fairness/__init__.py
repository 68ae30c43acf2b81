"""Are groups of people treated alike? Every sensitive feature and pair of them, on all rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from rai_desktop.assessments.assessment import Assessment, Need, Progress, Yielded
from rai_desktop.assessments.fairness import comparing, families, law, pictures
from rai_desktop.assessments.fairness.crosscheck import crosscheck
from rai_desktop.assessments.fairness.family import MISSING, Family, Groups, values
from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.loading.subject import Subject
from rai_desktop.metrics.counts import Tally, View
from rai_desktop.metrics.impact_ratio import scoring_table, selection_table
from rai_desktop.metrics.scores import Scores
from rai_desktop.project.model import Task

EXTREMES = "extremes"


@dataclass(frozen=True, slots=True)
class Parameters:
    """What can be set."""

    smallest_group: int = field(
        default=30,
        metadata={
            "title": _("Smallest group"),
            "help": _("A figure that rests on fewer people is named, but not estimated."),
        },
    )
    level: float = field(
        default=0.95,
        metadata={
            "title": _("Confidence level"),
            "help": _("The coverage of the intervals of a metric's groups together."),
        },
    )
    reference: tuple[str, ...] = field(
        default=(EXTREMES,),
        metadata={
            "title": _("Reference groups"),
            "help": _(
                "“extremes” measures each group against the best off; “sex=male” names a reference."
            ),
        },
    )
    intersections: bool = field(
        default=True,
        metadata={
            "title": _("Intersections"),
            "help": _("Also measure pairs of sensitive features."),
        },
    )
    replicates: int = field(
        default=1000,
        metadata={
            "title": _("Bootstrap replicates"),
            "help": _("For calibration errors by group."),
        },
    )
    seed: int = field(
        default=20261123,
        metadata={"title": _("Seed"), "help": _("The same seed gives the same intervals.")},
    )


def run(subject: Subject, parameters: Parameters) -> Iterator[Yielded]:
    """Count all rows once, then each feature and each pair of features."""
    for done, total in subject.counting():
        yield Progress(done, total, _("Rows counted"))
    named = _references(subject, parameters)
    columns = subject.sensitive
    chosen: list[tuple[str, ...]] = [(column,) for column in columns]
    if parameters.intersections:
        chosen += list(combinations(columns, 2))
    for done, view_columns in enumerate(chosen):
        yield Progress(done, len(chosen), _("Features and pairs of features"))
        yield from _of_view(subject, view_columns, named, parameters)
    yield from crosscheck(subject)
    yield Progress(len(chosen), len(chosen), _("Features and pairs of features"))


def _references(subject: Subject, parameters: Parameters) -> dict[str, str]:
    """The named reference level of each column; refuses a column or level that is not there."""
    named = {}
    for entry in parameters.reference:
        if entry.strip() in ("", EXTREMES):
            continue
        column, _equals, level = entry.partition("=")
        column, level = column.strip(), level.strip()
        if column not in subject.sensitive:
            raise Refusal(
                _("“{column}” is no sensitive column, so “{entry}” is no reference group.").format(
                    column=column, entry=entry
                ),
                _("Write it as column=level, with a sensitive column."),
            )
        if level not in subject.levels(column):
            raise Refusal(
                _("The column “{column}” has no level “{level}”.").format(
                    column=column, level=level
                ),
                _("Its levels are: {levels}.").format(
                    levels=", ".join(subject.levels(column)[:20])
                ),
            )
        named[column] = level
    return named


def _of_view(
    subject: Subject,
    columns: tuple[str, ...],
    named: dict[str, str],
    parameters: Parameters,
) -> Iterator[Yielded]:
    tally = subject.tally
    view = _sorted(subject, tally.view(columns))
    groups = _groups(subject, view)
    against = _comparing(groups, named, parameters)
    by_level = (
        [] if tally.regression or tally.scores.empty or tally.confidence else tally.scores_by(view)
    )
    kept, titles, by_metric = {}, {}, {}
    overall = _overall(subject, tally, parameters)
    for family in _families(subject, view, groups, by_level, parameters):
        found = values(family, groups, parameters.smallest_group, parameters.level)
        yield from found
        yield from comparing.against_reference(against, family)
        name = family.metric if family.cohort == "all" else f"{family.metric} ({family.cohort})"
        kept[name], titles[name] = found, family.title + name.removeprefix(family.metric)
        by_metric[name] = family
        picture = pictures.points(family, groups, found, overall.get(name))
        if picture:
            yield picture
    for cohort in dict.fromkeys(family.cohort for family in by_metric.values()):
        of_cohort = {f.metric: f for f in by_metric.values() if f.cohort == cohort}
        yield from comparing.extremes(against, of_cohort)
    yield pictures.group_table(kept, titles, groups)
    yield from _impact(tally, view, groups, by_level, parameters)
    if by_level and len(columns) == 1:
        usable = np.array(
            [scores.judged >= parameters.smallest_group for scores in by_level], dtype=bool
        )
        sums = tally.reliability_by(view) if tally.probabilities else None
        yield from pictures.score_pictures(groups, by_level, sums, usable, parameters.level)


def _sorted(subject: Subject, view: View) -> View:
    """Levels by name and not as they first occurred, so that the order of rows changes nothing; levels cut
    from numbers stay in their own order, missing comes last."""
    ranks = []
    for column in view.columns:
        levels = subject.levels(column)
        role = subject.inputs.roles.get(column)
        order = list(levels) if role is not None and role.bins else sorted(levels, key=natural)
        place = {name: rank for rank, name in enumerate(order)}
        ranks.append({code: place[name] for code, name in enumerate(levels)} | {-1: len(levels)})
    keys = [
        tuple(rank[code] for rank, code in zip(ranks, codes, strict=True)) for codes in view.levels
    ]
    known = [all(code >= 0 for code in codes) for codes in view.levels]
    return view.in_order(sorted(range(len(keys)), key=lambda i: (not known[i], keys[i])))


def natural(name: str) -> tuple[int, float, str]:
    """Numbers by size before words by letter."""
    try:
        return 0, float(name), name
    except ValueError:
        return 1, 0.0, name


def _groups(subject: Subject, view: View) -> Groups:
    levels = [subject.levels(column) for column in view.columns]
    names = tuple(
        {
            column: MISSING if code < 0 else of_column[code]
            for column, code, of_column in zip(view.columns, codes, levels, strict=True)
        }
        for codes in view.levels
    )
    known = np.array([all(code >= 0 for code in codes) for codes in view.levels], dtype=bool)
    tally = subject.tally
    people = tally.moments_by(view).counts if tally.moments is not None else view.rows
    return Groups(view.columns, names, known, people)


def _comparing(
    groups: Groups, named: dict[str, str], parameters: Parameters
) -> comparing.Comparing:
    """The reference is named only when every column of the view has one."""
    place = None
    if all(column in named for column in groups.columns):
        wanted = {column: named[column] for column in groups.columns}
        place = next((i for i, name in enumerate(groups.names) if name == wanted), None)
    return comparing.Comparing(groups, place, parameters.smallest_group, parameters.level)


def _families(
    subject: Subject,
    view: View,
    groups: Groups,
    by_level: list[Scores],
    parameters: Parameters,
) -> Iterator[Family]:
    tally, labelled = subject.tally, subject.has("label")
    if subject.task is Task.REGRESSION:
        yield from families.of_regression(tally, view, labelled)
        return
    if tally.positive is None:
        yield from families.of_classes(tally, view, subject.classes, labelled)
        return
    yield from families.of_rates(tally, view, tally.positive, labelled)
    if by_level:
        yield from families.of_scores(tally, view, groups, by_level, parameters)


def _overall(subject: Subject, tally: Tally, parameters: Parameters) -> dict[str, float]:
    """Everyone's value of each metric, for the line in the pictures."""
    view = tally.view()
    everyone = Groups((), ({},), np.array([True]), view.rows)
    found = {}
    for family in _families(subject, view, everyone, [], parameters):
        name = family.metric if family.cohort == "all" else f"{family.metric} ({family.cohort})"
        if len(family.values) and np.isfinite(family.values[0]):
            found[name] = float(family.values[0])
    return found


def _impact(
    tally: Tally,
    view: View,
    groups: Groups,
    by_level: list[Scores],
    parameters: Parameters,
) -> Iterator[Yielded]:
    if tally.positive is None or tally.regression:
        return
    selected = selection_table(view, tally.positive)
    yield from law.impact_ratios(selected, groups, parameters.smallest_group, parameters.level)
    yield law.impact_table(selected, groups, "selection")
    if by_level and tally.weighted:
        yield law.not_for_weights(groups)
    elif by_level:
        everyone = tally.scores_by(tally.view())[0]
        yield law.impact_table(scoring_table(view, everyone, by_level), groups, "scoring")


FAIRNESS = Assessment(
    id="fairness",
    title=_("Fairness"),
    question=_("Are groups of people treated alike, and is a gap more than chance?"),
    needs=(Need.SENSITIVE, Need.PREDICTION),
    parameters=Parameters,
    run=run,
    limits=_(
        "A gap is not yet discrimination, nor its absence fairness: which gap matters depends on use and law. "
        "Intervals of one metric hold for all groups of one feature (or pair of features) together, not across "
        "metrics and features; p-values count rows without weights. Rates that need actual outcomes inherit "
        "whatever is wrong with how those were recorded. Groups with a missing level are shown but not "
        "compared."
    ),
    sources=(
        "Wilson, JASA 22 (1927) 209",
        "Newcombe, Statistics in Medicine 17 (1998) 873",
        "Zou and Donner, Statistics in Medicine 27 (2008) 1693; Donner and Zou, SMMR 21 (2012) 347 (MOVER)",
        "Šidák, JASA 62 (1967) 626",
        "Fisher's exact test, two-sided",
        "DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988) 837",
        "Hardt, Price and Srebro, NeurIPS 2016 (equalized odds)",
        "6 RCNY 5-300, 5-301 (NYC Local Law 144)",
    ),
    crosswalk=("fairness",),
)
