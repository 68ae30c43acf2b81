"""Opens a project's inputs once and keeps them open: table, model, predictions."""

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from rai_desktop.assessments.all import ALL
from rai_desktop.assessments.assessment import Assessment
from rai_desktop.engine.concerning import about
from rai_desktop.engine.protocol import Availability, Checked, ModelFacts
from rai_desktop.engine.surroundings import refuse_no_python
from rai_desktop.errors import Refusal, UnsafeFile
from rai_desktop.i18n import _, ngettext
from rai_desktop.loading import isolation, steadiness
from rai_desktop.loading.authors_code import check_code
from rai_desktop.loading.checks import by_place, check_subject, features_of, groups_of, withheld
from rai_desktop.loading.hashing import sha256_of
from rai_desktop.loading.hosting import ModelProcess, start_inputs
from rai_desktop.loading.predictions import predict_all
from rai_desktop.loading.roles import roles_for_model
from rai_desktop.loading.settling import quoted
from rai_desktop.loading.spelling import columns_for
from rai_desktop.loading.subject import Subject, open_subject
from rai_desktop.project.model import COMMAND, FileRef, Inputs, Role
from rai_desktop.settings import is_approved_interpreter, load_settings

_TRIED = 20  # rows for which a model is asked before a run
_ASKED = {"prediction", "score", "model"}
_MISSING = {
    "data": _("a table of data"),
    "label": _("a label column"),
    "prediction": _("a model or a prediction column"),
    "score": _("a model that gives scores, or a score column"),
    "sensitive": _("at least one sensitive column"),
    "model": _("a model file"),
}


class LoadedButRefused(Refusal):
    """A model that was loaded, and said of itself what does not fit the table."""

    def __init__(self, refusal: Refusal, facts: ModelFacts) -> None:
        super().__init__(refusal.sentence, refusal.way_out)
        self.field, self.facts = refusal.field, facts


