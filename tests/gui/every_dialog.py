"""Every dialog of the program with more in it than most people will see, and what is wrong with how one is laid out."""

from itertools import combinations
from pathlib import Path

import msgspec
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QStyle,
    QStyleOptionComboBox,
    QWidget,
)

from rai_desktop.forms.returned import Entry, Returned, Wrong
from rai_desktop.gui.actions import keyboard_rows
from rai_desktop.gui.dialogs.about import AboutDialog
from rai_desktop.gui.dialogs.bringing_back import BringBackDialog
from rai_desktop.gui.dialogs.bundle_key import BundleKeyDialog
from rai_desktop.gui.dialogs.code import CodeDialog
from rai_desktop.gui.dialogs.comparing import CompareDialog
from rai_desktop.gui.dialogs.error import ErrorDialog
from rai_desktop.gui.dialogs.finder import FinderDialog
from rai_desktop.gui.dialogs.handing_out import HandOutDialog
from rai_desktop.gui.dialogs.help import HelpWindow
from rai_desktop.gui.dialogs.history import HistoryDialog
from rai_desktop.gui.dialogs.interpreters import InterpretersDialog
from rai_desktop.gui.dialogs.keyboard import KeyboardDialog
from rai_desktop.gui.dialogs.linking import LinkingDialog
from rai_desktop.gui.dialogs.log import LogDialog
from rai_desktop.gui.dialogs.merge import MergeDialog
from rai_desktop.gui.dialogs.new_key import NewKeyDialog
from rai_desktop.gui.dialogs.outcome import OutcomeDialog
from rai_desktop.gui.dialogs.packs import PacksDialog
from rai_desktop.gui.dialogs.reason import ReasonDialog
from rai_desktop.gui.dialogs.request import RequestDialog
from rai_desktop.gui.dialogs.settings import SettingsDialog
from rai_desktop.gui.dialogs.sign import SignDialog
from rai_desktop.gui.dialogs.text import TextDialog
from rai_desktop.gui.findable import findable
from rai_desktop.gui.signing_facts import facts
from rai_desktop.gui.widgets.fitted_table import FittedTable
from rai_desktop.gui.widgets.wrapping_box import WrappingBox
from rai_desktop.project.model import Answer
from rai_desktop.project.reviewing import ReviewRequest
from rai_desktop.questionnaire import catalog
from rai_desktop.review.incoming import Incoming
from tests.gui.conftest import code_look, fits

LONG = "Where people who have not been trained in its limits must decide within minutes on the word of the model alone"
PATH = Path("/home/somebody") / "a_folder_with_a_long_name" / ("assessment_of_a_scorer_" * 3 + ".rai")
WHOM = "Rita Bartholomew-Featherstonehaugh, head of independent model validation"


def fill(document):
    """A project with a history, long words and every pack in use."""
    ids = [pack.id for pack in catalog.packs()]
    document.apply("Packs chosen", lambda project: msgspec.structs.replace(project, packs=ids))
    for place in range(12):
        document.apply(f"{place}. answer changed: {LONG}", _answered(f"{LONG} {place}"))
    document.standing_reason = f"The auditor asked for it: {LONG}"
    document.apply("Title", lambda project: msgspec.structs.replace(project, title=LONG))


def _answered(words):
    return lambda project: msgspec.structs.replace(project, answers={"system_profile": {
        "name": Answer(value=words), "description": Answer(value=f"{words}\n{LONG}")}})


def _returned(pack, now):
    first = [each for section in pack.sections for each in section.questions if each.kind.value in ("text", "paragraph")][:8]
    entries = [Entry(pack=pack.id, question=each.id, place=f"row {row}", value=f"{LONG} {row}")
               for row, each in enumerate(first, start=5)]
    wrong = [Wrong(place=f"System profile, row {row}", sentence=LONG) for row in range(3)]
    return Returned(project=now.id, title=LONG, made="2026-11-26T08:00:00+00:00", versions={pack.id: pack.version},
                    entries=entries, wrong=wrong, told=[LONG])


