"""Pages of which one is in sight: the others are asked for nothing."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from rai_desktop.gui.widgets.pages import Pages


class Page(QWidget):
    """As large as told, and counts how often it is asked."""

    def __init__(self, high):
        super().__init__()
        self.high, self.asked = high, 0

    def minimumSizeHint(self):
        self.asked += 1
        return QSize(self.high, self.high)

    sizeHint = minimumSizeHint

    def hasHeightForWidth(self):
        return True

    def heightForWidth(self, width):
        self.asked += 1
        return self.high


def test_pages_out_of_sight_are_not_asked_how_large_they_are(qtbot):
    around, pages, small, large = QWidget(), Pages(), Page(100), Page(900)
    column = QVBoxLayout(around)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(pages)
    qtbot.addWidget(around)
    for each in (small, large):
        pages.addWidget(each)
    around.show()
    for width in (300, 400, 500):
        around.resize(width, 300)
        QApplication.processEvents()
    assert small.asked
    assert not large.asked
    assert around.minimumSizeHint() == QSize(100, 100)
    pages.setCurrentWidget(large)
    assert around.minimumSizeHint() == QSize(900, 900)
    pages.setCurrentWidget(small)
    assert around.minimumSizeHint() == QSize(100, 100)


def test_each_page_gets_all_of_the_room(window, project, session):
    for step in window.steps:
        window.show_step(step.id)
        QApplication.processEvents()
        assert step.size() == window.pages.size()
    assert window.minimumSizeHint().width() < window.minimumWidth()