class Opened:
    """A subject with its model, ready to be assessed; `close` ends the model's process."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        kind = "command" if inputs.model is not None and inputs.model.format == COMMAND else "model"
        with about(kind):
            _refuse_what_the_site_forbids(inputs)
        with about("python"):
            _refuse_a_strangers_python(inputs)
        with about("code"):
            check_code(inputs.code)
        with about("data"):
            self.subject: Subject = open_subject(inputs)
        self.model: ModelProcess | None = None
        self._read_too: list[str] = []  # sensitive columns that turned out to be features
        self._predicted = False
        self._changed: tuple[int, int] | None = None
        if inputs.model is not None:
            with about(kind):
                self.model = start_inputs(inputs, groups=groups_of(self.subject))
            try:
                self._fit(self.model)
            except Refusal as refusal:
                self.model.close()
                raise LoadedButRefused(refusal, self.model.facts) from None
            except BaseException:  # the model's process must not outlive a refusal of its classes
                self.model.close()
                raise

    def _fit(self, model: ModelProcess) -> None:
        """Guessed roles follow what the model asks for; its classes join those of the label."""
        asked = model.facts.feature_names
        names = columns_for(asked, self.subject.table.columns) or asked or self._by_count(model.facts.n_features)
        roles = roles_for_model(self.inputs.roles, names)
        self._read_too = [name for name, role in roles.items()
                          if (role.role, self.inputs.roles[name].role) == (Role.SENSITIVE_FEATURE, Role.SENSITIVE)]
        if roles != self.inputs.roles:
            self.inputs = msgspec.structs.replace(self.inputs, roles=roles)
            self.subject = open_subject(self.inputs)
        self.subject.model = model

    def _by_count(self, wanted: int | None) -> list[str]:
        """A model without names that wants as many columns as there are plain features was given these."""
        plain = [name for name in self.subject.features if self.inputs.roles[name].role is Role.FEATURE]
        return plain if wanted == len(plain) < len(self.subject.features) else []

    @property
    def settled(self) -> Inputs:
        """The inputs as they are used, nothing left to a guess: for the record of a run."""
        subject, inputs = self.subject, self.inputs
        positive = inputs.positive if subject.positive is None else subject.classes[subject.positive]
        return msgspec.structs.replace(
            inputs, task=subject.task, positive=positive, data=_weighed(inputs.data, subject.sha256),
            model=_weighed(inputs.model), reference=_weighed(inputs.reference), train=_weighed(inputs.train),
            code=[ref for ref in map(_weighed, inputs.code) if ref])

    @property
    def facts(self) -> ModelFacts | None:
        """What the model said of itself."""
        return self.model.facts if self.model else None

    def check(self) -> tuple[list[str], list[str]]:
        """Problems that stop a run, and warnings that do not."""
        problems, warnings = check_subject(self.subject, self.facts)
        open_doors = isolation.shortfall(self.facts.isolation) if self.facts else ""
        more = (self._taken_as_favourable(), self._also_read(), open_doors, self._changing())
        return problems, [*warnings, *(each for each in more if each)]

    def _taken_as_favourable(self) -> str:
        if self.inputs.positive or self.subject.positive is None:
            return ""
        said = _("No favourable outcome is chosen, so {value} is taken for it, and every rate is about it. Choose it under “What "
                 "is decided”.")
        return said.format(value=quoted([self.subject.classes[self.subject.positive]]))

    def _also_read(self) -> str:
        if not self._read_too:
            return ""
        said = ngettext("The model reads {names}, so it is taken as sensitive and feature: compared, and given to the model.",
                        "The model reads {names}, so they are taken as sensitive and features: compared, and given to the model.",
                        len(self._read_too))
        return said.format(names=quoted(self._read_too))

    def trial(self) -> str:
        """Why the model does not answer for a few rows; "" when it does, when there is none, and of a program of its own,
        which may take long to start."""
        if self.model is None or (self.inputs.model is not None and self.inputs.model.format == COMMAND):
            return ""
        rows = self.subject.sample(_TRIED, 0, features_of(self.subject, self.model.facts))
        try:
            self.model.predict(rows)
        except Refusal as refusal:
            return self._explained(str(refusal))
        return ""

    def _explained(self, refusal: str) -> str:
        """With what the roles have to do with it."""
        return " ".join(filter(None, [refusal, withheld(self.subject, self.facts, refusal) if self.facts else ""]))

    def _changing(self) -> str:
        if self._changed is None or not self._changed[0]:
            return ""
        return _("The model's answers: {words}.").format(words=steadiness.in_words(*self._changed))

    @property
    def isolation(self) -> dict[str, str]:
        """What shuts the model in, and after predictions whether its answers hold; that its columns are not known by name."""
        if self.facts is None:
            return {}
        order = by_place(self.subject, self.facts)
        held = {_("Columns"): order} if order else {}
        held |= {_("Answers"): steadiness.in_words(*self._changed)} if self._changed else {}
        return self.facts.isolation | held

    def predict(self, progressed: Callable[[int, int], None], stopped: threading.Event) -> bool:
        """Make the model's predictions once; False when stopped on the way."""
        if self.model is None or self._predicted:
            return True
        self.subject.unanswered = ""
        for done, total in predict_all(self.subject, self.model):
            progressed(done, total)
            if stopped.is_set():
                return False
        self._changed = steadiness.changed_rows(self.subject, self.model)
        self._predicted = True
        return True

    def why_not(self, assessment: Assessment) -> str:
        """Why an assessment cannot run on this subject, in one sentence; "" when it can."""
        if self.subject.task.value not in assessment.tasks:
            return _("{title} is not defined for a {task} model.").format(
                title=assessment.title, task=_(self.subject.task.value))
        missing = [_MISSING[need] for need in assessment.needs if not self.subject.has(need.value)]
        return _("It needs {things}.").format(things=", ".join(missing)) if missing else ""

    def unpredicted(self, assessment: Assessment) -> str:
        """What the model did wrong in this run, where an assessment needs its predictions; "" elsewhere."""
        return _silenced(assessment, self._explained(self.subject.unanswered))

    def close(self) -> None:
        """End the model's process."""
        if self.model is not None:
            self.model.close()


def _weighed(ref: FileRef | None, sha256: str = "") -> FileRef | None:
    """A file with its hash and size, so that a record says exactly which file it was."""
    if ref is None or (ref.sha256 and ref.size):
        return ref
    path = Path(ref.path)
    return msgspec.structs.replace(ref, sha256=ref.sha256 or sha256 or sha256_of(path), size=path.stat().st_size)


