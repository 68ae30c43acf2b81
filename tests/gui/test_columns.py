"""The columns of a table and the words of a box have the room there is."""

import pytest
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox

from rai_desktop.gui.theme import Theme
from rai_desktop.gui.widgets.column_rows import DISTINCT, MISSING, NAME, ROLE, TYPE, ColumnRows
from rai_desktop.gui.widgets.column_table import ColumnTable
from rai_desktop.gui.widgets.fitted_table import FittedTable, Row, level
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


def test_the_widest_columns_give_way_first():
    assert level([10, 20, 30], 100) == 30
    assert level([10, 20, 90, 90], 130) == 50
    assert level([100, 100], 50) == 25
    assert level([], 50) == 0


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
