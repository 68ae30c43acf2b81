"""Data and model: choose the files, say what each column is for, see whether all fits together."""

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from rai_desktop.engine.protocol import Look, Looked
from rai_desktop.gui import input_changes as changes
from rai_desktop.gui.session import Session
from rai_desktop.gui.steps.inputs_beside import WHICH, BesideCard
from rai_desktop.gui.steps.inputs_check import CheckCard
from rai_desktop.gui.steps.inputs_columns import ColumnsCard
from rai_desktop.gui.steps.inputs_inspection import InspectionCard
from rai_desktop.gui.steps.inputs_model import ModelCard
from rai_desktop.gui.steps.inputs_model_flow import ModelFlow, telling
from rai_desktop.gui.steps.inputs_outcome import OutcomeCard
from rai_desktop.gui.steps.inputs_preview import PreviewCard
from rai_desktop.gui.steps.inputs_table import TableCard
from rai_desktop.gui.steps.step import Done, Step, StepState
from rai_desktop.gui.widgets.moved_files import MovedFiles
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.favourable import outcome_of
from rai_desktop.project.files_now import FileNow
from rai_desktop.project.looks import TableLook
from rai_desktop.project.model import ColumnRole, FileRef, Inputs, Project, Role, Task
from rai_desktop.settings import load_settings

_SETTLE_MS = 600


