"""Runs a plan: assessments on worker threads over one subject, telling everything as it comes."""

import os
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict, fields, is_dataclass
from typing import Any

import joblib
import msgspec

from rai_desktop.assessments.all import ALL
from rai_desktop.assessments.assessment import Assessment, Progress
from rai_desktop.assessments.model_conduct import MODEL_CONDUCT
from rai_desktop.engine.opening import Opened
from rai_desktop.engine.protocol import (
    Answer,
    AssessmentEnded,
    Evidenced,
    Measured,
    Progressed,
    Run,
    RunEnded,
    Started,
)
from rai_desktop.engine.versions import versions
from rai_desktop.errors import Refusal
from rai_desktop.findings.measurement import Cell, Measurement
from rai_desktop.i18n import _
from rai_desktop.loading.predictions import NoRoom
from rai_desktop.log import log
from rai_desktop.project.model import Planned

_BETWEEN_PROGRESS_S = 0.1

Say = Callable[[Answer], None]


def run_plan(request: Run, opened: Opened, say: Say, stopped: threading.Event, threads: int | None = None) -> None:
    """Run every planned assessment; what cannot run is said with its reason, what fails costs only itself."""
    problems, _warnings = opened.check()
    if problems:
        raise Refusal(" ".join(problems), _("Mend this in the step Data and model."))
    planned = _planned(request)
    say(Started(id=request.id, assessments=[each.id for each, _chosen in planned], inputs=opened.settled,
                versions=versions(), facts=_facts(opened), isolation=opened.isolation))
    if _predicted(request, opened, say, stopped):
        planned = _with_conduct(planned, opened.subject.unanswered)
        workers = threads or min(len(planned) or 1, os.cpu_count() or 1)
        joblib.Parallel(n_jobs=workers, backend="threading", batch_size=1, pre_dispatch="all")(
            joblib.delayed(_Turn(request, opened, say, stopped).take)(each, chosen) for each, chosen in planned)
    else:
        for each, _chosen in planned:
            say(AssessmentEnded(id=request.id, assessment=each.id, status="cancelled",
                                reason=_("Stopped before it began.")))
    status = "cancelled" if stopped.is_set() else "finished"
    say(RunEnded(id=request.id, status=status, facts=_facts(opened), isolation=opened.isolation))


def _predicted(request: Run, opened: Opened, say: Say, stopped: threading.Event) -> bool:
    """Whether to go on. That a model gives no usable answers is a finding; that there is no room for them, a refusal."""
    try:
        return opened.predict(_predictions_progress(request.id, say), stopped)
    except NoRoom:
        raise
    except Refusal as refusal:
        opened.subject.unanswered = str(refusal)
        return True


def _with_conduct(planned: list[tuple[Assessment, Planned]], unanswered: str) -> list[tuple[Assessment, Planned]]:
    """A model that did not answer is asked for its conduct too, whatever was planned: else a lie would leave no finding."""
    if not unanswered or any(each.id == MODEL_CONDUCT.id for each, _chosen in planned):
        return planned
    return [*planned, (MODEL_CONDUCT, Planned(MODEL_CONDUCT.id))]


def _planned(request: Run) -> list[tuple[Assessment, Planned]]:
    known = {each.id: each for each in ALL}
    if request.plan.assessments is None:
        return [(each, Planned(each.id)) for each in ALL]
    unknown = [chosen.assessment for chosen in request.plan.assessments if chosen.assessment not in known]
    if unknown:
        raise Refusal(_("The plan names assessments that do not exist: {names}.").format(names=", ".join(unknown)),
                      _("Known are {names}.").format(names=", ".join(known)))
    return [(known[chosen.assessment], chosen) for chosen in request.plan.assessments]


def _facts(opened: Opened) -> dict[str, Cell]:
    subject = opened.subject
    facts: dict[str, Cell] = {"rows": subject.rows, "task": subject.task.value, "classes": ", ".join(subject.classes),
                              "positive": "" if subject.positive is None else subject.classes[subject.positive],
                              "features": len(subject.features)}
    if opened.facts:
        facts |= {"estimator": opened.facts.estimator, "model_kind": opened.facts.kind}
        facts |= {f"model_{name}": version for name, version in opened.facts.versions.items()}
    return facts


def _predictions_progress(number: int, say: Say) -> Callable[[int, int], None]:
    def progressed(done: int, total: int) -> None:
        say(Progressed(id=number, assessment="", done=done, total=total, what=_("Rows predicted")))

    return progressed


class _Turn:
    """One assessment's turn on a worker thread."""

    def __init__(self, request: Run, opened: Opened, say: Say, stopped: threading.Event) -> None:
        self._request, self._opened, self._say, self._stopped = request, opened, say, stopped
        self._told = 0.0

    def take(self, assessment: Assessment, chosen: Planned) -> None:
        began = time.monotonic()
        parameters: object = None
        status, reason = "finished", ""
        try:
            if why := self._opened.why_not(assessment) or self._opened.unpredicted(assessment):
                raise Refusal(why)
            parameters = settle_parameters(assessment, chosen, self._request.plan.seed)
            if not self._exhaust(assessment, parameters):
                status, reason = "cancelled", _("Stopped on request; what it had found is kept.")
        except Refusal as refusal:
            status, reason = "refused", str(refusal)
        except Exception as error:  # noqa: BLE001 - a failing assessment must cost only itself, and is reported
            log.error("%s failed:\n%s", assessment.id, traceback.format_exc())
            status, reason = "failed", f"{type(error).__name__}: {error}"
        used = asdict(parameters) if is_dataclass(parameters) and not isinstance(parameters, type) else {}
        self._say(AssessmentEnded(id=self._request.id, assessment=assessment.id, status=status, reason=reason,
                                  seconds=round(time.monotonic() - began, 3), parameters=msgspec.to_builtins(used)))

    def _exhaust(self, assessment: Assessment, parameters: object) -> bool:
        if self._stopped.is_set():
            return False
        for item in assessment.run(self._opened.subject, parameters):
            self._tell(assessment.id, item)
            if self._stopped.is_set():
                return False
        return True

    def _tell(self, assessment: str, item: object) -> None:
        number = self._request.id
        if isinstance(item, Progress):
            self._tell_progress(assessment, item)
        elif isinstance(item, Measurement):
            self._say(Measured(id=number, measurement=item))
        else:
            self._say(Evidenced(id=number, assessment=assessment, evidence=item))  # type: ignore[arg-type]

    def _tell_progress(self, assessment: str, item: Progress) -> None:
        now = time.monotonic()
        if now - self._told < _BETWEEN_PROGRESS_S and item.done != item.total:
            return
        self._told = now
        self._say(Progressed(id=self._request.id, assessment=assessment, done=item.done, total=item.total,
                             what=item.what))


def settle_parameters(assessment: Assessment, chosen: Planned, seed: int) -> Any:
    """The assessment's own parameters object, from its defaults, the plan's seed and the analyst's choices."""
    names = {each.name for each in fields(assessment.parameters)}
    if unknown := set(chosen.parameters) - names:
        raise Refusal(
            _("{title} has no parameter {names}.").format(title=assessment.title, names=", ".join(sorted(unknown))),
            _("It has {names}.").format(names=", ".join(sorted(names)) or "none"))
    values = ({"seed": seed} if "seed" in names else {}) | dict(chosen.parameters)
    try:
        return msgspec.convert(values, assessment.parameters, strict=False)
    except msgspec.ValidationError as error:
        raise Refusal(
            _("A parameter of {title} does not fit: {error}.").format(title=assessment.title, error=error)) from error
