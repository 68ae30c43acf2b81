"""The page about a model: its words for every state, and what is done in its cards, on a fake engine."""

import msgspec
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from rai_desktop.engine import protocol as p
from rai_desktop.gui.dialogs.code import CodeDialog
from rai_desktop.gui.dialogs.interpreters import InterpretersDialog
from rai_desktop.gui.model_code import likely_module, wanted_modules
from rai_desktop.gui.model_names import DECIDES, INNER, NUMBERS, PREPARES, PYTHON, group, grouped
from rai_desktop.gui.model_page import Seen, as_text
from rai_desktop.gui.model_verdict import page_of
from rai_desktop.gui.model_versions import differing
from rai_desktop.gui.widgets.flow_row import FlowRow
from rai_desktop.gui.widgets.told_lines import breakable
from rai_desktop.loading import isolation
from rai_desktop.project.document import Document
from rai_desktop.project.files_now import FileNow
from rai_desktop.project.looks import Fit, Interpreter, ModelFacts, NameUse
from rai_desktop.project.model import FileRef, Inputs
from rai_desktop.settings import is_approved_interpreter
from tests.gui.conftest import model_look

MODEL = Inputs(model=FileRef(path="/x/model.joblib"))
COMMAND = FileRef(path="/x/score.R", sha256="d" * 64, format="command", options={"command": "Rscript score.R", "folder": "/x"})


def section(page, start):
    return next(each for each in page.sections if each.title.startswith(start))


def said(page):
    return {each.title: [(line.tone, line.head, line.words) for line in each.lines] for each in page.sections}


# --- words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seen", "tone", "start"), [
    (Seen(inputs=MODEL, look=model_look()), "good", "Green"),
    (Seen(inputs=MODEL, look=model_look("ask")), "warn", "Amber: you decide"),
    (Seen(inputs=MODEL, look=model_look("ask"), may_allow=False), "warn", "Amber: it waits, and this site"),
    (Seen(inputs=msgspec.structs.replace(MODEL, allowed_names=["theirs.Thing"], allowed_reason="ours"),
          look=model_look("ask")), "warn", "Amber: allowed by you"),
    (Seen(inputs=MODEL, look=model_look("refused")), "bad", "Red: it is not opened"),
    (Seen(inputs=MODEL, look=model_look(), failed="It broke."), "warn", "Amber: nothing in it is unknown, but"),
    (Seen(inputs=Inputs(model=COMMAND, allowed_reason="ours")), "warn", "Amber: a program that runs"),
    (Seen(inputs=Inputs(model=COMMAND), may_allow=False), "bad", "Red: this site does not allow commands"),
])
def test_every_state_has_a_colour_and_its_word(seen, tone, start):
    page = page_of(seen)
    assert (page.tone, page.verdict.startswith(start)) == (tone, True), page.verdict
    text = as_text(page, "model.joblib")
    assert page.verdict in text
    assert all(each.title in text for each in page.sections)


def test_names_are_allowed_only_with_a_reason():
    """A project from elsewhere may hold the names and no reason: that is no permission."""
    inputs = msgspec.structs.replace(MODEL, allowed_names=["theirs.Thing"])
    assert page_of(Seen(inputs=inputs, look=model_look("ask"))).verdict == "Amber: you decide"


def test_nothing_happens_to_what_is_refused_or_waits():
    for look, start in ((model_look("refused"), "Nothing."), (model_look("ask"), "Nothing, until")):
        assert section(page_of(Seen(inputs=MODEL, look=look)), "What will happen").lines[0].words.startswith(start)


def test_code_and_its_confinement_are_told_before_loading():
    inputs = msgspec.structs.replace(MODEL, allowed_names=["theirs.Thing"], allowed_reason="ours", code=[FileRef(path="/x/theirs.py")])
    steps = [line.words for line in section(page_of(Seen(inputs=inputs, look=model_look("ask"))), "What will happen").lines]
    assert any("theirs.py runs in that process, and nowhere else" in step for step in steps)
    assert any("cannot be shut in fully, it ends there" in step for step in steps)


