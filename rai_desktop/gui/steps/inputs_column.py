"""One selected column, or several at once: role, reason of the guess, facts, and bins for numbers."""

from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QLineEdit, QVBoxLayout

from rai_desktop.findings import turning
from rai_desktop.gui import figures
from rai_desktop.gui.input_changes import SENSITIVE, parse_bins
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.theme import give_look
from rai_desktop.gui.widgets.column_rows import reason_of, role_words
from rai_desktop.i18n import _, digits, ngettext
from rai_desktop.project.looks import ColumnLook
from rai_desktop.project.model import ColumnRole

Columns = list[tuple[ColumnLook, ColumnRole]]


class ColumnPanel(QFrame):
    """`role_chosen(role)` for all that are selected, `bins_chosen(column, numbers)` for one."""

    role_chosen = Signal(str)
    bins_chosen = Signal(str, list)

    def __init__(self) -> None:
        super().__init__()
        self._columns: Columns = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._title = words("", "strong", selectable=True)
        column.addWidget(self._title)
        self._facts = words("", "muted", selectable=True)
        column.addWidget(self._facts)
        column.addSpacing(8)
        title = QLabel(_("R&ole"))
        self.role = QComboBox()
        self.role.setAccessibleName(_("Role of the selected columns"))
        for role, said in role_words().items():
            self.role.addItem(said, role.value)
        self.role.activated.connect(lambda _place: self.role_chosen.emit(self.role.currentData()))
        title.setBuddy(self.role)
        column.addWidget(title)
        column.addWidget(self.role)
        self._why = words("", "small")
        column.addWidget(self._why)
        column.addSpacing(8)
        self._bins_title = QLabel(_("&Groups are cut at"))
        self.bins = QLineEdit()
        self.bins.setAccessibleName(_("Where the numbers are cut into groups"))
        self.bins.setPlaceholderText(_("for example 25; 40; 60"))
        self.bins.editingFinished.connect(self._take_bins)
        self._bins_title.setBuddy(self.bins)
        self._groups = words("", "small")
        for part in (self._bins_title, self.bins, self._groups):
            column.addWidget(part)
        column.addStretch()

    def show_columns(self, columns: Columns) -> None:
        """The selected columns; several show only what they share."""
        self._columns = columns
        self.setEnabled(bool(columns))
        roles = {had.role for _look, had in columns}
        self.role.setCurrentIndex(self.role.findData(roles.pop().value) if len(roles) == 1 else -1)
        one = columns[0] if len(columns) == 1 else None
        self._title.setText(turning.told(one[0].name) if one else self._how_many())
        self._facts.setText(self._describe(one[0]) if one else "")
        self._facts.setVisible(one is not None)
        self._why.setText(self._reason(*one) if one else "")
        self._show_bins(*(one or (None, None)))

    def flush(self) -> None:
        """Keep what is being typed."""
        if self.bins.isVisible() and self.bins.isModified():
            self._take_bins()

    def _how_many(self) -> str:
        number = len(self._columns)
        return ngettext("{n} column selected", "{n} columns selected", number).format(n=number) if number else _(
            "Select a column")

    def _describe(self, look: ColumnLook) -> str:
        lines = [_("{type}; {distinct} distinct; missing: {missing}").format(
            type=look.type, distinct=figures.count(look.distinct), missing=figures.share(look.missing_share))]
        if look.low is not None and look.high is not None:
            lines.append(_("from {low} to {high}").format(low=figures.number(look.low), high=figures.number(look.high)))
        shown = look.levels or look.examples
        more = " …" if len(shown) > 12 or (not look.levels and look.distinct > len(shown)) else ""
        return "\n".join([*lines, ", ".join(shown[:12]) + more])

    def _reason(self, look: ColumnLook, had: ColumnRole) -> str:
        why = reason_of(look, had)
        return _("Guessed: {why}").format(why=why) if why else ""

    def _show_bins(self, look: ColumnLook | None, had: ColumnRole | None) -> None:
        wanted = look is not None and had is not None and had.role in SENSITIVE and look.low is not None
        for part in (self._bins_title, self.bins, self._groups):
            part.setVisible(wanted)
        if wanted and had is not None and not (self.bins.hasFocus() and self.bins.isModified()):
            self.bins.setText("; ".join(digits(edge) for edge in had.bins))
            self._say_groups(had.bins)

    def _say_groups(self, bins: list[float]) -> None:
        give_look(self._groups, "kind", "small")
        self._groups.setText(_("Groups: {groups}").format(groups=", ".join(group_names(bins))) if bins else _(
            "Without cuts every number is a group of its own."))

    def _take_bins(self) -> None:
        try:
            bins = parse_bins(self.bins.text())
        except ValueError as error:
            give_look(self._groups, "kind", "problem")
            self._groups.setText(_("“{word}” is no rising list of numbers. Write for example 25; 40; 60.").format(word=error))
            return
        self.bins.setModified(False)
        self._say_groups(bins)
        if len(self._columns) == 1 and bins != self._columns[0][1].bins:
            self.bins_chosen.emit(self._columns[0][0].name, bins)


def group_names(bins: list[float]) -> list[str]:
    """The groups that cuts make, in words."""
    if not bins:
        return []
    edges = [digits(edge) for edge in bins]
    middle = [_("{low} to under {high}").format(low=low, high=high) for low, high in pairwise(edges)]
    return [_("under {high}").format(high=edges[0]), *middle, _("{low} and over").format(low=edges[-1])]