def _incoming(document):
    rows = [(each, "[]") for each in document.history()[-3:]]
    base = {"id": "p", "title": "Scorer", "answers": {"system_profile": {"name": {"value": "Was"}, "purpose": {"value": "Was"}}}}
    ours = {"id": "p", "title": LONG, "answers": {"system_profile": {"name": {"value": LONG}, "purpose": {"value": "Was"}}}}
    theirs = {"id": "p", "title": LONG * 2, "answers": {"system_profile": {"name": {"value": "Theirs"}, "purpose": {"value": LONG}}}}
    return Incoming(path=PATH, whom=WHOM, shared=document.history()[0], rows=rows, our_rows=rows, base=base, ours=ours,
                    theirs=theirs, our_head="a" * 64)


def _merge(window, document):
    incoming = _incoming(document)
    return MergeDialog(incoming, incoming.merge(), lambda at: f"{LONG}: {'.'.join(at)}", lambda _choices: None, window)


def _code(window, add):
    look = msgspec.structs.replace(code_look(f"/x/{'their_own_transformers_' * 3}.py", "theirs"), text=f"x = '{LONG * 3}'\n" * 40,
                                   defines=["ATransformerWithALongName"] * 6, imports=["numpy.random", "sklearn.preprocessing"])
    return CodeDialog(look, ["theirs", "their.transformers"], add, window)


def _found(window):
    dialog = InterpretersDialog(f"{'a_model_with_a_long_name_' * 3}.joblib", lambda _fit: None, window)
    dialog.show_fits([msgspec.structs.replace(each, sentence=LONG) for each in fits() * 4])
    return dialog


def _keyed(window, session):
    dialog = BundleKeyDialog(session.settings, lambda _key, _words: None, window)
    dialog.trouble.say(LONG, "bad")
    return dialog


def _signing(window, session):
    dialog = SignDialog(session, session.document, facts(session, session.project), window)
    dialog.trouble.say(LONG, "bad")
    return dialog


def _key_made(window, document):
    path = document.path.with_name(f"{'a_key_with_a_long_name_' * 3}{len(list(document.path.parent.iterdir()))}.pem")
    dialog = NewKeyDialog(path, lambda _path: None, window)
    dialog.secret.setText("a pass phrase")
    dialog.again.setText("a pass phrase")
    dialog.making.click()
    return dialog


def _verified(window, document):
    dialog = HistoryDialog(document, window)
    dialog.verify()
    return dialog


def _guide(window):
    dialog = HelpWindow(window)
    dialog.show_page("inputs")
    return dialog


DIALOGS = {
    "about": lambda window, session: AboutDialog(window),
    "bring back": lambda window, session: BringBackDialog(
        session, PATH, _returned(catalog.find("system_profile"), session.project), window),
    "bring back nothing": lambda window, session: BringBackDialog(session, PATH, Returned(project=session.project.id), window),
    "bundle key": _keyed,
    "code": lambda window, session: _code(window, lambda _module, _reason: None),
    "code to read": lambda window, session: _code(window, None),
    "compare": lambda window, session: CompareDialog(session.document, window),
    "error": lambda window, session: ErrorDialog(LONG, f"{LONG}\n" * 30, window),
    "finder": lambda window, session: FinderDialog(findable(window), ["run", "show_log"], print, window),
    "guide": lambda window, session: _guide(window),
    "hand out": lambda window, session: HandOutDialog(session, session.project, window),
    "history": lambda window, session: HistoryDialog(session.document, window),
    "history verified": lambda window, session: _verified(window, session.document),
    "keyboard": lambda window, session: KeyboardDialog(keyboard_rows([each.title for each in window.steps]), window),
    "linking": lambda window, session: LinkingDialog([(f"risk:{n}", f"Risk: {LONG} {n}") for n in range(80)], print, window),
    "log": lambda window, session: LogDialog(window),
    "merge": lambda window, session: _merge(window, session.document),
    "new key": lambda window, session: _key_made(window, session.document),
    "outcome": lambda window, session: OutcomeDialog(ReviewRequest(by="Ann", of=WHOM, when="2026-11-26"), print, window),
    "packs": lambda window, session: PacksDialog(["fria"], {}, {"data_protection": LONG}, print, window),
    "pythons": lambda window, session: _found(window),
    "pythons sought": lambda window, session: InterpretersDialog("model.joblib", print, window),
    "reason": lambda window, session: ReasonDialog(LONG, window),
    "request": lambda window, session: RequestDialog("Ann", print, window),
    "review copy": lambda window, session: RequestDialog("Ann", print, window, copying=True),
    "settings": lambda window, session: SettingsDialog(window.settings, window),
    "sign": _signing,
    "verified bundle": lambda window, session: TextDialog("Verify a bundle", LONG, f"{PATH}\n{LONG}", window),
}


