"""A form as JSON: the questions in words, the answers to fill in, and the answers it was handed out with."""

from pathlib import Path
from typing import Any

import msgspec

from rai_desktop import __version__
from rai_desktop.forms.form import SCHEMA, Asked, Form, Sheaf
from rai_desktop.forms.wording import labels
from rai_desktop.i18n import _
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire.question import Column, Option, Question, choices


def write_json(form: Form, path: Path) -> None:
    """Write it, indented, for people as for programs. Its schema is resources/answers.schema.json."""
    text = msgspec.json.format(msgspec.json.encode(as_plain(form)), indent=2)
    path.write_bytes(text + b"\n")


def as_plain(form: Form) -> dict[str, Any]:
    """The form as plain values."""
    answers = {sheaf.pack.id: {each.question.id: _answer(each.answer) for each in sheaf.asked} for sheaf in form.sheaves}
    return {
        "schema": SCHEMA,
        "how": _("Fill in “answers”: a choice by its id or its text, several as a list, a day as YYYY-MM-DD, a table as "
                 "a list of rows. null is no answer. docs/forms.md tells of the other kinds. Leave the rest as it is."),
        "program": f"RAI Desktop {__version__}",
        "project": {"id": form.project, "title": form.title},
        "handed_out": form.made,
        "packs": [_pack(sheaf) for sheaf in form.sheaves],
        "answers": answers,
        "before": answers,
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {"value": msgspec.to_builtins(answer.value), "note": answer.note}


def _pack(sheaf: Sheaf) -> dict[str, Any]:
    return {"id": sheaf.pack.id, "title": sheaf.pack.title, "version": sheaf.pack.version,
            "questions": [_question(each) for each in sheaf.asked]}


def _question(asked: Asked) -> dict[str, Any]:
    place = {"number": asked.number, "section": asked.section.title, "applies": asked.applies}
    return _described(asked.question) | place


def _described(question: Question) -> dict[str, Any]:
    told: dict[str, Any] = {"id": question.id, "type": str(question.kind), "text": question.text}
    told |= {"why": question.why, "help": question.help, "unit": question.unit, "low": question.low, "high": question.high,
             "whole": question.whole or None, "choices": _choices(choices(question)),
             "columns": [_column(each) for each in question.columns]}
    told |= {"ends": question.ends, "item": question.item, "rows": [{"id": row.id, "text": row.text} for row in question.rows],
             "questions": [_described(each) for each in question.questions]}
    return {key: value for key, value in told.items() if value not in ("", None, [])}


def _choices(options: list[Option]) -> list[dict[str, str]]:
    return [{"id": id_, "text": text} for id_, text in labels(options).items()]


def _column(column: Column) -> dict[str, Any]:
    told: dict[str, Any] = {"id": column.id, "text": column.text}
    return told | ({"choices": _choices(column.options)} if column.options else {})
