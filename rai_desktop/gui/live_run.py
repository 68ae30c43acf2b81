"""What a run is doing at this moment, by assessment: filled from the engine's answers, asked by the window."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from rai_desktop.engine.protocol import (
    Answer,
    AssessmentEnded,
    Evidenced,
    Measured,
    Progressed,
    RunEnded,
    Started,
)


@dataclass(slots=True)
class Part:
    """One assessment of the run. `status`: waiting, running, then as in Result; `total` None: unknown."""

    assessment: str
    status: str = "waiting"
    done: int = 0
    total: int | None = None
    what: str = ""
    began: float = 0.0
    seconds: float = 0.0
    measured: int = 0
    reason: str = ""


@dataclass(slots=True)
class LiveRun:
    """`parts` in the order of the plan; `opening` is the loading before them."""

    now: Callable[[], float] = time.monotonic
    parts: dict[str, Part] = field(default_factory=dict)
    opening: Part = field(default_factory=lambda: Part("", "running"))
    began: float = 0.0
    stopping: bool = False
    ended: str = ""

    def __post_init__(self) -> None:
        self.began = self.now()

    @property
    def elapsed_s(self) -> float:
        """Seconds since it began."""
        return self.now() - self.began

    def hear(self, answer: Answer) -> None:
        """Take one answer of the run."""
        match answer:
            case Started():
                self.parts = {name: Part(name) for name in answer.assessments}
            case Progressed():
                self._progress(answer)
            case Measured(measurement=measurement):
                self._begun(measurement.assessment).measured += 1
            case Evidenced():
                self._begun(answer.assessment)
            case AssessmentEnded():
                part = self._begun(answer.assessment)
                part.status, part.reason, part.seconds = answer.status, answer.reason, answer.seconds
            case RunEnded():
                self.ended = answer.status

    def seconds(self, part: Part) -> float:
        """How long an assessment took, or has been at it."""
        if part.status == "running" and part.began:
            return self.now() - part.began
        return part.seconds

    def _progress(self, answer: Progressed) -> None:
        part = self._begun(answer.assessment) if answer.assessment else self.opening
        part.done, part.total, part.what = answer.done, answer.total, answer.what

    def _begun(self, name: str) -> Part:
        part = self.parts.setdefault(name, Part(name))
        if part.status == "waiting":
            part.status, part.began = "running", self.now()
        return part
