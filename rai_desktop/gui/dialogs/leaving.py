"""Asks before a run is stopped, or something typed is lost, by leaving."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from rai_desktop.i18n import _


def may_stop_run(parent: QWidget) -> bool:
    """Whether the analyst would rather stop the run than stay; staying is what Enter and Escape do."""
    box = QMessageBox(QMessageBox.Icon.Question, _("A run goes on"), _(
        "Assessments are still running. If they are stopped, what they have found so far is kept."), parent=parent)
    stop = box.addButton(_("Stop the run"), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(box.addButton(_("Stay"), QMessageBox.ButtonRole.RejectRole))
    box.exec()
    return box.clickedButton() is stop


def may_lose(parent: QWidget, unsent: str) -> bool:
    """Whether the analyst would rather lose what was typed than stay; staying is what Enter and Escape do."""
    box = QMessageBox(QMessageBox.Icon.Question, _("Something is not given yet"), _(
        "{unsent}. If you leave now, it is lost.").format(unsent=unsent), parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    leave = box.addButton(_("Leave"), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(box.addButton(_("Stay"), QMessageBox.ButtonRole.RejectRole))
    box.exec()
    return box.clickedButton() is leave
