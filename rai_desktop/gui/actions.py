"""Every command of the window in one table: menu, words, shortcut, icon, what it does."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from rai_desktop.gui.theme import themed_icon
from rai_desktop.i18n import _
from rai_desktop.project.document import Document


class Command(NamedTuple):
    """One command; `run` is a method of Commands by name. `new_group` draws a line above it."""

    menu: str
    words: str
    run: str
    shortcut: str = ""
    icon: str = ""
    needs_project: bool = False
    new_group: bool = False


def commands() -> tuple[Command, ...]:
    """The table, in the language of the window."""
    file, edit, view = _("&File"), _("&Edit"), _("&View")
    run, help_ = _("&Run"), _("&Help")
    return (
        Command(file, _("&New assessment …"), "new_assessment", "Ctrl+N", "new"),
        Command(file, _("&Open …"), "open_assessment", "Ctrl+O", "open"),
        Command(file, _("New from &this assessment …"), "new_from", needs_project=True),
        Command(file, _("Open the &example"), "open_example", icon="example"),
        Command(file, _("Save a &copy …"), "save_copy", "Ctrl+Shift+S", "save", True, True),
        Command(file, _("&Save a review copy …"), "save_review_copy", icon="copy", needs_project=True),
        Command(file, _("&Merge a review copy …"), "merge_review_copy", needs_project=True),
        Command(file, _("Show in &folder"), "show_folder", icon="folder", needs_project=True),
        Command(file, _("Export the &bundle …"), "go_to_report", "Ctrl+E", "shield", True),
        Command(file, _("&Verify a bundle …"), "verify_bundle"),
        Command(file, _("&Hand out answers as a form …"), "hand_out", needs_project=True, new_group=True),
        Command(file, _("Bring answers bac&k …"), "bring_back", needs_project=True),
        Command(file, _("&Quit"), "quit", "Ctrl+Q", new_group=True),
        Command(edit, _("&Undo"), "undo", "Ctrl+Z", "undo", True),
        Command(edit, _("&Redo"), "redo", "Ctrl+Shift+Z", "redo", True),
        Command(edit, _("&Find a question or a clause"), "find", "Ctrl+F", needs_project=True, new_group=True),
        Command(edit, _("Se&ttings …"), "show_settings", "Ctrl+,", "settings", new_group=True),
        Command(view, _("&Next missing thing"), "next_missing", "Ctrl+J", "next", True),
        Command(view, _("Next &part of the window"), "next_part", "F6"),
        Command(view, _("Part of the window &before"), "part_before", "Shift+F6"),
        Command(view, _("Lar&ger text"), "larger_text", "Ctrl++", new_group=True),
        Command(view, _("&Smaller text"), "smaller_text", "Ctrl+-"),
        Command(view, _("&Usual size of text"), "usual_text", "Ctrl+0"),
        Command(view, _("&History …"), "show_history", "Ctrl+H", "history", True, True),
        Command(view, _("&Compare with …"), "compare_with", needs_project=True),
        Command(view, _("&Log …"), "show_log", "Ctrl+L", "log"),
        Command(run, _("&Run the assessments"), "run", "F5", "run", True),
        Command(run, _("&Stop"), "stop", "Shift+F5", "stop", True),
        Command(help_, _("&Help on this page"), "show_help", "F1", "example"),
        Command(help_, _("&Guide …"), "show_guide", "Shift+F1"),
        Command(help_, _("&Find a command …"), "find_command", "Ctrl+K", new_group=True),
        Command(help_, _("&Keyboard …"), "show_keyboard", "Ctrl+F1", "keyboard"),
        Command(help_, _("&About RAI Desktop …"), "show_about", icon="about"),
    )


class Menus:
    """The menu bar; `actions` by the name of what they do, `recent` to be filled by the window."""

    def __init__(self, window: QMainWindow, does: object) -> None:
        self._window = window
        self.actions: dict[str, QAction] = {}
        self.needing_project: list[QAction] = []
        self.recent = QMenu(_("Open &recent"), window)
        menus: dict[str, QMenu] = {}
        for command in commands():
            menu = menus.get(command.menu) or window.menuBar().addMenu(command.menu)
            menus[command.menu] = menu
            if command.new_group:
                menu.addSeparator()
            menu.addAction(self._action(command, getattr(does, command.run)))
            if command.run == "open_assessment":
                menu.addMenu(self.recent)
        self.redraw()

    def _action(self, command: Command, do: Callable[[], object]) -> QAction:
        action = QAction(command.words, self._window)
        action.setProperty("icon_name", command.icon)
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
        action.triggered.connect(lambda _on=False: do())
        self.actions[command.run] = action
        if command.needs_project:
            self.needing_project.append(action)
        return action

    def show_undo(self, document: Document | None) -> None:
        """Undo and redo name what they take back or do again."""
        for name, verb in (("undo", _("Undo")), ("redo", _("Redo"))):
            label = getattr(document, f"{name}_label") if document else ""
            self.actions[name].setText(f"{verb}: {label}" if label else verb)
            self.actions[name].setEnabled(bool(label))

    def redraw(self) -> None:
        """Icons in today's colours."""
        for action in self.actions.values():
            if name := action.property("icon_name"):
                action.setIcon(themed_icon(name, "muted"))


def keyboard_rows(steps: list[str]) -> list[tuple[str, str]]:
    """All shortcuts and what they do."""
    plain = [(QKeySequence(each.shortcut).toString(QKeySequence.SequenceFormat.NativeText),
              each.words.replace("&", "").rstrip(" …")) for each in commands() if each.shortcut]
    return [(f"Ctrl+{number}", title) for number, title in enumerate(steps, start=1)] + plain
