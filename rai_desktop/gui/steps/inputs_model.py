"""The model: a file, or a command in its place; the code it needs beside it, and the Python it runs in."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout

from rai_desktop.gui import figures
from rai_desktop.gui.input_changes import SAID
from rai_desktop.gui.model_code import wanted_modules
from rai_desktop.gui.model_page import Seen
from rai_desktop.gui.model_versions import differing, held
from rai_desktop.gui.steps.inputs_code import CodePart
from rai_desktop.gui.steps.inputs_command import CommandPart
from rai_desktop.gui.steps.inputs_python import PythonPart
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.file_line import FileLine
from rai_desktop.gui.widgets.fold import Fold
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.told_lines import breakable
from rai_desktop.i18n import _
from rai_desktop.project.model import Inputs

_WITH_CODE = ("pickle", "skops")  # formats that name classes of their author's


class ModelCard(QFrame):
    """`chosen(path)`, `removed`, `accepted` for a changed file, `search` for a Python that can load it; its parts have
    signals of their own."""

    chosen = Signal(str)
    removed = Signal()
    accepted = Signal()
    search = Signal()

    def __init__(self, *, may_allow: bool = True) -> None:
        super().__init__()
        self.setProperty("card", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(words(_("Model"), "heading"))
        self.file = FileLine(_("Choose a model …"), _("Which model is to be assessed?"), _(
            "Models (*.joblib *.pkl *.pickle *.p *.sav *.skops *.onnx *.ubj *.json *.txt *.model *.bst *.lgb *.cbm *.py "
            "*.gz *.bz2 *.xz *.z *.lzma *.lz4 *.zst *.zip *.tar *.tgz);;"
            "All files (*)"), can_remove=True)
        self.file.chosen.connect(self.chosen)
        self.file.removed.connect(self.removed)
        column.addWidget(self.file)
        self.kinds = words(_(
            "A file: joblib, pickle, skops, ONNX, XGBoost, LightGBM, CatBoost, a Python file with a function predict(df), "
            "or one of these in a ZIP or TAR archive. "
            "It is looked into first; nothing in it is run."), "muted")
        column.addWidget(self.kinds)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setAccessibleName(_("Inspecting the model"))
        column.addWidget(self.busy)
        self.problem, self.refused = Notice(), Notice()
        self.problem.acted.connect(self.accepted)
        column.addWidget(self.problem)
        self.refused.acted.connect(self.search)
        column.addWidget(self.refused)
        self.details = Fold(_("What the library itself said"))
        self._said = words("", "muted", selectable=True)
        self.details.inside.addWidget(self._said)
        column.addWidget(self.details)
        self.command = CommandPart(may_allow=may_allow)
        self.code = CodePart(may_allow=may_allow)
        self.python = PythonPart()
        for part in (self.command, self.code, self.python):
            column.addWidget(part)

    def show_seen(self, seen: Seen, *, busy: bool, concerns: dict[str, str]) -> None:
        """The chosen file and its surroundings; `concerns` are sentences of a refused check, by field."""
        inputs = seen.inputs
        self.file.show_file(inputs.model.path if inputs.model else "", _facts(seen), _without_model(inputs))
        self.kinds.setVisible(inputs.model is None)
        self.busy.setVisible(busy)
        self._show_refusal(seen)
        self.command.show_inputs(inputs, concerns.get("command", ""))
        loads = seen.look is not None and seen.look.verdict != "refused"
        pickled = loads and seen.look is not None and seen.look.format in _WITH_CODE
        self.code.show_inputs(inputs, use=pickled, wanted=bool(wanted_modules(seen)), concern=concerns.get("code", ""))
        self.python.show_inputs(inputs, use=loads, fit=seen.fit, suggested=bool(differing(seen)),
                                concern=concerns.get("python", ""))

    def _show_refusal(self, seen: Seen) -> None:
        """Why it could not be loaded. Where versions differ that comes first, in plain words, with the way out."""
        known = seen.look is not None and seen.look.sentence in seen.failed  # the page below says it at length
        others = differing(seen) if seen.failed and not known else []
        self.details.setVisible(bool(others))
        self._said.setText(breakable(seen.failed))
        if others and seen.look is not None:
            wrote, has = (", ".join(f"{name} {versions[name]}" for name in others if name in versions)
                          for versions in (seen.look.versions, held(seen)))
            self.refused.say(_("The model was written with {wrote} and could not be loaded with {has}.").format(
                wrote=wrote, has=has), "bad", _("Find Pythons on this computer …"))
        else:
            self.refused.say("" if known else breakable(seen.failed), "bad")

    def flush(self) -> None:
        """Keep what is being typed."""
        if self.python.field.hasFocus():
            self.python.flush()


def _facts(seen: Seen) -> str:
    """A line or two under the file's name; the page below has the rest."""
    if seen.command:
        return seen.command
    look, facts = seen.look, seen.facts
    if look is None:
        return ""
    lines = []
    if facts is not None and facts.estimator:
        columns = _("reads {n}").format(n=figures.columns(len(facts.feature_names))) if facts.feature_names else ""
        lines.append("  ·  ".join(part for part in (facts.estimator, columns) if part))
    lines.append("  ·  ".join((look.title or look.format, figures.size(look.size), _("SHA-256 {start}…").format(
        start=look.sha256[:16]))))
    return "\n".join(lines)


def _without_model(inputs: Inputs) -> str:
    given = [name for name, had in inputs.roles.items() if had.role in SAID]
    if given:
        return _("No model. Predictions come from the table: {columns}.").format(columns=", ".join(given))
    return _("No model yet. Choose one, or give a column of the table the role Prediction or Score.")
