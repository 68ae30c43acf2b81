"""What the window works on: the open document, what was looked at, the run that goes on."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Qt, QThread, Signal

from rai_desktop.clauses.site_files import read_again
from rai_desktop.engine import protocol
from rai_desktop.engine.recording import Recorder
from rai_desktop.errors import Refusal
from rai_desktop.findings.measurement import Result
from rai_desktop.gui.begin_at import took
from rai_desktop.gui.bridge import Bridge
from rai_desktop.gui.deeds_told import DeedsTold
from rai_desktop.gui.disk_watch import DiskWatch
from rai_desktop.gui.judged import Judged
from rai_desktop.gui.later import Later
from rai_desktop.gui.live_run import LiveRun
from rai_desktop.gui.reasons import Reasons
from rai_desktop.gui.spoken import Spoken
from rai_desktop.i18n import _
from rai_desktop.log import log
from rai_desktop.project.document import Document
from rai_desktop.project.looks import ModelLook, TableLook
from rai_desktop.project.model import Project
from rai_desktop.project.person import at_desk, os_user
from rai_desktop.project.runs import in_sight
from rai_desktop.questionnaire.standing import Standing
from rai_desktop.settings import Settings

if TYPE_CHECKING:
    from rai_desktop.review.standing import Reviewed
    from rai_desktop.review.witness import Witness

Change = Callable[[Project], Project]


class Session(QObject):
    """Every step gets this one object; all changes go through `apply`, all engine work through `ask`."""

    project_changed = Signal(object)  # Project
    document_changed = Signal()  # another document, or none
    looked = Signal()  # table, model or check results are new
    run_started = Signal()
    run_ended = Signal(str)
    refused = Signal(str)  # a sentence for the user
    failed = Signal(str, str)  # a sentence, and details to copy
    outdated = Signal(str)  # a sentence that was told or refused, and no longer holds
    told = Signal(str)  # good news for the status bar
    counted = Signal()  # what speaks to clauses is gathered anew
    wanted = Signal(str)  # a link (project/links.py): bring what it names into sight
    _changed_elsewhere = Signal()
    _refused_elsewhere = Signal(str)

    def __init__(self, bridge: Bridge | None = None) -> None:
        super().__init__()
        self.bridge = bridge or Bridge()
        self.document: Document | None = None
        self.table: TableLook | None = None
        self.model: ModelLook | None = None
        self.checked: protocol.Checked | None = None
        self.assessments: list[protocol.AssessmentInfo] = []
        self.live: LiveRun | None = None
        self.judged = Judged(self)
        self.spoken = Spoken(self)
        self.reasons = Reasons(self)
        self.deeds = DeedsTold(self)
        read_again()
        self.settings = Settings()  # the window's own takes its place
        self._witness: Witness | None = None
        self.standing = Standing()
        self.later = Later()
        self.busy: set[str] = set()  # "table", "model", "check": what the engine is looking at
        self.run_number = 0
        self._visit = 0  # answers for a document that has been left are not heard
        self._stop_listening: Callable[[], None] | None = None
        self._changed_elsewhere.connect(self.tell_project, Qt.ConnectionType.QueuedConnection)
        self._refused_elsewhere.connect(self.refused, Qt.ConnectionType.QueuedConnection)
        self.disk = DiskWatch(self)
        self.disk.changed.connect(self.tell_project)

    # --- the document -------------------------------------------------------------------------------------

    @property
    def project(self) -> Project | None:
        """Today's project, or None when none is open."""
        return self.document.project if self.document else None

    @property
    def running(self) -> bool:
        """Whether a run goes on."""
        return self.live is not None and not self.live.ended

    def take(self, document: Document) -> None:
        """Work on this document; the one before is closed. What the site changed in its own files meanwhile holds from now on."""
        took(document.path)
        self.leave()
        self._read_site_files()
        self.document = document
        document.named = lambda: self.settings.analyst
        self._stop_listening = document.listen(self._heard_change)
        self.document_changed.emit()
        self.project_changed.emit(document.project)

    def _read_site_files(self) -> bool:
        """Read the site's own files again where one is another than it was; whether it was so."""
        if not read_again():
            return False
        self.standing, self.spoken = Standing(), Spoken(self)
        return True

    def leave(self) -> None:
        """Close the open document."""
        if self.running:
            self.stop_run()
            self.bridge.forget(self.run_number)
        if self._stop_listening:
            self._stop_listening()
        if self.document:
            self.document.close()
        self.document = self.table = self.model = self.checked = self.live = self._witness = None
        self.busy.clear()
        self._visit += 1
        self._stop_listening = None

    def _heard_change(self, project: Project) -> None:
        """A run is recorded on a thread of its own; the window hears of it on the window's."""
        if QThread.currentThread() is self.thread():
            self.project_changed.emit(project)
        else:
            self._changed_elsewhere.emit()

    def tell_project(self) -> None:
        """Have every page show the project as it is."""
        if self.document is not None:
            self.project_changed.emit(self.document.project)

    def apply(self, label: str, change: Change, *, reason: str = "") -> None:
        """Change the project, for a reason where one was asked; on return it is on disk. A refusal is shown and nothing
        is changed.

        After an approval the analyst is asked for a reason first, and may give the change up."""
        if (document := self.document) is not None:
            self.reasons.do(lambda asked: document.apply(label, change, reason=asked or reason))

    def undo(self) -> None:
        """Take the newest change back."""
        if (document := self.document) is not None:
            self.reasons.do(lambda reason: document.undo(reason=reason), typed=False)

    def redo(self) -> None:
        """Do the change taken back last again."""
        if (document := self.document) is not None:
            self.reasons.do(lambda reason: document.redo(reason=reason), typed=False)

    @property
    def person(self) -> str:
        """Who is at the desk: the name in the settings, else whom a review copy is for, the project's analyst, the account."""
        return self.settings.analyst or (at_desk(self.project) if self.project else "") or os_user()

    def reviewed(self) -> "Reviewed":
        """How the signatures of the open project stand."""
        from rai_desktop.review.witness import Witness

        assert self.document is not None
        if self._witness is None:
            self._witness = Witness(self.document)
        try:
            return self._witness.reviewed()
        except Refusal as refusal:  # a file among the known signers is no key: say so, and know none
            self.refused.emit(str(refusal))
            self._witness = Witness(self.document, known={})
            return self._witness.reviewed()

    def results(self) -> dict[str, Result]:
        """Results of the last run; none, and a sentence, where the file does not hold them whole."""
        try:
            return self.document.results() if self.document else {}
        except Refusal as refusal:
            self.refused.emit(str(refusal))
            return {}

    # --- the engine ---------------------------------------------------------------------------------------

    def start_engine(self) -> None:
        """Start the engine in the background and ask what it can do."""
        self.ask(protocol.Describe(id=0), protocol.Described, self._described)

    def ask(
        self, request: protocol.Request, expected: type, then: Callable[..., None],
        otherwise: Callable[[protocol.Answer], None] | None = None,
    ) -> int:
        """Ask the engine; `then` gets the expected answer, refusals and failures are shown.

        `otherwise` gets them instead, to show them at the field concerned.
        """
        visit = self._visit

        def heard(answer: protocol.Answer) -> None:
            if visit != self._visit and not isinstance(request, protocol.Describe):
                pass
            elif isinstance(answer, expected):
                then(answer)
            elif isinstance(answer, protocol.Refused | protocol.Failed | protocol.Died):
                (otherwise or self.show_trouble)(answer)
            if not isinstance(answer, protocol.Progressed):
                self.bridge.forget(number)

        number = self.bridge.ask(request, heard)
        return number

    def show_trouble(self, answer: protocol.Answer) -> None:
        """Show a refusal or failure in the place made for it."""
        match answer:
            case protocol.Refused():
                self.refused.emit(f"{answer.sentence} {answer.way_out}".strip())
            case protocol.Failed():
                self.failed.emit(answer.sentence, answer.details)
            case protocol.Died(stopped=True):
                self.told.emit(_("Stopped. The engine had to be ended for it; it starts again with the next thing you ask."))
            case protocol.Died():
                self.failed.emit(_("The engine ended by itself. It starts again with the next thing you ask."),
                                 "\n".join(answer.last_lines))

    def _described(self, answer: protocol.Described) -> None:
        self.assessments = answer.assessments
        self.looked.emit()

    def look_at_data(
        self, path: str, options: dict[str, str] | None = None, then: Callable[[TableLook], None] | None = None,
        otherwise: Callable[[protocol.Answer], None] | None = None,
    ) -> None:
        """Have the engine look at a table; `looked` follows."""
        def looked(answer: protocol.Looked) -> None:
            self.table = answer.table
            if then:
                then(answer.table)
            self._finish("table")

        self._begin("table")
        self.ask(protocol.Look(id=0, path=path, options=options or {}), protocol.Looked, looked,
                 self._else("table", otherwise))

    def inspect_model(
        self, path: str, then: Callable[[ModelLook], None] | None = None,
        otherwise: Callable[[protocol.Answer], None] | None = None, code: dict[str, str] | None = None,
    ) -> None:
        """Have the engine look into a model file without loading it, `code` ({module: file}) beside it; `looked` follows."""
        def inspected(answer: protocol.Inspected) -> None:
            self.model = answer.model
            if then:
                then(answer.model)
            self._finish("model")

        self._begin("model")
        request = protocol.Inspect(id=0, path=path, code=code or {})
        self.ask(request, protocol.Inspected, inspected, self._else("model", otherwise))

    def check_inputs(self) -> None:
        """Have the engine open table and model and see whether they fit; `looked` follows."""
        if self.project is None or self.project.inputs.data is None or self.running:
            return

        inputs = self.project.inputs

        def checked(answer: protocol.Checked) -> None:
            if self.project is not None and self.project.inputs == inputs:
                self.checked = answer
                self._finish("check")

        def refused(answer: protocol.Answer) -> None:
            """A check that is refused is a problem like any other; a dead engine is shown as such."""
            if isinstance(answer, protocol.Refused):
                words = f"{answer.sentence} {answer.way_out}".strip()
                checked(protocol.Checked(id=answer.id, availability=[], problems=[words], field=answer.field,
                                          model=answer.model))
            else:
                self.show_trouble(answer)
                self._finish("check")

        self.checked = None
        self._begin("check")
        self.ask(protocol.Check(id=0, inputs=inputs), protocol.Checked, checked, refused)

    def _begin(self, what: str) -> None:
        self.busy.add(what)
        self.looked.emit()

    def _finish(self, what: str) -> None:
        self.busy.discard(what)
        self.looked.emit()

    def _else(self, what: str, otherwise: Callable[[protocol.Answer], None] | None) -> Callable[[protocol.Answer], None]:
        def heard(answer: protocol.Answer) -> None:
            (otherwise or self.show_trouble)(answer)
            self._finish(what)

        return heard

    # --- the run ------------------------------------------------------------------------------------------

    def start_run(self) -> None:
        """Run the plan; every finished assessment is on disk at once."""
        if self.document is None or self.running:
            return
        if (reason := self.reasons.for_run()) is None:
            return
        project = self.document.project
        recorder = Recorder(self.document, project.inputs, project.plan, reason=reason)
        self.live = LiveRun()
        self.run_started.emit()
        self.run_number = self.bridge.ask(
            protocol.Run(id=0, inputs=project.inputs, plan=project.plan), self._hear_run,
            keep=lambda answer: self._record(recorder, answer))

    def _record(self, recorder: Recorder, answer: protocol.Answer) -> None:
        """On the bridge's keeping thread, which may wait for the disk as the window may not."""
        try:
            recorder.hear(answer)
        except Refusal as refusal:
            log.error("a result could not be kept: %s", refusal)
            self._refused_elsewhere.emit(str(refusal))

    def stop_run(self) -> None:
        """Stop at the next yield, else by force; what was found is kept."""
        if self.running:
            if self.live:
                self.live.stopping = True
            self.bridge.client.stop(self.run_number)

    def _hear_run(self, answer: protocol.Answer) -> None:
        live = self.live
        if live is None or live.ended:
            return
        live.hear(answer)
        if isinstance(answer, protocol.Refused | protocol.Failed | protocol.Died):
            stopped = isinstance(answer, protocol.Died) and answer.stopped
            live.ended = "cancelled" if stopped else "failed"
            self.show_trouble(answer)
        if live.ended:
            self.bridge.forget(self.run_number)
            self.run_ended.emit(live.ended)

    # --- what a run allows --------------------------------------------------------------------------------

    def explain_row(self, row: int, then: Callable[[protocol.Explained], None]) -> None:
        """Ask for the reasons of one row (0-based) of the inputs whose numbers are in sight."""
        run = in_sight(self.project) if self.project else None
        if run is None:
            return
        self.ask(protocol.ExplainRow(id=0, inputs=run.inputs, row=row, seed=run.seed), protocol.Explained, then)

    def export_bundle(self, out: Path, then: Callable[[protocol.Exported], None],
                      progressed: Callable[[protocol.Progressed], None], *, key: str = "", passphrase: str = "") -> None:
        """Write the bundle of the project as it is on disk now; `key` is a key file that signs it. The engine reads the
        files of the site as they are now, so the window does too: both say the same."""
        if self.document is None:
            return
        if self._read_site_files():
            self.told.emit(_("Files of your site were changed meanwhile: the window and the bundle go by them as they are now."))
            self.tell_project()

        def heard(answer: protocol.Answer) -> None:
            if isinstance(answer, protocol.Progressed):
                progressed(answer)
                return
            if isinstance(answer, protocol.Exported):
                then(answer)
            else:
                self.show_trouble(answer)
            self.bridge.forget(number)

        number = self.bridge.ask(protocol.Export(
            id=0, project=str(self.document.path), out=str(out), key=key, passphrase=passphrase), heard)

    def close(self) -> None:
        """Close document and engine."""
        self.leave()
        self.later.end()
        self.bridge.client.close()


def changed(project: Project, **fields: object) -> Project:
    """The project with some fields other than they were."""
    return msgspec.structs.replace(project, **fields)
