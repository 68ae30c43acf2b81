"""The tab chain of a window as one reads it: as its layouts stand, however late a part was made."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QGridLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

_WHOLE = (  # what is inside of them is theirs
    QLabel, QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox, QTabBar,
)


def order_as_read(window: QWidget) -> None:
    """Put all parts that take the keyboard, and are not hidden, one after the other; Qt puts late ones at the end. The one
    that has the keyboard keeps its place while it is being hidden: what comes next is sought from there."""
    for before, after in pairwise(parts_as_read(window, window.focusWidget())):
        QWidget.setTabOrder(before, after)


def parts_as_read(widget: QWidget, also: QWidget | None = None) -> list[QWidget]:
    """Whatever takes the keyboard within a widget that is in sight, in reading order; and `also`, hidden or not."""
    found: list[QWidget] = []
    _gather(widget, also, found)
    return [each for each in found if each.focusPolicy() != Qt.FocusPolicy.NoFocus and each.focusProxy() is None]


def _gather(widget: QWidget, also: QWidget | None, found: list[QWidget]) -> None:
    found.append(widget)
    if not isinstance(widget, _WHOLE):
        for each in _inside(widget):
            if not _put_away(each) or (also is not None and (each is also or each.isAncestorOf(also))):
                _gather(each, also, found)


def _put_away(widget: QWidget) -> bool:
    """Hidden on purpose; what was laid out just now is hidden too until the window comes to showing it."""
    return widget.isHidden() and widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)


def _inside(widget: QWidget) -> list[QWidget]:
    """What is laid out as the layout has it; the rest, as cells of a table or halves of a splitter, as it stands."""
    if isinstance(widget, QMainWindow):  # its menus and the bar of them are not for Tab
        return [each for each in [widget.centralWidget()] if each is not None]
    placed = list(_placed(widget.layout()))
    known = set(placed)
    free = [each for each in widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
            if each not in known and not each.isWindow()]
    return placed + sorted(free, key=lambda each: (each.y(), each.x()))


def _placed(layout: QLayout | None) -> Iterator[QWidget]:
    for item in _items(layout) if layout is not None else ():
        if (part := item.widget()) is not None:
            yield part
        else:
            yield from _placed(item.layout())


def _items(layout: QLayout) -> list[QLayoutItem]:
    """A grid is read row by row, whatever came into it first."""
    places = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        places.sort(key=lambda place: layout.getItemPosition(place)[:2])  # type: ignore[index]
    return [item for item in map(layout.itemAt, places) if item is not None]
