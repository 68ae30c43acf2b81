"""Text at 200 % in a window of 1024 by 680: nothing of the questionnaires is pushed sideways, nothing is cut, all of it is reached."""

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QTabBar,
    QTableWidget,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from benchmarks.answering import value_for
from rai_desktop.findings.measurement import Axis, Bars, Point, Table
from rai_desktop.gui.dialogs.handing_out import HandOutDialog
from rai_desktop.gui.dialogs.packs import PacksDialog
from rai_desktop.gui.theme import Theme, colours
from rai_desktop.gui.widgets.elided_button import ElidedButton
from rai_desktop.gui.widgets.evidence_view import EvidenceView
from rai_desktop.gui.widgets.findings_panel import FindingsPanel
from rai_desktop.gui.widgets.matrix_field import MatrixField
from rai_desktop.gui.widgets.number_table import NumberTable
from rai_desktop.gui.widgets.option_button import RadioOption, TickOption
from rai_desktop.gui.widgets.place_button import PlaceButton
from rai_desktop.gui.widgets.told_lines import breakable
from rai_desktop.project.model import Answer, Attachment, FileRef, Origin
from rai_desktop.project.register import Action, Risk
from rai_desktop.questionnaire import catalog, flow, standing
from rai_desktop.questionnaire.question import Kind

LONG = "Where people who have not been trained in its limits must decide within minutes on the word of R&D <b>alone</b>"
FILE = FileRef(path=f"/x/{'a_long_name_of_a_file_' * 6}.pdf", sha256="a" * 64, size=1)
PACKS = [pack.id for pack in catalog.packs()]


@pytest.fixture
def large(window, project, session):
    """The step System in the smallest window, with letters of twice the size."""
    Theme.current.choose("light", 200)
    window.resize(1024, 680)
    window.show_step("system")
    yield window.step
    Theme.current.choose("light", 100)


@pytest.fixture
def everything_asked(monkeypatch):
    """Every question of every section, whatever is answered."""
    def asked(section, seen):
        return standing.Asked(section, section.questions, flow.section_progress(section, section.questions, seen))

    monkeypatch.setattr(standing, "_asked", asked)


def whole(box):
    """Whether a box that wraps its words shows all of them."""
    field = box._field(box.width(), box.height())
    words = box._words(field)
    return words.width() <= field.width() and words.height() <= field.height()


@pytest.mark.parametrize("step", ["assessments", "findings"])
def test_the_title_of_a_policy_stands_whole(large, window, session, qtbot, step):
    window.show_step(step)
    box = window.step.run.policy if step == "assessments" else window.step.policy
    for name in ("default", "us-employment"):
        session.apply("Policy", lambda p, name=name: msgspec.structs.replace(p, plan=msgspec.structs.replace(p.plan, policy=name)))
        assert box.currentData() == name
        qtbot.wait(100)
        assert whole(box)
        assert box.height() == box.heightForWidth(box.width())
    large_height = box.height()
    assert large_height > box.sizeHint().height()  # the longer title takes two lines
    Theme.current.choose("light", 100)
    qtbot.waitUntil(lambda: whole(box) and box.height() < large_height, timeout=2000)


def test_the_open_list_of_policies_shows_titles_wider_than_the_screen_whole(large, window, session, qtbot):
    window.show_step("assessments")
    box = window.step.run.policy
    box.addItem("High-risk system " + "under the regulation on artificial intelligence " * 3)
    box.showPopup()
    settle()
    view = box.view()
    first, last = (view.visualRect(view.model().index(row, 0)) for row in (0, box.count() - 1))
    assert last.height() >= first.height() + 2 * view.fontMetrics().lineSpacing()
    assert last.width() <= view.viewport().width()
    box.hidePopup()


@pytest.mark.parametrize("kind", [ElidedButton, PlaceButton])
def test_a_cut_button_that_is_reached_by_a_key_shows_its_words_whole(kind, qtbot):
    both = QWidget()
    row = QHBoxLayout(both)
    before, button = QPushButton("First"), kind("R&D: the fairness of the outcome for applicants of every age and origin")
    for each in (before, button):
        row.addWidget(each)
    qtbot.addWidget(both)
    both.resize(300, 60)
    with qtbot.waitExposed(both):
        both.show()
    both.activateWindow()
    before.setFocus()
    assert button.text().endswith("…")
    assert "R&&D" in button.text()
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: QToolTip.isVisible() and "every age and origin" in QToolTip.text(), timeout=2000)
    QToolTip.hideText()


