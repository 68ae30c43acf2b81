"""The columns of a table as rows: name, role, type, missing, distinct values, examples."""

from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from rai_desktop.findings import turning
from rai_desktop.gui import figures
from rai_desktop.gui.tips import plain_tip
from rai_desktop.i18n import _
from rai_desktop.project.looks import ColumnLook
from rai_desktop.project.model import ColumnRole, Role

Index = QModelIndex | QPersistentModelIndex
NAME, ROLE, TYPE, MISSING, DISTINCT, EXAMPLES = range(6)


def role_words() -> dict[Role, str]:
    """Roles as the analyst reads them."""
    return {
        Role.LABEL: _("Label (what really happened)"),
        Role.PREDICTION: _("Prediction"),
        Role.SCORE: _("Score of the favourable outcome"),
        Role.OTHER_SCORE: _("Score of the other outcome"),
        Role.SENSITIVE: _("Sensitive"),
        Role.SENSITIVE_FEATURE: _("Sensitive and feature"),
        Role.FEATURE: _("Feature"),
        Role.IDENTIFIER: _("Identifier"),
        Role.WEIGHT: _("Weight"),
        Role.IGNORE: _("Not used"),
    }


def _short_words(role: Role) -> str:
    """A role where it has a column of its own; what a label or a score is, is told where one is chosen."""
    short = {Role.LABEL: _("Label"), Role.SCORE: _("Score"), Role.OTHER_SCORE: _("Other score")}
    return short.get(role) or role_words()[role]


def reason_of(column: ColumnLook, had: ColumnRole) -> str:
    """Why a role is guessed: the look's reason, or the model's where it has the last word; "" once it is confirmed."""
    if not had.guessed:
        return ""
    if had.role == column.role:
        return column.why
    return _("The model reads it.") if had.role in (Role.FEATURE, Role.SENSITIVE_FEATURE) else _("The model does not read it.")


class ColumnRows(QAbstractTableModel):
    """Read from a look and the project's roles; `chosen(column, role)` when a role is picked in the table."""

    chosen = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: list[ColumnLook] = []
        self.roles: dict[str, ColumnRole] = {}
        self._made: dict[tuple[int, int], dict[int, Any]] = {}
        self._name_font, self._guess_font = QFont(), QFont()
        self._name_font.setWeight(QFont.Weight.DemiBold)
        self._guess_font.setItalic(True)
        self._heads = [_("Column"), _("Role"), _("Type"), _("Missing"), _("Distinct"), _("Examples")]

    def show_columns(self, columns: list[ColumnLook], roles: dict[str, ColumnRole]) -> None:
        """Show these; the selection stays when the columns are the same."""
        self._made.clear()
        if [each.name for each in columns] == [each.name for each in self.columns]:
            self.columns, self.roles = columns, dict(roles)
            if columns:
                self.dataChanged.emit(self.index(0, 0), self.index(len(columns) - 1, EXAMPLES))
            return
        self.beginResetModel()
        self.columns, self.roles = columns, dict(roles)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """One row a column."""
        return 0 if parent.isValid() else len(self.columns)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Six."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names of the columns of this view."""
        if role == Qt.ItemDataRole.DisplayRole and way == Qt.Orientation.Horizontal:
            return self._heads[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Roles can be changed in place."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == ROLE else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, look and tooltip of a cell. Made once: a view asks for each of them at every painting and measuring."""
        key = index.row(), index.column()
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(*key)
        if key not in self._made:
            self._made[key] = self._make(self.columns[key[0]], key[1])
        return self._made[key].get(role)

    def _tip(self, row: int, place: int) -> str | None:
        column = self.columns[row]
        if place == ROLE:
            return plain_tip(reason_of(column, self.role_of(column)))
        return plain_tip(", ".join(column.examples)) if place == EXAMPLES else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A role picked in the table; the project answers with the change."""
        if role != Qt.ItemDataRole.EditRole or index.column() != ROLE:
            return False
        self.chosen.emit(self.columns[index.row()].name, str(value))
        return True

    def role_of(self, column: ColumnLook) -> ColumnRole:
        """The role in the project, or the guess of the look."""
        return self.roles.get(column.name) or ColumnRole(role=Role(column.role), guessed=True, bins=column.bins)

    def _make(self, column: ColumnLook, place: int) -> dict[int, Any]:
        words = self._make_words(column, place)
        cell: dict[int, Any] = {Qt.ItemDataRole.DisplayRole: words, Qt.ItemDataRole.AccessibleTextRole: words}
        if font := self._font(column, place):
            cell[Qt.ItemDataRole.FontRole] = font
        if place == ROLE:
            cell[Qt.ItemDataRole.EditRole] = self.role_of(column).role.value
        if place in (MISSING, DISTINCT):
            cell[Qt.ItemDataRole.TextAlignmentRole] = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return cell

    def _make_words(self, column: ColumnLook, place: int) -> str:
        had = self.role_of(column)
        about = "" if column.distinct_exact else "≈ "
        return {
            NAME: turning.told(column.name),
            ROLE: _short_words(had.role) + (" " + _("(guessed)") if had.guessed else ""),
            TYPE: column.type,
            MISSING: figures.share(column.missing_share),
            DISTINCT: about + figures.count(column.distinct),
            EXAMPLES: turning.told(", ".join(column.examples)),
        }[place]

    def _font(self, column: ColumnLook, place: int) -> QFont | None:
        if place == NAME:
            return self._name_font
        return self._guess_font if place == ROLE and self.role_of(column).guessed else None


class RoleDelegate(QStyledItemDelegate):
    """A list of roles in the cell."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Cut at its end alone, where it says that it is guessed; roles differ in their middle."""
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideRight

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The list, open at once."""
        box = QComboBox(parent)
        box.setAccessibleName(_("Role"))
        for role, words in role_words().items():
            box.addItem(words, role.value)
        box.activated.connect(lambda _place: self._finish(box))
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The present role."""
        assert isinstance(editor, QComboBox)
        editor.setCurrentIndex(editor.findData(index.data(Qt.ItemDataRole.EditRole)))
        editor.showPopup()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """The chosen role, when it is another."""
        assert isinstance(editor, QComboBox)
        if editor.currentData() != index.data(Qt.ItemDataRole.EditRole):
            model.setData(index, editor.currentData())

    def _finish(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)