def _refuse_what_the_site_forbids(inputs: Inputs) -> None:
    """A site may forbid that unknown classes are accepted; that binds window and command line alike."""
    command = inputs.model is not None and inputs.model.format == COMMAND
    if (command or inputs.allowed_names) and not load_settings().allow_unknown_classes:
        if command:
            raise UnsafeFile(_("This site does not allow programs of others as models."),
                             _("Ask its administrator, or give the predictions as a column."))
        raise UnsafeFile(
            _("This site does not allow unknown classes in model files: {names}.").format(names=", ".join(inputs.allowed_names)),
            _("Ask its administrator, or have the model exported as ONNX or skops."))


def _refuse_a_strangers_python(inputs: Inputs) -> None:
    """An interpreter runs before anything is confined, so a project from elsewhere may not choose it."""
    if inputs.python and not is_approved_interpreter(inputs.python):
        raise UnsafeFile(
            _("The project asks to start the Python {path}, which was not named on this computer.").format(path=inputs.python),
            _("If you trust it, name it yourself in the step Data and model, or with --python."))
    if inputs.python:
        refuse_no_python(inputs.python)


class Opening:
    """Keeps the last inputs open, so that check, run and explain pay for opening once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._key = b""
        self._seen: dict[str, tuple[int, int, int]] = {}
        self._opened: Opened | None = None

    def open(self, inputs: Inputs) -> Opened:
        """The opened inputs, reused while they are the same and the model's process lives."""
        if inputs.data is None:
            raise Refusal(_("No table of data has been chosen."), _("Choose one in the step Data and model."))
        key = msgspec.json.encode(inputs)
        with self._lock:
            if key != self._key or self._model_gone() or self._files_changed(inputs) or self._opened is None:
                self._close()
                self._seen = _marks(inputs)
                self._opened, self._key = Opened(inputs), key
            return self._opened

    def _files_changed(self, inputs: Inputs) -> bool:
        """Whether another file lies where one was chosen: opened anew it is held against its hash. A gone one stays open."""
        marks = _marks(inputs)
        return _program_changed(inputs) or any(marks[path] != self._seen.get(path) for path in marks)

    def _model_gone(self) -> bool:
        return self._opened is not None and self._opened.model is not None and not self._opened.model.alive

    def _close(self) -> None:
        if self._opened is not None:
            self._opened.close()
        self._opened = None

    def close(self) -> None:
        """Close what is open."""
        with self._lock:
            self._close()


def _marks(inputs: Inputs) -> dict[str, tuple[int, int, int]]:
    """What tells a file from one that took its place, for a table and a model that are long to be hashed."""
    found = {}
    for ref in filter(None, (inputs.model, inputs.data, inputs.reference, inputs.train)):
        with suppress(OSError, ValueError):
            told = Path(ref.path).stat()
            found[ref.path] = told.st_mtime_ns, told.st_size, told.st_ino
    return found


def _program_changed(inputs: Inputs) -> bool:
    """Whether a file that is run as it lies there, a command's or its author's code, is another one than was chosen."""
    command = [inputs.model] if inputs.model is not None and inputs.model.format == COMMAND else []
    files = [(Path(ref.path), ref.sha256) for ref in [*command, *inputs.code] if ref.sha256]
    return any(not path.is_file() or sha256_of(path) != sha256 for path, sha256 in files)


def _silenced(assessment: Assessment, silent: str) -> str:
    """That a model does not answer is a finding of what looks at its conduct, and only stops what needs its answers."""
    if assessment.judges_silence or not {need.value for need in assessment.needs} & _ASKED:
        return ""
    return silent


def check(opened: Opened, number: int) -> Checked:
    """What can run on these inputs, and what is wrong with them."""
    problems, warnings = opened.check()
    silent = "" if problems else opened.trial()
    availability = [
        Availability(assessment=each.id, available=not (why := opened.why_not(each) or _silenced(each, silent)), why=why)
        for each in ALL
    ]
    warnings += [silent] if silent else []
    return Checked(id=number, availability=availability, problems=problems, warnings=warnings, model=opened.facts,
                   roles=opened.inputs.roles)
