"""Gathers the cells of a form into entries, one for each question, and says of each that does not fit what is wrong."""

from typing import Any, Protocol

import msgspec

from rai_desktop.forms.returned import Entry, Returned, Wrong
from rai_desktop.forms.wording import Misfit, Plain, cell_of, settled, text_of, ticked, understood, worded
from rai_desktop.i18n import _
from rai_desktop.project.model import Answer, AnswerValue
from rai_desktop.questionnaire.answers import problem
from rai_desktop.questionnaire.catalog import find
from rai_desktop.questionnaire.question import Question, choices

Key = tuple[str, str]

# What stands in the column "part" of a questionnaire's sheet, as words.
SEVERAL, TABLE, LOCKED, NOTE_LOCKED, OPTION = "several", "table", "locked", "note-locked", "option:"


class Said(Protocol):
    """What a place of the file says."""

    @property
    def value(self) -> Plain: ...
    @property
    def place(self) -> str: ...
    @property
    def formula(self) -> bool: ...


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says of itself, and the answers it was handed out with."""

    project: str = ""
    title: str = ""
    made: str = ""
    versions: dict[str, str] = {}
    before: dict[Key, Answer | None] = {}


class _Parts(msgspec.Struct):
    """What was found of one question so far."""

    place: str
    raw: Plain = None
    note: str = ""
    ticks: list[str] | None = None
    rows: list[str | dict[str, str]] | None = None
    locked: bool = False
    note_locked: bool = False
    spoiled: bool = False


class Gathered:
    """Takes what a file says, place by place; `returned` then gives the whole."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._parts: dict[Key, _Parts] = {}
        self._strange: dict[str, list[str]] = {}
        self.wrong: list[Wrong] = []
        self.told: list[str] = []

    def take(self, pack: str, question: str, part: str, answer: Said, note: Said) -> None:
        """A row of a questionnaire's sheet: the question itself, or one of its choices."""
        known = self._question(pack, question)
        if known is None:
            return
        found = self._parts.setdefault((pack, question), _Parts(place=answer.place))
        if part.startswith(OPTION):
            self._tick(found, known, part.removeprefix(OPTION), answer)
            return
        marks = part.split()
        found.locked, found.note_locked = LOCKED in marks, NOTE_LOCKED in marks
        found.note = text_of(note.value).strip()
        self._tell_formula(note)
        if SEVERAL in marks:
            found.ticks = found.ticks or []
        elif TABLE not in marks and not found.locked:
            found.raw = answer.value
            self._tell_formula(answer)

    def begin_table(self, pack: str, question: str, place: str) -> None:
        """The area of a table."""
        if self._question(pack, question) is not None:
            found = self._parts.setdefault((pack, question), _Parts(place=place))
            found.place, found.rows = place, found.rows or []

    def take_row(self, pack: str, question: str, cells: dict[str, Any]) -> None:
        """A row of a table, by column id."""
        known, found = self._question(pack, question), self._parts.get((pack, question))
        if known is None or found is None or found.rows is None:
            return
        row = {}
        for column in known.columns:
            said: Said | None = cells.get(column.id)
            if said is None or not text_of(said.value).strip():
                continue
            self._tell_formula(said)
            try:
                row[column.id] = cell_of(column.options, text_of(said.value))
            except Misfit as misfit:
                self._spoil(found, said.place, str(misfit))
        if row:
            found.rows.append(row)

    def take_value(self, pack: str, question: str, place: str, raw: Plain, note: str) -> None:
        """An answer whole, as JSON has it."""
        if self._question(pack, question) is not None:
            self._parts[pack, question] = _Parts(place=place, raw=raw, note=note.strip())

    def returned(self) -> Returned:
        """All of it."""
        entries = [entry for key, parts in self._parts.items() if (entry := self._entry(key, parts))]
        for pack, questions in self._strange.items():
            self.told.append(_("The questionnaire {pack} does not ask {questions}; these answers are not taken.").format(
                pack=pack, questions=", ".join(questions[:8]) + (" …" if len(questions) > 8 else "")))
        return Returned(project=self._form.project, title=self._form.title, made=self._form.made,
                        versions=self._form.versions, entries=entries, wrong=self.wrong,
                        told=[*self._versions_told(), *dict.fromkeys(self.told)])

    def _entry(self, key: Key, parts: _Parts) -> Entry | None:
        question = self._known(*key)
        before = self._form.before.get(key)
        if question is None or parts.spoiled:
            return None
        try:
            value = self._value(question, parts, before)
        except Misfit as misfit:
            self.wrong.append(Wrong(place=parts.place, sentence=str(misfit)))
            return None
        if sentence := self._problem(question, value, before):
            self.wrong.append(Wrong(place=parts.place, sentence=sentence))
            return None
        note = before.note if parts.note_locked and before else parts.note
        return Entry(pack=key[0], question=key[1], place=parts.place, value=value, note=note, before=before)

    def _value(self, question: Question, parts: _Parts, before: Answer | None) -> AnswerValue:
        if parts.locked:
            if before is None:
                raise Misfit(_("The answer is too long for a cell; change it in the program."))
            return before.value
        if parts.rows is not None:
            return parts.rows or None
        if parts.ticks is not None:
            return [option.id for option in choices(question) if option.id in parts.ticks] or None
        try:
            return understood(question, parts.raw)
        except Misfit:
            if before is not None and text_of(parts.raw).strip() == worded(question, before.value).strip():
                return before.value  # it was handed out so, under another edition of the questionnaire
            raise

    def _problem(self, question: Question, value: AnswerValue, before: Answer | None) -> str:
        """What is wrong with an answer; one that was handed out so is not this person's doing."""
        same = before is not None and settled(question, before.value) == settled(question, value)
        return "" if same else problem(question, Answer(value=value))

    def _tick(self, found: _Parts, question: Question, option: str, answer: Said) -> None:
        self._tell_formula(answer)
        found.ticks = found.ticks or []
        try:
            if not ticked(answer.value):
                return
        except Misfit as misfit:
            self._spoil(found, answer.place, str(misfit))
            return
        if option in {each.id for each in choices(question)}:
            found.ticks.append(option)
        else:
            self._spoil(found, answer.place, _("The questionnaire of this computer has no such choice: {id}.").format(id=option))

    def _spoil(self, found: _Parts, place: str, sentence: str) -> None:
        found.spoiled = True
        self.wrong.append(Wrong(place=place, sentence=sentence))

    def _tell_formula(self, said: Said) -> None:
        if said.formula:
            self.told.append(_("{place}: a formula is taken as its text, it is not computed.").format(place=said.place))

    def _question(self, pack: str, question: str) -> Question | None:
        known = self._known(pack, question)
        if known is None and find(pack) is not None and question not in self._strange.setdefault(pack, []):
            self._strange[pack].append(question)
        return known

    def _known(self, pack: str, question: str) -> Question | None:
        found = find(pack)
        return found.question(question) if found is not None and question in found.places else None

    def _versions_told(self) -> list[str]:
        told = []
        for id_, version in self._form.versions.items():
            found = find(id_)
            if found is None:
                told.append(_("There is no questionnaire {pack} on this computer; its answers are not read.").format(pack=id_))
            elif version and version != found.version:
                told.append(_("The form was made from version {old} of “{title}”; this computer has {new}. Answers are "
                              "taken where the question and the choice are still there.").format(
                    old=version, title=found.title, new=found.version))
        return told
