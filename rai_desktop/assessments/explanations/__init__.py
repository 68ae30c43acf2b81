"""What drives the model's outputs, over all, for each group, and for any single row?"""

from collections.abc import Callable, Generator, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy import stats

from rai_desktop.assessments.assessment import Assessment, Need, Progress, Yielded
from rai_desktop.assessments.explanations.asking import (
    Parameters,
    favourable_class,
    how_made,
    model_columns,
    model_of,
    options_for,
    sampled_reasons,
    what_explained,
)
from rai_desktop.assessments.explanations.row import explain_row
from rai_desktop.findings.measurement import (
    Axis,
    Bars,
    Evidence,
    Interval,
    Measurement,
    Point,
    Points,
    Scatter,
    Table,
)
from rai_desktop.i18n import _, count, figures
from rai_desktop.loading.coding import FixedCoder
from rai_desktop.loading.settling import group_coder
from rai_desktop.loading.subject import Subject
from rai_desktop.metrics import importance
from rai_desktop.metrics.reasons import NoReasons, Reasons
from rai_desktop.project.model import Task

ID = "explanations"
LEVEL = 0.95
FEW = 30  # rows of a group below which its importances are not compared
SHOWN = 20  # features in charts
COMPARED = 10  # features compared between groups
TRIED_AGAIN = 50  # rows explained twice to see how far a sampled explanation can be trusted
DOTS = 1000


def run(subject: Subject, parameters: Parameters) -> Iterator[Yielded]:
    """Global importance with spread, faithfulness, groups, dependence, and a cross-check by shuffling."""
    reasons: Reasons | None = None
    again: Measurement | None = None
    absent = ""
    try:
        for step in sampled_reasons(subject, parameters):
            if isinstance(step, Reasons):
                reasons = step
            else:
                yield Progress(*step, _("rows explained"))
    except NoReasons as without:
        absent = str(without)
    if reasons is not None:
        again = yield from _faithful(reasons, subject, parameters)
    drops: list[importance.Drop] = []
    features = model_columns(subject) if reasons is None else reasons.features
    for found in _cross_check(subject, features, parameters):
        if isinstance(found, importance.Drop):
            drops.append(found)
        else:
            yield found
    checked = min(parameters.check_rows, subject.rows)
    if reasons is None:
        yield Measurement(assessment=ID, metric="additivity_error", value=None, n=0, cohort="largest", unit="score",
                          note=absent)  # fmt: skip
        yield from _drops(None, drops, checked)
        return
    yield from _overall(reasons, drops, parameters.seed, checked)
    yield from _by_group(reasons, subject)
    yield from _dependence(reasons)
    yield _how_table(reasons, subject, again)  # last: how it was found is for those who doubt what was found


# --- faithfulness -------------------------------------------------------------------------------------------


def _faithful(reasons: Reasons, subject: Subject, p: Parameters) -> Generator[Yielded, None, Measurement | None]:
    """How well the reasons add up to the outputs; what a second try of sampled reasons gave, if there was one."""
    n, error, made = len(reasons.output), reasons.error, how_made(reasons, subject)
    yield Measurement(assessment=ID, metric="additivity_error", value=float(error.max()), n=n,
                      cohort="largest", unit="score", note=made)  # fmt: skip
    yield Measurement(assessment=ID, metric="additivity_error", value=float(error.mean()), n=n,
                      cohort="mean", unit="score", note=made)  # fmt: skip
    faithful = importance.fidelity(reasons.base + reasons.values.sum(axis=1), reasons.output)
    yield Measurement(
        assessment=ID, metric="surrogate_fidelity", value=faithful, n=n, unit="score",
        note=made if faithful is not None else _("The model gives the same output for every row."),
    )  # fmt: skip
    again = None if reasons.exact else _again(reasons, subject, p)
    if again is not None:
        yield again
    return again


def _again(reasons: Reasons, subject: Subject, p: Parameters) -> Measurement | None:
    """Explain some rows a second time with another seed and another background."""
    other = Parameters(**{**p.__dict__, "seed": p.seed + 2})
    background = subject.sample(p.background, p.seed + 3, reasons.features)
    rows = reasons.frame.iloc[:TRIED_AGAIN]
    # the same budget for each row: `rows` in the options decides how many walks are made
    options = options_for(subject, other) | {"rows": len(reasons.output)}
    told = model_of(subject).explain(rows, background, options)
    value = importance.disagreement(reasons.values[: len(rows)], np.asarray(told["values"]))
    return Measurement(
        assessment=ID, metric="sampling_error", value=value, n=len(rows),
        note=_("Mean difference between two runs with other seeds and backgrounds, as a share of the mean contribution."),
    )  # fmt: skip


