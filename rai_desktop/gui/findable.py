"""What can be found by name: every command of the menus, and every step."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QAction, QKeySequence

from rai_desktop.gui.actions import commands
from rai_desktop.i18n import _

if TYPE_CHECKING:
    from rai_desktop.gui.main_window import MainWindow


class Findable(NamedTuple):
    """Its name for the settings, the heading it stands under, its words and keys, what it does; `not_now` says why it cannot
    be done now."""

    id: str
    group: str
    words: str
    keys: str
    do: Callable[[], object]
    not_now: str = ""


def findable(window: "MainWindow") -> list[Findable]:
    """In the order of the menus, then the steps."""
    actions, there = window.menus.actions, window.session.project is not None
    listed = [_command(each.run, each.menu.replace("&", ""), actions[each.run], there=there)
              for each in commands() if each.run != "find_command"]
    steps = [Findable(f"step {step.id}", _("Go to"), step.title, f"Ctrl+{number}", partial(window.show_step, step.id),
                      "" if there or step.id == "start" else _no_project())
             for number, step in enumerate(window.steps, start=1)]
    return [*listed, *steps]


def _command(id_: str, group: str, action: QAction, *, there: bool) -> Findable:
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    not_now = "" if action.isEnabled() else _("not now") if there else _no_project()
    return Findable(id_, group, action.text().replace("&", ""), keys, action.trigger, not_now)


def _no_project() -> str:
    return _("needs an open assessment")
