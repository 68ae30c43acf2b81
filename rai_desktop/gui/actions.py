"""Every command of the window in one table: words, shortcut, menu, what it does."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

from rai_desktop.i18n import _


class Command(NamedTuple):
    """One command; `run` is a method of the window by name, so that the table needs no window."""

    menu: str
    words: str
    run: str
    shortcut: str = ""
    needs_project: bool = False


COMMANDS = (
    Command("&File", "&New assessment …", "new_assessment", "Ctrl+N"),
    Command("&File", "&Open …", "open_assessment", "Ctrl+O"),
    Command("&File", "Open the &example", "open_example"),
    Command("&File", "Save a &copy …", "save_copy", "Ctrl+Shift+S", needs_project=True),
    Command("&File", "Export the &bundle …", "go_to_report", "Ctrl+E", needs_project=True),
    Command("&File", "&Verify a bundle …", "verify_bundle"),
    Command("&File", "&Quit", "close", "Ctrl+Q"),
    Command("&Edit", "&Undo", "undo", "Ctrl+Z", needs_project=True),
    Command("&Edit", "&Redo", "redo", "Ctrl+Shift+Z", needs_project=True),
    Command("&Edit", "Se&ttings …", "show_settings", "Ctrl+,"),
    Command("&View", "&Next missing thing", "go_to_next_missing", "Ctrl+J", needs_project=True),
    Command("&View", "&History …", "show_history", "Ctrl+H", needs_project=True),
    Command("&View", "&Log …", "show_log", "Ctrl+L"),
    Command("&Run", "&Run the assessments", "run", "F5", needs_project=True),
    Command("&Run", "&Stop", "stop", "Shift+F5", needs_project=True),
    Command("&Help", "&Guide", "show_help", "F1"),
    Command("&Help", "&Keyboard", "show_keyboard", "Ctrl+/"),
    Command("&Help", "&About RAI Desktop", "show_about"),
)


def add_menus(window: QMainWindow) -> dict[str, QAction]:
    """Build the menus; the actions by the name of what they run."""
    actions: dict[str, QAction] = {}
    menus = {name: window.menuBar().addMenu(_(name)) for name in dict.fromkeys(each.menu for each in COMMANDS)}
    for command in COMMANDS:
        action = QAction(_(command.words), window)
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
        run: Callable[..., object] = getattr(window, command.run)
        action.triggered.connect(lambda _on=False, do=run: do())
        menus[command.menu].addAction(action)
        actions[command.run] = action
    return actions


def keyboard_text(steps: list[str]) -> str:
    """All shortcuts, one a line."""
    plain = [f"{each.shortcut:<16}{_(each.words).replace('&', '').rstrip(' …')}" for each in COMMANDS if each.shortcut]
    return "\n".join(plain + [f"Ctrl+{number:<11}{title}" for number, title in enumerate(steps, start=1)])
