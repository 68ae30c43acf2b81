"""Panels of findings go with the page and with the run they are of: nothing piles up behind what is shown."""

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from rai_desktop.gui.steps.findings import FindingsStep
from rai_desktop.gui.widgets.findings_panel import FindingsPanel
from rai_desktop.gui.widgets.result_panel import ResultPanel
from rai_desktop.gui.widgets.row_panel import RowPanel
from tests.gui.test_findings import step  # noqa: F401


def deleted():
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_what_was_drawn_of_an_earlier_run_goes(step, session, qtbot):  # noqa: F811
    for _ in range(4):
        with qtbot.waitSignal(session.run_ended):
            session.start_run()
        deleted()
    shown = [step.tabs.widget(place) for place in range(step.tabs.count())]
    left = step.findChildren(ResultPanel)
    assert len(left) == len([each for each in shown if isinstance(each, ResultPanel)]) == 2


def test_no_panel_outlives_its_page(qtbot, session):
    page = FindingsStep(session)
    panels = [page.findings, page.row]
    assert not any(each.isVisible() or each.isWindow() for each in panels)
    page.deleteLater()
    deleted()
    assert not any(isValid(each) for each in panels)
    assert not [each for each in QApplication.topLevelWidgets() if isinstance(each, FindingsPanel | RowPanel)]
