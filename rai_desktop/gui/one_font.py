"""One font for the whole program: Windows and macOS give menus, lists, hints and messages fonts of their own.

Those neither grow with the chosen size of text nor are ours. Qt fetches them anew each time it makes the style of a style sheet
(QApplication::setStyleSheet polishes it, which asks the platform again), so they are looked at after each.
"""

from typing import cast

from PySide6.QtWidgets import QApplication

_WITH_FONTS_OF_THEIR_OWN = (  # as Qt 6 asks the platform for them (qapplication.cpp); the rest are not used here
    "QMenu", "QMenuBar", "QMenuItem", "QMessageBox", "QLabel", "QTipLabel", "QStatusBar", "QPushButton", "QCheckBox",
    "QRadioButton", "QToolButton", "QAbstractItemView", "QListView", "QHeaderView", "QListBox", "QComboMenuItem",
    "QComboLineEdit", "QSmallFont", "QMiniFont",
)  # fmt: skip


def keep_one_font(app: QApplication) -> None:
    """Whatever the platform gave a font of its own gets that of the program again; nothing is touched where none did."""
    wanted = app.font()
    for name in _WITH_FONTS_OF_THEIR_OWN:
        asked = cast(bytes, name)  # PySide 6.12 declares bytes, and takes text only
        if QApplication.font(asked) != wanted:
            QApplication.setFont(wanted, asked)
