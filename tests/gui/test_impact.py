"""The impact assessment use by use: the tables within each intended use, as an analyst fills them in, and what an older version asked."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit

from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog
from rai_desktop.questionnaire.editions import edition_of
from rai_desktop.questionnaire.question import Kind, Pack

PACK = catalog.pack("system_impact")


@pytest.fixture
def step(window, project, session, qtbot):
    """The section of intended uses, without any yet."""
    window.resize(1280, 900)
    window.show_step("system")
    window.step.answering.use(["system_impact"])
    window.step.show_section("system_impact", "use")
    qtbot.wait(30)
    return window.step


def click(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def use_added(step, qtbot, name):
    """The card of a new use, with its name typed."""
    group = step._fields["per_use"].field
    click(qtbot, group.add)
    card = list(group.cards.values())[-1]
    qtbot.keyClicks(card.fields["use"].line, name)
    qtbot.keyClick(card.fields["use"].line, Qt.Key.Key_Return)
    return card


def row_added(field, qtbot, *typed):
    """A new row, typed from cell to cell; None leaves a cell as it is."""
    qtbot.waitUntil(field.add.isVisible)
    qtbot.wait(50)  # laid out
    click(qtbot, field.add)
    row = field.table.rowCount() - 1
    for place, words in enumerate(typed):
        if words is not None:
            field.table.setCurrentCell(row, place)
            field.table.editItem(field.table.item(row, place))
            editor = next(each for each in field.table.viewport().findChildren(QLineEdit) if each.isVisible())
            qtbot.keyClicks(editor, words)
            qtbot.keyClick(editor, Qt.Key.Key_Return)
            qtbot.wait(20)


def stored(session):
    return session.project.answers["system_impact"]["per_use"].value


def test_stakeholders_are_told_use_by_use(step, session, qtbot):
    first = use_added(step, qtbot, "Loans")
    row_added(first.fields["stakeholders"], qtbot, "Applicants", "Credit", "Refused wrongly")
    second = use_added(step, qtbot, "Cards")
    row_added(second.fields["stakeholders"], qtbot, "Holders", None, "Debt")
    kind = second.fields["stakeholders"].table.cellWidget(0, 3)
    assert isinstance(kind, QComboBox)
    kind.setCurrentIndex(kind.findData("subject"))
    kind.activated.emit(kind.currentIndex())
    loans, cards = stored(session)
    assert loans["stakeholders"] == [{"who": "Applicants", "benefit": "Credit", "harm": "Refused wrongly", "kind": ""}]
    assert cards["stakeholders"] == [{"who": "Holders", "benefit": "", "harm": "Debt", "kind": "subject"}]
    assert kind.toolTip() == "Is judged by it"
    names = [card.fields["stakeholders"].table.accessibleName() for card in (first, second)]
    assert names[0].startswith("Intended use 1: Loans, ")
    assert names[1].startswith("Intended use 2: Cards, ")
    session.document.undo()
    qtbot.wait(20)
    assert stored(session)[1]["stakeholders"][0]["kind"] == ""


def test_each_goal_of_fairness_asks_for_its_groups_only_where_it_may_matter(step, session, qtbot):
    card = use_added(step, qtbot, "Loans")
    table = card.fields["quality_people"]
    assert not table.isVisible()
    click(qtbot, card.fields["quality"]._buttons["yes"])
    qtbot.waitUntil(table.isVisible)
    row_added(table, qtbot, "Applicants", "The young")
    assert "Row 1: fill in “How it may work worse”" in _without(step, session, "quality_people")
    assert stored(session)[0]["quality_people"][0]["group"] == "The young"
    click(qtbot, card.fields["quality"]._buttons["no"])
    qtbot.waitUntil(lambda: not table.isVisible())
    assert stored(session)[0]["quality_people"][0]["group"] == "The young"  # kept, and not counted


def _without(step, session, wanted):
    """What the page says is wrong, once everything asked before the wanted table is answered."""
    group = PACK.question("per_use")
    item = dict(stored(session)[0])
    for each in group.questions:
        if each.id == wanted:
            break
        item.setdefault(each.id, [{"who": "Ann"}] if each.kind is Kind.TABLE else "yes" if each.kind is Kind.YESNO else "x")
    answer = Answer(value=[item])
    session.apply("Answered", lambda project: msgspec.structs.replace(
        project, answers={**project.answers, "system_impact": {"per_use": answer}}))
    return step._fields["per_use"]._problem.text()


def test_a_table_is_as_high_as_its_rows_and_no_heading_or_text_is_cut(step, qtbot):
    card = use_added(step, qtbot, "Loans")
    click(qtbot, card.fields["quality"]._buttons["yes"])
    field = card.fields["quality_people"]
    qtbot.waitUntil(field.isVisible)
    row_added(field, qtbot, "Applicants", "People who came lately", "Short histories say little, and the score is wrong about them more often")
    row_added(field, qtbot, "Applicants", "Women")
    table, header = field.table, field.table.horizontalHeader()
    qtbot.waitUntil(lambda: not table.verticalScrollBar().isVisible() and table.rowHeight(0) > 3 * table.fontMetrics().height())
    assert not table.verticalScrollBar().maximum()
    for place, column in enumerate(field.question.columns):
        longest = max(header.fontMetrics().horizontalAdvance(word) for word in column.text.split())
        assert header.sectionSize(place) > longest
    wrapped = table.fontMetrics().boundingRect(0, 0, table.columnWidth(2) - 26, 9999, int(Qt.TextFlag.TextWordWrap), table.item(0, 2).text())
    assert table.rowHeight(0) >= wrapped.height()


def test_answers_given_under_the_version_before_stay_readable(window, project, session, qtbot):
    """Stakeholders stood in one table for all uses, benefits, harms and groups in plain text."""
    plain = msgspec.to_builtins(PACK)
    plain["version"] = "2026.1"
    section = next(each for each in plain["sections"] if each["id"] == "use")
    section["questions"][0]["questions"] = [
        {"id": "use", "type": "text", "text": "Which use is this?"}, {"id": "harms", "type": "text", "text": "Who may be harmed?"}]
    section["questions"].append({"id": "stakeholders", "type": "table", "text": "Stakeholder by stakeholder?", "columns": [
        {"id": "use", "text": "Use"}, {"id": "who", "text": "Stakeholder"}, {"id": "harm", "text": "Possible harm"}]})
    before = edition_of(msgspec.convert(plain, Pack))
    answers = {"per_use": Answer(value=[{"id": "u1", "use": "Loans", "harms": "Refused wrongly"}]),
               "stakeholders": Answer(value=[{"use": "Loans", "who": "Applicants", "harm": "Dearer credit"}]),
               "name": Answer(value="Scorer")}
    digest = session.document.keep(msgspec.json.encode(before))
    session.apply("Of last year", lambda project: msgspec.structs.replace(
        project, packs=["system_impact"], answers={"system_impact": answers},
        pack_versions={"system_impact": "2026.1"}, pack_editions={"system_impact": digest}))
    window.show_step("system")
    window.step.show_section("system_impact", "use")
    qtbot.wait(20)
    step = window.step
    assert "version 2026.3" in step.news.changed.sentence
    assert "no longer there: Who may be harmed?" in step.news._details.text()
    for _reviewed in (False, True):
        gone = step.news._gone.text()
        assert "Who may be harmed? Intended use 1: Loans: Refused wrongly" in gone
        assert "Stakeholder by stakeholder? Use: Loans, Stakeholder: Applicants, Possible harm: Dearer credit" in gone
        click(qtbot, step.news.changed.button)
    assert session.project.pack_versions["system_impact"] == "2026.3"
    card = next(iter(step._fields["per_use"].field.cards.values()))
    row_added(card.fields["stakeholders"], qtbot, "Applicants", None, "Dearer credit")
    (item,) = stored(session)
    assert item["harms"] == "Refused wrongly"
    assert item["stakeholders"][0]["harm"] == "Dearer credit"
    assert session.project.answers["system_impact"]["stakeholders"] == answers["stakeholders"]
    assert "Refused wrongly" in step.news._gone.text()


def test_uses_told_in_1_8_are_named_and_added_with_their_names(step, qtbot, session):
    use_added(step, qtbot, "Price")
    put_uses(session, "Score", "Price", "Advise")
    qtbot.waitUntil(lambda: bool(step._fields["per_use"]._notices))
    field = step._fields["per_use"]
    (notice,) = field._notices
    assert "tells 3; answered for here: 1. Still missing: “Score”, “Advise”." in notice.sentence
    kept = stored(session)[0]
    click(qtbot, notice.button)
    assert [each["use"] for each in stored(session)] == ["Price", "Score", "Advise"]
    assert stored(session)[0] == kept
    qtbot.waitUntil(lambda: not field._notices)
    assert len({each["id"] for each in stored(session)}) == 3


def put_uses(session, *names):
    answer = Answer(value=[{"use": each} for each in names])
    session.apply("Uses", lambda project: msgspec.structs.replace(project, answers={
        **project.answers, "system_profile": {"uses": answer}}))