def _how_table(reasons: Reasons, subject: Subject, again: Measurement | None) -> Table:
    told = reasons.told
    rows: list[list[str | int | float | bool | None]] = [
        [_("Explainer"), str(told.get("explainer", ""))], [_("Exact"), _("yes") if reasons.exact else _("no, sampled")],
        [_("Output explained"), what_explained(reasons)], [_("Rows explained"), count(len(reasons.output))],
        [_("Rows in the table"), count(subject.rows)],
        [_("Largest additivity error"), figures(f"{reasons.error.max():.3g}")],
        [_("Mean additivity error"), figures(f"{reasons.error.mean():.3g}")],
    ]  # fmt: skip
    if again is not None and again.value is not None:
        rows.append([_("Difference between two runs"), _("{n} %").format(n=figures(f"{again.value:.1%}"[:-1]))])
    return Table(id="how_explained", title=_("How the reasons were found"), columns=[_("What"), _("Value")],
                 rows=rows, formats=["text", "text"], note=how_made(reasons, subject))  # fmt: skip


# --- the cross-check ----------------------------------------------------------------------------------------


def _cross_check(subject: Subject, features: list[str], p: Parameters) -> Iterator[Progress | importance.Drop]:
    label = subject.columns.label
    if not p.check_rows or not label:
        return
    frame = subject.sample(p.check_rows, p.seed, list(dict.fromkeys([*features, label])))
    frame = frame[frame[label].notna()]
    scored = _scored(subject, frame[label])
    if scored is None or len(frame) < FEW:
        return
    predict, parts = scored
    drops = importance.permutation_drops(predict, parts, frame[features], max(1, p.repeats), p.seed)
    for done, drop in enumerate(drops, start=1):
        yield Progress(done, len(features), _("features shuffled"))
        yield drop


def _scored(subject: Subject, label: "pd.Series[Any]") -> tuple[Callable[[pd.DataFrame], Any], importance.Parts] | None:
    """How to predict and how to score it: AUC for two classes with scores, accuracy, R²; None if it cannot be."""
    model = model_of(subject)
    if subject.task is Task.REGRESSION:
        target = label.to_numpy(dtype=float)
        return (model.predict, importance.r2_parts(target)) if target.std() > 0 else None
    codes = _coded(FixedCoder(str(label.name), subject.classes), label)
    wanted = favourable_class(subject)
    if subject.task is Task.BINARY and model.facts.has_scores and wanted:
        place, positive = list(model.facts.classes).index(wanted), codes == subject.positive
        if not 0 < positive.sum() < len(positive):
            return None
        return (lambda t: model.predict_proba(t)[:, place]), importance.auc_parts(positive)
    coder = FixedCoder(_("prediction"), subject.classes)
    return (lambda t: _coded(coder, pd.Series(model.predict(t)))), importance.accuracy_parts(codes)


def _coded(coder: Any, values: "pd.Series[Any]") -> Any:
    array = pa.array(values, from_pandas=True)
    return coder.encode(array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array)


# --- over all -----------------------------------------------------------------------------------------------


def _overall(reasons: Reasons, drops: list[importance.Drop], seed: int, checked: int) -> Iterator[Yielded]:
    told, n = importance.magnitude(reasons.values, seed), len(reasons.output)
    method = "percentile bootstrap over rows"
    for place in np.argsort(-told.mean, kind="stable"):
        interval = Interval(float(told.low[place]), float(told.high[place]), LEVEL, method) if n > 1 else None
        yield Measurement(
            assessment=ID, metric="mean_absolute_shap", value=float(told.mean[place]), n=n, interval=interval,
            cohort=f"feature={reasons.features[place]}", unit="score", note=what_explained(reasons),
        )  # fmt: skip
    yield Measurement(
        assessment=ID, metric="order_stability", value=told.same_order if n > 1 else None, n=n,
        cohort=f"top {told.top}", note=_("Share of resamples in which the leading features keep their order."),
    )  # fmt: skip
    yield _importance_bars(reasons, told)
    yield _importance_table(reasons, told, {d.feature: d for d in drops})
    yield from _drops(told, drops, checked)