def test_the_start_page_shows_a_long_title_from_its_beginning_and_the_whole_path(large, window, session, qtbot):
    window.show_step("start")
    session.apply("Title", lambda p: msgspec.structs.replace(p, title=LONG))
    assert window.step.title_field.cursorPosition() == 0
    path = window.step._place
    assert path.toPlainText() == str(session.document.path)
    qtbot.waitUntil(lambda: path.height() >= path.document().size().height() * path.fontMetrics().lineSpacing(), timeout=2000)


def test_lines_have_room_for_what_they_say_while_they_are_empty(large, window, session, qtbot):
    window.show_step("risks")
    session.apply("Risk", lambda p: msgspec.structs.replace(p, packs=["system_profile"], risks={"a": Risk(title="A")}, answers={
        "system_profile": {"stop": Answer(value="no")}}))
    step = window.step
    for tab, line in ((0, step.register.view.search), (2, step.suggestions.reason)):
        line.setPlaceholderText("Pourquoi ce n’est pas un risque ici"[:34 if tab else 25])
        step.tabs.setCurrentIndex(tab)
        settle()
        room = line.width() - line.fontMetrics().height()
        qtbot.waitUntil(lambda line=line: line.isVisible(), timeout=2000)
        assert line.fontMetrics().horizontalAdvance(line.placeholderText()) <= room, (line.placeholderText(), line.width())


def test_the_last_column_of_a_table_of_evidence_keeps_room_for_its_words(large, qtbot):
    table = NumberTable(Table(id="t", title="Groups", columns=["sex", "Selection rate", "Impact ratio of selection", "Remark"],
                              rows=[["female", 0.5, 0.9, None]], formats=["text", "share", "number", "text"]))
    qtbot.addWidget(table)
    table.resize(560, 140)
    with qtbot.waitExposed(table):
        table.show()
    header = table.horizontalHeader()
    qtbot.waitUntil(lambda: header.sectionSize(3) >= header.sectionSizeHint(3), timeout=2000)
    table.resize(2400, 140)
    qtbot.waitUntil(lambda: header.length() == table.viewport().width(), timeout=2000)  # the last one takes what is left


def test_below_a_short_list_its_card_follows_at_once(large, window, session, qtbot):
    window.show_step("risks")
    session.apply("Put in", lambda p: msgspec.structs.replace(
        p, risks={"a": Risk(title="A")}, actions={"b": Action(title="Do it", due="2030-01-01")}))
    panel = window.step.actions_
    window.step.tabs.setCurrentWidget(panel)
    settle()

    def between():
        return panel.card.mapTo(panel, QPoint()).y() - panel.rows.list.mapTo(panel, QPoint()).y() - panel.rows.list.height()

    qtbot.waitUntil(lambda: panel.card.isVisible() and 0 <= between() < 40, timeout=2000)


def test_the_arrows_of_a_row_of_tabs_grow_with_the_letters(large, qtbot):
    bar = QTabBar()
    qtbot.addWidget(bar)
    for place in range(8):
        bar.addTab(f"The assessment of number {place}")
    bar.resize(500, 60)
    with qtbot.waitExposed(bar):
        bar.show()

    def wide():
        return {each.width() for each in bar.findChildren(QToolButton) if each.isVisible()}

    large_ones = wide()
    Theme.current.choose("light", 100)
    qtbot.waitUntil(lambda: wide() and max(wide()) < min(large_ones), timeout=2000)


def test_a_rating_of_two_words_stands_whole_in_a_narrow_cell(large, window, session, qtbot):
    from rai_desktop.gui.widgets.heat_map import _fitting, _wraps

    window.show_step("risks")
    session.apply("Risk", lambda p: msgspec.structs.replace(p, risks={"a": Risk(title="A", severity="critical", likelihood="likely")}))
    map_ = window.step.register.map
    cell = map_.visualRect(map_.model().index(0, 0))
    room = cell.width() - 8
    names = [rating.name for rating in map_._scale.ratings]
    for name in names:
        lines = name.split() if _wraps(map_.font(), name, room) else [name]
        assert _fitting(map_.font(), lines, room) is not None, (name, room)
    assert _wraps(map_.font(), "Extraordinarily high", room) and not _wraps(map_.font(), "Low", room)
    usual = map_.rowHeight(0) / map_.fontMetrics().lineSpacing()
    map_.resize(330, map_.height())
    assert any(_wraps(map_.font(), name, map_._room() - 8) for name in names)
    assert map_.rowHeight(0) / map_.fontMetrics().lineSpacing() > usual


