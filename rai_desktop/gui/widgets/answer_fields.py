"""The field for each kind of question; every one sends `finished` when the analyst leaves it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from rai_desktop.gui.figures import typed_number
from rai_desktop.gui.tips import plain_tip
from rai_desktop.gui.widgets.flow_row import FlowRow
from rai_desktop.gui.widgets.option_button import RadioOption, TickOption
from rai_desktop.gui.widgets.paragraph import Paragraph
from rai_desktop.i18n import _, digits, figures
from rai_desktop.project.model import AnswerValue
from rai_desktop.questionnaire.answers import Asked, chosen, date
from rai_desktop.questionnaire.profile_rows import Now
from rai_desktop.questionnaire.question import Kind, Question, choices
from rai_desktop.questionnaire.wording import in_words


class AnswerField(QWidget):
    """What every field offers: a value, and a signal when the analyst has finished with it."""

    finished = Signal()

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)

    def value(self) -> AnswerValue:
        """What is answered; None for nothing."""
        raise NotImplementedError

    def show_value(self, value: AnswerValue) -> None:
        """Show a stored value; sends nothing."""
        raise NotImplementedError

    def show_asked(self, asked: Asked) -> None:
        """Which questions are put to which item; only a group has items."""

    def add_named(self, names: Sequence[str]) -> None:
        """An item more for each name; only a group has items."""

    def show_nows(self, found: Mapping[str, Now]) -> None:
        """What is answered to the questions of its rows; only a table with a row for each of them shows it."""

    def busy(self) -> bool:
        """Whether the analyst is typing in it now, so that a refresh must not touch it."""
        return False

    def flush(self) -> None:
        """Send what is being typed."""
        if self.busy():
            self.finished.emit()

    def focus_first(self) -> None:
        """Put the keyboard into the field."""
        first = next((w for w in self.findChildren(QWidget) if w.focusPolicy() != Qt.FocusPolicy.NoFocus), self)
        first.setFocus(Qt.FocusReason.TabFocusReason)


class ChoiceField(AnswerField):
    """Radio buttons for one choice, check boxes for several; `alone` options untick the others."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self._several = question.kind is Kind.MULTIPLE
        self._gone: AnswerValue = None  # chosen and no longer offered: kept until one chooses again
        self._buttons: dict[str, RadioOption | TickOption] = {}
        self._group = QButtonGroup(self)
        row: FlowRow | QVBoxLayout = FlowRow(24) if question.kind is Kind.YESNO else QVBoxLayout()
        for option in choices(question):
            said = in_words(question, option.id)  # yes, no and not known in the window's language
            button = TickOption(said) if self._several else RadioOption(said)
            button.setToolTip(plain_tip(option.help))
            button.setAccessibleDescription(question.text)
            button.clicked.connect(lambda _on=False, id_=option.id: self._clicked(id_))
            self._buttons[option.id] = button
            if not self._several:  # of a group Tab reaches one alone
                self._group.addButton(button)
            row.addWidget(button)
        self._layout.addLayout(row)

    def setAccessibleName(self, name: str) -> None:
        """Told with each option too; within a group the name tells the item."""
        super().setAccessibleName(name)
        for button in self._buttons.values():
            button.setAccessibleDescription(name)

    def value(self) -> AnswerValue:
        """The option's id, or for several the ids in the order shown; what was chosen among others that are gone, until one
        chooses again."""
        if self._gone is not None:
            return self._gone
        ids = [id_ for id_, button in self._buttons.items() if button.isChecked()]
        if self._several:
            return list(ids) or None
        return ids[0] if ids else None

    def show_value(self, value: AnswerValue) -> None:
        """Tick what is stored."""
        ids = chosen(value)
        self._gone = value if any(each not in self._buttons for each in ids) else None
        self._group.setExclusive(False)
        for id_, button in self._buttons.items():
            button.setChecked(id_ in ids)
        self._group.setExclusive(True)

    def focus_first(self) -> None:
        """To what is chosen, where something is."""
        buttons = list(self._buttons.values())
        next((each for each in buttons if each.isChecked()), buttons[0]).setFocus(Qt.FocusReason.TabFocusReason)

    def _clicked(self, clicked: str) -> None:
        self._gone = None
        if self._several and self._buttons[clicked].isChecked():
            alone = {option.id for option in choices(self.question) if option.alone}
            for id_, button in self._buttons.items():
                if id_ != clicked and (clicked in alone or id_ in alone):
                    button.setChecked(False)
        self.finished.emit()