class InputsStep(Step):
    """The table, its columns, the outcome, the model, and the check of all of them."""

    id = "inputs"

    def __init__(self, session: Session) -> None:
        self.title = _("Data and model")
        self.lead = _("What is to be measured: a table of cases, and the model or its predictions.")
        super().__init__(session)
        self.table, self.columns, self.outcome = TableCard(), ColumnsCard(), OutcomeCard()
        may_allow = load_settings().allow_unknown_classes
        self.model, self.inspection = ModelCard(may_allow=may_allow), InspectionCard()
        self.flow = ModelFlow(session, self.model, self.inspection, may_allow=may_allow)
        self.preview, self.check, self.beside = PreviewCard(), CheckCard(), BesideCard()
        self.moved = MovedFiles(session)
        for part in (self.moved, self.table, self.columns, self.outcome, self.model, self.inspection, self.beside, self.check,
                     self.preview):
            self.body.addWidget(part)
        self.body.addStretch()
        self._checked_for: Inputs | None = None
        self._used: dict[str, ColumnRole] = {}
        self._used_with: tuple[FileRef | None, FileRef | None] = (None, None)
        self._overwritten: set[str] | None = None  # None until the first look at the disk
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._check)
        self._connect()

    def _connect(self) -> None:
        session = self.session
        session.document_changed.connect(self._opened)
        session.disk.changed.connect(self._files_turned)
        session.disk.changed.connect(self._refresh)
        self.moved.taken.connect(self._look_again)
        session.project_changed.connect(lambda _project: self._settle.start())
        session.looked.connect(self._refresh)
        self.table.chosen.connect(self.take_table)
        self.table.reread.connect(self._reread)
        self.table.accepted.connect(self._accept_table)
        self.columns.role_chosen.connect(self._take_role)
        self.columns.bins_chosen.connect(self._take_bins)
        self.columns.confirmed.connect(lambda: session.apply(
            _("Confirm the roles"), lambda project: changes.with_roles_confirmed(project, self._used_roles(project.inputs))))
        self.outcome.task_chosen.connect(lambda task: self._set(_("Change the task"), task=Task(task)))
        self.outcome.positive_chosen.connect(lambda value: self._set(_("Change the favourable outcome"), positive=value))
        self.outcome.threshold_chosen.connect(lambda number: self._set(_("Change the threshold"), threshold=number))
        self.beside.chosen.connect(self.take_beside)
        self.beside.removed.connect(lambda which: self._set(_("Remove a table beside the data"), **{which: None}))
        self.check.wanted.connect(session.check_inputs)

    # --- what the rail and the footer ask -----------------------------------------------------------------

    def state(self, project: Project) -> StepState:
        """What is chosen, and the first thing that is missing."""
        inputs, checked = project.inputs, self.session.checked
        if inputs.data is None:
            return StepState(Done.TODO, _("No table yet"))
        if checked and checked.problems:
            count = len(checked.problems)
            return StepState(Done.ATTENTION, ngettext("{n} problem", "{n} problems", count).format(n=count))
        missing = self._missing(inputs)
        if missing is not None:
            return StepState(Done.STARTED, missing[0])
        return StepState(Done.DONE, Path(inputs.data.path).name)

    def next_missing(self) -> bool:
        """Go to what is missing first."""
        project = self.session.project
        missing = self._missing(project.inputs) if project else None
        if missing is None:
            return False
        missing[1].setFocus()
        self.scroll.ensureWidgetVisible(missing[1], 0, 80)
        return True

    def _missing(self, inputs: Inputs) -> tuple[str, QWidget] | None:
        """In words, and where it is mended; None when nothing is missing."""
        if inputs.data is None:
            return _("No table yet"), self.table.file.choosing
        if count := len(changes.guessed(inputs)):
            said = ngettext("{n} role to confirm", "{n} roles to confirm", count).format(n=count)
            return said, self.columns.confirm_button()
        if inputs.task is None:
            return _("What does the model do?"), self.outcome.task
        if inputs.task == Task.BINARY and outcome_of(inputs) and not inputs.positive:
            return _("Which outcome is favourable?"), self.outcome.positive
        if inputs.model is None and not any(had.role in changes.SAID for had in inputs.roles.values()):
            return _("No model and no predictions"), self.model.file.choosing
        if inputs.model and changes.unknown_names(self.session.model, inputs):
            return _("The model has unknown names"), self.inspection.names.reason
        return None

    def flush(self) -> None:
        """Keep what is being typed."""
        self.columns.panel.flush()
        self.outcome.flush()
        self.model.flush()

    # --- showing ------------------------------------------------------------------------------------------

    def show_project(self, project: Project) -> None:
        """Every part as it is now; parts that need a table are not there without one."""
        session, inputs = self.session, project.inputs
        table = session.table if inputs.data is not None else None
        self.moved.show_project(project)
        self.table.show_table(inputs, table, "table" in session.busy)
        for part in (self.columns, self.outcome, self.preview, self.check, self.beside):
            part.setVisible(table is not None)
        if table is not None:
            self.columns.show_columns(changes.with_guesses(inputs, self._used_roles(inputs)), table)
            self.preview.show_table(table)
            self.outcome.show_outcome(inputs, table)
        self.beside.show_inputs(inputs)
        self.flow.show()
        self.check.show_check(session.checked, "check" in session.busy)

    def _used_roles(self, inputs: Inputs) -> dict[str, ColumnRole]:
        """As the last check used them; it is kept while another check of the same files goes on."""
        files = (inputs.data, inputs.model)
        if inputs.model is None or files != self._used_with:
            self._used, self._used_with = {}, files
        if (checked := self.session.checked) is not None and inputs.model is not None and self._checked_for == inputs:
            self._used = checked.roles
        return self._used

    def _refresh(self) -> None:
        """A page out of sight is brought up to date when it is shown; but what was looked at before is looked at again now."""
        if self.session.project is not None and self.isVisible():
            self.show_project(self.session.project)
        elif self.session.project is not None:
            self.flow.follow()

    # --- the table ----------------------------------------------------------------------------------------

    def take_table(self, path: str) -> None:
        """Look at this table and put it into the project."""
        self.session.look_at_data(path, {}, self._use_table, telling(self.table.problem))
        self.table.problem.say("")

    def _reread(self, options: dict[str, str]) -> None:
        if self.session.table is not None:
            self.session.look_at_data(self.session.table.path, options, self._use_table, telling(self.table.problem))

    def _use_table(self, look: TableLook) -> None:
        self.table.problem.say("")
        name = Path(look.path).name
        self.session.apply(_("Choose the table {name}").format(name=name), lambda p: changes.with_table(p, look))

    def _accept_table(self) -> None:
        if self.session.table is not None:
            self._use_table(self.session.table)

    def take_beside(self, which: str, path: str) -> None:
        """Look at a reference table or the training table and put it into the project."""
        def use(answer: Looked) -> None:
            self.beside.note(which, answer.table)
            self._set(_("Choose the table {name} beside the data").format(name=Path(path).name),
                      **{which: changes.file_of(answer.table)})

        self.beside.problems[which].say("")
        self.session.ask(Look(id=0, path=path), Looked, use, telling(self.beside.problems[which]))

    def _look_beside(self, which: str, chosen: FileRef) -> None:
        """Facts about a file that was chosen before, and whether it is still the same."""
        def noted(answer: Looked) -> None:
            self.beside.note(which, answer.table)
            if chosen.sha256 and chosen.sha256 != answer.table.sha256:
                self.beside.problems[which].say(_("This file has changed since it was chosen. Choose it again to use it "
                                                  "as it is now."), "warn")
            self._refresh()

        self.session.ask(Look(id=0, path=chosen.path, options=chosen.options), Looked, noted,
                         telling(self.beside.problems[which]))

    # --- the model ----------------------------------------------------------------------------------------

    def take_model(self, path: str) -> None:
        """Look into this model and put it into the project."""
        self.flow.take_model(path)

    # --- roles and outcome --------------------------------------------------------------------------------

    def _take_role(self, names: list[str], role: str) -> None:
        what = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
        self.session.apply(_("Change the role of {columns}").format(columns=what),
                           lambda project: changes.with_role(project, names, Role(role)))

    def _take_bins(self, column: str, bins: list[float]) -> None:
        self.session.apply(_("Change the groups of {column}").format(column=column),
                           lambda project: changes.with_bins(project, column, bins))

    def _set(self, label: str, **fields: object) -> None:
        self.session.apply(label, lambda project: changes.with_inputs(project, **fields))

    # --- looking and checking -----------------------------------------------------------------------------

    def _opened(self) -> None:
        self._overwritten = None
        self.flow.forget()
        self._look_again()

    def _files_turned(self) -> None:
        """A file of the last run was overwritten, or put back: what was said of it no longer holds."""
        before = self._overwritten
        self._overwritten = {path for path, state in self.session.disk.files.items() if state is FileNow.CHANGED}
        if before is not None and before != self._overwritten:
            self._look_again()

    def _look_again(self) -> None:
        """Look at the project's files as they are now."""
        self.table.problem.say("")
        self.flow.ask_anew()
        self.beside.forget()
        self._checked_for = None
        inputs = self.session.project.inputs if self.session.project else Inputs()
        if inputs.data is not None:
            self.session.look_at_data(inputs.data.path, inputs.data.options, self._compare_table,
                                      telling(self.table.problem))
        for which in WHICH:
            if (chosen := getattr(inputs, which)) is not None:
                self._look_beside(which, chosen)
        self._settle.start()

    def _compare_table(self, look: TableLook) -> None:
        """Note the table's hash the first time; say so when it is no longer the file that was chosen."""
        document, chosen = self.session.document, self.session.project.inputs.data if self.session.project else None
        if document is None or chosen is None or document.read_only:
            return
        if not chosen.sha256:
            document.record(_("Noted the fingerprint of {name}").format(name=Path(look.path).name),
                            lambda p: changes.with_inputs(p, data=changes.file_of(look)))
        elif chosen.sha256 != look.sha256:
            self.table.problem.say(_("This file has changed since it was chosen."), "warn", _("Use it as it is now"))

    def _check(self) -> None:
        """When inputs have settled: do they fit? Not while a run goes on, and not twice for the same."""
        project = self.session.project
        if project is None or project.inputs.data is None or self.session.running:
            return
        if self._checked_for != project.inputs:
            self._checked_for = project.inputs
            self.session.check_inputs()

