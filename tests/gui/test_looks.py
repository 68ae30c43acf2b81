"""A look that stays costs nothing: widgets are styled anew, and notices said again, only when something is other."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QTextEdit,
    QWidget,
)

from rai_desktop.gui.stylesheet import stylesheet
from rai_desktop.gui.theme import Theme, apply_theme, colours, give_look
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.option_button import RadioOption


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


@pytest.mark.parametrize("times", [1, 1.25, 1.5, 1.75, 2])
def test_the_mark_of_one_choice_is_round_at_every_size_of_text(window, times):
    option = RadioOption("One of two")
    option.setStyleSheet(stylesheet(colours(), 10.5 * times))
    option.setChecked(True)
    window.centralWidget().layout().addWidget(option)
    option.show()
    picture, accent = option.grab().toImage(), QColor(colours().accent)
    inked = [(x, y) for x in range(picture.width()) for y in range(picture.height()) if picture.pixelColor(x, y) == accent]
    left, right = min(x for x, _y in inked), max(x for x, _y in inked)
    top = min(y for _x, y in inked)
    assert right - left >= 18 * times - 2
    assert not {(left, top), (right, top), (left + 1, top + 1)} & set(inked)


@pytest.mark.parametrize("times", [1, 2])
def test_a_list_that_drops_down_shows_all_of_its_few_entries(qapp, times, qtbot):
    """Qt sizes the list by the padding of a choice with the keyboard, and lays it out by the padding of one without."""
    apply_theme(qapp, "light", 100 * times)
    choice = QComboBox()
    qtbot.addWidget(choice)
    choice.addItems(["Authored", "Reviewed", "Approved"])
    choice.show()
    qtbot.wait(50)
    choice.setFocus()
    choice.showPopup()
    qtbot.waitUntil(choice.view().isVisible)
    qtbot.wait(50)
    last = choice.view().visualRect(choice.model().index(2, 0))
    assert last.bottom() < choice.view().viewport().height()
    choice.hidePopup()


def brightness(name):
    """After WCAG 2."""
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in QColor(name).getRgbF()[:3]]
    return sum(part * weight for part, weight in zip(parts, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one, two):
    low, high = sorted((brightness(one), brightness(two)))
    return (high + 0.05) / (low + 0.05)


def grounds(widget):
    """The colours in a picture of it, the most frequent first."""
    picture = widget.grab().toImage()
    seen = Counter(picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height()))
    return [name for name, _times in seen.most_common()]


def test_in_high_contrast_what_is_chosen_and_what_cannot_be_used_is_seen(window, qtbot):
    Theme.current.choose("contrast", 100)
    listed, button, other = QListWidget(), QPushButton("Sign"), QPushButton("Close")
    listed.addItems(["One", "Two"])
    for each in (listed, button, other):
        qtbot.addWidget(each)
        each.show()
    plain = set(grounds(listed.viewport())[:1])
    listed.setCurrentRow(0)
    new = [name for name in grounds(listed.viewport())[:2] if name not in plain]
    assert contrast(new[0], colours().surface) >= 3
    assert contrast(new[0], colours().text) >= 4.5
    button.setProperty("primary", True)
    for each in (button, other):
        each.setEnabled(False)
        give_look(each, "primary", each is button)
        words = max(grounds(each), key=lambda name: contrast(name, grounds(each)[0]))
        assert contrast(words, grounds(each)[0]) >= 4.5
    assert colours().off != colours().text
    Theme.current.choose("light", 100)


FIELDS = [QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QDateEdit, QComboBox, QPushButton, QCheckBox, QRadioButton]


def inked(field):
    """Which of its pixels are other than its ground, in whatever colour: without words that is its edge, and its arrow."""
    picture, ground = field.grab().toImage(), grounds(field)[0]
    told = {name for name in grounds(field) if contrast(name, ground) > 1.15}
    return {(x, y) for x in range(picture.width()) for y in range(picture.height()) if picture.pixelColor(x, y).name() in told}


@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
@pytest.mark.parametrize("kind", FIELDS)
def test_what_cannot_be_used_differs_by_more_than_its_colour_and_is_readable(kind, look, window, qtbot):
    Theme.current.choose(look, 100)
    page = QWidget()
    page.setObjectName("page")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    qtbot.addWidget(page)
    field = kind(page)
    field.setGeometry(8, 8, 160, 40)
    page.show()
    field.clearFocus()
    usable = inked(field)
    field.setEnabled(False)
    assert len(usable - inked(field)) >= 10  # dashed: part of the line is not there
    if isinstance(field, QComboBox):
        field.addItem("Words")
    elif hasattr(field, "setText"):
        field.setText("Words")
    if look == "contrast":
        words = max(grounds(field), key=lambda name: contrast(name, colours().window))
        assert contrast(words, colours().window) >= 4.5
    Theme.current.choose("light", 100)
