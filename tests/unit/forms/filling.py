"""Projects, packs and random valid answers for the tests of forms."""

import datetime as dt
import zipfile
from pathlib import Path

import msgspec
from hypothesis import strategies as st
from openpyxl import load_workbook

from rai_desktop.project.document import new_project
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire.catalog import forget
from rai_desktop.questionnaire.question import Kind, choices

OWN = """
id = "own"
title = "Our own: rules / 2026"
version = "1"
as_of = 2026-01-01

[[sections]]
id = "s"
title = "S"

[[sections.questions]]
id = "likely"
type = "matrix"
text = "How likely?"
rows = [{ id = "denied", text = "Denied" }, { id = "hurt", text = "Hurt" }]
options = [{ id = "never", text = "Never" }, { id = "often", text = "Often" }, { id = "also", text = "often " }]

[[sections.questions]]
id = "goals"
type = "ranking"
text = "Order?"
options = [{ id = "a", text = "=A" }, { id = "b", text = "-B" }, { id = "c", text = "C" }]

[[sections.questions]]
id = "ready"
type = "scale"
text = "Ready?"
ends = ["Not", "Fully"]
options = [{ id = "1", text = "1" }, { id = "2", text = "2" }, { id = "3", text = "3" }]

[[sections.questions]]
id = "share"
type = "number"
text = "Share?"
low = 0
high = 100
unit = "%"

[[sections.questions]]
id = "uses"
type = "group"
text = "Uses?"
item = "Use"

[[sections.questions.questions]]
id = "name"
type = "text"
text = "Name?"

[[sections.questions.questions]]
id = "about"
type = "multiple"
text = "Whom?"
options = [{ id = "staff", text = "Staff" }, { id = "public", text = "The public" }]

[[sections.questions.questions]]
id = "since"
type = "date"
text = "Since?"
required = false

[[sections.questions.questions]]
id = "children"
type = "yesno"
text = "Children?"
show_if = { question = "about", is = ["public"] }

[[sections.questions]]
id = "people"
type = "table"
text = "People?"
columns = [{ id = "who", text = "Who", required = true }, { id = "role", text = "Role", options = [{ id = "r", text = "Runs it" }] }]
"""


def drop_own_pack(site: Path, text: str = OWN) -> None:
    """A site's own pack with every kind of question, where the program looks for it."""
    folder = site / "questionnaires"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "own.toml").write_text(text, encoding="utf-8")
    forget()


def project(pack, answers=None, **more):
    """A project with one pack and some of its answers, given as values."""
    own = {id_: value if isinstance(value, Answer) else msgspec.convert({"value": value}, Answer)
           for id_, value in (answers or {}).items()}
    return msgspec.structs.replace(new_project("A title"), packs=[pack], answers={pack: own} if own else {}, **more)


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).map(str.strip).filter(bool) | st.sampled_from(
    ["=1+1", "=HYPERLINK(\"http://x\")", "+1", "-1", "@a", "'quoted", "_x0041_", "a_x000D_b", "line\none\rtwo", "\x0bx", "#N/A", "TRUE",
     "1e5", "2026-01-01", "x" * 3000])
days = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)).map(dt.date.isoformat)


def value_of(question):
    """Any valid value for a question, as the program keeps it."""
    ids = [option.id for option in choices(question)]
    match question.kind:
        case Kind.SINGLE | Kind.YESNO | Kind.SCALE:
            return st.sampled_from(ids)
        case Kind.MULTIPLE:
            alone = [option.id for option in choices(question) if option.alone]
            rest = [id_ for id_ in ids if id_ not in alone]
            several = st.sets(st.sampled_from(rest), min_size=1).map(lambda some: [id_ for id_ in ids if id_ in some])
            return several | st.sampled_from(alone).map(lambda id_: [id_]) if alone else several
        case Kind.NUMBER:
            low, high = question.low, question.high
            if question.whole:
                return st.integers(int(low if low is not None else -10**9), int(high if high is not None else 10**9))
            return st.floats(low if low is not None else -1e12, high if high is not None else 1e12).map(lambda x: x + 0.0)
        case Kind.DATE:
            return days
        case Kind.TABLE:
            return st.lists(row_of(question), min_size=1, max_size=4)
        case Kind.MATRIX:
            return st.fixed_dictionaries({row.id: st.sampled_from(ids) for row in question.rows}).map(lambda held: [held])
        case Kind.RANKING:
            return st.permutations(ids)
        case Kind.GROUP:
            return st.lists(item_of(question), min_size=1, max_size=3)
    return texts


def row_of(question):
    cells = {column.id: st.sampled_from([option.id for option in column.options]) if column.options else texts
             for column in question.columns}
    needed = [column.id for column in question.columns if column.required] or [question.columns[0].id]
    return st.fixed_dictionaries({id_: cells[id_] for id_ in needed},
                                 optional={id_: cell for id_, cell in cells.items() if id_ not in needed})


def item_of(question):
    first, *rest = question.questions
    return st.fixed_dictionaries({"id": st.uuids().map(lambda id_: id_.hex), first.id: value_of(first)},
                                 optional={each.id: value_of(each) for each in rest})


def answers_of(pack):
    """Random answers with notes to any of a pack's questions."""
    notes = st.just("") | texts
    given = {id_: st.builds(lambda value, note: msgspec.convert({"value": value, "note": note}, Answer), value_of(question), notes)
             for id_, (_section, question) in pack.places.items()}
    return st.fixed_dictionaries({}, optional=given)


class Colleague:
    """Somebody with a spreadsheet program: finds cells by what stands in them, types, and saves."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = load_workbook(path)

    def sheet(self, first):
        return next(sheet for sheet in self.book.worksheets if str(sheet["A1"].value).startswith(first))

    def row(self, words, first="pack:"):
        sheet = self.sheet(first)
        return next(row[0].row for row in sheet.iter_rows() if any(words == cell.value for cell in row))

    def type(self, words, typed, column="E", first="pack:"):
        self.sheet(first)[f"{column}{self.row(words, first)}"].value = typed
        return self

    def save(self, path=None):
        self.book.save(path or self.path)
        return path or self.path


def rewritten(source: Path, target: Path, part: str, change) -> Path:
    """A copy of a workbook with one part of its archive changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            new.writestr(member.filename, change(content) if member.filename == part else content)
    return target