@pytest.mark.parametrize(("name", "kind"), [
    ("sklearn.linear_model._logistic.LogisticRegression", DECIDES), ("sklearn.ensemble._forest.RandomForestClassifier", DECIDES),
    ("sklearn.preprocessing._data.StandardScaler", PREPARES), ("sklearn.pipeline.Pipeline", PREPARES),
    ("sklearn.tree._tree.Tree", INNER), ("sklearn._loss.loss.HalfBinomialLoss", INNER), ("numpy.ndarray", NUMBERS),
    ("pandas.core.frame.DataFrame", NUMBERS), ("builtins.slice", PYTHON), ("lightgbm.sklearn.LGBMClassifier", DECIDES),
    ("category_encoders.target_encoder.TargetEncoder", PREPARES), ("sklearn.utils._bunch.Bunch", INNER),
])
def test_names_are_grouped_by_what_they_are_for(name, kind):
    assert group(name) == kind


def test_a_name_is_told_once_and_no_group_is_empty():
    uses = [NameUse(name=name, use="made", judgement="allowed") for name in ("numpy.dtype", "numpy.core.dtype", "numpy._x._make")]
    assert grouped(uses) == {NUMBERS: ["dtype"]}


def test_every_state_of_a_layer_that_the_engine_can_tell_has_its_true_shape():
    """The shapes are read from the engine's words; both must speak alike, or a missing layer would look in force."""
    raw = {"limits": "in_force|8589934592", "namespaces": "missing|not permitted", "landlock": "in_force|6", "seccomp": "missing|x",
           "self_test": "held:read,write|open:network"}
    for told, layers, summary in ((raw, {"Resource limits": "good", "User and network namespaces": "warn", "Landlock": "good",
                                         "seccomp": "warn", "Self-test": "warn"}, "warn"),
                                  ({"self_test": "held:read|open:"}, {"Self-test": "good"}, "good"),
                                  ({"self_test": "held:|open:read"}, {"Self-test": "warn"}, "bad"), ({}, {}, "bad")):
        facts = ModelFacts(isolation=isolation.told(told))
        page = page_of(Seen(inputs=MODEL, look=model_look(), facts=facts))
        tones = {line.head: line.tone for line in section(page, "How it is shut in").lines}
        assert tones == {"Isolation": summary, **layers}


def test_a_command_is_not_said_to_be_kept_from_reading():
    facts = ModelFacts(isolation=isolation.told({"landlock": "in_force|6", "self_test": "held:write|open:read"}))
    page = page_of(Seen(inputs=Inputs(model=COMMAND, allowed_reason="ours"), facts=facts))
    words = next(line.words for line in section(page, "How it is shut in").lines if line.head == "Landlock")
    assert "read" not in words


def test_what_a_refused_file_tells_of_itself_is_shown_with_its_versions():
    look = msgspec.structs.replace(model_look("refused"), format="keras", names=[], versions={"keras": "3.5.0"},
                                   contents={"Layers": "Dense × 1, Lambda × 1"}, member="a.keras", member_sha256="c" * 64)
    page = page_of(Seen(inputs=MODEL, look=look))
    assert ("", "Layers", "Dense × 1, Lambda × 1") in said(page)["What it is"]
    assert said(page)["Versions"] == [("", "keras 3.5.0", "as the file says")]


def test_versions_are_held_against_where_it_runs():
    look = msgspec.structs.replace(model_look(), versions={"scikit-learn": "1.1.3", "numpy": "2.1.0", "xgboost": "3.2.0", "ai.onnx": "17"})
    seen = Seen(inputs=MODEL, look=look, here={"scikit-learn": "1.9.1", "numpy": "2.1.4", "xgboost-cpu": "3.2.0"})
    lines = {line.head: line.tone for line in section(page_of(seen), "Versions").lines}
    assert lines == {"scikit-learn 1.1.3": "warn", "numpy 2.1.0": "good", "xgboost 3.2.0": "good", "ai.onnx 17": "", "Way out": "note"}
    assert differing(seen) == ["scikit-learn"]


def test_the_module_of_a_file_is_suggested_from_what_the_model_asks_for():
    uses = [NameUse(name=name, use="made", judgement="unknown") for name in ("acme.transformers.Binner", "acme.other.X", "sklearn.new.Y")]
    seen = Seen(inputs=MODEL, look=msgspec.structs.replace(model_look("ask"), names=uses))
    assert wanted_modules(seen) == ["acme.transformers", "acme.other"]
    assert likely_module("/x/transformers.py", wanted_modules(seen)) == "acme.transformers"
    assert likely_module("/x/train.py", ["__main__"]) == "__main__"
    assert likely_module("/x/else.py", wanted_modules(seen)) == "else"