def _importance_bars(reasons: Reasons, told: importance.Magnitude) -> Bars:
    first = np.argsort(-told.mean, kind="stable")[:SHOWN]
    bars = [Point(label=reasons.features[i], value=float(told.mean[i]), low=float(told.low[i]),
                  high=float(told.high[i]), n=len(reasons.output)) for i in first]  # fmt: skip
    return Bars(id="importance", title=_("What the model relies on"), axis=Axis(_mean_label(reasons), "score", 0.0),
                question=_("Which features move the model's output most, and how sure is the order?"),
                bars=bars, note=_left_out(len(reasons.features), len(bars)))  # fmt: skip


def _mean_label(reasons: Reasons) -> str:
    return _("mean absolute contribution ({space})").format(space=reasons.space)


def _left_out(all_of_them: int, shown: int) -> str:
    return _("{count} features with less are in the table.").format(count=all_of_them - shown) if all_of_them > shown else ""


def _importance_table(
    reasons: Reasons, told: importance.Magnitude, drops: dict[str, importance.Drop]
) -> Table:
    rows: list[list[str | int | float | bool | None]] = []
    for i in np.argsort(-told.mean, kind="stable"):
        name = reasons.features[i]
        drop = drops.get(name)
        rows.append([name, *(float(v[i]) for v in (told.mean, told.low, told.high)),
                     int(told.rank_low[i]), int(told.rank_high[i]), float(reasons.values[:, i].mean()),
                     drop.value if drop else None, drop.low if drop else None, drop.high if drop else None])  # fmt: skip
    columns = [_("Feature"), _("Mean absolute contribution"), _("from"), _("to"), _("Best rank"), _("Worst rank"),
               _("Mean contribution"), _("Loss when shuffled"), _("from"), _("to")]  # fmt: skip
    formats = ["text", "number", "number", "number", "count", "count", "number", "number", "number", "number"]
    return Table(id="importance_table", title=_("Importance of every feature"), columns=columns, rows=rows, formats=formats)


def _drops(told: importance.Magnitude | None, drops: list[importance.Drop], n: int) -> Iterator[Yielded]:
    for drop in drops:
        yield Measurement(
            assessment=ID, metric="permutation_importance", value=drop.value, n=n, cohort=f"feature={drop.feature}",
            interval=Interval(drop.low, drop.high, LEVEL, "Student over rows"), unit="difference",
        )  # fmt: skip
    ranked = sorted(drops, key=lambda d: -d.value)[:SHOWN]
    if not ranked:
        return
    yield Bars(
        id="permutation_importance", title=_("What is lost without each feature"), axis=Axis(_("loss when shuffled")),
        question=_("Does shuffling a feature hurt the model as its contributions suggest?"),
        bars=[Point(label=d.feature, value=d.value, low=d.low, high=d.high, n=n) for d in ranked],
    )  # fmt: skip
    if told is not None and len(drops) > 2 and np.ptp(told.mean) > 0 and np.ptp([d.value for d in drops]) > 0:
        agreement = stats.spearmanr(told.mean, [d.value for d in drops]).statistic
        yield Measurement(
            assessment=ID, metric="importance_agreement", value=float(agreement), n=len(drops), unit="score",
            note=_("Rank correlation, over features, of mean absolute contribution and loss when shuffled."),
        )  # fmt: skip


# --- by group -----------------------------------------------------------------------------------------------


def _by_group(reasons: Reasons, subject: Subject) -> Iterator[Yielded]:
    """Mean |contribution| of the leading features in each group, and the widest gap of each feature."""
    size = np.abs(reasons.values)
    first = np.argsort(-size.mean(axis=0), kind="stable")[:COMPARED]
    comparisons = len(first) * len(subject.sensitive)
    for column in subject.sensitive:
        coder = group_coder(subject.table, column, subject.inputs)
        values = subject.rows_at(reasons.frame.index.to_numpy(), [column])[column]
        codes = _coded(coder, values)
        groups = {level: size[codes == code] for code, level in enumerate(coder.levels)}
        points: list[Point] = []
        for i in first:
            samples = {level: found[:, i] for level, found in groups.items() if len(found)}
            points += _group_points(reasons.features[i], samples)
            yield from _group_measurements(column, reasons.features[i], samples, comparisons)
        yield Points(
            id=f"importance_by_{column}", title=_("What the model relies on, by {column}").format(column=column),
            question=_("Does the model rely on a feature more for one group than for another?"),
            axis=Axis(_mean_label(reasons), "score", 0.0), points=points,
            note=_("Groups of fewer than {few} explained rows are shown but not compared.").format(few=FEW),
        )  # fmt: skip


