"""A look that stays costs nothing: widgets are styled anew, and notices said again, only when something is other."""

from PySide6.QtWidgets import QLabel

from rai_desktop.gui.theme import colours, give_look
from rai_desktop.gui.widgets.notice import Notice


class Label(QLabel):
    """Counts how often it was styled anew."""

    restyled = 0

    def style(self):
        self.restyled += 1
        return super().style()


def test_a_widget_is_styled_anew_only_for_another_look(window):
    label = Label("x", window)
    give_look(label, "kind", "bad")
    assert label.restyled == 0
    label.show()
    assert ink(label) == colours().bad
    give_look(label, "kind", "warn")
    assert ink(label) == colours().warn
    once = label.restyled
    give_look(label, "kind", "warn")
    assert label.restyled == once > 0


def ink(label):
    return label.palette().windowText().color().name()


def test_a_notice_says_again_what_was_sent_away(window, qtbot):
    notice = Notice("Look", closable=True)
    window.centralWidget().layout().addWidget(notice)
    notice.say("Look")
    assert notice.isVisible()
    notice.closing.click()
    assert not notice.isVisible()
    notice.say("Look")
    assert notice.isVisible()
    notice.say("")
    assert not notice.isVisible()


def test_an_empty_notice_stays_hidden_when_it_is_put_into_a_page(window):
    notice = Notice()
    window.centralWidget().layout().addWidget(notice)
    notice.say("")
    window.hide()
    window.show()
    assert not notice.isVisible()