def test_long_words_may_break_and_stay_the_same_without_the_breaks():
    text = "a short one and acme.transformers.numbers.BinnerOfEverything/" + "x" * 60
    broken = breakable(text)
    assert broken.replace("\u200b", "") == text
    assert all(len(part) <= 25 for word in broken.split(" ") for part in word.split("\u200b"))
    assert breakable("short words only") == "short words only"


# --- the cards --------------------------------------------------------------------------------------------------


@pytest.fixture
def step(window, project, session, qtbot):
    window.show_step("inputs")
    window.step.take_table("/x/people.csv")
    qtbot.waitUntil(lambda: session.project.inputs.data is not None)
    return window.step


def press(qtbot, button):
    qtbot.waitUntil(lambda: button.isVisible() and button.isEnabled() and button.height() > 10)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def asked(step, engine, qtbot, verdict="ask"):
    engine.model = model_look(verdict)
    step.take_model("/x/model.joblib")
    qtbot.waitUntil(step.inspection.isVisible)


def test_a_file_of_code_is_shown_named_reasoned_and_asked_for_in_the_next_look(step, session, engine, window, qtbot):
    asked(step, engine, qtbot)
    step.model.code.chosen.emit("/x/theirs.py")
    qtbot.waitUntil(lambda: bool(window.findChildren(CodeDialog)))
    dialog = window.findChildren(CodeDialog)[0]
    assert "class Thing" in dialog.text.toPlainText()
    assert "only where that is shut in fully" in " ".join(each.text() for each in dialog.findChildren(QLabel))
    qtbot.keyClicks(dialog.reason, "ours")
    press(qtbot, dialog.adding)
    qtbot.waitUntil(lambda: session.project.inputs.code != [])
    assert engine.last(p.Inspect).code == {"theirs": "theirs.py"}
    assert session.project.inputs.code[0].options == {"module": "theirs", "reason": "ours"}
    step.model.python.open()
    press(qtbot, step.model.python.finding)
    assert engine.last(p.FindInterpreters).modules == ["theirs"]
    assert step.inspection.names.reason.text() == "ours"
    assert session.document.history()[-1].reason == "ours"
    # The same module a second time is refused in the dialog; nothing that was written is lost.
    step.model.code.chosen.emit("/x/theirs.py")
    qtbot.waitUntil(lambda: len([d for d in window.findChildren(CodeDialog) if d.isVisible()]) == 1)
    again = next(d for d in window.findChildren(CodeDialog) if d.isVisible())
    qtbot.keyClicks(again.reason, "twice")
    again.module.setCurrentText("theirs")
    press(qtbot, again.adding)
    qtbot.waitUntil(lambda: "already a file for the module" in again.problem.sentence)
    assert again.reason.text() == "twice"
    again.reject()


def test_undo_of_added_code_looks_into_the_file_anew(step, session, engine, window, qtbot):
    asked(step, engine, qtbot)
    step.flow._show_code(p.CodeLook(path="/x/theirs.py", module="theirs", sha256="e" * 64, size=1, lines=1, text="x"), [])
    dialog = window.findChildren(CodeDialog)[0]
    qtbot.keyClicks(dialog.reason, "ours")
    press(qtbot, dialog.adding)
    qtbot.waitUntil(lambda: bool(engine.last(p.Inspect).code))
    window.commands.undo()
    qtbot.waitUntil(lambda: engine.last(p.Inspect).code == {})
    assert session.project.inputs.code == []


def test_a_refused_file_of_code_is_told_in_its_place(step, engine, qtbot):
    asked(step, engine, qtbot)
    engine.refuse[p.LookAtCode] = "It is no Python."
    step.model.code.chosen.emit("/x/theirs.py")
    qtbot.waitUntil(lambda: step.model.code.problem.sentence == "It is no Python.")


@pytest.mark.parametrize(("field", "notice"), [
    ("model", "model.refused"), ("python", "model.python.problem"), ("code", "model.code.refused"), ("command", "model.command.problem")])
