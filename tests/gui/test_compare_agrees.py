"""Comparing two versions says the same in the window and on the command line, and what it exports is only ever text."""

import csv
import io
import json

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from rai_desktop.cli import main
from rai_desktop.gui.dialogs.comparing import CompareDialog
from rai_desktop.project.document import Document
from rai_desktop.project.model import Answer
from rai_desktop.project.register import Action, Risk
from rai_desktop.project.reviewing import Comment
from rai_desktop.review.comparing import as_text

EVIL = ["<b>bold</b>", "<img src=x>", "=1+1", "+1", "-1", "@a", "\u202eturned", "a\nb", "\x1b[31mred", "plain", "& &amp;"]
TEXT = st.sampled_from(EVIL)
PARTS = st.fixed_dictionaries({}, optional={
    "title": TEXT, "analyst": TEXT,
    "answers": st.fixed_dictionaries({}, optional={"name": TEXT, "problem": TEXT, "stage": st.sampled_from(["pilot", "idea"])}).map(
        lambda own: {"system_profile": {id_: Answer(value=value) for id_, value in own.items()}}),
    "risks": st.dictionaries(st.sampled_from("ab"), st.builds(lambda t, h: Risk(title=t, harm=h), TEXT, TEXT), max_size=2),
    "actions": st.dictionaries(st.sampled_from("ab"), TEXT.map(lambda t: Action(title=t)), max_size=2),
    "inapplicable": st.dictionaries(st.just("gdpr:22(1)"), TEXT, max_size=1),
    "comments": st.dictionaries(st.just("c"), TEXT.map(lambda t: Comment(about="", who="A", when="2026-01-01T00:00:00+00:00", text=t)),
                                max_size=1),
})


def made(path, parts):
    with Document.create(path, title="A", analyst="Ann") as document:
        document.apply("Put in", lambda p: msgspec.structs.replace(p, packs=["system_profile"], **parts))
    return path


def shown(qtbot, dialog):
    qtbot.waitUntil(lambda: dialog.found is not None and "Comparing" not in dialog.notice.sentence, timeout=10_000)
    return dialog.found


@pytest.fixture
def compared(qtbot):
    """The window's comparison of two files; `(dialog, close)`."""
    open_ = []

    def compare(first, second):
        document = Document.open(second, read_only=True)
        dialog = CompareDialog(document)
        qtbot.addWidget(dialog)
        open_.append(document)
        shown(qtbot, dialog)
        dialog.found = None
        dialog.add_file(first)
        shown(qtbot, dialog)
        return dialog

    yield compare
    for document in open_:
        document.close()


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(PARTS, PARTS)
def test_window_and_command_line_agree(window, compared, tmp_path_factory, capsys, one, other):
    folder = tmp_path_factory.mktemp("pair")
    a, b = made(folder / "a.rai", one), made(folder / "b.rai", other)
    found = compared(a, b).found
    capsys.readouterr()
    code = main(["compare", str(a), str(b), "--json"])
    said = json.loads(capsys.readouterr().out)
    assert code == (0 if found.same else 1)
    assert said["differences"] == msgspec.to_builtins(found)["differences"]
    assert (said["told"], said["remarks"], said["same"]) == (found.told, found.remarks, found.same)
    assert main(["compare", str(a), str(b)]) == code
    printed = capsys.readouterr().out
    assert all(sign.isprintable() or sign == "\n" for sign in printed)
    assert len(printed.splitlines()) == len(as_text(found).split("\n")) - 1


def test_what_is_exported_is_text(window, compared, home, qtbot):
    evil = {"system_profile": {"name": Answer(value="=HYPERLINK(\"http://x\")"), "problem": Answer(value="<img src=x>")}}
    first = made(home / "a.rai", {})
    dialog = compared(first, made(home / "=b.rai", {"answers": evil, "title": "@title"}))
    dialog.save(home / "out.csv")
    rows = list(csv.reader(io.StringIO((home / "out.csv").read_text("utf-8-sig"))))
    assert len(rows) == len(dialog.found.differences) + 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "-"))]
    assert any("'=HYPERLINK" in cell for row in rows for cell in row)
    dialog.show()
    QApplication.processEvents()
    for label in dialog.findChildren(QLabel):
        if "<img" in label.text():
            assert label.textFormat() == Qt.TextFormat.PlainText
