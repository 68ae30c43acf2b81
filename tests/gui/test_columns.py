"""The columns of a table and the words of a box have the room there is."""

import pytest
from PySide6.QtCore import QRect, QSortFilterProxyModel, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStyleOptionViewItem

from rai_desktop.gui.theme import Theme
from rai_desktop.gui.widgets.column_rows import DISTINCT, MISSING, NAME, ROLE, TYPE, ColumnRows
from rai_desktop.gui.widgets.column_table import ColumnTable
from rai_desktop.gui.widgets.fitted_table import FittedTable, Row, level, shared
from rai_desktop.project.looks import ColumnLook
from rai_desktop.project.model import Role

BESIDE_THE_PANEL = 630  # in a window of 1280 by 800 with usual text


def column(name, role, type_="whole numbers"):
    return ColumnLook(name=name, type=type_, missing_share=0.0, distinct=9000, role=role)


@pytest.fixture
def usual_look():
    yield
    Theme.current.choose("light", 100)


def test_counts_of_columns_are_seen_beside_the_panel(window, qtbot):
    rows, table = ColumnRows(), ColumnTable()
    qtbot.addWidget(table)
    rows.show_columns([column("repayment_status_sep", "feature"), column("age", Role.SENSITIVE_FEATURE.value), column("default", "label")], {})
    table.setModel(rows)
    table.resize(BESIDE_THE_PANEL, 500)
    table.show()
    qtbot.waitExposed(table)
    assert [place for place in range(6) if not table.isColumnHidden(place)] == [NAME, ROLE, TYPE, MISSING, DISTINCT]
    assert table.horizontalScrollBar().maximum() == 0
    rows.setParent(table)


def test_a_guessed_role_is_told_from_another_where_it_is_cut(window, qtbot):
    rows, table = ColumnRows(), ColumnTable()
    qtbot.addWidget(table)
    rows.show_columns([column("age", Role.SENSITIVE_FEATURE.value), column("creatinine", "feature"), column("readmitted", "label")], {})
    table.setModel(rows)
    table.resize(BESIDE_THE_PANEL, 500)
    table.show()
    qtbot.waitExposed(table)
    option = QStyleOptionViewItem()
    table.initViewItemOption(option)
    table.itemDelegateForColumn(ROLE).initStyleOption(option, rows.index(0, ROLE))
    seen = option.fontMetrics.elidedText(option.text, option.textElideMode, table.columnWidth(ROLE) - 20)
    assert seen.startswith("Sensitive and feature")
    table.resize(BESIDE_THE_PANEL + 100, 500)
    assert table.sizeHintForIndex(rows.index(0, ROLE)).width() <= table.columnWidth(ROLE)
    rows.setParent(table)


@pytest.mark.parametrize("size", [100, 200])
def test_names_of_columns_are_whole_where_there_is_room(size, window, usual_look, qtbot):
    rows, table = ColumnRows(), ColumnTable()
    qtbot.addWidget(table)
    Theme.current.choose("light", size)
    rows.show_columns([column("late_payments_12m", "feature"), column("age", Role.SENSITIVE_FEATURE.value)], {})
    table.setModel(rows)
    table.resize(1800, 500)
    table.show()
    qtbot.waitExposed(table)
    for place in (NAME, ROLE, TYPE):
        assert table.sizeHintForIndex(rows.index(0, place)).width() <= table.columnWidth(place)
    rows.setParent(table)


@pytest.mark.parametrize("size", [100, 200])
def test_the_words_of_a_box_reach_up_to_its_arrow(size, window, usual_look, qtbot):
    box = QComboBox()
    qtbot.addWidget(box)
    box.addItem("Feature and something long")
    Theme.current.choose("light", size)
    box.show()
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    words, arrow = (box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, box)
                    for part in (QStyle.SubControl.SC_ComboBoxEditField, QStyle.SubControl.SC_ComboBoxArrow))
    assert 0 <= arrow.left() - words.right() <= 4, (words, arrow)


def test_a_name_that_is_cut_keeps_its_end(window, qtbot):
    table = ColumnTable()
    qtbot.addWidget(table)
    metrics = table.fontMetrics()
    cut = {metrics.elidedText(f"repayment_status_{month}", table.textElideMode(), metrics.averageCharWidth() * 14)
           for month in ("apr", "may", "jun")}
    assert len(cut) == 3, cut


def test_the_widest_columns_give_way_first():
    assert level([10, 20, 30], 100) == 30
    assert level([10, 20, 90, 90], 130) == 50
    assert level([100, 100], 50) == 25
    assert level([], 50) == 0


