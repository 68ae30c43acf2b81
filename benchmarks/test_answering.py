"""The window with every shipped pack and every question answered: opening such a project, and one keystroke or answer in it."""

import os
import statistics
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from benchmarks.answering import everything
from rai_desktop.gui.app import make_window
from rai_desktop.gui.session import Session
from rai_desktop.project.document import Document
from rai_desktop.questionnaire import catalog
from rai_desktop.settings import Settings


class NoEngine:
    """Answering needs none."""

    def __init__(self, on_answer):
        pass

    def start(self):
        pass

    def send(self, _request):
        return 0

    def stop(self, number, grace_s=5.0):
        pass

    def close(self, grace_s=2.0):
        pass


@pytest.fixture
def path(tmp_path):
    document = Document.create(tmp_path / "all.rai", title="All", analyst="Ann")
    ids = [pack.id for pack in catalog.packs()]
    answers = everything()
    document.apply("All answered", lambda project: msgspec.structs.replace(project, packs=ids, answers=answers))
    document.close()
    return tmp_path / "all.rai"


def test_opening_and_typing_with_every_pack(qapp, qtbot, path):
    from rai_desktop.gui.bridge import Bridge

    session = Session(Bridge(NoEngine))
    window = make_window(qapp, Settings(theme="light"), session)
    qtbot.addWidget(window, before_close_func=lambda _window: session.leave())
    window.show()
    qapp.processEvents()
    began = time.perf_counter()
    session.take(Document.open(path))
    window.show_step("system")
    qapp.processEvents()
    opening = time.perf_counter() - began
    step = window.step
    keys, leaving = [], []
    for pack, section in _writing():
        step.show_section(pack, section)
        qapp.processEvents()
        line = next((each for each in _lines(step) if each.isVisible()), None)
        if line is None:
            continue
        line.setFocus()
        QTest.qWait(200)  # the page scrolls to the field and is painted before a person types
        keys += [_ms(lambda key=key, line=line: (QTest.keyClick(line, key), qapp.processEvents())) for key in "typing"]
        leaving.append(_ms(lambda line=line: (QTest.keyClick(line, Qt.Key.Key_Tab), qapp.processEvents())))
    print(f"\nopening {opening:.2f} s; a key: median {statistics.median(keys):.1f} ms, 95 % "
          f"{_high(keys):.1f} ms, worst {max(keys):.1f} ms ({len(keys)} keys); leaving a field: median "
          f"{statistics.median(leaving):.1f} ms, worst {max(leaving):.1f} ms ({len(leaving)} fields)")
    assert opening < 1
    assert _high(keys) < 16
    session.close()


def _writing():
    """One section of each pack with something to type in."""
    for pack in catalog.packs():
        section = next((s for s in pack.sections if any(q.kind in ("text", "number") for q in s.questions)), None)
        if section:
            yield pack.id, section.id


def _lines(step):
    from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

    return [*step.scroll.findChildren(QPlainTextEdit), *step.scroll.findChildren(QLineEdit)]


def _ms(act):
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _high(found):
    return sorted(found)[int(len(found) * 0.95)]