def answered(pack):
    held = Answer(value=None, note="A note with a reason in it", evidence=[Attachment(file=FILE)])
    return {each.id: msgspec.structs.replace(held, value=value_for(each)) for section in pack.sections for each in section.questions}


def put(session, pack):
    session.document.apply("All answered", lambda project: msgspec.structs.replace(
        project, packs=[pack.id], answers={pack.id: answered(pack)}))


def settle():
    for _ in range(2):
        QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def show(window, qtbot):
    """Shows an option alone on a narrow page."""
    pages = []

    def shown(made):
        page = QWidget()
        page.setObjectName("page")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(page)
        column.addWidget(made)
        column.addStretch()
        page.resize(360, 500)
        qtbot.addWidget(page)
        pages.append(page)
        with qtbot.waitExposed(page):
            page.show()
        return made

    return shown


# --- one option -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [RadioOption, TickOption])
def test_all_of_the_words_are_to_be_pressed(kind, show, qtbot):
    option = show(kind(LONG))
    assert option.width() < option.parent().width()
    assert option.height() >= 3 * option.fontMetrics().height()
    last_line = QPoint(option.width() // 4, option.height() - 10)
    qtbot.mouseClick(option, Qt.MouseButton.LeftButton, pos=last_line)
    assert option.isChecked()


@pytest.mark.parametrize("kind", [RadioOption, TickOption])
def test_the_space_key_chooses_and_a_screen_reader_has_the_words_as_they_are(kind, show, qtbot):
    option = show(kind(LONG))
    option.setFocus()
    qtbot.keyClick(option, Qt.Key.Key_Space)
    assert option.isChecked()
    spoken = QAccessible.queryAccessibleInterface(option)
    assert spoken.text(QAccessible.Text.Name) == LONG
    assert spoken.role() == (QAccessible.Role.RadioButton if kind is RadioOption else QAccessible.Role.CheckBox)
    assert option.shortcut().isEmpty()


def test_the_mark_stands_beside_the_first_line_and_the_frame_round_all_lines(show, qtbot):
    option = show(TickOption(LONG))
    option.setChecked(True)
    option.setFocus()
    picture = option.grab().toImage()
    line = option.fontMetrics().height()
    accent, focus = QColor(colours().accent), QColor(colours().focus)
    marked = [y for y in range(picture.height()) for x in range(4, 24) if picture.pixelColor(x, y) == accent]
    assert marked
    assert max(marked) < line + 14
    framed = [y for y in range(picture.height()) if picture.pixelColor(picture.width() // 2, y) == focus]
    assert min(framed) <= 2
    assert max(framed) >= picture.height() - 3


def test_words_are_not_cut_and_never_markup(show, qtbot):
    """No ink at the right edge, and ink in the last line."""
    option = show(RadioOption(LONG))
    option.clearFocus()
    picture, ground = option.grab().toImage(), QColor(colours().window)
    inked = {y for y in range(picture.height()) for x in range(40, picture.width()) if picture.pixelColor(x, y) != ground}
    lines = (picture.height() - 10) // option.fontMetrics().height()
    assert max(inked) > (lines - 1) * option.fontMetrics().height()
    assert not any(picture.pixelColor(picture.width() - 1, y) != ground for y in range(picture.height()))
    assert option.heightForWidth(option.width()) == option.height()


def test_larger_letters_need_more_lines(show, qtbot):
    option = show(RadioOption(LONG))
    before = option.height()
    Theme.current.choose("light", 200)
    qtbot.waitUntil(lambda: option.height() > 2 * before)
    Theme.current.choose("light", 100)
    qtbot.waitUntil(lambda: option.height() == before)


# --- all questionnaires -----------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("quarter", range(4))
def test_no_page_is_pushed_sideways(quarter, large, session, everything_asked, qtbot):
    sideways, wide = large.scroll.horizontalScrollBar(), []
    for pack in catalog.packs()[quarter::4]:
        put(session, pack)
        for section in pack.sections:
            large.show_section(pack.id, section.id)
            settle()
            assert set(large._fields) == {each.id for each in section.questions}
            if sideways.maximum():
                wide.append((pack.id, section.id, sideways.maximum()))
    assert wide == []
    assert large.scroll.viewport().width() > 560  # most of the window is the questions'


def test_a_table_keeps_its_columns_readable_and_scrolls_within_its_box(large, session, qtbot):
    pack = catalog.pack("deployment_monitoring")
    put(session, pack)
    large.show_section(pack.id, "watch")
    settle()
    table = next(each for each in large.findChildren(QTableWidget) if each.columnCount() == 4)
    character = table.fontMetrics().averageCharWidth()
    assert all(table.columnWidth(place) >= 11 * character for place in range(4))
    assert table.horizontalScrollBar().maximum() > 0
    assert large.scroll.horizontalScrollBar().maximum() == 0


def test_a_matrix_is_a_grid_where_there_is_room_and_rows_where_not_and_keeps_its_answers(window, qtbot):
    question = next(each for pack in catalog.packs() for section in pack.sections for each in section.questions
                    if each.kind is Kind.MATRIX)
    field = MatrixField(question)
    qtbot.addWidget(field)
    field.resize(1400, 600)
    field.show()
    first = next(iter(field.buttons.values()))
    one, two = list(first.values())[:2]
    qtbot.waitUntil(lambda: one.y() == two.y() and one.words == "")
    two.click()
    before, name = field.value(), two.accessibleName()
    field.resize(240, 600)
    qtbot.waitUntil(lambda: one.words != "" and one.x() < 20)
    assert (field.value(), two.accessibleName()) == (before, name)
    field.resize(1400, 600)
    qtbot.waitUntil(lambda: one.words == "" and one.y() == two.y())
    assert field.value() == before


# --- the sections behind a button ---------------------------------------------------------------------------------


def test_sections_wait_behind_a_button_and_come_beside_the_page_when_there_is_room(large, qtbot):
    assert large.beside.button.isVisible()
    assert not large.tree.isVisible()
    assert large.scroll.isVisible()
    Theme.current.choose("light", 100)
    qtbot.waitUntil(lambda: large.tree.isVisible() and large.scroll.isVisible())
    assert not large.beside.button.isVisible()


def _second(step):
    return step.tree.topLevelItem(0).child(1)


def test_a_section_is_chosen_with_the_mouse(large, qtbot):
    qtbot.mouseClick(large.beside.button, Qt.MouseButton.LeftButton)
    assert large.tree.isVisible()
    assert not large.scroll.isVisible()
    seen = large.tree.viewport()
    qtbot.waitUntil(lambda: seen.rect().contains(large.tree.visualItemRect(_second(large))))  # once it has its width
    place = large.tree.visualItemRect(_second(large)).center()
    qtbot.mouseClick(large.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert large.scroll.isVisible()
    assert not large.tree.isVisible()
    assert large._shown[1] == catalog.pack("system_profile").sections[1].id


def test_a_section_is_chosen_with_the_keyboard_and_escape_goes_back(large, qtbot):
    large.beside.button.setFocus()
    qtbot.keyClick(large.beside.button, Qt.Key.Key_Space)
    assert large.tree.hasFocus()
    qtbot.keyClick(large.tree, Qt.Key.Key_Down)
    assert large.tree.isVisible()  # still looking
    qtbot.keyClick(large.tree, Qt.Key.Key_Return)
    assert large.scroll.isVisible()
    assert large.beside.button.hasFocus()
    assert large._shown[1] == catalog.pack("system_profile").sections[1].id
    qtbot.keyClick(large.beside.button, Qt.Key.Key_Space)
    qtbot.keyClick(large.tree, Qt.Key.Key_Escape)
    assert large.scroll.isVisible()


def test_the_next_missing_thing_is_shown_though_the_sections_were_open(large, qtbot):
    qtbot.mouseClick(large.beside.button, Qt.MouseButton.LeftButton)
    assert large.next_missing()
    assert large.scroll.isVisible()
    assert large.scroll.isAncestorOf(QApplication.focusWidget())


def test_no_plain_radio_button_is_left_among_the_questions(large, session, everything_asked, qtbot):
    put(session, catalog.pack("data_protection"))
    large.show_section("data_protection", "threshold")
    settle()
    assert [each for each in large.scroll.findChildren(QRadioButton) if not isinstance(each, RadioOption)] == []
    assert large.scroll.findChildren(RadioOption)


# --- the other steps ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["start", "inputs", "assessments", "findings", "risks", "clauses", "review", "report"])
def test_no_other_step_is_pushed_sideways(step, large, window, session, qtbot):
    window.show_step("inputs")
    window.step.take_table("/x/people.csv")
    window.step.take_model("/x/model.joblib")
    qtbot.waitUntil(lambda: session.checked is not None, timeout=10_000)
    with qtbot.waitSignal(session.run_ended):
        session.start_run()
    window.show_step(step)
    qtbot.wait(50)
    qtbot.waitUntil(lambda: window.step.scroll.horizontalScrollBar().maximum() == 0)  # once it is laid out anew


def test_what_an_assessment_was_made_from_is_not_pushed_sideways_and_is_copied_as_it_is(large, window, session, qtbot):
    origin = Origin(project="a", title="A title", head="e" * 64, when="2026-11-20T08:00:00+00:00")
    session.apply("Made", lambda project: msgspec.structs.replace(project, origin=origin))
    window.show_step("start")
    qtbot.wait(400)
    assert window.step.scroll.horizontalScrollBar().maximum() == 0
    assert "e" * 64 in window.step.origin.toPlainText()
    assert window.step.origin.height() >= 3 * window.step.origin.fontMetrics().lineSpacing()


def test_the_name_of_a_class_breaks_between_its_words():
    assert breakable("HistGradientBoostingClassifier").split("\u200b") == ["HistGradient", "Boosting", "Classifier"]
    assert breakable("a_folder/XGBClassifier.joblib").replace("\u200b", "") == "a_folder/XGBClassifier.joblib"


@pytest.mark.parametrize("times", [100, 200])
def test_recent_files_with_long_names_in_deep_folders_are_not_pushed_sideways(times, large, window, home, qtbot):
    deep = home / "validation_of_models" / "credit_scoring_for_consumer_loans" / "third_quarter_of_this_year"
    deep.mkdir(parents=True)
    file = deep / f"{'scorer_of_the_retail_bank_' * 3}R&D.rai"
    file.touch()
    window.settings.recent = [str(file), str(deep / "gone.rai")]
    Theme.current.choose("light", times)
    window.show_step("start")
    window.step.refresh()
    qtbot.wait(400)
    assert window.step.scroll.horizontalScrollBar().maximum() == 0
    assert file.stem in {each.accessibleName() for each in window.step.findChildren(QPushButton)}


@pytest.mark.parametrize("step", ["clauses", "findings", "inputs", "risks"])
def test_a_page_that_is_dressed_when_shown_is_laid_out_for_its_letters(step, window, qtbot):
    window.resize(1024, 680)
    window.show_step(step)  # seen once in small letters
    settle()
    window.show_step("start")
    Theme.current.choose("light", 200)
    Theme.current.redressing._turn.stop()  # no piece of the rest comes before it is shown
    window.show_step(step)
    qtbot.waitUntil(lambda: window.step.scroll.horizontalScrollBar().maximum() == 0)
    Theme.current.choose("light", 100)


@pytest.mark.parametrize("step", ["start", "inputs", "assessments", "findings", "risks", "clauses", "review", "report"])
def test_a_page_in_sight_is_laid_out_anew_for_larger_letters(step, window, qtbot):
    window.resize(1024, 680)
    window.show_step(step)
    settle()
    Theme.current.choose("light", 200)
    qtbot.waitUntil(lambda: window.step.scroll.horizontalScrollBar().maximum() == 0)
    Theme.current.choose("light", 100)


def test_evidence_and_findings_fit_the_page(large, window, session, qtbot):
    room = large.scroll.viewport().width() - 64  # what the page keeps free at both sides
    bars = Bars(id="b", title="Bars", question="Which is longest?", axis=Axis("n"), bars=[Point(label="a", value=1.0, n=10)])
    for view in (EvidenceView(bars), FindingsPanel(session)):
        qtbot.addWidget(view)
        view.show()
        view.resize(room, 400)
        settle()
        assert view.minimumSizeHint().width() <= room


def test_the_lists_of_questionnaires_in_dialogs_are_not_pushed_sideways(large, window, session, qtbot):
    session.document.apply("All", lambda project: msgspec.structs.replace(project, packs=PACKS))
    large.choose_packs()
    dialogs = [large.findChildren(PacksDialog)[0], HandOutDialog(session, session.project, window)]
    for dialog in dialogs:
        dialog.show()
        qtbot.waitUntil(dialog.isVisible)
        settle()
        (area,) = dialog.findChildren(QScrollArea)
        assert area.horizontalScrollBar().maximum() == 0
        assert dialog.width() <= 1024
        dialog.close()
