"""From what is done in the model's cards to the engine and to a change of the project; refusals go to their field."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from rai_desktop.engine import protocol
from rai_desktop.engine.protocol import Answer, Failed, Refused
from rai_desktop.engine.versions import versions
from rai_desktop.gui import input_changes as changes
from rai_desktop.gui.dialogs.code import CodeDialog
from rai_desktop.gui.dialogs.interpreters import InterpretersDialog
from rai_desktop.gui.model_code import likely_module, module_of, wanted_modules
from rai_desktop.gui.model_page import Seen
from rai_desktop.gui.session import Change, Session
from rai_desktop.gui.steps.inputs_command import Written
from rai_desktop.gui.steps.inputs_inspection import InspectionCard
from rai_desktop.gui.steps.inputs_model import ModelCard
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.i18n import _
from rai_desktop.project.looks import CodeLook, Fit, ModelLook
from rai_desktop.project.model import COMMAND, Inputs
from rai_desktop.settings import approve_interpreter, is_approved_interpreter


class ModelFlow(QObject):
    """One for the step; it holds what was asked about the model beyond the look into its file."""

    def __init__(self, session: Session, card: ModelCard, inspection: InspectionCard, *, may_allow: bool) -> None:
        super().__init__(card)
        self.session, self.card, self.inspection = session, card, inspection
        self._may_allow, self._here = may_allow, versions()
        self._fit: Fit | None = None
        self._fit_of: tuple[str, ...] = ("", "")
        self._inspected: tuple[str, ...] = ()
        self._connect()

    def _connect(self) -> None:
        card, page = self.card, self.inspection
        card.chosen.connect(self.take_model)
        card.removed.connect(self._remove)
        card.accepted.connect(self._accept)
        card.command.named.connect(self.take_command)
        card.code.chosen.connect(self.take_code)
        card.code.shown.connect(self._read_code)
        card.code.removed.connect(self._remove_code)
        card.python.named.connect(self.take_python)
        card.python.search.connect(self.find_pythons)
        card.python.trusted.connect(lambda: self.take_python(self._inputs().python))
        page.names.allowed.connect(self._allow)
        page.names.withdrawn.connect(self._withdraw)
        page.names.code_wanted.connect(card.code.choose)
        card.search.connect(self.find_pythons)
        page.names.code_read.connect(self._read_model)
        page.copied.connect(lambda: self.session.told.emit(_("The page about the model was copied as text.")))

    def _inputs(self) -> Inputs:
        return self.session.project.inputs if self.session.project else Inputs()

    def seen(self) -> Seen:
        """All that is known of the model now; a look at another file than the project's is left out."""
        inputs, checked = self._inputs(), self.session.checked
        look = self.session.model if inputs.model is not None and inputs.model.format != COMMAND else None
        if look is not None and inputs.model is not None and look.path != inputs.model.path:
            look = None
        other = look is not None and inputs.model is not None and inputs.model.sha256 not in ("", look.sha256)
        facts = checked.model if checked and inputs.model is not None and not other else None  # of the file that was chosen
        fit = self._fit if self._fit_of[0] == inputs.python else None
        failed = " ".join(checked.problems) if checked and checked.field == "model" else ""
        return Seen(inputs=inputs, look=look, facts=facts, fit=fit, here=self._here, may_allow=self._may_allow, failed=failed)

    def show(self) -> None:
        """Both cards as things are now; a file, its code or its Python that were not asked about yet are."""
        seen, checked = self.seen(), self.session.checked
        concerns = {checked.field: " ".join(checked.problems)} if checked and checked.field else {}
        self.card.show_seen(seen, busy="model" in self.session.busy, concerns=concerns)
        self.inspection.show_seen(seen)
        self.follow()

    def forget(self) -> None:
        """Another project: what was asked and what was being written no longer holds."""
        self.ask_anew()
        self.card.command.forget()
        self.inspection.names.reason.clear()

    def ask_anew(self) -> None:
        """Files are others now: what was asked of them no longer holds; what is being written stays."""
        self._inspected, self._fit, self._fit_of = (), None, ("", "")
        for notice in (self.card.problem, self.card.code.problem, self.card.command.problem, self.card.python.problem):
            notice.say("")

    # --- the file -----------------------------------------------------------------------------------------

    def take_model(self, path: str) -> None:
        """Inspect this file and put it into the project; what is refused is shown there and cannot be run."""
        self.card.problem.say("")
        self.inspection.names.reason.clear()
        self._inspect(path, self._use)

    def _inspect(self, path: str, then: Callable[[ModelLook], None]) -> None:
        code = {module_of(ref): Path(ref.path).name for ref in self._inputs().code}
        self._inspected = (path, *code)
        self.session.inspect_model(path, then, telling(self.card.problem), code)

    def _use(self, look: ModelLook) -> None:
        self.card.problem.say("")
        name = Path(look.path).name
        self.session.apply(_("Choose the model {name}").format(name=name), lambda p: changes.with_model(p, look))

    def _accept(self) -> None:
        if self.session.model is not None:
            self._use(self.session.model)

    def _remove(self) -> None:
        self.session.model = None
        self.card.problem.say("")
        self.session.apply(_("Remove the model"), lambda project: changes.with_model(project, None))

    def _allow(self, names: list[str], reason: str) -> None:
        self.session.apply(_("Allow unknown names in the model: {names}").format(names=", ".join(names)),
                           lambda p: changes.with_allowed(p, names, reason), reason=reason)
        self.inspection.names.reason.clear()

    def _withdraw(self) -> None:
        self.session.apply(_("Withdraw the permission for unknown names"),
                           lambda p: changes.with_inputs(p, allowed_names=[], allowed_reason=""))

    def follow(self) -> None:
        """After undo, or with other code beside it, the file is looked into anew; once for each."""
        inputs = self._inputs()
        model = inputs.model
        if model is not None and model.format != COMMAND and "model" not in self.session.busy:
            wanted = (model.path, *(module_of(ref) for ref in inputs.code))
            if wanted != self._inspected:
                self._inspect(model.path, self._compare)
        if (inputs.python, model.path if model else "", *self._modules()) != self._fit_of:
            self._ask_python(inputs)

    def _compare(self, look: ModelLook) -> None:
        """Note a file's hash the first time; say so when it is no longer the file that was chosen."""
        document, chosen = self.session.document, self._inputs().model
        if document is None or chosen is None or document.read_only or chosen.path != look.path:
            return
        if not chosen.sha256:
            document.record(_("Noted the fingerprint of {name}").format(name=Path(look.path).name),
                            lambda p: changes.with_inputs(p, model=changes.file_of(look)))
        elif chosen.sha256 != look.sha256:
            self.card.problem.say(_("This file has changed since it was chosen."), "warn", _("Use it as it is now"))

    # --- a command ----------------------------------------------------------------------------------------

    def take_command(self, written: Written) -> None:
        """Have the engine note the command as one that this user named, and make it the model."""
        def named(answer: protocol.CommandNamed) -> None:
            self.session.model = None
            self._apply_named(_("Choose the command {command}").format(command=written.command),
                              lambda p: changes.with_command(p, answer.model, written.reason), written.reason)

        self.session.ask(protocol.NameCommand(id=0, command=written.command, folder=written.folder,
                                              classes=written.classes, arrow=written.arrow),
                         protocol.CommandNamed, named, telling(self.card.command.problem))

    # --- code beside it -----------------------------------------------------------------------------------

    def take_code(self, path: str) -> None:
        """Read a Python file and show it; it is added when the analyst has named its module and a reason."""
        wanted = wanted_modules(self.seen())

        def looked(answer: protocol.CodeLooked) -> None:
            self._show_code(answer.code, wanted)

        self.card.code.problem.say("")
        self._look_at_code(path, likely_module(path, wanted), looked, telling(self.card.code.problem))

    def _look_at_code(self, path: str, module: str, then: Callable[[protocol.CodeLooked], None],
                      otherwise: Callable[[Answer], None]) -> None:
        self.session.ask(protocol.LookAtCode(id=0, path=path, module=module), protocol.CodeLooked, then, otherwise)

    def _show_code(self, look: CodeLook, wanted: list[str]) -> None:
        def add(module: str, reason: str) -> None:
            self._look_at_code(look.path, module, lambda answer: self._add_code(dialog, answer.code, reason),
                               lambda answer: dialog.refuse(sentence_of(answer)))

        dialog = CodeDialog(look, wanted, add, self.card.window())
        dialog.open()

    def _add_code(self, dialog: CodeDialog, look: CodeLook, reason: str) -> None:
        """What is added is what was read: a file that changed meanwhile is shown again."""
        if look.text != dialog.text.toPlainText() and look.sha256 != dialog.hash.text():
            dialog.text.setPlainText(look.text)
            dialog.hash.setText(look.sha256)
            dialog.refuse(_("The file changed while you were reading. Read it again before you add it."))
            return
        if look.module in [module_of(ref) for ref in self._inputs().code]:
            dialog.refuse(_("There is already a file for the module {module}. Remove that one first.").format(module=look.module))
            return
        dialog.accept()
        self.session.apply(_("Add the code {name}").format(name=Path(look.path).name),
                           lambda p: changes.with_code(p, look, reason), reason=reason)

    def _read_model(self) -> None:
        """A Python file that is itself the model, to be read before it is allowed."""
        model = self._inputs().model
        if model is not None:
            self._look_at_code(model.path, "__main__", lambda answer: CodeDialog(
                answer.code, parent=self.card.window()).open(), telling(self.card.problem))

    def _read_code(self, place: int) -> None:
        ref = self._inputs().code[place]

        def looked(answer: protocol.CodeLooked) -> None:
            dialog = CodeDialog(answer.code, parent=self.card.window())
            if answer.code.sha256 != ref.sha256:
                dialog.refuse(_("This file has changed since you added it. Remove it and add it again to use it as it is now."))
            dialog.open()

        self._look_at_code(ref.path, module_of(ref), looked, telling(self.card.code.problem))

    def _remove_code(self, place: int) -> None:
        name = Path(self._inputs().code[place].path).name
        self.card.code.problem.say("")
        self.session.apply(_("Remove the code {name}").format(name=name), lambda p: changes.without_code(p, place))

    # --- its Python ---------------------------------------------------------------------------------------

    def take_python(self, path: str) -> None:
        """The analyst names an interpreter: from now on it may be started on this computer."""
        approve_interpreter(path)
        self.card.python.problem.say("")
        self._fit_of = ("", "")
        self._apply_named(_("Change the model's Python"), lambda p: changes.with_inputs(p, python=path))
        self._ask_python(self._inputs())

    def _apply_named(self, label: str, change: Change, reason: str = "") -> None:
        """What was named again changes nothing in the project, but now it may be started: check once more."""
        before = self._inputs()
        self.session.apply(label, change, reason=reason)
        if self._inputs() == before:
            self.session.check_inputs()

    def find_pythons(self) -> None:
        """Have the engine look for the Pythons on this computer, and let one be chosen."""
        model = self._inputs().model
        if model is None:
            return
        dialog = InterpretersDialog(Path(model.path).name, lambda fit: self.take_python(fit.interpreter.path), self.card.window())
        self.session.ask(protocol.FindInterpreters(id=0, path=model.path, modules=self._modules()), protocol.InterpretersFound,
                         alive(dialog, lambda answer: dialog.show_fits(answer.fits)),
                         alive(dialog, lambda answer: dialog.refuse(sentence_of(answer))))
        dialog.open()

    def _modules(self) -> list[str]:
        """Modules that lie beside the model as its author's code."""
        return [module_of(ref) for ref in self._inputs().code]

    def _ask_python(self, inputs: Inputs) -> None:
        """How the chosen Python fits. One that only a project from elsewhere names is not started before it is confirmed."""
        path = inputs.model.path if inputs.model else ""
        concerned = (inputs.python, path, *self._modules())
        self._fit, self._fit_of = None, concerned
        if not inputs.python or not path:
            return
        if not is_approved_interpreter(inputs.python):
            self.card.python.open()
            self.card.python.problem.say(_(
                "This project names a Python that was not chosen on this computer. It is not started until you say so."),
                "warn", _("I trust it: use it"))
            return

        def asked(answer: protocol.InterpreterAsked) -> None:
            if self._fit_of == concerned:
                self._fit = answer.fit
                self.show()

        self.session.ask(protocol.AskInterpreter(id=0, python=inputs.python, path=path, modules=self._modules()),
                         protocol.InterpreterAsked, asked, telling(self.card.python.problem))


def alive(dialog: QObject, heard: Callable[..., None]) -> Callable[..., None]:
    """Heard only while the dialog is there: it may be closed before the engine answers."""
    there = [True]
    dialog.destroyed.connect(there.clear)

    def told(answer: Answer) -> None:
        if there:
            heard(answer)

    return told


def sentence_of(answer: Answer) -> str:
    """What is wrong and the way out, in words."""
    if isinstance(answer, Refused):
        return f"{answer.sentence} {answer.way_out}".strip()
    if isinstance(answer, Failed):
        return answer.sentence
    return _("The engine ended by itself while it looked. Choose the file again to try once more.")


def telling(notice: Notice) -> Callable[[Answer], None]:
    """Shows a refusal at the field it is about."""
    return lambda answer: notice.say(sentence_of(answer), "bad")
