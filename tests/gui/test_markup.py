"""A project in which every text is markup: nothing of it is read as markup, in no label, tip, table or dialog."""

import ast
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QAbstractListModel, QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QHelpEvent, QTextDocument
from PySide6.QtGui import Qt as QtOfGui
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QLabel,
    QMessageBox,
    QTextEdit,
    QToolTip,
    QTreeView,
    QWidget,
)

import rai_desktop.gui
from rai_desktop.engine import protocol as p
from rai_desktop.findings.measurement import Interval, Measurement, Table
from rai_desktop.gui.dialogs.comparing import CompareDialog
from rai_desktop.gui.dialogs.help import LocalPage
from rai_desktop.gui.tips import plain_tip
from rai_desktop.gui.widgets.figure_view import FigureView
from rai_desktop.gui.widgets.fold import Fold
from rai_desktop.project import links
from rai_desktop.project.document import Document
from rai_desktop.project.looks import ColumnLook
from rai_desktop.questionnaire import catalog
from tests.gui.conftest import run_answers
from tests.strangers import PACK, marked, strange_chart, strangers_project

STEPS = ("start", "system", "inputs", "assessments", "findings", "risks", "clauses", "review", "report")


# --- what counts as shown, and as shown as markup ----------------------------------------------------------------


def surfaces(top: QWidget):
    """Every text of the widgets that Qt might read as markup: (where, text, whether it would be)."""
    for each in [top, *top.findChildren(QWidget)]:
        where = f"{type(each).__name__} in {type(each.parent()).__name__}"
        if isinstance(each, QLabel) and each.textFormat() != Qt.TextFormat.PlainText:
            rich = each.textFormat() != Qt.TextFormat.AutoText or QtOfGui.mightBeRichText(each.text())
            yield f"{where}, label", each.text(), rich
        elif isinstance(each, QLabel):
            yield f"{where}, label", each.text(), False
        for kind, tip in (("tip", each.toolTip()), ("help", each.whatsThis())):
            yield f"{where}, {kind}", *read_as_tip(tip)
        if isinstance(each, QTextEdit):
            yield f"{where}, page", each.toPlainText(), not isinstance(each, LocalPage)  # the help is our own words
        if isinstance(each, QAbstractItemView) and each.model() is not None:
            for tip in tips_of(each):
                yield f"{where}, cell", *read_as_tip(tip)
        for action in each.actions():
            yield f"{where}, action", *read_as_tip(action.toolTip())


def read_as_tip(text: str):
    """The text as a tooltip shows it, and whether its markup was obeyed: <b> would be gone."""
    if not QtOfGui.mightBeRichText(text):
        return text, False
    page = QTextDocument()
    page.setHtml(text)
    return page.toPlainText(), "<b>" not in page.toPlainText()


def tips_of(view: QAbstractItemView):
    model, role, waiting = view.model(), Qt.ItemDataRole.ToolTipRole, [view.rootIndex()]
    while waiting:
        parent = waiting.pop()
        for row in range(min(model.rowCount(parent), 60)):
            for column in range(columns_of(model, parent)):
                yield str(model.data(model.index(row, column, parent), role) or "")
            if isinstance(view, QTreeView):
                waiting.append(model.index(row, 0, parent))
    for way, count in ((Qt.Orientation.Vertical, model.rowCount(view.rootIndex())),
                       (Qt.Orientation.Horizontal, columns_of(model, view.rootIndex()))):
        for section in range(min(count, 60)):
            yield str(model.headerData(section, way, role) or "")


def columns_of(model, parent) -> int:
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)


def assert_plain(top: QWidget) -> str:
    """Fails where something is obeyed; everything marked that is shown, as one text."""
    found = [each for each in surfaces(top) if "<b>" in each[1] or each[2]]
    assert not [each for each in found if each[2]]
    return "\n".join(text for _where, text, _rich in found)


