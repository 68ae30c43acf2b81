"""What was not measured, said as findings: missing numbers are never a pass."""

from collections.abc import Mapping, Sequence

import msgspec

from rai_desktop.findings import turning
from rai_desktop.findings.clauses import clauses_of
from rai_desktop.findings.finding import Finding, Verdict
from rai_desktop.findings.measurement import Result
from rai_desktop.findings.metric_names import assessment_name, metric_name
from rai_desktop.findings.policy import Policy, Rule
from rai_desktop.findings.sentences import threshold
from rai_desktop.i18n import _


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What judging should know beside the results: the task ("" to tell it from the results), the
    day whose rules apply (ISO; "" for the policy's own date), why assessments could not run."""

    task: str = ""
    on: str = ""
    reasons: dict[str, str] = {}


def absent(
    policy: Policy,
    rules: Sequence[Rule],
    results: Mapping[str, Result],
    planned: Sequence[str],
    context: Context,
) -> list[Finding]:
    """One finding for each assessment of policy or plan that did not run to its end."""
    wanted = dict.fromkeys([*(rule.assessment for rule in rules), *planned])
    found = []
    for assessment in wanted:
        result = results.get(assessment)
        if result is None or result.status != "finished":
            words = _why(assessment, result, planned, context)
            topics = [t for rule in rules if rule.assessment == assessment for t in rule.topics]
            found.append(_not_run(policy, assessment, words, topics))
    return found


def unmeasured(policy: Policy, rule: Rule) -> Finding:
    """A rule whose metric a finished assessment did not give."""
    words = _("{metric} was not measured in this run.").format(metric=metric_name(rule.metric))
    finding = _not_run(policy, rule.assessment, words[0].upper() + words[1:], rule.topics)
    return msgspec.structs.replace(
        finding,
        key=f"{rule.assessment}|{rule.metric}||||{rule.id}",
        metric=rule.metric,
        rule=rule.id,
        threshold=threshold(rule, rule.unit),
        source=rule.source,
        status=rule.status,
        informational=rule.informational,
    )


def task_of(results: Mapping[str, Result]) -> str:
    """The task as the metrics show it; "" when they do not."""
    metrics = {m.metric for result in results.values() for m in result.measurements}
    if metrics & {"root_mean_squared_error", "mean_absolute_error", "mean_prediction"}:
        return "regression"
    if metrics & {"macro_f1", "macro_recall", "macro_precision"}:
        return "multiclass"
    return "binary" if metrics & {"selection_rate", "base_rate", "f1_score"} else ""


def _not_run(policy: Policy, assessment: str, words: str, topics: Sequence[str]) -> Finding:
    return Finding(
        key=f"{assessment}|||||",
        assessment=assessment,
        metric="",
        verdict=Verdict.NOT_RUN,
        sentence=turning.told(words),
        policy=policy.id,
        cohort="",
        clauses=clauses_of(dict.fromkeys(topics)),
    )


def _why(assessment: str, result: Result | None, planned: Sequence[str], context: Context) -> str:
    name = assessment_name(assessment)
    reason = (result.reason if result else "") or context.reasons.get(assessment, "")
    match result.status if result else "":
        case "cancelled":
            words = _("The assessment “{name}” was stopped before its end").format(name=name)
        case "refused":
            words = _("The assessment “{name}” could not run").format(name=name)
        case "failed" | "died":
            words = _("The assessment “{name}” failed").format(name=name)
        case _ if assessment in planned:
            words = _("The assessment “{name}” was planned but has not run").format(name=name)
        case _:
            words = _("The assessment “{name}” was left out of the plan").format(name=name)
    if result and result.measurements:
        words += _("; what it had measured is judged")
    return f"{words}: {reason.rstrip('.')}." if reason else f"{words}."
