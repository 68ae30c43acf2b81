"""A choice among long titles: the chosen one stands whole, on several lines where the box is narrower than it, and so does each
in the open list."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QListView, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionComboBox, QStylePainter

_FEWEST = 8  # letters that are in sight whatever happens
_TALLEST = 1 << 20


class WrappingBox(QComboBox):
    """No wider than its longest title, no narrower than the longest word of the chosen one; with `letters` it asks for room for
    so many, and takes what it gets."""

    def __init__(self, name: str, letters: int = 0) -> None:
        super().__init__()
        self.setAccessibleName(name)
        fixed = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.setSizeAdjustPolicy(fixed if letters else QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumContentsLength(letters or _FEWEST)
        across = QSizePolicy.Policy.Preferred if letters else QSizePolicy.Policy.Maximum
        policy = QSizePolicy(across, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._wrap_list()
        self.currentTextChanged.connect(lambda _text: self.updateGeometry())

    def _wrap_list(self) -> None:
        """Titles wider than the screen take several lines; Qt's own way of drawing the list would cut them."""
        self.setItemDelegate(QStyledItemDelegate(self))
        view = self.view()
        assert isinstance(view, QListView)
        view.setWordWrap(True)
        view.setTextElideMode(Qt.TextElideMode.ElideNone)

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """All lines of the chosen title at this width."""
        height = self.sizeHint().height()
        return height + max(self._words(self._field(width, height)).height() - self.fontMetrics().height(), 0)

    def minimumSizeHint(self) -> QSize:
        """Its widest word needs a line of its own."""
        least = super().minimumSizeHint()
        beside = least.width() - self._field(least.width(), least.height()).width()
        return QSize(max(least.width(), beside + self._words(QRect(0, 0, 1, 1)).width() + 1), least.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box as any other, with the words in lines."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        field = self._field(self.width(), self.height())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(field, self._flags() | Qt.AlignmentFlag.AlignVCenter.value, self.currentText())

    def _field(self, width: int, height: int) -> QRect:
        """Where the words stand in a box of this size."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.rect = QRect(0, 0, width, height)
        return self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self)

    def _words(self, field: QRect) -> QRect:
        return self.fontMetrics().boundingRect(QRect(0, 0, field.width(), _TALLEST), self._flags(), self.currentText())

    def _flags(self) -> int:
        side = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeft)
        return int(side.value) | Qt.TextFlag.TextWordWrap.value
