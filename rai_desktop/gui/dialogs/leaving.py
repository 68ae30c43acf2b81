"""Asks before a run is stopped by leaving."""

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
