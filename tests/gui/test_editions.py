"""A newer questionnaire, answers carried over and questionnaires suggested, as an analyst meets them on the System step."""

import msgspec
import pytest
from PySide6.QtCore import Qt

from rai_desktop.paths import site_dir
from rai_desktop.project.document import Document
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog

FIRST = """
id = "house"
title = "House rules"
version = "1"
as_of = 2026-11-01
[[sections]]
id = "who"
title = "Who answers"
[[sections.questions]]
id = "owner"
type = "text"
text = "Who answers for it?"
[[sections.questions]]
id = "often"
type = "single"
text = "How often is it looked at?"
options = [{ id = "week", text = "Weekly" }, { id = "year", text = "Yearly" }]
[[sections.questions]]
id = "seat"
type = "text"
text = "Where does it stand?"
[[sections.questions]]
id = "public"
type = "yesno"
text = "Is it public?"
"""
SECOND = (
    FIRST.replace('version = "1"', 'version = "2"')
    .replace("Who answers for it?", "Which person answers for it?")
    .replace('{ id = "year", text = "Yearly" }', '{ id = "month", text = "Monthly" }')
    .replace('id = "seat"', 'id = "rooms"').replace("Where does it stand?", "In which rooms does it stand?")
    + 'show_if = { question = "owner", answered = true }\n'
)


@pytest.fixture
def write():
    """Puts the site's own pack in place, as a person edits the file."""
    def put(text):
        folder = site_dir() / "questionnaires"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "house.toml").write_text(text, encoding="utf-8")
        catalog.forget()

    yield put
    (site_dir() / "questionnaires" / "house.toml").unlink(missing_ok=True)
    catalog.forget()


def answered(window, session, **values):
    """Answers typed into the step."""
    window.show_step("system")
    window.step.answering.use(["house"])
    for id_, value in values.items():
        field = window.step._fields[id_].field
        field.show_value(value)
        field.finished.emit()
    return window.step


def reopened(window, session, qtbot):
    path = session.document.path
    session.leave()
    session.take(Document.open(path))
    qtbot.wait(20)
    window.show_step("system")
    return window.step


@pytest.fixture
def old(write, window, project, session):
    write(FIRST)
    answered(window, session, owner="Ann", often="year", seat="Hall", public="no")
    write(SECOND)
    return window


def test_a_newer_pack_tells_what_is_new_gone_and_asked_otherwise(old, session, qtbot):
    step = reopened(old, session, qtbot)
    assert step.news.changed.isVisible()
    assert "version 2" in step.news.changed.sentence and "version 1" in step.news.changed.sentence
    assert "New questions: 1, gone: 1, asked otherwise: 3" in step.news.changed.sentence
    told = step.news._details.text()
    for words in ("In which rooms does it stand?", "Where does it stand?", "before: Who answers for it?",
                  "new to choose or fill in: Monthly", "no longer there: Yearly", "asked under another condition"):
        assert words in told


def test_every_old_answer_is_kept_and_reviewing_is_one_step_of_the_history(old, session, qtbot):
    before = session.project.answers["house"]
    step = reopened(old, session, qtbot)
    qtbot.mouseClick(step.news.changed.button, Qt.MouseButton.LeftButton)
    assert not step.news.changed.isVisible()
    assert session.project.answers["house"] == before
    assert session.project.pack_versions["house"] == "2"
    assert "Answered under version 1, not counted: Where does it stand? Hall" in step.news._gone.text()
    step = reopened(old, session, qtbot)
    assert not step.news.changed.isVisible()
    assert "Hall" in step.news._gone.text()
    session.document.undo()
    qtbot.wait(20)
    assert step.news.changed.isVisible()


def test_an_option_that_is_gone_is_shown_as_wrong_and_does_not_count(old, session, qtbot):
    step = reopened(old, session, qtbot)
    assert step._fields["often"]._problem.isVisible()
    assert step.state(session.project).words.startswith("2 of 4")


