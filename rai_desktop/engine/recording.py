"""Keeps what a run says in the project file as it comes, so that nothing measured is lost."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from rai_desktop.engine.protocol import (
    Answer,
    AssessmentEnded,
    Died,
    Evidenced,
    Failed,
    Measured,
    Refused,
    RunEnded,
    Started,
)
from rai_desktop.errors import Refusal
from rai_desktop.findings.measurement import Evidence, Measurement, Result
from rai_desktop.findings.metric_names import assessment_name
from rai_desktop.findings.policy import limits_sha256, load_policy
from rai_desktop.i18n import _
from rai_desktop.project.document import Document
from rai_desktop.project.model import Inputs, Plan, Project, Run


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _limits(plan: Plan) -> str:
    """Of a policy that cannot be read now nothing is noted; the findings refuse it in words of their own."""
    try:
        return limits_sha256(load_policy(plan.policy))
    except Refusal:
        return ""


class Recorder:
    """Hears the answers of one run. Every finished assessment is one committed change of the document."""

    def __init__(self, document: Document, inputs: Inputs, plan: Plan, now: Callable[[], str] = _now, *,
                 reason: str = "") -> None:
        self._document = document
        self._reason = reason  # why an assessment that was approved is run again
        self._now = now
        self._measured: dict[str, list[Measurement]] = {}
        self._evidence: dict[str, list[Evidence]] = {}
        self._pending: list[str] = []
        self.run_id = uuid.uuid4().hex
        self.ended = False
        self.run = Run(id=self.run_id, started=now(), seed=plan.seed, inputs=inputs, plan=plan, policy_sha256=_limits(plan))

    def hear(self, answer: Answer) -> None:
        """Take one answer; others than a run's are ignored."""
        match answer:
            case Started():
                self._start(answer)
            case Measured(measurement=measurement):
                self._measured.setdefault(measurement.assessment, []).append(measurement)
            case Evidenced():
                self._evidence.setdefault(answer.assessment, []).append(answer.evidence)
            case AssessmentEnded():
                self._keep(answer)
            case RunEnded():
                self._end(answer.status, answer)
            case Refused() | Failed():
                self._end("failed" if isinstance(answer, Failed) else "refused")
            case Died():
                self._bury(answer)

    def _start(self, answer: Started) -> None:
        self._pending = list(answer.assessments)
        self.run = msgspec.structs.replace(
            self.run, inputs=answer.inputs or self.run.inputs, versions=answer.versions, facts=answer.facts,
            isolation=answer.isolation)
        run = self.run
        self._document.record(
            _("Started a run"), lambda project: msgspec.structs.replace(project, runs=[*project.runs, run]),
            reason=self._reason)

    def _keep(self, answer: AssessmentEnded) -> None:
        result = Result(
            assessment=answer.assessment, status=answer.status, reason=answer.reason, seconds=answer.seconds,
            measurements=self._measured.pop(answer.assessment, []), evidence=self._evidence.pop(answer.assessment, []),
            parameters=answer.parameters)
        self._pending = [name for name in self._pending if name != answer.assessment]
        ref = self._document.keep_result(result)
        from rai_desktop.review.spelling import status_words

        words = _("Recorded {assessment}: {status}").format(
            assessment=assessment_name(answer.assessment), status=status_words(answer.status))
        self._change(words, lambda run: msgspec.structs.replace(
            run, results={**run.results, answer.assessment: ref}))

    def _end(self, status: str, answer: RunEnded | None = None) -> None:
        if self.ended:
            return
        self.ended = True
        ended = self._now()
        facts, isolation = (answer.facts, answer.isolation) if answer else ({}, {})
        from rai_desktop.review.spelling import status_words

        self._change(_("Ended the run: {status}").format(status=status_words(status)), lambda run: msgspec.structs.replace(
            run, ended=ended, status=status, facts=run.facts | facts, isolation=run.isolation | isolation))

    def _bury(self, answer: Died) -> None:
        """The engine ended by itself: what was measured is kept and marked, the rest is NOT RUN."""
        if self.ended:
            return
        status, reason = "cancelled", _("Stopped on request; the engine had to be ended for it.")
        if not answer.stopped:
            last = answer.last_lines[-1] if answer.last_lines else ""
            status, reason = "died", _("The engine ended by itself (exit code {code}). {last}").format(
                code=answer.exit_code, last=last).strip()
        for assessment in list(self._pending):
            self._keep(AssessmentEnded(id=0, assessment=assessment, status=status, reason=reason))
        self._end(status)

    def _change(self, label: str, change: Callable[[Run], Run]) -> None:
        def changed(project: Project) -> Project:
            runs = [change(run) if run.id == self.run_id else run for run in project.runs]
            return msgspec.structs.replace(project, runs=runs)

        if any(run.id == self.run_id for run in self._document.project.runs):
            self._document.record(label, changed, reason=self._reason)