def test_no_column_is_narrower_than_the_longest_word_of_its_head_where_there_is_room():
    assert shared([100, 400, 400], [60, 50, 80], 300) == [100, 100, 100]
    assert shared([400, 400, 400], [60, 50, 180], 300) == [60, 60, 180]
    assert shared([10, 20, 30], [10, 20, 30], 100) == [10, 20, 30]
    assert shared([100, 100], [80, 80], 50) == [25, 25]  # none of them can be whole
    assert shared([], [], 50) == []


def test_the_heads_of_a_narrow_table_wrap_between_their_words(window, usual_look, qtbot):
    heads = ["À prendre", "Question", "Réponse d’aujourd’hui", "Réponse du fichier"]
    table = FittedTable("Answers")
    qtbot.addWidget(table)
    Theme.current.choose("light", 200)
    table.show_rows(heads, [Row(("Put in", "Who answers for the system? " * 3, "The bank " * 8, "The board " * 8))])
    table.resize(720, 300)
    table.show()
    qtbot.waitExposed(table)
    header = table.horizontalHeader()
    font = QFont(table.font())
    font.setWeight(QFont.Weight.DemiBold)
    bold = QFontMetrics(font)
    for place, head in enumerate(heads):
        room = QRect(0, 0, header.sectionSize(place) - 18, header.height() - 12)
        words = bold.boundingRect(QRect(0, 0, room.width(), 9999), Qt.TextFlag.TextWordWrap, head)
        assert words.width() <= room.width() and words.height() <= room.height(), (head, words, room)
    one = header.height()
    table.resize(2400, 300)
    qtbot.waitUntil(lambda: header.height() < one)


def test_heads_that_do_not_fit_side_by_side_are_of_a_smaller_type(window, usual_look, qtbot):
    heads = ["Reprendre", "Questionnaire", "Question", "Maintenant", "Formulaire"]
    table = FittedTable("Answers")
    qtbot.addWidget(table)
    Theme.current.choose("light", 200)
    table.show_rows(heads, [Row(tuple("Words of a cell" for _head in heads))])
    table.resize(720, 300)
    table.show()
    qtbot.waitExposed(table)
    assert 0.6 < table._share < 1
    bold = table._bold(table._share)
    assert all(bold.horizontalAdvance(head) + 18 <= table.columnWidth(place) for place, head in enumerate(heads))
    assert f"{table.font().pointSizeF() * table._share:.1f}pt" in table.horizontalHeader().styleSheet()
    table.resize(2400, 300)
    qtbot.waitUntil(lambda: table._share == 1)
    assert table.horizontalHeader().styleSheet() == ""


def test_a_table_too_narrow_leaves_out_what_it_can_and_never_scrolls_sideways(window, qtbot):
    table = FittedTable("History", dispensable=2, optional=1)
    qtbot.addWidget(table)
    table.show_rows(["What", "Reason", "Hash"], [Row(("A change with many words in it " * 3, "", "a" * 40))])
    table.resize(900, 200)
    table.show()
    qtbot.waitExposed(table)
    assert [table.isColumnHidden(place) for place in range(3)] == [False, True, False]
    table.resize(120, 200)
    qtbot.waitUntil(lambda: table.columnWidth(0) <= table.viewport().width() and table.horizontalScrollBar().maximum() == 0)
    table.show_rows(["What", "Reason", "Hash"], [Row(("A change", "Asked for", "a" * 40))])
    assert [table.isColumnHidden(place) for place in range(3)] == [False, False, True]
    assert "A change" in table.item(0, 0).toolTip()


def test_a_name_that_turns_writing_round_is_told_in_its_row():
    rows = ColumnRows()
    rows.show_columns([column("\u202egpj.exe", "feature")], {})
    assert rows.data(rows.index(0, NAME)) == "[U+202E]gpj.exe"
    rows.deleteLater()


def test_columns_are_as_wide_as_their_words_also_those_that_a_search_hides(window, qtbot):
    rows, table, sieve = ColumnRows(), ColumnTable(), QSortFilterProxyModel()
    qtbot.addWidget(table)
    rows.show_columns([column("late_payments_of_the_last_12m", "feature"), column("age", "feature")], {})
    sieve.setSourceModel(rows)
    table.setModel(sieve)
    table.resize(1800, 500)
    table.show()
    qtbot.waitExposed(table)
    wide = table.columnWidth(NAME)
    sieve.setFilterFixedString("age")
    table.share_width()
    sieve.setFilterFixedString("")
    assert table.columnWidth(NAME) == wide
    for each in (rows, sieve):
        each.setParent(table)