def test_a_refused_check_is_told_at_the_field_it_is_about(step, session, field, notice, engine, qtbot):
    asked(step, engine, qtbot, "loadable")
    qtbot.waitUntil(lambda: session.checked is not None, timeout=10_000)
    session.checked = p.Checked(id=1, availability=[], problems=["It is so."], field=field)
    session.looked.emit()
    found = step
    for part in notice.split("."):
        found = getattr(found, part)
    assert found.sentence == "It is so."
    assert step.check.problems.sentence == "It is so."
    session.checked = p.Checked(id=1, availability=[])
    session.looked.emit()
    assert step.model.refused.sentence == ""


def test_a_python_is_chosen_from_the_list_and_counts_as_named(step, session, engine, window, qtbot):
    asked(step, engine, qtbot, "loadable")
    step.model.python.open()
    press(qtbot, step.model.python.finding)
    dialog = window.findChildren(InterpretersDialog)[0]
    qtbot.waitUntil(lambda: dialog.list.count() == 2)
    dialog.list.setCurrentRow(1)
    assert not dialog.using.isEnabled()
    dialog.list.setCurrentRow(0)
    press(qtbot, dialog.using)
    assert session.project.inputs.python == "/opt/exact/bin/python"
    assert is_approved_interpreter("/opt/exact/bin/python")
    qtbot.waitUntil(lambda: "Python 3.9.1 fits exactly" in step.model.python.fit.sentence)


def test_a_python_that_only_the_project_names_is_not_started_before_it_is_confirmed(step, session, engine, qtbot):
    asked(step, engine, qtbot, "loadable")
    session.apply("From elsewhere", lambda project: msgspec.structs.replace(
        project, inputs=msgspec.structs.replace(project.inputs, python="/strange/python")))
    problem = step.model.python.problem
    qtbot.waitUntil(lambda: "not chosen on this computer" in problem.sentence)
    assert not [each for each in engine.asked if isinstance(each, p.AskInterpreter)]
    press(qtbot, problem.button)
    assert is_approved_interpreter("/strange/python")
    qtbot.waitUntil(lambda: engine.last(p.AskInterpreter).python == "/strange/python")
    assert problem.sentence == ""


def test_a_closed_search_hears_no_answer(step, engine, session, window, qtbot):
    """The dialog may be gone when the engine has found something."""
    asked(step, engine, qtbot, "loadable")
    step.model.python.open()
    press(qtbot, step.model.python.finding)
    window.findChildren(InterpretersDialog)[0].reject()
    qtbot.wait(100)
    assert session.project.inputs.python == ""


def test_a_command_takes_the_models_place_and_gives_it_back(step, session, engine, qtbot):
    part = step.model.command
    part.open()
    qtbot.waitUntil(part.command.isVisible)
    qtbot.keyClicks(part.command, "Rscript score.R")
    assert not part.using.isEnabled()
    qtbot.keyClicks(part.reason, "ours")
    part.arrow.setFocus()
    qtbot.keyClick(part.arrow, Qt.Key.Key_Space)
    press(qtbot, part.using)
    qtbot.waitUntil(lambda: session.project.inputs.model is not None)
    assert (engine.last(p.NameCommand).command, engine.last(p.NameCommand).arrow) == ("Rscript score.R", True)
    assert part.arrow.isChecked()
    assert not part.using.isEnabled()
    assert session.project.inputs.allowed_reason == "ours"
    assert not any(isinstance(each, p.Inspect) for each in engine.asked)
    assert not step.model.python.isVisible()
    press(qtbot, step.model.file.removing)
    assert session.project.inputs.model is None
    assert session.project.inputs.allowed_reason == ""


def test_a_command_stays_in_its_fields_when_a_file_of_the_last_run_is_overwritten(step, session, qtbot, engine):
    """A script that was changed emptied them, and what was wrong with it stood there for good."""
    part = step.model.command
    part.open()
    qtbot.waitUntil(part.command.isVisible)
    qtbot.keyClicks(part.command, "Rscript score.R")
    qtbot.keyClicks(part.reason, "ours")
    press(qtbot, part.using)
    qtbot.waitUntil(lambda: session.project.inputs.model is not None)
    qtbot.keyClicks(part.classes, "no, yes")
    for state in (FileNow.SAME, FileNow.CHANGED):
        session.disk.files = {"/x/score.R": state}
        session.disk.changed.emit()
    assert (part.command.text(), part.reason.text(), part.classes.text()) == ("Rscript score.R", "ours", "no, yes")


