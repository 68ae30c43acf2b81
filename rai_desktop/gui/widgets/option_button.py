"""Radio buttons and check boxes whose words wrap, with the mark beside the first line; Qt's own never wrap theirs."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QRegion
from PySide6.QtWidgets import QCheckBox, QRadioButton, QSizePolicy, QStyle, QStyleOptionButton

if TYPE_CHECKING:
    _Button = QCheckBox
else:
    _Button = object  # Qt's own class comes with the two below

_RING = 3  # within it the style sheet draws the frame of what has the keyboard
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
_TALLEST = 1 << 20
_SIDE = 1000  # of a button to measure the style with


class _Frame(NamedTuple):
    """What the style asks for: where the words begin, how far they stay from the other edges, how high one line is."""

    left: int
    edge: int
    line: int


_frames: dict[tuple[type, str, bool], _Frame] = {}
"""Asked of the style once for all options in the same letters: a page has a hundred."""


class _Wrapping(_Button):
    """The words as part of the button itself: all of it can be pressed, hovered and focused, and it stays one thing for a
    screen reader. Words are plain; an ampersand is an ampersand and makes no shortcut."""

    _control: QStyle.ControlElement
    _contents: QStyle.SubElement
    _heights: dict[int, int]
    _frame: _Frame | None
    _line: int | None
    _least: int | None

    def _begin(self, words: str) -> None:
        self._words = ""
        self._forget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.say(words)

    def say(self, words: str) -> None:
        """Other words."""
        if words != self._words:
            self._words = words
            self._forget()
            self.setText(words.replace("&", "&&"))

    @property
    def words(self) -> str:
        """What it says."""
        return self._words

    # --- how large ----------------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """All lines of the words at this width."""
        if width not in self._heights:
            left, edge, line = self._measured()
            lines = self._box(width - left - edge).height() + 2 * edge if width < self._one_line() else 0
            self._heights[width] = max(lines, line)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """All in one line."""
        return QSize(self._one_line(), self._measured().line)

    def minimumSizeHint(self) -> QSize:
        """Its widest word needs a line of its own."""
        left, edge, line = self._measured()
        if self._least is None:
            self._least = left + edge + self._box(1).width() if self._words else left
        return QSize(self._least, line)

    def _one_line(self) -> int:
        if self._line is None:
            left, edge, _line = self._measured()
            self._line = left + edge + self.fontMetrics().horizontalAdvance(self._words) + 1 if self._words else left
        return self._line

    def _box(self, width: int) -> QRect:
        return self.fontMetrics().boundingRect(QRect(0, 0, max(width, 1), _TALLEST), _WRAPPED, self._words)

    def _measured(self) -> _Frame:
        if self._frame is None:
            key = (type(self), self.font().key(), bool(self._words))
            if key not in _frames:
                _frames[key] = self._measure()
            self._frame = _frames[key]
        return self._frame

    def _measure(self) -> _Frame:
        self.ensurePolished()
        option = self._option()
        option.rect = QRect(0, 0, _SIDE, _SIDE)
        inside = self.style().subElementRect(self._contents, option, self)
        edge, left = sorted((inside.left(), _SIDE - 1 - inside.right()))  # the mark may stand at either side
        return _Frame(left, edge, max(super().sizeHint().height(), self.fontMetrics().height() + 2 * edge))

    def _option(self) -> QStyleOptionButton:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        return option

    def changeEvent(self, event: QEvent) -> None:
        """Other letters, other sizes."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            _frames.clear()
            self._forget()
        super().changeEvent(event)

    def _forget(self) -> None:
        """What was measured with other letters or words."""
        self._heights = {}
        self._frame, self._line, self._least = None, None, None
        self.updateGeometry()

    # --- what is seen and pressed -------------------------------------------------------------------------

    def hitButton(self, place: QPoint) -> bool:
        """Every line of the words, as well as the mark."""
        return self.rect().contains(place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The frame round all of it, the mark beside the first line, the words."""
        painter, option, style = QPainter(self), self._option(), self.style()
        whole = self.rect()
        painter.setClipRegion(QRegion(whole) - QRegion(whole.adjusted(_RING, _RING, -_RING, -_RING)))
        style.drawControl(self._control, option, painter, self)
        painter.setClipping(False)
        option.rect = QRect(0, 0, whole.width(), min(self._measured().line, whole.height()))
        option.state &= ~QStyle.StateFlag.State_HasFocus
        style.drawControl(self._control, option, painter, self)
        style.drawItemText(painter, self._place_of_words(), _align(self.layoutDirection()) | _WRAPPED, self.palette(),
                           self.isEnabled(), self._words, QPalette.ColorRole.WindowText)
        painter.end()

    def _place_of_words(self) -> QRect:
        left, edge, line = self._measured()
        lower = (line - self.fontMetrics().height()) // 2
        place = self.rect().adjusted(left, lower, -edge, 0)
        return QStyle.visualRect(self.layoutDirection(), self.rect(), place)


def _align(direction: Qt.LayoutDirection) -> Qt.AlignmentFlag:
    return QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft)


class RadioOption(_Wrapping, QRadioButton):
    """One of several choices. Tab comes to the one that is chosen; Qt's own would come to the first, chosen or not."""

    _control, _contents = QStyle.ControlElement.CE_RadioButton, QStyle.SubElement.SE_RadioButtonContents

    def __init__(self, words: str = "") -> None:
        QRadioButton.__init__(self)
        self._begin(words)
        self.toggled.connect(self._become_stop)

    def _become_stop(self, on: bool) -> None:
        group = self.group()
        if on and group is not None:
            for each in group.buttons():
                each.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each is self else Qt.FocusPolicy.ClickFocus)


class TickOption(_Wrapping, QCheckBox):
    """A choice of its own, ticked or not."""

    _control, _contents = QStyle.ControlElement.CE_CheckBox, QStyle.SubElement.SE_CheckBoxContents

    def __init__(self, words: str = "") -> None:
        QCheckBox.__init__(self)
        self._begin(words)