def faults(dialog, screen):
    """In words, all that is wrong."""
    found = []
    least = dialog.minimumSizeHint()
    if dialog.width() > screen.width() or dialog.height() > screen.height():
        found.append(f"is {dialog.width()} x {dialog.height()}")
    if least.width() > screen.width() or least.height() > screen.height():
        found.append(f"needs {least.width()} x {least.height()}")
    parts = [each for each in dialog.findChildren(QWidget) if each.isVisibleTo(dialog) and not each.isWindow()]
    found += [f"{spoken(each)} scrolls sideways by {each.horizontalScrollBar().maximum()}" for each in parts
              if isinstance(each, QAbstractScrollArea) and each.horizontalScrollBar().maximum()]
    found += [f"{spoken(each)} is not in sight" for each in dialog.buttons.findChildren(QAbstractButton)
              if each in parts and not dialog.rect().contains(box(each, dialog))]
    found += [f"{spoken(each)} is cut to {each.width()} x {each.height()}, of {size}"
              for each in parts if (size := missing(each)) is not None]
    found += [f"{spoken(each)} cuts {words}" for each in parts for words in cut_words(each)]
    for part in [dialog, *parts]:
        inside = [each for each in parts if each.parentWidget() is part and laid_out(each)]
        found += [f"{spoken(one)} lies on {spoken(two)}" for one, two in combinations(inside, 2)
                  if one.geometry().intersects(two.geometry())]
        found += [f"{spoken(each)} goes beyond {spoken(part)}" for each in inside if not part.rect().contains(each.geometry())]
    return found


def laid_out(part):
    """What a layout has put where it is, not what a view or a field keeps within itself."""
    layout = part.parentWidget().layout()
    return layout is not None and part in set(_placed(layout))


def _placed(layout):
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item.widget() is not None:
            yield item.widget()
        elif item.layout() is not None:
            yield from _placed(item.layout())


def missing(part):
    """How large it would have to be, where it is smaller than its words."""
    if isinstance(part, QLabel) and part.text():
        need = part.minimumSizeHint().width(), part.heightForWidth(part.width()) if part.wordWrap() else part.sizeHint().height()
    elif isinstance(part, QAbstractButton) and part.text():
        need = part.minimumSizeHint().width(), part.heightForWidth(part.width()) if part.hasHeightForWidth() else (
            part.minimumSizeHint().height())
    elif isinstance(part, QComboBox | QLineEdit) and not isinstance(part.parentWidget(), QComboBox | QAbstractSpinBox):
        need = part.minimumSizeHint().width(), part.minimumSizeHint().height()
    else:
        return None
    return need if part.width() < need[0] or part.height() < need[1] - 1 else None


def cut_words(part):
    """Heads of fitted tables, and what is chosen in boxes, that do not stand whole."""
    if isinstance(part, FittedTable):
        bold = part._bold(part._share)
        return [word for place in range(part.columnCount()) if not part.isColumnHidden(place)
                for word in part._title(place).split() if bold.horizontalAdvance(word) > part.columnWidth(place) - 18]
    if isinstance(part, QComboBox) and not part.isEditable():
        option = QStyleOptionComboBox()
        part.initStyleOption(option)
        field = part.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, part)
        wraps = Qt.TextFlag.TextWordWrap.value if isinstance(part, WrappingBox) else 0
        words = part.fontMetrics().boundingRect(QRect(0, 0, field.width(), 9999), wraps, part.currentText())
        return [part.currentText()] if words.width() > field.width() or words.height() > field.height() else []
    return []


def box(part, dialog):
    return QRect(part.mapTo(dialog, QPoint()), part.size())


def spoken(part):
    said = getattr(part, "text", lambda: "")() if isinstance(part, QLabel | QAbstractButton) else part.accessibleName()
    return f"{type(part).__name__} “{said[:40]}”"


def settle(times=4):
    for _ in range(times):
        QApplication.processEvents()
