"""Curves of scores with their bands, as plain data for window and report."""

import numpy as np

from rai_desktop.findings.measurement import Curve
from rai_desktop.metrics import intervals
from rai_desktop.metrics.calibration import reliability
from rai_desktop.metrics.ranking import sweep, thinned
from rai_desktop.metrics.rows import Floats, Numbers
from rai_desktop.metrics.scores import Scores

POINTS = 200


def numbers(values: Numbers) -> list[float | None]:
    """A list without nan: None in its place."""
    return [float(v) if np.isfinite(v) else None for v in np.asarray(values, dtype=np.float64)]


def roc_curve(scores: Scores, name: str, level: float) -> Curve | None:
    """True against false positive rate; the band is Wilson's for the true positive rate at each threshold."""
    if scores.positives <= 0 or scores.negatives <= 0:
        return None
    steps = sweep(scores)
    false, true = (np.append(0.0, rate) for rate in steps.rates())
    at = thinned(len(true), POINTS)
    low, high = intervals.wilson(true[at], np.full(len(at), scores.kish[1]), level)
    return Curve(
        name=name,
        x=false[at].tolist(),
        y=numbers(true[at]),
        low=numbers(low),
        high=numbers(high),
        n=scores.judged,
    )


def precision_recall_curve(scores: Scores, name: str, level: float) -> Curve | None:
    """Precision against recall, with Wilson's band for the precision at each threshold."""
    if scores.positives <= 0:
        return None
    steps = sweep(scores)
    at = thinned(len(steps.thresholds), POINTS)
    selected = (steps.true_positives + steps.false_positives)[at]
    scale = sum(scores.kish[:2]) / (scores.positives + scores.negatives)
    low, high = intervals.wilson(steps.precision()[at], selected * scale, level)
    recall = steps.true_positives[at] / scores.positives
    return Curve(
        name=name,
        x=recall.tolist(),
        y=numbers(steps.precision()[at]),
        low=numbers(low),
        high=numbers(high),
        n=scores.judged,
    )


def threshold_curves(
    scores: Scores, names: tuple[str, str, str, str], points: int = 101
) -> list[Curve]:
    """Selection rate, recall, precision and accuracy at even steps of the threshold."""
    known = scores.positives + scores.negatives
    if known <= 0:
        return []
    low, high = float(scores.values.min()), float(scores.values.max())
    low, high = (0.0, 1.0) if low >= 0 and high <= 1 else (low, high)
    at = sweep(scores).at(np.linspace(low, high, points))
    selected = (at.true_positives + at.false_positives) / known
    right = (at.true_positives + at.negatives - at.false_positives) / known
    series = (selected, at.rates()[1], at.precision(), right)
    return [
        Curve(name=name, x=at.thresholds.tolist(), y=numbers(y), n=round(known))
        for name, y in zip(names, series, strict=True)
    ]


def calibration_curve(sums: Floats, effective: float, name: str, level: float) -> Curve | None:
    """Observed share against mean score by tenth of the score, with Wilson's limits."""
    found = reliability(sums)
    held = found.weight > 0
    if not held.any():
        return None
    weight = found.weight[held]
    n = weight * effective / weight.sum()
    low, high = intervals.wilson(found.observed[held], n, level)
    return Curve(
        name=name,
        x=found.mean_score[held].tolist(),
        y=numbers(found.observed[held]),
        low=numbers(low),
        high=numbers(high),
        sizes=[round(w) for w in weight.tolist()],
        n=round(float(effective)),
    )


def score_shares(scores: Scores, names: tuple[str, str], bins: int = 20) -> list[Curve]:
    """How each outcome's scores are spread: share of its rows in equal steps of the score."""
    if not len(scores.values):
        return []
    low, high = float(scores.values[0]), float(scores.values[-1])
    low, high = (0.0, 1.0) if low >= 0 and high <= 1 else (low, high)
    edges = np.linspace(low, high, bins + 1)
    middles = ((edges[1:] + edges[:-1]) / 2).tolist()
    curves = []
    for name, mass in zip(names, (scores.negative, scores.positive), strict=True):
        if mass.sum() > 0:
            share, _edges = np.histogram(scores.values, edges, weights=mass)
            curves.append(
                Curve(
                    name=name, x=middles, y=numbers(share / mass.sum()), n=round(float(mass.sum()))
                )
            )
    return curves
