"""What the model decides: the task, the favourable outcome, the threshold of its scores."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QLabel, QLineEdit, QVBoxLayout

from rai_desktop.gui.input_changes import label_of
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.folding_form import FoldingForm
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.i18n import _, digits
from rai_desktop.project.favourable import outcome_of
from rai_desktop.project.looks import TableLook
from rai_desktop.project.model import Inputs, Role, Task


class OutcomeCard(QFrame):
    """`task_chosen(task)`, `positive_chosen(value)`, `threshold_chosen(number or None)`."""

    task_chosen = Signal(str)
    positive_chosen = Signal(str)
    threshold_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(words(_("What is decided"), "heading"))
        self.form = FoldingForm()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        self.task = QComboBox()
        for task, said in _task_words().items():
            self.task.addItem(said, task.value)
        self.task.activated.connect(lambda _place: self.task_chosen.emit(self.task.currentData()))
        self.task.setAccessibleName(_("What the model does"))
        self.positive = QComboBox()
        self.positive.setAccessibleName(_("Favourable outcome"))
        for box in (self.task, self.positive):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMinimumContentsLength(12)
            box.setMaximumWidth(self.fontMetrics().averageCharWidth() * 44)
        self.positive.activated.connect(lambda _place: self.positive_chosen.emit(self.positive.currentData()))
        self.threshold = QLineEdit()
        self.threshold.setPlaceholderText(_("the model's own"))
        self.threshold.setMaximumWidth(self.fontMetrics().averageCharWidth() * 24)
        self.threshold.editingFinished.connect(self._take_threshold)
        self._problem = words("", "problem")
        self.form.addRow(_("The model"), self.task)
        self.form.addRow(_("Favourable outcome"), self.positive)
        self.form.addRow(_("Score counts as favourable from"), self.threshold)
        self.form.addRow("", self._problem)
        column.addLayout(self.form)
        self._asked = Notice()
        column.addWidget(self._asked)
        self._hint = words("", "muted")
        column.addWidget(self._hint)

    def show_outcome(self, inputs: Inputs, look: TableLook | None) -> None:
        """As the project has it; outcomes come from the label's values."""
        self.task.setCurrentIndex(self.task.findData(inputs.task.value) if inputs.task else -1)
        outcome = outcome_of(inputs)
        self._fill_outcomes(inputs, look, outcome)
        binary = inputs.task == Task.BINARY
        self.form.setRowVisible(self.positive, binary)
        self.form.setRowVisible(self.threshold, binary)
        self.form.setRowVisible(self._problem, False)
        if not (self.threshold.hasFocus() and self.threshold.isModified()):
            self.threshold.setText("" if inputs.threshold is None else digits(inputs.threshold))
        self._name_threshold(inputs)
        asked = binary and bool(outcome) and not inputs.positive
        self._asked.say(_question(outcome) if asked else "", "warn")
        self._hint.setText(self._advice(inputs, binary))
        self._hint.setVisible(bool(self._hint.text()))

    def _name_threshold(self, inputs: Inputs) -> None:
        """The threshold is about the score as it stands in the table, be it of the other outcome."""
        given = {had.role for had in inputs.roles.values()}
        turned = Role.OTHER_SCORE in given and Role.SCORE not in given and inputs.model is None
        caption = self.form.labelForField(self.threshold)
        assert isinstance(caption, QLabel)
        caption.setText(_("Score counts as the other outcome from") if turned else _("Score counts as favourable from"))
        self.threshold.setAccessibleName(caption.text())

    def flush(self) -> None:
        """Keep what is being typed."""
        if self.threshold.isVisible() and self.threshold.isModified():
            self._take_threshold()

    def _fill_outcomes(self, inputs: Inputs, look: TableLook | None, label: str) -> None:
        found = next((each for each in look.columns if each.name == label), None) if look else None
        levels = list(found.levels or found.examples) if found else []
        if inputs.positive and inputs.positive not in levels:
            levels.insert(0, inputs.positive)
        if [self.positive.itemData(place) for place in range(self.positive.count())] != levels:
            self.positive.clear()
            for level in levels:
                self.positive.addItem(level, level)
        self.positive.setCurrentIndex(self.positive.findData(inputs.positive) if inputs.positive else -1)
        self.positive.setEnabled(bool(levels))

    def _advice(self, inputs: Inputs, binary: bool) -> str:
        lines = []
        if not label_of(inputs):
            lines.append(_("No column is the label yet. Without what really happened, only rates of prediction are measured."))
        if binary and inputs.positive:
            lines.append(_("“Selected” means: the model predicts {positive}.").format(positive=inputs.positive))
        return "\n".join(lines)

    def _take_threshold(self) -> None:
        text = self.threshold.text().strip().replace(",", ".")
        try:
            number = float(text) if text else None
        except ValueError:
            self.form.setRowVisible(self._problem, True)
            self._problem.setText(_("“{text}” is no number. Write for example 0.5.").format(text=text))
            return
        self.form.setRowVisible(self._problem, False)
        self.threshold.setModified(False)
        self.threshold_chosen.emit(number)


def _question(outcome: str) -> str:
    return _("Which value of {label} is the good outcome for the person? Every rate is about this one.").format(label=outcome)


def _task_words() -> dict[Task, str]:
    return {
        Task.BINARY: _("decides between two outcomes"),
        Task.MULTICLASS: _("chooses among several outcomes"),
        Task.REGRESSION: _("predicts a number"),
    }