def test_a_choice_that_was_dropped_keeps_its_words_also_after_reviewing_until_one_chooses_again(old, session, qtbot):
    words = ("“Yearly” was chosen under version 1 and is no longer one of the choices. It is kept, and does not count. "
             "Choose again.")
    step = reopened(old, session, qtbot)
    assert step._fields["often"]._problem.text() == words
    qtbot.mouseClick(step.news.changed.button, Qt.MouseButton.LeftButton)
    assert step._fields["often"]._problem.text() == words
    step = reopened(old, session, qtbot)
    assert step._fields["often"]._problem.text() == words
    assert session.project.answers["house"]["often"].value == "year"
    qtbot.mouseClick(step._fields["often"].field._buttons["month"], Qt.MouseButton.LeftButton)
    assert step._fields["often"]._problem.isHidden()
    assert session.project.answers["house"]["often"].value == "month"


def test_cells_of_a_column_that_is_gone_are_told_and_outlive_an_edit(write, window, project, session, qtbot):
    table = """[[sections.questions]]
id = "people"
type = "table"
text = "Whom does it concern?"
columns = [{ id = "who", text = "Who" }, { id = "harm", text = "Harm" }]
"""
    write(FIRST + table)
    answered(window, session, people=[{"who": "Ann", "harm": "Refused"}, {"who": "Bob", "harm": ""}])
    write(SECOND + table.replace(', { id = "harm", text = "Harm" }', ""))
    step = reopened(window, session, qtbot)
    words = "Answered under version 1, not counted: Whom does it concern? “Harm” Ann: Refused"
    for _reviewed in (False, True):
        assert words in step.news._gone.text()
        qtbot.mouseClick(step.news.changed.button, Qt.MouseButton.LeftButton)
    step._fields["people"].field.table.item(0, 0).setText("Anna")
    assert session.project.answers["house"]["people"].value[0] == {"who": "Anna", "harm": "Refused"}
    assert words.replace("Ann:", "Anna:") in step.news._gone.text()


SCORED = FIRST.replace('title = "Who answers"', 'title = "Who answers"\nscore = "raw"').replace(
    'text = "Weekly" }', 'text = "Weekly", points = 1 }') + """
[scoring]
total = "raw"
scores = { raw = { title = "Risk" } }
levels = [{ id = "I", title = "Little", up_to = 0.5 }, { id = "II", title = "Big" }]
"""


def test_another_cut_off_is_told_before_it_changes_a_level_unseen(write, window, project, session, qtbot):
    write(SCORED)
    answered(window, session, owner="Ann")
    write(SCORED.replace("up_to = 0.5", "up_to = 0.6").replace('version = "1"', 'version = "2"'))
    step = reopened(window, session, qtbot)
    assert "The same answers may come to another result: 1 change." in step.news.changed.sentence
    assert "Level “Big” begins above 60 % of the most points instead of 50 %" in step.news._details.text()
    qtbot.mouseClick(step.news.changed.button, Qt.MouseButton.LeftButton)
    assert not step.news.changed.isVisible()


def without_rules(session, version):
    """The words as an earlier program kept them."""
    def change(project):
        kept = msgspec.json.decode(session.document.read(project.pack_editions["house"]))
        digest = session.document.keep(msgspec.json.encode({key: value for key, value in kept.items() if key != "rules"}))
        return msgspec.structs.replace(project, pack_editions={"house": digest}, pack_versions={"house": version})
    session.apply("As an earlier program kept it", change)


def test_a_project_of_an_earlier_program_says_what_it_cannot_tell_and_keeps_it_from_now_on(write, window, project, session, qtbot):
    write(SCORED)
    step = answered(window, session, owner="Ann")
    without_rules(session, "1")
    step = reopened(window, session, qtbot)
    assert not step.news.changed.isVisible()
    write(SCORED.replace('version = "1"', 'version = "2"'))
    step = reopened(window, session, qtbot)
    assert "cannot be told" in step.news.changed.sentence
    write(SCORED)
    step = reopened(window, session, qtbot)
    field = step._fields["seat"].field
    field.show_value("Hall")
    field.finished.emit()
    assert b'"rules"' in session.document.read(session.project.pack_editions["house"])


