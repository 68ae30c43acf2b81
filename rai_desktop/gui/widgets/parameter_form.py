"""A form for the parameters of an assessment, made from what it says of them."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from rai_desktop.engine.protocol import ParameterInfo
from rai_desktop.gui.plan_changes import Value, parse_list
from rai_desktop.gui.steps.step import words
from rai_desktop.i18n import _, digits

_SHARED = ("seed",)


class ParameterForm(QWidget):
    """`changed(parameter, value)` when the analyst has finished one; the seed belongs to the whole run."""

    changed = Signal(object, object)

    def __init__(self, parameters: list[ParameterInfo]) -> None:
        super().__init__()
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        self.fields: dict[str, ParameterField] = {}
        for parameter in parameters:
            if parameter.name in _SHARED:
                continue
            field = ParameterField(parameter)
            field.changed.connect(lambda value, parameter=parameter: self.changed.emit(parameter, value))
            title = QLabel(parameter.title)
            title.setTextFormat(Qt.TextFormat.PlainText)
            title.setBuddy(field.box)
            form.addRow(title, field)
            self.fields[parameter.name] = field

    def show_values(self, values: dict[str, Value]) -> None:
        """Values that differ from the defaults; the rest shows the defaults."""
        for name, field in self.fields.items():
            field.show_value(values.get(name, field.parameter.default))

    def flush(self) -> None:
        """Keep what is being typed; ticks and choices are sent as they are made."""
        for field in self.fields.values():
            if isinstance(field.box, QLineEdit):
                field.flush()


class ParameterField(QWidget):
    """One parameter: a box that fits its kind, and its help."""

    changed = Signal(object)

    def __init__(self, parameter: ParameterInfo) -> None:
        super().__init__()
        self.parameter = parameter
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.box: QWidget
        self._read: Callable[[], Value]
        if parameter.choices:
            self._make_choice(parameter.choices)
        elif parameter.kind == "bool":
            self._make_tick()
        else:
            self._make_line()
        self.box.setAccessibleName(parameter.title)
        self.box.setAccessibleDescription(parameter.help)
        column.addWidget(self.box)
        column.addWidget(words(parameter.help, "small"))
        self._problem = words("", "problem")
        self._problem.hide()
        column.addWidget(self._problem)

    def _make_choice(self, choices: list[str]) -> None:
        self.box = box = QComboBox()
        for choice in choices:
            box.addItem(choice, choice)
        box.activated.connect(lambda _place: self.flush())
        self._read = box.currentData

    def _make_tick(self) -> None:
        self.box = box = QCheckBox(_("yes"))
        box.clicked.connect(lambda _on: self.flush())
        self._read = box.isChecked

    def _make_line(self) -> None:
        self.box = box = QLineEdit()
        if self.parameter.kind in ("int", "float"):
            box.setMaximumWidth(self.fontMetrics().averageCharWidth() * 24)
        box.editingFinished.connect(self.flush)
        self._read = lambda: _parsed(box.text(), self.parameter.kind)

    def show_value(self, value: Value) -> None:
        """Show a value, unless another is being typed."""
        box = self.box
        if isinstance(box, QComboBox):
            box.setCurrentIndex(box.findData(value))
        elif isinstance(box, QCheckBox):
            box.setChecked(bool(value))
        elif isinstance(box, QLineEdit) and not (box.hasFocus() and box.isModified()):
            box.setText(_written(value))
            self._shown = box.text()

    def flush(self) -> None:
        """Send the value, or say why it is none."""
        if isinstance(self.box, QLineEdit) and self.box.text() == self._shown:
            return
        try:
            value = self._read()
        except ValueError:
            self._problem.setText(_("“{text}” is no number.").format(text=self.box.property("text")))
            self._problem.show()
            return
        self._problem.hide()
        if isinstance(self.box, QLineEdit):
            self._shown = self.box.text()
            self.box.setModified(False)
        self.changed.emit(value)

    _shown = ""


def _parsed(text: str, kind: str) -> Value:
    text = text.strip()
    if kind == "int":
        return int(text.replace(",", "").replace(" ", ""))
    if kind == "float":
        return float(text.replace(",", "."))
    return parse_list(text) if kind == "list" else text


def _written(value: Value) -> str:
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return digits(value) if isinstance(value, float) else str("" if value is None else value)
