"""Tooltips of words that others wrote, shown as they are: Qt takes a tooltip that looks like HTML for HTML."""

import html

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPushButton, QToolTip

_BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


def plain_tip(words: str) -> str:
    """The words for a tooltip; signs that Qt would read as a page's are written so that it shows them."""
    if "<" not in words and "&lt;" not in words:
        return words
    return "<span>" + html.escape(words).replace("\n", "<br>") + "</span>"


def tip_for_the_keyboard(button: QPushButton, event: QFocusEvent, whole: str) -> None:
    """Show the tip of a button that is reached by a key and has no room for the whole of its words: no mouse will rest on it."""
    def show() -> None:
        if button.hasFocus():
            QToolTip.showText(button.mapToGlobal(button.rect().bottomLeft()), plain_tip(whole), button)

    if event.reason() in _BY_KEY and button.text().replace("&&", "&") != whole:
        QTimer.singleShot(0, button, show)  # a change of the keyboard's place, still under way, takes any tip away
