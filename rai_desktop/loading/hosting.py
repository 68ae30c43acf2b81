"""The model's process seen from the engine: ask it for predictions, believe nothing it says unchecked."""

import os
import shutil
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, TypeVar

import msgspec
import pandas as pd

from rai_desktop.errors import Refusal, UnsafeFile
from rai_desktop.host import frames, wire
from rai_desktop.i18n import _
from rai_desktop.loading import (
    authors_code,
    by_answers,
    distrust,
    isolation,
    self_told,
    sentences,
    tar_models,
    words,
    zipped_models,
)
from rai_desktop.loading.hashing import check_sha256
from rai_desktop.loading.inspection import inspect_model, rules_path
from rai_desktop.loading.launching import HostProgram, cores, memory_limit, sandboxed
from rai_desktop.loading.spelling import columns_for
from rai_desktop.log import log
from rai_desktop.project.given import given
from rai_desktop.project.looks import ModelFacts, ModelLook
from rai_desktop.project.model import COMMAND, FileRef, Inputs

T = TypeVar("T")
START_S = 180.0
ANSWER_S = 900.0
CODE_FOLDER = "code"
SCRATCH_BYTES = 512 * 2**20  # what a model may write in all


class ModelProcess:
    """One model in its own process; thread-safe, one question at a time; a context manager.

    Every method raises Refusal with one sentence when the model raises, hangs, dies or answers nonsense.
    """

    def __init__(self, program: HostProgram, facts: ModelFacts, timeout_s: float) -> None:
        self.facts = facts
        self.timeout_s = timeout_s
        self._program = program
        self._turn = threading.Lock()
        self._ended = ""

    def __enter__(self) -> "ModelProcess":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def alive(self) -> bool:
        """Whether it can still be asked."""
        return not self._ended

    def prepare(self, frames: Sequence[pd.DataFrame]) -> None:
        """These very tables will be asked about next: a model that starts anew for each question may begin. Here nothing is."""

    def predict(self, frame: pd.DataFrame) -> distrust.Values:
        """Labels or numbers as the model gives them, (rows,): float64, int64, bool or object."""
        return self._ask("predict", [self._fitting(frame)], lambda h, s: distrust.labels(h, s, len(frame)))

    def predict_proba(self, frame: pd.DataFrame) -> distrust.Values | None:
        """(rows, classes) float64 in the order of `facts.classes`; None when the model has none."""
        if not self.facts.has_scores:
            return None
        classes = len(self.facts.classes)
        return self._ask(
            "predict_proba",
            [self._fitting(frame)],
            lambda h, s: distrust.probabilities(h, s, len(frame), classes),
        )

    def decision_function(self, frame: pd.DataFrame) -> distrust.Values | None:
        """(rows,) or (rows, k) float64; None when the model has no decision function."""
        return self._ask(
            "decision_function",
            [self._fitting(frame)],
            lambda h, s: None if h.get("form") == "absent" else distrust.decisions(h, s, len(frame)),
        )

    def explain(
        self, frame: pd.DataFrame, background: pd.DataFrame | None, options: dict[str, Any]
    ) -> dict[str, Any]:
        """What host/explaining.py answers: plain values and float64 arrays by name; by answers alone where it lacks shap."""
        given = [self._fitting(f) for f in (frame, background) if f is not None]
        rows, features = given[0].shape
        told = self._ask("explain", given, lambda h, s: distrust.explanation(h, s, rows, features), options)
        if told.get("missing"):
            told = by_answers.explained(self, given[0], given[-1], options)
        return told | {"features": self._as_given(told.get("features", []), frame)}

    def _as_given(self, names: list[Any], frame: pd.DataFrame) -> list[Any]:
        wanted = self.facts.feature_names
        given = dict(zip(wanted, columns_for(wanted, frame.columns), strict=False))
        return [given.get(name, name) if isinstance(name, str) else name for name in names]

    def close(self) -> None:
        """End the process; safe to call twice and from any thread."""
        if self._ended:
            return
        self._ended = _("The model was closed.")
        self._program.kill() if self._turn.locked() else None
        self._program.end()

    def _fitting(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The columns the model wants, in its order. Raises Refusal naming what is missing."""
        wanted = self.facts.feature_names
        if not wanted:
            return self._counted(frame)
        if list(frame.columns) == wanted:
            return frame
        found = columns_for(wanted, frame.columns)
        if not found:
            missing = [name for name in wanted if name not in frame.columns]
            raise Refusal(
                _("The model wants columns that the data lack: {columns}.").format(columns=words.listed(missing)),
                _("Rename the columns, or give them the role of a feature."),
            )
        return frame[found].set_axis(wanted, axis=1)

    def _counted(self, frame: pd.DataFrame) -> pd.DataFrame:
        wanted = self.facts.n_features
        if wanted is not None and wanted != len(frame.columns) and not self.facts.groups:  # which are given beside its own
            raise Refusal(
                _("The model was trained on {wanted} columns without names, but {given} were given: {columns}.").format(
                    wanted=wanted, given=len(frame.columns), columns=words.listed(map(str, frame.columns))
                ),
                _("Give the role of a feature to exactly the columns it was trained on, in the same order."),
            )
        return frame

    def _ask(
        self, op: str, given: list[pd.DataFrame], check: Callable[[dict[str, Any], IO[bytes]], T],
        options: dict[str, Any] | None = None,
    ) -> T:  # fmt: skip
        arrays: list[Any] = []
        try:
            described = [frames.pack(frame, arrays) for frame in given]
        except frames.CannotTravel as error:
            raise Refusal(
                _("Column {column} holds values of the kind {kind}, which no model is given here.").format(
                    column=error.column, kind=error.kind
                ),
                _("Turn them into numbers, text or dates, or ignore the column."),
            ) from None
        with self._turn:
            if self._ended:
                raise Refusal(self._ended, _("Load the model again."))
            request = {"op": op, "frames": described, "options": options or {}}
            return self._exchange(op, request, arrays, check)

    def _exchange(
        self, op: str, request: dict[str, Any], arrays: Sequence[Any],
        check: Callable[[dict[str, Any], IO[bytes]], T],
    ) -> T:  # fmt: skip
        try:
            with self._program.clock(self.timeout_s):
                wire.send(self._program.outgoing, request, arrays, self._program.room)
                header = wire.receive_header(self._program.incoming)
                if "error" in header:
                    raise sentences.refusal(header)
                return check(header, self._program.incoming)
        except Refusal as refusal:
            if not _in_step(refusal):
                self._end(str(refusal))
            raise sentences.while_answering(refusal, self.facts) from None
        except (wire.Broken, distrust.Lie, OSError, ValueError, MemoryError) as error:
            raise self._end_of(op, error) from None

    def _end_of(self, op: str, error: Exception) -> Refusal:
        exit_code = _ended_by_itself(self._program, error)
        refusal = sentences.ended(op, _why(self._program), self.timeout_s, exit_code, error)
        for line in self._program.last_lines():
            log.info("model: %s", line)
        self._end(refusal.sentence)
        return refusal

    def _end(self, why: str) -> None:
        self._ended = why
        self._program.kill()
        self._program.end()


def _in_step(refusal: Refusal) -> bool:
    """Whether the host was left waiting for its next question, so that it can go on."""
    return getattr(refusal, "in_step", False)


def _why(program: HostProgram) -> str:
    """Why the engine ended it; "" where it did not."""
    reasons = {"time": program.timed_out, "folder": program.overfilled, "threads": program.overcrowded}
    return next((why for why, so in reasons.items() if so), "")


def _ended_by_itself(program: HostProgram, error: Exception) -> int | None:
    """The exit code when the process ended; None when it was alive and lying."""
    return program.exit_code() if isinstance(error, (wire.Broken, OSError)) else None


def start_model(
    ref: FileRef, *, python: str = "", allowed_names: Sequence[str] = (), allowed_reason: str = "",
    timeout_s: float = ANSWER_S, threads: int | None = None,
) -> ModelProcess:  # fmt: skip
    """Look at a model file, then open it in a process of its own.

    `allowed_names` are unlisted names the analyst allows for this file, for `allowed_reason`. Raises Refusal, and
    UnsafeFile for what may not be opened.
    """
    inputs = Inputs(model=ref, python=python, allowed_names=list(allowed_names), allowed_reason=allowed_reason)
    return start_inputs(inputs, timeout_s=timeout_s, threads=threads)


def start_inputs(
    inputs: Inputs, *, groups: Mapping[str, list[str]] | None = None, timeout_s: float = ANSWER_S, threads: int | None = None,
) -> ModelProcess:  # fmt: skip
    """As `start_model`, with everything the inputs say of the model: interpreter, allowance, code beside it.

    `groups` are the sensitive columns with values of theirs, for a model that asks for them; None where no roles are known.
    """
    assert inputs.model is not None
    threads = threads or cores()
    if inputs.model.format == COMMAND:
        from rai_desktop.loading.commands import start_command

        return start_command(inputs, timeout_s, threads)
    program = HostProgram(inputs.python, threads)
    try:
        look = _looked(inputs, inputs.model, program.scratch)
        settings = _settings(look, inputs, program, threads) | {"groups": groups}
        facts = _opened(program, settings, look)
        if inputs.code and not settings["code"]:
            idle = _("The file asks for no code of its author's: {files} was not used.")
            names = words.listed(Path(file.path).name for file in inputs.code)
            facts = msgspec.structs.replace(facts, warnings=[*facts.warnings, idle.format(files=names)])
        return ModelProcess(program, facts, timeout_s)
    except BaseException:
        program.kill()
        program.end()
        raise


def _looked(inputs: Inputs, ref: FileRef, scratch: Path) -> ModelLook:
    """Copy the files, so that what is looked at is what is loaded, and look. Raises Refusal, UnsafeFile."""
    allowed, reason = inputs.allowed_names, inputs.allowed_reason
    copy = scratch / ("model.py" if Path(ref.path).suffix == ".py" else "model")
    try:
        shutil.copyfile(ref.path, copy)
    except OSError as error:
        raise Refusal(
            _("The model file {name} cannot be read: {why}.").format(
                name=Path(ref.path).name, why=error.strerror or error
            ),
            _("Check that it is there and that you may read it."),
        ) from None
    laid_out = authors_code.lay_out(inputs.code, scratch / CODE_FOLDER)
    check_sha256(copy, ref.sha256, Path(ref.path).name)
    look = _looked_inside(copy, laid_out)
    unknown = [name.name for name in look.names if name.judgement == "unknown" and name.name not in allowed]
    if look.verdict == "refused":
        raise UnsafeFile(look.sentence, look.way_out) if look.names else Refusal(look.sentence, look.way_out)
    if unknown or (look.verdict == "ask" and not given(reason)):
        raise UnsafeFile(look.sentence, look.way_out)
    return look


def _looked_inside(copy: Path, laid_out: dict[str, str]) -> ModelLook:
    """Look at the copy; where it is an archive, take its one model out and look at that, so that it is what is opened."""
    look = inspect_model(copy, laid_out)
    if not look.member or look.verdict == "refused":
        return look
    room = copy.parent / "unpacked"
    room.mkdir()
    take_out = tar_models.take_out if look.container.startswith("tar") else zipped_models.take_out
    return inspect_model(take_out(copy, look.member, room), laid_out)


def _settings(look: ModelLook, inputs: Inputs, program: HostProgram, threads: int) -> dict[str, Any]:
    """What the host is told before it confines itself; the author's code only where a look asked for it."""
    asks = look.verdict == "ask"
    kind = "xgboost" if look.format.startswith("xgboost") else look.format
    return {
        "op": "open", "path": look.path, "format": kind, "threads": threads,
        "rules": str(rules_path()), "allowed": list(inputs.allowed_names) if asks else [],
        "code": [str(program.scratch / CODE_FOLDER)] if asks and inputs.code else [],
        "scratch": str(program.own), "scratch_bytes": SCRATCH_BYTES,
        "room": program.room.fd if program.room else -1,
        "parent": os.getpid(), "memory": memory_limit(),
        "sandbox_exec": sandboxed(),
    }  # fmt: skip


def _opened(program: HostProgram, settings: dict[str, Any], look: ModelLook) -> ModelFacts:
    try:
        program.watch(SCRATCH_BYTES)
        with program.clock(START_S):
            wire.send(program.outgoing, settings)
            header = wire.receive_header(program.incoming)
    except (wire.Broken, OSError) as error:
        for line in program.last_lines():
            log.info("model: %s", line)
        raise sentences.ended("load", _why(program), START_S, program.exit_code(), error) from None
    if "error" in header:
        raise sentences.with_versions(sentences.refusal(header), look.versions)
    return _facts(header, look.versions, settings["groups"] or ())


def _facts(header: dict[str, Any], saved_with: dict[str, str], groups: Collection[str]) -> ModelFacts:
    try:
        told = self_told.facts(header, groups)
    except ValueError as error:
        raise Refusal(_("The model described itself in a way that makes no sense."), str(error)) from None
    held, open_ = isolation.doors(told.isolation)
    layers = isolation.with_watch(told.isolation, SCRATCH_BYTES)
    return ModelFacts(
        kind=told.kind, estimator=told.estimator[:300], feature_names=told.feature_names,
        classes=[sentences.class_text(value) for value in told.classes or []],
        has_scores=told.has_scores, has_decision=told.has_decision, n_features=told.n_features,
        versions=told.versions, isolation=isolation.told(layers),
        warnings=[sentences.warning(text) for text in told.warnings],
        saved_with=saved_with, doors_tried=len(held) + len(open_), doors_open=open_, groups=told.groups,
    )  # fmt: skip
