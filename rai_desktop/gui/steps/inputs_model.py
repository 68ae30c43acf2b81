"""The model: which file, what was found in it without running it, and what will happen when it is loaded."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QLineEdit, QProgressBar, QVBoxLayout

from rai_desktop.gui import figures
from rai_desktop.gui.input_changes import unknown_names
from rai_desktop.gui.steps.inputs_names import NamesPart
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.file_line import FileLine
from rai_desktop.gui.widgets.fold import Fold
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.text_table import TextTable
from rai_desktop.i18n import _
from rai_desktop.project.looks import ModelFacts, ModelLook
from rai_desktop.project.model import Inputs, Role

_TONES = {"loadable": "good", "ask": "warn", "refused": "bad"}


class ModelCard(QFrame):
    """`chosen(path)`, `removed`, `allowed(names, reason)`, `python_chosen(path)`, `accepted` for a changed file."""

    chosen = Signal(str)
    removed = Signal()
    allowed = Signal(list, str)
    python_chosen = Signal(str)
    accepted = Signal()

    def __init__(self, *, may_allow: bool = True) -> None:
        super().__init__()
        self.setProperty("card", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(words(_("Model"), "heading"))
        self.file = FileLine(_("Choose a model …"), _("Which model is to be assessed?"), _(
            "Models (*.joblib *.pkl *.pickle *.skops *.onnx *.ubj *.json *.txt *.model *.bst);;All files (*)"),
            can_remove=True)
        self.file.chosen.connect(self.chosen)
        self.file.removed.connect(self.removed)
        column.addWidget(self.file)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setAccessibleName(_("Inspecting the model"))
        column.addWidget(self.busy)
        self.problem = Notice()
        self.problem.acted.connect(self.accepted)
        self.verdict = Notice()
        self.anomalies = Notice()
        for notice in (self.problem, self.verdict, self.anomalies):
            column.addWidget(notice)
        self.names = NamesPart(may_allow=may_allow)
        self.names.allowed.connect(self.allowed)
        column.addWidget(self.names)
        self.shut_in = Fold(_("How the model is shut in"))
        self.layers = TextTable(_("How the model is shut in"))
        self.shut_in.inside.addWidget(self.layers)
        column.addWidget(self.shut_in)
        self.other_python = self._other_python()
        column.addWidget(self.other_python)

    def _other_python(self) -> Fold:
        fold = Fold(_("The environment the model was trained in"))
        fold.inside.addWidget(words(_(
            "If the model was made with older libraries, name the Python of that environment: the model then runs "
            "there, just as shut in."), "muted"))
        form = QFormLayout()
        self.python = QLineEdit()
        self.python.setPlaceholderText(_("for example /opt/old-model/bin/python"))
        self.python.editingFinished.connect(lambda: self.python_chosen.emit(self.python.text().strip()))
        self.python.setAccessibleName(_("Python of the environment the model was trained in"))
        form.addRow(_("Python interpreter"), self.python)
        fold.inside.addLayout(form)
        return fold

    def show_model(self, inputs: Inputs, look: ModelLook | None, facts: ModelFacts | None, busy: bool) -> None:
        """The chosen file, the verdict on it, and what the loaded model says of itself."""
        there = inputs.model is not None
        self.file.show_file(inputs.model.path if inputs.model else "", _facts(look, facts), _without_model(inputs))
        self.busy.setVisible(busy)
        look = look if there else None
        self._show_verdict(look, inputs)
        self.names.show_names(look, inputs)
        isolation = facts.isolation if facts and there else {}
        self.shut_in.setVisible(bool(isolation))
        self.layers.show_rows([_("Layer"), _("State")], [list(pair) for pair in isolation.items()], stretch=1)
        self.other_python.setVisible(there)
        if not self.python.hasFocus():
            self.python.setText(inputs.python)

    def _show_verdict(self, look: ModelLook | None, inputs: Inputs) -> None:
        if look is None:
            self.verdict.say("")
            self.anomalies.say("")
            return
        answered = look.verdict == "ask" and not unknown_names(look, inputs)
        tone = "good" if answered else _TONES.get(look.verdict, "warn")
        self.verdict.say(_sentence(look, inputs, answered), tone)
        self.anomalies.say("\n".join(look.anomalies), "warn")


def _sentence(look: ModelLook, inputs: Inputs, answered: bool) -> str:
    if answered:
        return _("You allowed the names that were unknown, because: {reason}").format(reason=inputs.allowed_reason)
    said = f"{look.sentence} {look.way_out}".strip()
    if look.verdict == "loadable":
        said += " " + _("It will be loaded in a process of its own; what shuts it in is shown once it is loaded.")
    return said


def _facts(look: ModelLook | None, facts: ModelFacts | None) -> str:
    if look is None:
        return ""
    lines = []
    if facts is not None and facts.estimator:
        classes = _("decides among {classes}").format(classes=", ".join(facts.classes)) if facts.classes else ""
        columns = _("reads {n}").format(n=figures.columns(len(facts.feature_names))) if facts.feature_names else ""
        lines.append("  ·  ".join(part for part in (facts.estimator, columns, classes) if part))
    made_with = ", ".join(f"{name} {version}" for name, version in look.versions.items())
    lines.append("  ·  ".join(part for part in (
        look.format, figures.size(look.size), _("SHA-256 {start}…").format(start=look.sha256[:16]),
        _("made with {versions}").format(versions=made_with) if made_with else "") if part))
    return "\n".join(lines)


def _without_model(inputs: Inputs) -> str:
    given = [name for name, had in inputs.roles.items() if had.role in (Role.PREDICTION, Role.SCORE)]
    if given:
        return _("No model. Predictions come from the table: {columns}.").format(columns=", ".join(given))
    return _("No model yet. Choose one, or give a column of the table the role Prediction or Score.")
