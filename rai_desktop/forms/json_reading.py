"""Reads answers that came back as JSON: a form of ours, the answers of a bundle, or {pack: {question: answer}}."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from rai_desktop.errors import Refusal
from rai_desktop.forms.distrust import bytes_of
from rai_desktop.forms.form import SCHEMA
from rai_desktop.forms.gathering import Form, Gathered, no_such
from rai_desktop.forms.returned import Returned, Wrong
from rai_desktop.forms.wording import text_of
from rai_desktop.i18n import _
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire.catalog import find


def read_json(path: Path) -> Returned:
    """What the file says. Refusal when it is not JSON, or holds no answers by pack and question."""
    content = _decoded(path)
    gathered = Gathered(_form(path, content))
    answers = content.get("answers", content) if "schema" in content or "answers" in content else content
    if not isinstance(answers, dict) or not all(isinstance(each, dict) for each in answers.values()):
        raise _no_answers(path)
    for named, own in answers.items():
        pack = named if find(named) else named.replace("-", "_")
        if find(pack) is None:
            gathered.told.append(no_such(named))
        for question, given in own.items():
            _take(gathered, pack, question, given)
    return gathered.returned()


def _decoded(path: Path) -> dict[str, Any]:
    content = bytes_of(path)
    try:
        found = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"))
        _refuse_twice(path, content)
    except (msgspec.DecodeError, ValueError, RecursionError, MemoryError) as error:
        raise Refusal(_("{name} is not JSON: {why}.").format(name=path.name, why=str(error).rstrip(".")),
                      _("Mend it there, or choose the form that was handed out.")) from None
    if not isinstance(found, dict):
        raise _no_answers(path)
    return found


def _refuse_twice(path: Path, content: bytes) -> None:
    """A name that stands twice in one place, as where two files were put together: only one of them would be read."""
    def check(pairs: list[tuple[str, object]]) -> None:
        counts = Counter(name for name, _value in pairs)
        if len(counts) < len(pairs):
            raise Refusal(_("{name} says “{key}” twice in one place, and only one of them can be read.").format(
                name=path.name, key=counts.most_common(1)[0][0][:80]),
                _("Put what stands below both into one, and remove the other."))

    json.loads(content, object_pairs_hook=check)


def _form(path: Path, content: dict[str, Any]) -> Form:
    said = content.get("schema", SCHEMA)
    if said != SCHEMA:
        raise Refusal(_("{name} is a form of another kind: {said}.").format(name=path.name, said=str(said)[:80]),
                      _("Bring it back with the version of RAI Desktop that handed it out."))
    project, packs = content.get("project"), content.get("packs")
    about = project if isinstance(project, dict) else {}
    told = [each for each in packs if isinstance(each, dict)] if isinstance(packs, list) else []
    return Form(project=str(about.get("id", "")), title=str(about.get("title", "")), made=str(content.get("handed_out", "")),
                versions={str(each.get("id")): str(each.get("version", "")) for each in told if "schema" in content},
                before=dict(_before(content.get("before"))))


def _before(said: object) -> Iterator[tuple[tuple[str, str], Answer | None]]:
    for pack, own in said.items() if isinstance(said, dict) else ():
        for question, given in own.items() if isinstance(own, dict) else ():
            try:
                yield (pack, question), msgspec.convert(given, Answer)
            except msgspec.ValidationError:
                yield (pack, question), None


def _take(gathered: Gathered, pack: str, question: str, given: object) -> None:
    place = f"{pack}, {question}"
    value, note = (given.get("value"), given.get("note", "")) if isinstance(given, dict) else (given, "")
    if isinstance(given, dict) and given and not {"value", "note"} & given.keys():
        gathered.wrong.append(Wrong(place=place, sentence=_(
            "What stands here says neither “value” nor “note”, so it is not read. Write {form}.").format(form='{"value": …}')))
        return
    try:
        answer = msgspec.convert({"value": _as_cells(value), "note": note}, Answer)
    except (msgspec.ValidationError, RecursionError):
        gathered.wrong.append(Wrong(place=place, sentence=_(
            "An answer is text, a number, true or false, a list of choices or a list of rows; a note is text.")))
        return
    gathered.take_value(pack, question, place, answer.value, answer.note)


def _as_cells(value: Any, within: int = 0) -> Any:
    """Rows and items with what a cell would hold: true, false, and numbers in a row of an item, as text; null as nothing."""
    if isinstance(value, list):
        return [_as_cells(each, within) for each in value]
    if isinstance(value, dict):
        return {key: _as_cells(each, within + 1) for key, each in value.items() if each is not None}
    is_text_in_cells = (within and isinstance(value, bool)) or (within > 1 and isinstance(value, int | float))
    return text_of(value) if is_text_in_cells else value


def _no_answers(path: Path) -> Refusal:
    return Refusal(_("{name} holds no answers by questionnaire and question.").format(name=path.name),
                   _("Choose the form that was handed out; docs/forms.md shows its shape."))