def test_answering_before_reviewing_keeps_the_news(old, session, qtbot):
    step = reopened(old, session, qtbot)
    field = step._fields["rooms"].field
    field.show_value("Cellar")
    field.finished.emit()
    assert step.news.changed.isVisible()
    assert session.project.pack_versions["house"] == "1"


@pytest.fixture
def carried(write, window, project, session, qtbot):
    write(FIRST)
    answered(window, session, owner="Ann", often="year", public="no")

    def carry(project):
        own = {id_: msgspec.structs.replace(answer, carried="Last year") for id_, answer in project.answers["house"].items()}
        return msgspec.structs.replace(project, answers={"house": own})

    session.apply("Carried over", carry)
    return window.step


def test_carried_answers_wait_to_be_confirmed_one_by_one(carried, session, qtbot):
    assert carried.state(session.project).words == "0 of 4 answered, 3 to confirm"
    field = carried._fields["owner"]
    assert "Last year" in field._notices[0].sentence
    qtbot.mouseClick(field._notices[0].button, Qt.MouseButton.LeftButton)
    assert session.project.answers["house"]["owner"] == Answer(value="Ann")
    assert session.document.last.label == "Confirmed what was carried over: Who answers for it?"  # and not that it was answered
    assert carried.state(session.project).words == "1 of 4 answered, 2 to confirm"
    assert session.project.answers["house"]["often"].carried


def test_all_of_a_page_are_confirmed_at_once(carried, session, qtbot):
    assert "3 answers" in carried.news.carried.sentence
    qtbot.mouseClick(carried.news.carried.button, Qt.MouseButton.LeftButton)
    assert not any(answer.carried for answer in session.project.answers["house"].values())
    assert not carried.news.carried.isVisible()
    assert carried.state(session.project).words == "3 of 4 answered"


def test_an_altered_answer_needs_no_confirming(carried, session, qtbot):
    field = carried._fields["owner"].field
    field.show_value("Bert")
    field.finished.emit()
    assert session.project.answers["house"]["owner"] == Answer(value="Bert")


LINKED = """
id = "second"
title = "Second"
version = "1"
as_of = 2026-11-01
[[sections]]
id = "s"
title = "S"
[[sections.questions]]
id = "who"
type = "text"
text = "Who is it?"
same = { question = "house/owner" }
"""


@pytest.fixture
def linked(carried, session, qtbot):
    """A second questionnaire that asks what the first one asked, whose answer was carried over."""
    path = site_dir() / "questionnaires" / "second.toml"
    path.write_text(LINKED, encoding="utf-8")
    catalog.forget()
    session.apply("Used", lambda project: msgspec.structs.replace(
        project, packs=["second"], answers=dict(project.answers)))  # read anew, with the new questionnaire
    carried.show_section("second", "s")
    yield carried
    path.unlink()
    catalog.forget()


def test_an_answer_that_is_shared_and_carried_over_waits_too_and_is_confirmed_where_it_was_given(linked, session, qtbot):
    assert linked.state(session.project).words == "0 of 1 answered, 1 to confirm"
    field = linked._fields["who"]
    assert field._state.text() == "• to confirm"
    assert "Last year" in field._notices[0].sentence
    qtbot.mouseClick(field._notices[0].button, Qt.MouseButton.LeftButton)
    assert session.project.answers["house"]["owner"] == Answer(value="Ann")
    assert "second" not in session.project.answers
    assert linked.state(session.project).words == "1 of 1 answered"
    assert field._state.text() == "✓ answered elsewhere"
    assert session.project.answers["house"]["often"].carried


def test_all_of_a_page_are_confirmed_where_they_were_given(linked, session, qtbot):
    assert "1 answer" in linked.news.carried.sentence
    qtbot.mouseClick(linked.news.carried.button, Qt.MouseButton.LeftButton)
    assert session.project.answers["house"]["owner"] == Answer(value="Ann")
    assert not linked.news.carried.isVisible()


