"""A heading to press whose words wrap beside its arrow; Qt's own buttons never wrap theirs, and push a narrow page sideways."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionToolButton, QStylePainter, QToolButton

from rai_desktop.gui.theme import colours, give_icon

_ABOVE, _BEFORE, _AFTER, _GAP = 5, 1, 9, 6  # border and padding of a fold, as the style sheet has them; arrow and words
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
_TALLEST = 1 << 20


class FoldButton(QToolButton):
    """Checked is open. Words are plain: an ampersand is an ampersand. All of it is pressed, and a screen reader has the words
    whole."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._heights: dict[int, int] = {}
        self._words = ""
        self.setProperty("plain", True)
        self.setProperty("fold", True)
        self.setCheckable(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        give_icon(self, "chevron-right", "accent", 14)
        self.toggled.connect(lambda on: give_icon(self, "chevron" if on else "chevron-right", "accent", 14))
        self.say(words)

    def say(self, words: str) -> None:
        """Other words."""
        self._words = words
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        self._forget()

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """All lines at this width."""
        if width not in self._heights:
            lines = self._box(width - self._beside()).height()
            self._heights[width] = max(lines, self.iconSize().height()) + 2 * _ABOVE
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """All in one line."""
        width = self.fontMetrics().horizontalAdvance(self._words) + 2 + self._beside()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Its longest word needs a line of its own."""
        return QSize(self._box(1).width() + self._beside(), self.fontMetrics().height() + 2 * _ABOVE)

    def changeEvent(self, event: QEvent) -> None:
        """Letters of another size."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._forget()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The frame as the style has it, then the arrow beside the first line, then all lines."""
        painter, option = QStylePainter(self), QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        side, line = self.iconSize(), self.fontMetrics().height()
        arrow = QRect(_BEFORE, _ABOVE + max((line - side.height()) // 2, 0), side.width(), side.height())
        self.icon().paint(painter, self._mirrored(arrow))
        place = self.rect().adjusted(self._beside() - _AFTER, _ABOVE, -_AFTER, -_ABOVE)
        painter.setPen(QColor(colours().accent))
        align = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeft)
        painter.drawText(self._mirrored(place), int(_WRAPPED | align), self._words)
        painter.end()

    def _mirrored(self, place: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), place)

    def _beside(self) -> int:
        """What of the width is not for words."""
        return _BEFORE + self.iconSize().width() + _GAP + _AFTER

    def _box(self, width: int) -> QRect:
        return self.fontMetrics().boundingRect(QRect(0, 0, max(width, 1), _TALLEST), int(_WRAPPED), self._words)

    def _forget(self) -> None:
        self._heights.clear()
        self.updateGeometry()