class LineField(AnswerField):
    """A line of text, a number or a date."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self._shown = ""
        self.line = QLineEdit()
        self.line.setAccessibleName(question.text)
        self.line.editingFinished.connect(self._leave)
        row = QHBoxLayout()
        row.addWidget(self.line)
        self._layout.addLayout(row)
        if question.kind is Kind.NUMBER:
            self._make_number(question, row)
        elif question.kind is Kind.DATE:
            self.line.setPlaceholderText(_("year-month-day, as {today}").format(
                today=QDate.currentDate().toString(Qt.DateFormat.ISODate)))

    def _make_number(self, question: Question, row: QHBoxLayout) -> None:
        if question.unit:
            unit = QLabel(question.unit)
            unit.setTextFormat(Qt.TextFormat.PlainText)
            row.addWidget(unit)
        row.addStretch()

    def setAccessibleName(self, name: str) -> None:
        """Of the line too, which takes the keyboard."""
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def value(self) -> AnswerValue:
        """All that was typed; a number as a number where it is one, a date as ISO text where it is one."""
        text = self.line.text().strip()
        if self.question.kind is Kind.NUMBER:
            found = typed_number(text)
            return (text or None) if found is None else found
        if self.question.kind is Kind.DATE and (day := date(text)):
            return day.isoformat()
        return text or None

    def show_value(self, value: AnswerValue) -> None:
        """Show it with all its digits, for what is shown is what is sent; whole numbers without a point."""
        self._shown = figures(digits(value)) if isinstance(value, float) else _plain(value)
        self.line.setText(self._shown)

    def busy(self) -> bool:
        """Typed in and not yet left."""
        return self.line.hasFocus() and self.line.text() != self._shown

    def _leave(self) -> None:
        if self.line.text() != self._shown:
            self._shown = self.line.text()
            self.finished.emit()


class ParagraphField(AnswerField):
    """Several lines of text; sent when the keyboard leaves."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.text = Paragraph("", lines=5)
        self.text.setAccessibleName(question.text)
        self.text.left.connect(self.finished)
        self._layout.addWidget(self.text)

    def setAccessibleName(self, name: str) -> None:
        """Of the text too, which takes the keyboard."""
        super().setAccessibleName(name)
        self.text.setAccessibleName(name)

    def value(self) -> AnswerValue:
        """The text, without spaces at its ends."""
        return self.text.words() or None

    def show_value(self, value: AnswerValue) -> None:
        """Show it."""
        self.text.show_words(_plain(value))

    def flush(self) -> None:
        """Send what is being typed."""
        self.text.flush()


def _plain(value: AnswerValue) -> str:
    """What a line can show; choices and rows, from when the question was of another kind, are told beside it."""
    return "" if value is None or isinstance(value, list) else str(value)


def field_for(question: Question) -> AnswerField:
    """The field that fits a question's kind."""
    match question.kind:
        case Kind.SINGLE | Kind.MULTIPLE | Kind.YESNO:
            return ChoiceField(question)
        case Kind.TEXT if question.long:
            return ParagraphField(question)
        case Kind.TEXT | Kind.NUMBER | Kind.DATE:
            return LineField(question)
    return _larger_field(question)


def _larger_field(question: Question) -> AnswerField:
    """Fields of several parts, read in when the first of their kind is shown."""
    from rai_desktop.gui.widgets.group_field import GroupField
    from rai_desktop.gui.widgets.matrix_field import MatrixField
    from rai_desktop.gui.widgets.ranking_field import RankingField
    from rai_desktop.gui.widgets.scale_field import ScaleField
    from rai_desktop.gui.widgets.table_field import TableField

    if question.each:
        from rai_desktop.gui.widgets.profile_table import ProfileTable

        return ProfileTable(question)
    made: dict[Kind, type[AnswerField]] = {Kind.TABLE: TableField, Kind.MATRIX: MatrixField, Kind.RANKING: RankingField,
                                           Kind.SCALE: ScaleField, Kind.GROUP: GroupField}
    return made[question.kind](question)
