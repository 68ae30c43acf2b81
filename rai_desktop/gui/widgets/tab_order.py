"""The order of Tab for parts that are made later than their neighbours: as one reads, not as they came."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def follow(anchor: QWidget, part: QWidget) -> None:
    """Put what the keyboard can reach within `part` directly after `anchor`, in the order in which it was made."""
    before = anchor
    for each in [part, *part.findChildren(QWidget)]:
        if each.focusPolicy() != Qt.FocusPolicy.NoFocus and each.focusProxy() is None:
            QWidget.setTabOrder(before, each)
            before = each