def test_a_suggested_questionnaire_says_why_and_is_added_or_sent_away(window, project, session, qtbot):
    window.show_step("system")
    step = window.step
    step.answering.answer(catalog.pack("system_profile"), "consequence", Answer(value=["rights"]))
    qtbot.waitUntil(lambda: not step.suggesting.notice.isHidden())
    first, sentence = step.suggesting.pack, step.suggesting.notice.sentence
    assert sentence.startswith("Suggested: “") and len(sentence) > len(f"Suggested: “{catalog.pack(first).title}”. ")
    qtbot.mouseClick(step.suggesting.notice.button, Qt.MouseButton.LeftButton)
    assert first in session.project.packs
    qtbot.waitUntil(lambda: step.suggesting.pack != first)
    if second := step.suggesting.pack:
        qtbot.mouseClick(step.suggesting.notice.closing, Qt.MouseButton.LeftButton)
        assert step.suggesting.pack != second
        assert second not in session.project.packs


SEAT = 'id = "seat"\ntype = "text"\ntext = "Where does it stand?"\n'
COLUMNS = 'columns = [{ id = "hall", text = "Hall" }, { id = "floor", text = "Floor" }]\n'
OFTEN = '[{ id = "week", text = "Weekly" }, { id = "year", text = "Yearly" }]\n'
OTHERWISE = {
    "table": COLUMNS,
    "matrix": 'rows = [{ id = "hall", text = "Hall" }]\noptions = [{ id = "no", text = "No" }]\n',
    "group": 'item = "Hall"\n[[sections.questions.questions]]\nid = "name"\ntype = "text"\ntext = "Name"\n',
    "number": "", "date": "", "single": 'options = [{ id = "no", text = "No" }]\n',
}


@pytest.fixture
def restarted(write, window, session, qtbot):
    """The step with another text of the pack, and no field of before: a program reads its packs once."""
    def start(text):
        write(FIRST.replace('"seat"', '"elsewhere"').replace('"often"', '"seldom"'))
        reopened(window, session, qtbot)
        write(text.replace('version = "1"', 'version = "2"'))
        return reopened(window, session, qtbot)

    return start


@pytest.mark.parametrize("kind", OTHERWISE)
def test_an_answer_from_when_the_question_was_of_another_kind_is_told_and_outlives_a_note(write, window, project, session, restarted, qtbot, kind):
    write(FIRST)
    answered(window, session, seat="Hall 7")
    step = restarted(FIRST.replace(SEAT, SEAT.replace('"text"', f'"{kind}"') + OTHERWISE[kind]))
    for _reviewed in (False, True):
        field = step._fields["seat"]
        assert "Hall 7" in field._problem.text() or "Hall 7" in field.field.line.text()
        qtbot.mouseClick(step.news.changed.button, Qt.MouseButton.LeftButton)
    field.evidence.note = lambda: "Ask Ann"
    field._take()
    assert session.project.answers["house"]["seat"] == Answer(value="Hall 7", note="Ask Ann")


def test_rows_outlive_a_note_where_a_table_became_a_line_or_a_choice(write, window, project, session, restarted):
    write(FIRST.replace(SEAT, SEAT.replace('"text"', '"table"') + COLUMNS))
    rows = [{"hall": "Seven", "floor": "Two"}]
    answered(window, session, seat=rows)
    for kind in ("text", "single"):
        step = restarted(FIRST.replace(SEAT, SEAT.replace('"text"', f'"{kind}"') + OTHERWISE.get(kind, "")))
        assert "Seven" in step.news._gone.text()
        step._fields["seat"].evidence.note = lambda: "Ask Ann"
        step._fields["seat"]._take()
        assert session.project.answers["house"]["seat"].value == rows


def test_a_choice_is_told_in_its_words_where_it_became_a_table(write, window, project, session, restarted, qtbot):
    write(FIRST)
    answered(window, session, often="year")
    step = restarted(FIRST.replace('"single"', '"table"').replace(f"options = {OFTEN}", COLUMNS))
    for _reviewed in (False, True):
        assert "“Yearly” was answered when this was asked in another way." in step._fields["often"]._problem.text()
        qtbot.mouseClick(step.news.changed.button, Qt.MouseButton.LeftButton)
    step._fields["often"].field.add.click()
    step._fields["often"].field.table.item(0, 0).setText("Seven")
    assert session.project.answers["house"]["often"].value == [{"hall": "Seven", "floor": ""}]
    assert step._fields["often"]._problem.isHidden()