def _group_points(feature: str, samples: dict[str, Any]) -> list[Point]:
    points = []
    for level, sample in samples.items():
        low, high = importance.mean_interval(sample)
        wide = bool(np.isfinite(low))
        points.append(Point(label=feature, series=level, value=float(sample.mean()), n=len(sample),
                            low=low if wide else None, high=high if wide else None))  # fmt: skip
    return points


def _group_measurements(column: str, feature: str, samples: dict[str, Any], comparisons: int) -> Iterator[Measurement]:
    cohort = f"feature={feature}"
    for point in _group_points(feature, samples):
        ends = None if point.low is None or point.high is None else Interval(point.low, point.high, LEVEL, "Student over rows")
        yield Measurement(
            assessment=ID, metric="mean_absolute_shap", value=point.value, n=point.n or 0, interval=ends,
            group={column: point.series}, cohort=cohort, unit="score",
        )  # fmt: skip
    enough = {level: s for level, s in samples.items() if len(s) >= FEW}
    if len(enough) < 2:
        return
    most, least = max(enough, key=lambda g: enough[g].mean()), min(enough, key=lambda g: enough[g].mean())
    pairs = comparisons * len(enough) * (len(enough) - 1) // 2  # the extremes were chosen among all pairs
    found = importance.gap(enough[most], enough[least], 1 - (1 - LEVEL) / pairs)
    if found is not None:
        yield Measurement(
            assessment=ID, metric="mean_absolute_shap_difference", value=found.value, n=len(enough[most]) + len(enough[least]),
            interval=Interval(found.low, found.high, LEVEL, "Welch, Bonferroni"), group={column: most},
            reference={column: least}, cohort=cohort, unit="score", p_value=min(1.0, found.p_value * pairs), comparisons=pairs,
        )  # fmt: skip


# --- dependence ---------------------------------------------------------------------------------------------


def _dependence(reasons: Reasons, features: int = 4) -> Iterator[Evidence]:
    first = np.argsort(-np.abs(reasons.values).mean(axis=0), kind="stable")[:features]
    for i in first:
        name, column = reasons.features[i], reasons.frame.iloc[:DOTS, i]
        xs, levels = _positions(column)
        seen = np.isfinite(xs)
        missing = int((~seen).sum())
        yield Scatter(
            id=f"dependence_{name}", title=_("How {feature} moves the output").format(feature=name),
            question=_("Which values of this feature raise the output, and which lower it?"),
            x=Axis(name), y=Axis(_("contribution ({space})").format(space=what_explained(reasons)), "score"),
            xs=xs[seen].tolist(), ys=reasons.values[: len(column), i][seen].tolist(), levels=levels,
            note=_("{count} rows without a value are not shown.").format(count=missing) if missing else "",
        )  # fmt: skip


def _positions(column: "pd.Series[Any]") -> tuple[Any, list[str]]:
    """Numbers as they are; any other kind by its level's place, commonest first, rare ones together."""
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return column.to_numpy(dtype=float, na_value=np.nan), []
    texts = column.astype(object).where(column.notna(), _("(missing)")).astype(str)
    common = list(texts.value_counts().index[:SHOWN])
    levels = [*common, _("(other)")] if texts.nunique() > SHOWN else common
    return texts.map({t: float(i) for i, t in enumerate(common)}).fillna(float(len(common))).to_numpy(), levels


EXPLANATIONS = Assessment(
    id=ID, title=_("Explanations"), question=_("What drives the model's outputs, and is it the same for every group?"),
    needs=(Need.DATA, Need.MODEL), parameters=Parameters, run=run,
    limits=_("Contributions describe the model, not the world: they do not say what would happen if a value were changed."),
    sources=("Lundberg and Lee 2017", "Lundberg et al. 2020 (TreeSHAP)",
             "Fisher, Rudin and Dominici 2019 (permutation importance)"),
    crosswalk=("explainability",),
)  # fmt: skip

__all__ = ["EXPLANATIONS", "Parameters", "explain_row", "run"]