def test_a_command_of_one_project_is_not_shown_in_another(step, session, qtbot, engine, tmp_path):
    part = step.model.command
    part.open()
    qtbot.waitUntil(part.command.isVisible)
    qtbot.keyClicks(part.command, "Rscript score.R")
    session.take(Document.create(tmp_path / "other.rai", title="Other", analyst="Ann"))
    assert part.command.text() == ""


def test_what_was_typed_of_a_command_survives_a_refusal(step, session, engine, qtbot):
    engine.refuse[p.NameCommand] = "There is no program."
    part = step.model.command
    part.open()
    qtbot.waitUntil(part.command.isVisible)
    qtbot.keyClicks(part.command, "nothing")
    qtbot.keyClicks(part.reason, "ours")
    press(qtbot, part.using)
    qtbot.waitUntil(lambda: part.problem.sentence == "There is no program.")
    assert (part.command.text(), part.reason.text()) == ("nothing", "ours")
    assert session.project.inputs.model is None


def test_a_script_with_spaces_in_its_name_is_added_whole(step):
    part = step.model.command
    part.command.setText("Rscript")
    part.add_file("/x/my score.R")
    assert part.command.text() in ("Rscript '/x/my score.R'", 'Rscript "/x/my score.R"')
    assert part.folder.text() == "/x"


@pytest.fixture
def forbidding(home, monkeypatch):
    """A site that does not let unknown names be accepted."""
    (home / "site").mkdir()
    (home / "site" / "settings.toml").write_text("allow_unknown_classes = false")
    monkeypatch.setenv("RAI_SITE", str(home / "site"))


def test_a_site_that_forbids_unknown_code_disables_its_controls_and_says_why(forbidding, request, qtbot):
    step = request.getfixturevalue("step")
    engine = request.getfixturevalue("engine")
    part = step.model.command
    part.open()
    qtbot.waitUntil(part.site.isVisible)
    assert "This site does not allow programs of others" in part.site.sentence
    assert not any(each.isEnabled() for each in (part.command, part.reason, part.adding, part.using))
    asked(step, engine, qtbot)
    assert not step.inspection.names.asking.isVisible()
    assert "allow_unknown_classes = false" in step.inspection.page.sentence
    code = step.model.code
    qtbot.waitUntil(code.site.isVisible)
    assert "This site does not allow code of others" in code.site.sentence
    assert not code.adding.isEnabled()


def test_the_page_is_copied_as_text(step, engine, session, qtbot, window):
    from PySide6.QtGui import QGuiApplication

    asked(step, engine, qtbot)
    press(qtbot, step.inspection.copying)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Model: model.joblib\n\nAmber: you decide")
    assert "theirs.Thing" in text
    assert "b" * 64 in text


def test_the_page_needs_no_pushing_sideways_with_large_text(step, engine, session, window, qtbot):
    from rai_desktop.gui.theme import Theme

    asked(step, engine, qtbot)
    for part in (step.model.code, step.model.python):
        part.open()
    window.resize(1024, 680)
    Theme.current.choose("light", 200)
    try:
        qtbot.wait(100)
        assert step.scroll.horizontalScrollBar().maximum() == 0
    finally:
        Theme.current.choose("light", 100)


# --- a row that breaks ------------------------------------------------------------------------------------------


def laid(width, *parts):
    """Where parts of (width, stretch) are put."""
    holder, row = QWidget(), FlowRow(spacing=10)
    holder.setLayout(row)
    made = []
    for wide, stretch in parts:
        part = QPushButton()
        part.setMinimumWidth(wide)
        part.setMaximumWidth(10_000 if stretch else wide)
        row.add(part, stretch)
        made.append(part)
    row.setGeometry(QRect(0, 0, width, row.heightForWidth(width)))
    return [part.geometry() for part in made], row, holder


def test_parts_stand_beside_each_other_while_there_is_room():
    (first, second), _row, _holder = laid(400, (100, 1), (100, 0))
    assert (first.left(), first.width(), second.left(), second.width()) == (0, 290, 300, 100)