def test_the_check_itself_sees_what_is_obeyed(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    label = QLabel(marked("x"), page)
    with pytest.raises(AssertionError):
        assert_plain(page)
    label.setTextFormat(Qt.TextFormat.PlainText)
    assert "<b>x</b>" in assert_plain(page)
    page.setToolTip(marked("tip"))
    with pytest.raises(AssertionError):
        assert_plain(page)
    page.setToolTip(plain_tip(marked("tip")))
    assert "<b>tip</b>" in assert_plain(page)


@pytest.mark.parametrize("text", [marked("x"), "a < b & c", "a\nb <i>", "&lt;b&gt;", "<", "a <b", "<!--x-->", "plain", "",
                                  "<?xml?>", " <p>", "x\t<br/>", "</span><b>out</b>"])
def test_a_tip_shows_its_words_as_they_are(text):
    shown, _obeyed = read_as_tip(plain_tip(text))
    assert " ".join(shown.split()) == " ".join(text.split())


# --- a stranger's project, a site's pack, an engine that passes on what files say -------------------------------------

def strange_engine(engine) -> None:
    """What a table and a model say of themselves."""
    m = marked
    look, model = engine.table, engine.model
    column = ColumnLook(name=m("column"), type="categories", missing_share=0.1, distinct=2, role="sensitive", why=m("why this role"),
                        levels=[m("level"), "b"], examples=[m("example")])
    engine.table = msgspec.structs.replace(
        look, columns=[column, *look.columns[2:]], warnings=[m("table warning")], options=look.options | {"sheet": m("sheet")},
        first_rows=[[m("first cell"), "yes", "yes"]], random_rows=[[m("random cell"), "no", "no"]], positive="yes")
    names = [msgspec.structs.replace(each, name=m("model name"), why=m("name why")) for each in model.names]
    engine.model = msgspec.structs.replace(
        model, names=names, sentence=m("model sentence"), way_out=m("model way out"), anomalies=[m("anomaly")], title=m("model title"),
        versions={m("library"): m("version")}, contents={m("content"): m("content value")}, claim=m("claim"), container=m("container"))


def strange_answers(number: int):
    m, (started, progressed, _measured, *ends) = marked, run_answers(number)
    column = {m("column"): m("level")}
    other = {m("column"): m("reference")}
    yield started
    yield msgspec.structs.replace(progressed, what=m("progress"))
    for metric, reference in (("selection_rate", {}), ("demographic_parity_ratio", other), ("demographic_parity_difference", other)):
        yield p.Measured(id=number, measurement=Measurement(
            assessment="fairness", metric=metric, value=0.5, n=900, group=column, reference=reference, note=m("measurement note"),
            unit="ratio", cohort="feature=" + m("column") if reference else "all", interval=Interval(0.4, 0.6, 0.95, m("method"))))
    yield p.Evidenced(id=number, assessment="fairness", evidence=Table(
        id="t", title=m("table title"), columns=[m("table column")], rows=[[m("table cell")]], formats=["text"], note=m("table note")))
    yield p.Evidenced(id=number, assessment="fairness", evidence=strange_chart())
    data, fair, ended = ends
    yield msgspec.structs.replace(data, status="refused", reason=m("refused because"))
    yield fair
    yield ended


@pytest.fixture
def strange(own_home, monkeypatch, qtbot, request):
    """A window on it all, after a run."""
    folder = own_home / "site" / "questionnaires"
    folder.mkdir(parents=True)
    (folder / "own.toml").write_text(PACK, encoding="utf-8")
    catalog.forget()
    window, session, engine = (request.getfixturevalue(name) for name in ("window", "session", "engine"))
    assert not catalog.broken()
    strange_engine(engine)
    home = request.getfixturevalue("home")
    session.take(Document.begin(home / "a <b>file.rai", strangers_project(), marked("history label")))
    window.show_step("inputs")
    window.step.take_table(f"/x/{marked('table path').replace('/', '_')}.csv")
    window.step.take_model("/x/model.joblib")
    qtbot.waitUntil(lambda: session.checked is not None, timeout=10_000)
    engine.hold_run = True
    session.start_run()
    for answer in strange_answers(session.run_number):
        engine.on_answer(answer)
    qtbot.waitUntil(lambda: not session.running, timeout=10_000)
    yield window
    catalog.forget()


EXPECTED = {
    "start": ["title"],
    "system": ["pack title", "section title", "section intro", "text question", "text why", "unit", "single option help", "low end", "row",
               "row help", "matrix option", "matrix help", "scale help", "carried", "file", "comment", "reply", "commenter"],
    "inputs": ["column", "why this role", "table warning", "model sentence"],
    "assessments": ["refused because"],
    "findings": ["column", "level"],
    "risks": ["risk title", "action title"],
    "clauses": ["text question"],
    "review": ["comment on all", "signer", "asked"],
    "report": [],
}


def test_no_page_obeys_markup(strange, qtbot):
    for step in STEPS:
        strange.show_step(step)
        if step == "clauses":
            assert strange.step.show_place(links.read(links.clause("eu_ai_act:Art.9(1)")))
        for fold in strange.step.findChildren(Fold):
            fold.open()
        qtbot.wait(200)
        shown = assert_plain(strange)
        for view in strange.step.findChildren(QAbstractItemView):  # what is chosen shows more
            for row in range(min(view.model().rowCount(), 8)):
                view.setCurrentIndex(view.model().index(row, 0))
                qtbot.wait(10)
                shown += assert_plain(strange)
        assert not [f"{step}: {name}" for name in EXPECTED[step] if f"<b>{name}<" not in shown]


# --- dialogs, messages, pictures ---------------------------------------------------------------------------------


def opened(window, qtbot) -> str:
    qtbot.wait(400)
    tops = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each is not window]
    assert tops
    return "\n".join(assert_plain(top) for top in tops)


def test_no_dialog_obeys_markup(strange, session, qtbot):
    session.apply(marked("change label"), lambda project: msgspec.structs.replace(project, title=marked("new title")))
    strange.show_step("system")
    for command, expected in (("show_history", "history label"), ("show_history", "change label"), ("hand_out", ""), ("show_about", ""),
                              ("show_log", ""), ("find_command", ""), ("show_help", ""), ("show_settings", "")):
        getattr(strange.commands, command)()
        assert f"<b>{expected}</b>" in opened(strange, qtbot) or not expected, command
        for dialog in strange.findChildren(QDialog):
            dialog.close()


