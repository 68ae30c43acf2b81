"""Projects, packs and random valid answers for the tests of forms."""

import datetime as dt
import zipfile
from pathlib import Path

import msgspec
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

[[sections.questions.questions]]
id = "parties"
type = "table"
text = "Parties?"
required = false
columns = [{ id = "who", text = "Who", required = true }, { id = "role", text = "Role", options = [{ id = "hit", text = "Is hit" }, { id = "runs", text = "Runs it" }] }]

[[sections.questions]]
id = "people"
type = "table"
text = "People?"
columns = [{ id = "who", text = "Who", required = true }, { id = "role", text = "Role", options = [{ id = "r", text = "Runs it" }] }]
"""


def drop_own_pack(site: Path, text: str = OWN) -> None:
    """A site's own pack with every kind of question, where the program looks for it."""
    folder = site / "questionnaires"
    if (folder / "own.toml").exists():  # reading every pack anew takes a second
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "own.toml").write_text(text, encoding="utf-8")
    forget()


def project(pack, answers=None, **more):
    """A project with one pack and some of its answers, given as values."""
    own = {id_: value if isinstance(value, Answer) else msgspec.convert({"value": value}, Answer)
           for id_, value in (answers or {}).items()}
    return msgspec.structs.replace(new_project("A title"), packs=[pack], answers={pack: own} if own else {}, **more)


_TEXTS = ["plain", "=1+1", "=HYPERLINK(\"http://x\")", "+1", "-1", "@a", "'quoted", "_x0041_", "_x000B_", "a_x000D_b", "line\none\rtwo", "a\x0bb",
          "\x01", "#N/A", "TRUE", "1e5", "2026-01-01", "5", "<&>\"", "é\u0301 漢字 🙂", "\ufffe.", "x" * 300]


def some_text(rng):
    """A text as the program keeps it, without white space at its ends; often one that spreadsheets take for something else."""
    if rng.random() < 0.6:
        return rng.choice(_TEXTS)
    drawn = "".join(chr(rng.choice((rng.randint(1, 0x7F), rng.randint(0x80, 0xD7FF), rng.randint(0x10000, 0x10FFFF))))
                    for _each in range(rng.randint(1, 12)))
    return drawn.strip() or "x"


def some_number(question, rng):
    low, high = question.low, question.high
    least, most = -1e12 if low is None else low, 1e12 if high is None else high
    return rng.randint(int(least), int(most)) if question.whole or rng.random() < 0.3 else rng.uniform(least, most)


def some_value(question, rng):
    """Any valid value for a question, as the program keeps it."""
    ids = [option.id for option in choices(question)]
    match question.kind:
        case Kind.SINGLE | Kind.YESNO | Kind.SCALE:
            return rng.choice(ids)
        case Kind.MULTIPLE:
            alone = [option.id for option in choices(question) if option.alone]
            if alone and rng.random() < 0.3:
                return [rng.choice(alone)]
            rest = [id_ for id_ in ids if id_ not in alone]
            some = rng.sample(rest, rng.randint(1, len(rest)))
            return [id_ for id_ in ids if id_ in some]
        case Kind.NUMBER:
            return some_number(question, rng)
        case Kind.DATE:
            return dt.date.fromordinal(rng.randint(1, dt.date.max.toordinal())).isoformat()
        case Kind.TABLE:
            return [some_row(question, rng) for _each in range(rng.randint(1, 4))]
        case Kind.MATRIX:
            return [{row.id: rng.choice(ids) for row in question.rows}]
        case Kind.RANKING:
            return rng.sample(ids, len(ids))
        case Kind.GROUP:
            return [some_item(question, rng) for _each in range(rng.randint(1, 3))]
    return some_text(rng)


def some_row(question, rng):
    needed = [column for column in question.columns if column.required] or [question.columns[0]]
    if question.each:  # a row of which only the name is told says nothing, and is no answer
        needed.append(next(column for column in question.columns if column.id != question.each))
    return {column.id: rng.choice(column.options).id if column.options else some_text(rng)
            for column in question.columns if column in needed or rng.random() < 0.5}


def some_item(question, rng):
    first, *rest = question.questions
    return {"id": f"{rng.getrandbits(128):032x}", first.id: some_value(first, rng)} | {
        each.id: some_value(each, rng) for each in rest if rng.random() < 0.5}


def some_answers(pack, rng, share=0.7):
    """Random answers, some with notes, to a share of a pack's questions."""
    return {id_: msgspec.convert({"value": some_value(question, rng), "note": some_text(rng) if rng.random() < 0.3 else ""}, Answer)
            for id_, (_section, question) in pack.places.items() if rng.random() < share}


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