def test_what_does_not_fit_goes_below():
    (first, second), row, _holder = laid(150, (100, 1), (100, 0))
    assert second.top() > first.bottom()
    assert (first.width(), second.left()) == (150, 0)
    assert row.heightForWidth(150) > row.heightForWidth(400)


def test_room_is_shared_by_weight_but_nobody_gets_less_than_it_wants():
    (first, second), _row, _holder = laid(1010, (100, 7), (100, 3))
    assert (first.width(), second.width()) == (700, 300)
    (first, second), _row, _holder = laid(510, (100, 9), (100, 1))
    assert (first.width(), second.width()) == (400, 100)


def test_hidden_parts_take_no_room():
    _places, row, holder = laid(400, (100, 0), (100, 0))
    before = row.sizeHint().width()
    row.itemAt(0).widget().hide()
    assert row.sizeHint().width() == before - 110
    holder.deleteLater()


def test_the_reason_for_one_models_code_is_not_lent_to_the_names_of_another(step, session, engine, qtbot):
    asked(step, engine, qtbot)
    ref = FileRef(path="/x/theirs.py", options={"module": "theirs", "reason": "read and sound"})
    session.apply("Code", lambda p: msgspec.structs.replace(p, inputs=msgspec.structs.replace(p.inputs, code=[ref])))
    reason = step.inspection.names.reason
    qtbot.waitUntil(lambda: reason.text() == "read and sound")
    other = [NameUse(name="acme.Binner", use="made", judgement="unknown", why="Not on the list.")]
    engine.model = msgspec.structs.replace(model_look("ask"), names=other, sha256="c" * 64)
    step.take_model("/x/other.joblib")
    qtbot.waitUntil(lambda: session.project.inputs.model.path == "/x/other.joblib")
    assert reason.text() == ""
    assert not step.inspection.names.allowing.isEnabled()


def test_what_the_chosen_file_said_is_not_told_of_the_file_that_took_its_place(step, session, engine, qtbot):
    asked(step, engine, qtbot, "loadable")
    session.checked = p.Checked(id=1, availability=[], model=ModelFacts(estimator="Old", isolation={"Landlock": "in force"}))
    session.looked.emit()
    assert any(line.words == "Old" for line in section(step.inspection.page, "What it is").lines)
    session.model = msgspec.structs.replace(session.model, sha256="c" * 64)
    session.looked.emit()
    assert not any(line.words == "Old" for line in section(step.inspection.page, "What it is").lines)


def test_what_was_wrong_with_a_python_goes_once_another_is_named(step, session, engine, qtbot):
    asked(step, engine, qtbot)
    part = step.model.python
    session.apply("Python", lambda p: msgspec.structs.replace(p, inputs=msgspec.structs.replace(p.inputs, python="/no/python")))
    session.checked = p.Checked(id=1, availability=[], problems=["There is no Python."], field="python")
    session.looked.emit()
    assert part.problem.sentence == "There is no Python."
    session.checked = None
    session.looked.emit()
    assert part.problem.sentence == ""


def test_no_line_of_a_python_that_was_found_is_cut_wherever_it_wraps(window, qtbot):
    """Qt leaves the room of fewer lines for a text that only the icon makes wrap."""
    dialog = InterpretersDialog("m.joblib", lambda _fit: None, window)
    dialog.show_fits([Fit(interpreter=Interpreter(path="/p", version="3.9.1"), level="close", sentence="word " * 15 + "i" * many)
                      for many in range(60)])
    dialog.open()
    qtbot.waitUntil(dialog.list.isVisible)
    qtbot.wait(50)
    listed = dialog.list
    beside = 2 * listed.iconSize().width() + 12  # the icon and the room around it and the text
    rects = [listed.visualItemRect(listed.item(row)) for row in range(listed.count())]
    needed = [listed.fontMetrics().boundingRect(
        QRect(0, 0, rect.width() - beside, 10**4), Qt.TextFlag.TextWordWrap, listed.item(row).text()).height()
        for row, rect in enumerate(rects)]
    assert len(set(needed)) > 1
    assert [row for row, rect in enumerate(rects) if rect.height() < needed[row]] == []