def test_two_versions_beside_each_other(strange, session, qtbot):
    session.apply(marked("change label"), lambda project: msgspec.structs.replace(
        project, risks={"r": msgspec.structs.replace(project.risks["r"], title=marked("new risk title"))}))
    strange.commands.compare_with()
    dialog = strange.findChildren(CompareDialog)[0]
    qtbot.waitUntil(lambda: bool(dialog.found and dialog.shown), timeout=20_000)
    assert "<b>new risk title</b>" in opened(strange, qtbot)


def test_packs_people_and_links(strange, session, qtbot):
    from rai_desktop.gui.dialogs.linking import LinkingDialog
    from rai_desktop.gui.dialogs.outcome import OutcomeDialog
    from rai_desktop.gui.dialogs.packs import PacksDialog
    from rai_desktop.gui.dialogs.reason import ReasonDialog
    from rai_desktop.gui.dialogs.sign import SignDialog

    project = session.project
    for dialog, expected in (
        (PacksDialog(["own"], project.answers, {"own": marked("suggested because"), "fria": marked("suggested because")},
                     lambda _ids: None, strange), "pack summary"),
        (LinkingDialog([("risk:r", marked("place"))], lambda _link: None, strange), ""),
        (OutcomeDialog(project.requests[0], lambda _outcome: None, strange), "asked"),
        (ReasonDialog(marked("what is changed"), strange), "what is changed"),
        (SignDialog(session, session.document, [(marked("fact"), marked("fact value"))], strange), "fact value")):
        dialog.open()
        assert f"<b>{expected}</b>" in opened(strange, qtbot) or not expected
        dialog.close()


def test_messages_of_every_kind(strange, session, qtbot):
    for signal in (session.refused, session.told):
        signal.emit(marked("message"))
        qtbot.wait(50)
        assert "<b>message</b>" in assert_plain(strange)
    session.failed.emit(marked("failure"), marked("details"))
    assert "<b>failure</b>" in opened(strange, qtbot)


def test_the_box_that_asks_obeys_nothing(strange, qtbot):
    from rai_desktop.project.lock import InUse

    box_texts = []

    def look():
        box = next(each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox) and each.isVisible())
        box_texts.append(assert_plain(box))
        box.reject()

    QTimer.singleShot(200, look)
    strange.opening._offer_reading(Path("/x.rai"), InUse(Path(marked("in use").replace("/", "_")), None))
    assert "<b>in use<_b>" in box_texts[0]


def test_numbers_under_the_pointer(strange, session, qtbot, monkeypatch):
    said = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, *_rest: said.append(text))
    view = FigureView(strange_chart())
    qtbot.addWidget(view)
    view.resize(700, 300)
    view.show()
    qtbot.waitUntil(lambda: view.ready, timeout=20_000)
    for x0, y0, x1, y1, _text in view._spots:
        view.event(QHelpEvent(QEvent.Type.ToolTip, QPoint(round((x0 + x1) / 2), round((y0 + y1) / 2)), QPoint(0, 0)))
    assert said
    assert not [text for text in said if read_as_tip(text)[1]]
    assert "<b>point</b>" in "".join(read_as_tip(text)[0] for text in said)


# --- whoever writes a tip or a label -----------------------------------------------------------------------------

GUI = Path(rai_desktop.gui.__file__).parent
TIPS = {"setToolTip": -1, "setWhatsThis": -1, "setStatusTip": -1, "showText": 1, "setTabToolTip": -1}


def test_every_tip_is_our_own_words_or_plain():
    """Strangers' words come with plain_tip; words of ours stand there in full."""
    wrong = [f"{path.relative_to(GUI)}:{call.lineno}" for path in GUI.rglob("*.py") for call in calls(path)
             if isinstance(call.func, ast.Attribute) and call.func.attr in TIPS and not ours(call.args[TIPS[call.func.attr]])]
    assert wrong == []


def calls(path: Path):
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]


def ours(words: ast.expr) -> bool:
    if isinstance(words, ast.IfExp):
        return ours(words.body) and ours(words.orelse)
    if isinstance(words, ast.Call) and isinstance(words.func, ast.Name):
        return words.func.id == "plain_tip" or (words.func.id == "_" and ours(words.args[0]))
    return isinstance(words, ast.Constant)


def test_labels_of_words_that_are_not_ours_say_that_they_are_plain():
    """Where a label is made of another's words, or of words that come later, it is told to be plain, or it holds a picture."""
    wrong = [f"{path.relative_to(GUI)}:{made.lineno} {made.name}" for path in GUI.rglob("*.py")
             for made in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(made, ast.FunctionDef)
             and any(isinstance(call, ast.Call) and ast.unparse(call.func) == "QLabel" and not (call.args and ours(call.args[0]))
                     for call in ast.walk(made))
             and not any(sign in ast.unparse(made) for sign in ("TextFormat.PlainText", "give_icon(", "setPixmap(", "_shape"))]
    assert wrong == []
