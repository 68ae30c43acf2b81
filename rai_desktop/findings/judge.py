"""Measurements and a policy into findings; changing the policy needs no new run."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from rai_desktop.findings import turning
from rai_desktop.findings.absence import Context, absent, task_of, unmeasured
from rai_desktop.findings.clauses import clauses_of
from rai_desktop.findings.finding import Finding, Verdict
from rai_desktop.findings.measurement import Measurement, Result
from rai_desktop.findings.policy import Policy, Rule
from rai_desktop.findings.sentences import named, others, sentence, threshold
from rai_desktop.findings.summary import SEVERITY, by_severity
from rai_desktop.findings.verdict import Judgement, judge_one

_FEATURE = "feature="  # how extremes over a feature's groups name it in their cohort
CROSS = " × "
INTERSECTIONS = "(intersections)"
Judged = tuple[Measurement, Judgement]


def judge(
    results: Mapping[str, Result],
    policy: Policy,
    *,
    planned: Sequence[str] = (),
    context: Context | None = None,
) -> list[Finding]:
    """Findings, the gravest first. `planned`: assessments that were to run; see also Context.

    An assessment the policy asks for that did not run to its end is NOT RUN, and so is a rule whose
    metric was not measured although the task has it.
    """
    context = context or Context()
    rules = [rule for rule in policy.rules if rule.holds_on(context.on or policy.date)]
    task = context.task or task_of(results)
    found = absent(policy, rules, results, planned, context)
    measured = _by_metric(results)
    for rule in rules:
        if task and task not in rule.tasks:
            continue
        judged = list(_findings(policy, rule, measured.get((rule.assessment, rule.metric), [])))
        missing = not judged and not rule.optional and _finished(results, rule)
        found += [unmeasured(policy, rule)] if missing and task else judged
    return by_severity(found)


def _finished(results: Mapping[str, Result], rule: Rule) -> bool:
    return rule.assessment in results and results[rule.assessment].status == "finished"


def _by_metric(results: Mapping[str, Result]) -> dict[tuple[str, str], list[Measurement]]:
    """Each rule looks only at its own metric's measurements; a run with many groups has thousands."""
    found: dict[tuple[str, str], list[Measurement]] = {}
    for assessment, result in results.items():
        for measured in result.measurements:
            found.setdefault((assessment, measured.metric), []).append(measured)
    return found


def _findings(
    policy: Policy, rule: Rule, measurements: Sequence[Measurement]
) -> Iterator[Finding]:
    judged = [(m, judge_one(rule, m)) for m in measurements if _fits(rule, m)]
    if not _in_families(rule):
        for measured, judgement in judged:
            yield _finding(policy, rule, measured, judgement)
        return
    for family in _families(rule, judged):
        yield _worst(policy, rule, family)


def _fits(rule: Rule, measured: Measurement) -> bool:
    if rule.applies == "each_feature":
        return measured.cohort.startswith(_FEATURE)
    kind = rule.applies.partition("_")[2] or rule.applies
    shape = "gap" if measured.reference else "group" if measured.group else "overall"
    if kind in ("gap", "group") and shape != kind:
        return False
    if kind in ("overall", "cohort") and shape != "overall":
        return False
    if rule.cohort.endswith("*"):
        return measured.cohort.startswith(rule.cohort[:-1])
    return measured.cohort == rule.cohort


def _in_families(rule: Rule) -> bool:
    return rule.applies == "each_feature" or rule.applies.startswith("worst")


def _families(rule: Rule, judged: Sequence[Judged]) -> list[list[Judged]]:
    """Measurements that answer the same question: by the same sensitive columns."""
    families: dict[str, list[Judged]] = {}
    for measured, judgement in judged:
        families.setdefault(_columns(rule, measured), []).append((measured, judgement))
    return list(families.values())


def _columns(rule: Rule, measured: Measurement) -> str:
    """The sensitive feature a measurement is about; all intersections are one family, or they would flood."""
    if rule.applies == "each_feature":
        feature = measured.cohort.removeprefix(_FEATURE).split(", class=")[0]
        return INTERSECTIONS if CROSS in feature else feature
    return INTERSECTIONS if len(measured.group) > 1 else ",".join(measured.group)


def _worst(policy: Policy, rule: Rule, family: Sequence[Judged]) -> Finding:
    """The gravest verdict speaks for the family, and says what the others are."""
    ranked = sorted(family, key=lambda judged: _gravity(rule, judged))
    (measured, judgement), rest = ranked[0], ranked[1:]
    finding = _finding(policy, rule, measured, judgement)
    if rule.informational:
        return finding
    grave = (Verdict.NOT_MET, Verdict.CONCERN)
    worse = {named(m) for m, j in rest if j.verdict in grave} - {named(measured)}
    unknown = [named(m) for m, j in rest if j.verdict is Verdict.NOT_ENOUGH_EVIDENCE]
    said = others(len(worse), list(dict.fromkeys(unknown)))
    return msgspec.structs.replace(finding, sentence=turning.told(f"{finding.sentence} {said}".strip()))


def _gravity(rule: Rule, judged: Judged) -> tuple[int, bool, float]:
    """Of one verdict, numbers come before what has none: a group nobody could measure is not the lowest."""
    measured, judgement = judged
    if measured.value is None:
        return SEVERITY[judgement.verdict], True, 0.0
    beyond = rule.good.beyond(measured.value) if rule.good else -measured.value
    return SEVERITY[judgement.verdict], False, -beyond


def _finding(policy: Policy, rule: Rule, measured: Measurement, judgement: Judgement) -> Finding:
    unit = rule.unit or measured.unit
    return Finding(
        key=_key(rule, measured),
        assessment=rule.assessment,
        metric=rule.metric,
        verdict=judgement.verdict,
        sentence=turning.told(sentence(rule, measured, judgement)),
        policy=policy.id,
        rule=rule.id,
        threshold=threshold(rule, unit),
        source=rule.source,
        status=rule.status,
        group=measured.group,
        reference=measured.reference,
        cohort=measured.cohort,
        value=measured.value,
        interval=measured.interval,
        n=measured.n,
        unit=unit,
        clauses=clauses_of(rule.topics),
        informational=rule.informational,
    )


def _key(rule: Rule, measured: Measurement) -> str:
    """The same in every run: a finding on the worst names columns, for the worst may change."""
    worst = _in_families(rule)
    group = ",".join(f"{column}={level}" for column, level in sorted(measured.group.items()))
    group = _columns(rule, measured) if worst else group
    reference = "" if worst else ",".join(sorted(measured.reference))
    cohort = rule.cohort if worst else measured.cohort
    return "|".join([rule.assessment, rule.metric, group, reference, cohort, rule.id])
