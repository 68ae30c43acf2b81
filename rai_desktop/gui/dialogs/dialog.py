"""What our dialogs share: a heading, a body that scrolls where the screen is small, a row of buttons always in sight."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFormLayout, QFrame, QLayoutItem, QPushButton, QScrollArea, QVBoxLayout, QWidget

from rai_desktop.gui.dialogs.button_row import ButtonRow
from rai_desktop.gui.laid_out import LaidOut
from rai_desktop.gui.reading_order import order_as_read
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.told_lines import breakable
from rai_desktop.i18n import _

_SHARE = 0.9  # of the screen; the rest is the window's own frame and a bar of the desktop
_NARROW = 0.85  # height of a dialog to its width, at most, where its content does not ask for more


class PlainDialog(QDialog):
    """Parts go into `body`; a Close button is always there. As wide as `ems`, as high as the body needs, within the screen."""

    def __init__(self, title: str, parent: QWidget | None, *, heading: str = "", ems: int = 44) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        LaidOut(self)
        self._ems, self._ordered = ems, False
        self.outer = outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 24, 24, 16)
        outer.setSpacing(16)
        self.heading = words(breakable(heading or title), "heading")
        outer.addWidget(self.heading)
        self.inside = QWidget()
        self.inside.setObjectName("page")
        self.body = QVBoxLayout(self.inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(8)
        self.area = _scrolling(self.inside)
        outer.addWidget(self.area, 1)
        self.buttons = ButtonRow()
        self.closing = self.buttons.add_closing(_("Close"))
        self.closing.clicked.connect(self.reject)
        outer.addWidget(self.buttons)
        self.resize(self._wide(), min(self._wide() * 2 // 3, self._room().height()))

    def add_button(self, text: str) -> QPushButton:
        """Another button, before Close."""
        return self.buttons.add(text)

    def add_main_button(self, text: str = "") -> QPushButton:
        """What the dialog is for; Enter presses it."""
        return self.buttons.add_main(text)

    def add_below(self, part: QWidget) -> None:
        """Between the body and the buttons: in sight however far the body is scrolled."""
        self.outer.insertWidget(self.outer.count() - 1, part)

    def showEvent(self, event: QShowEvent) -> None:
        """The body comes before the buttons under it, for Tab as for the eye."""
        if not self._ordered:  # a widget that is put in anew goes to the end of the tab chain
            self._ordered = True
            self.buttons.setParent(None)
            self.outer.addWidget(self.buttons)
            self.buttons.arrange()
            self.buttons.show()
            self.fit()
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Letters of another size need another room, once all is laid out in them."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.isVisible():
            QTimer.singleShot(0, self, self.fit)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes as one reads, also to what came after its neighbours."""
        order_as_read(self)
        return super().focusNextPrevChild(forward)

    def fit(self) -> None:
        """As wide and high as it needs, and wholly on the screen."""
        wide = self._wide()
        high = max(min(wide * 2 // 3, round(self._ems * self._em() * _NARROW)), self._needed(wide))
        self.resize(wide, min(high, self._room().height()))
        if self.isVisible():
            self.move(_within(self.frameGeometry(), self.screen().availableGeometry()).topLeft())

    def _wide(self) -> int:
        return min(self._ems * self._em(), self._room().width())

    def _needed(self, wide: int) -> int:
        """The height at which nothing of the body has to be scrolled."""
        around = self.outer.contentsMargins()
        inside = wide - around.left() - around.right()
        parts = [each for place in range(self.outer.count())
                 if (each := self.outer.itemAt(place)) is not None and not each.isEmpty() and each.widget() is not self.area]
        heights = [_height(self.body, inside), *(_height(each, inside) for each in parts)]
        return sum(heights) + around.top() + around.bottom() + (len(heights) - 1) * self.outer.spacing()

    def _em(self) -> int:
        return self.fontMetrics().height()

    def _room(self) -> QSize:
        return screen_of(self) * _SHARE


def screen_of(dialog: QDialog) -> QSize:
    """What the screen has for windows."""
    return dialog.screen().availableSize()


def roomy_form() -> QFormLayout:
    """Names before fields; above them where large text leaves no room beside."""
    form = QFormLayout()
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(12)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    return form


def _scrolling(page: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(page)
    return scroll


def _height(item: QLayoutItem, wide: int) -> int:
    return item.heightForWidth(wide) if item.hasHeightForWidth() else item.sizeHint().height()


def _within(frame: QRect, screen: QRect) -> QRect:
    """The frame moved onto the screen, by as little as that takes."""
    moved = QRect(frame)
    moved.moveRight(min(frame.right(), screen.right()))
    moved.moveBottom(min(moved.bottom(), screen.bottom()))
    moved.moveLeft(max(moved.left(), screen.left()))
    moved.moveTop(max(moved.top(), screen.top()))
    return moved
