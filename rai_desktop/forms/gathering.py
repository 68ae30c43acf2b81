"""Gathers what a form says into entries, one for each question, and says of each that does not fit what is wrong."""

from collections.abc import Iterator

import msgspec

from rai_desktop.forms.parts import Parts, Said
from rai_desktop.forms.returned import Entry, Returned, Wrong
from rai_desktop.forms.understanding import with_own_ids
from rai_desktop.forms.wording import Misfit, Plain, settled, text_of, worded
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.model import Answer, AnswerValue
from rai_desktop.questionnaire.answers import is_given, items, problem
from rai_desktop.questionnaire.catalog import find
from rai_desktop.questionnaire.question import Kind, Question

Key = tuple[str, str]
_MANY = (Kind.TABLE, Kind.MATRIX, Kind.RANKING)
"""Kinds whose answers may be begun: what was chosen is sound by then, and only something may be missing."""


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says of itself, and the answers it was handed out with."""

    project: str = ""
    title: str = ""
    made: str = ""
    versions: dict[str, str] = {}
    before: dict[Key, Answer | None] = {}


class Gathered:
    """Takes what a file says, question by question; `returned` then gives the whole."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._parts: dict[Key, Parts] = {}
        self._strange: dict[str, list[str]] = {}
        self._rows: dict[tuple[str, str, str], tuple[str, str]] = {}
        self.wrong: list[Wrong] = []
        self.told: list[str] = []

    def question(self, pack: str, question: str) -> Question | None:
        """The question as this computer knows it; None, and noted to be told, where it does not."""
        known = self._known(pack, question)
        if known is None and find(pack) is not None and question not in self._strange.setdefault(pack, []):
            self._strange[pack].append(question)
        return known

    def parts(self, pack: str, question: str, place: str) -> Parts:
        """What was found of a question so far."""
        return self._parts.setdefault((pack, question), Parts(place=place))

    def takes(self, key: Key, part: str, answer: Said, note: Said) -> bool:
        """Whether a row is to be taken: the first of its question and part, or a copy where nothing is typed in the first.
        Two that differ are told, and nothing of the question is taken."""
        words, place = (text_of(answer.value).strip(), text_of(note.value).strip()), (*key, part)
        had = self._rows.setdefault(place, ("", ""))
        if any(had) and any(words) and had != words:
            self.spoil(self.parts(*key, answer.place), answer.place, _(
                "The row of this question stands twice in the file, and the two differ. Leave one of them."))
            return False
        self._rows[place] = words if any(words) else had
        return any(words) or not any(had)

    def text(self, said: Said) -> str:
        """A place as text; that it held a formula is told."""
        self.tell_formula(said)
        return text_of(said.value).strip()

    def tell_formula(self, said: Said) -> None:
        """A formula is never computed, and whoever typed it should know."""
        if said.formula:
            self.told.append(_("{place}: a formula is taken as its text, it is not computed.").format(place=said.place))

    def spoil(self, parts: Parts, place: str, sentence: str) -> None:
        """One place of a question is wrong, so the whole answer is not taken."""
        parts.spoiled = True
        self.wrong.append(Wrong(place=place, sentence=sentence))

    def take_value(self, pack: str, question: str, place: str, raw: Plain, note: str) -> None:
        """An answer whole, as JSON has it."""
        if self.question(pack, question) is not None:
            self._parts[pack, question] = Parts(place=place, raw=raw, note=note.strip())

    def tell_lost(self) -> None:
        """What was handed out and stands nowhere in the file any more was not answered there: its answers stay as they are."""
        for id_ in self._form.versions:
            pack, lost = find(id_), [key[1] for key in self._form.before if key[0] == id_ and key not in self._parts]
            texts = [_("“{question}”").format(question=pack.question(each).text) for each in lost if pack and each in pack.places]
            if pack and texts:
                self.told.append(ngettext(
                    "{n} question of “{title}” is not found in the file any more and not read, for its row, sheet or hidden "
                    "first column is gone: {questions}.",
                    "{n} questions of “{title}” are not found in the file any more and not read, for their rows, sheet or "
                    "hidden first column are gone: {questions}.", len(texts)).format(
                    n=len(texts), title=pack.title, questions=_("; ").join(texts[:3]) + (" …" if len(texts) > 3 else "")))

    def returned(self) -> Returned:
        """All of it."""
        entries = [entry for key, parts in self._parts.items() if (entry := self._entry(key, parts))]
        return Returned(project=self._form.project, title=self._form.title, made=self._form.made,
                        versions=self._form.versions, entries=entries, wrong=self.wrong,
                        told=list(dict.fromkeys([*self._versions_told(), *self._strange_told(), *self.told])))

    def _entry(self, key: Key, parts: Parts) -> Entry | None:
        question = self._known(*key)
        before = self._form.before.get(key)
        if question is None or parts.spoiled:
            return None
        try:
            value = _value(question, parts, before)
        except Misfit as misfit:
            self.wrong.append(Wrong(place=parts.place, sentence=str(misfit)))
            return None
        same = before is not None and settled(question, before.value) == settled(question, value)
        unfinished = "" if same else _unfinished(question, value)
        if unfinished:
            self.told.append(_("{place}: taken as far as it goes. {sentence}").format(place=parts.place, sentence=unfinished))
        if not same and (sentence := _problem(question, value)):
            self.wrong.append(Wrong(place=parts.place, sentence=sentence))
            return None
        value = with_own_ids(question, value)
        if same and before is not None:
            value = before.value  # to the letter: a cell keeps neither spaces at the ends nor more than 15 digits
        kept = before.note if before else ""  # of a locked note the cell says only that it is in the program
        note = kept if parts.note_locked or kept.strip() == parts.note else parts.note
        return Entry(pack=key[0], question=key[1], place=parts.place, value=value, note=note, before=before)

    def _known(self, pack: str, question: str) -> Question | None:
        found = find(pack)
        return found.question(question) if found is not None and question in found.places else None

    def _strange_told(self) -> list[str]:
        return [_("The questionnaire {pack} does not ask {questions}; these answers are not taken.").format(
            pack=pack, questions=", ".join(questions[:8]) + (" …" if len(questions) > 8 else ""))
            for pack, questions in self._strange.items()]

    def _versions_told(self) -> list[str]:
        told = []
        for id_, version in self._form.versions.items():
            found = find(id_)
            if found is None:
                told.append(no_such(id_))
            elif version and version != found.version:
                told.append(_("The form was made from version {old} of “{title}”; this computer has {new}. Answers are "
                              "taken where the question and the choice are still there.").format(
                    old=version, title=found.title, new=found.version))
        return told


def no_such(pack: str) -> str:
    """That answers are of a questionnaire which this computer does not have."""
    return _("There is no questionnaire {pack} on this computer; its answers are not read.").format(pack=pack)


def _value(question: Question, parts: Parts, before: Answer | None) -> AnswerValue:
    if parts.locked:
        if before is None:
            raise Misfit(_("The answer is too long for a cell; change it in the program."))
        return before.value
    try:
        return parts.value(question)
    except Misfit:
        if before is not None and parts.raw is not None and text_of(parts.raw).strip() == worded(question, before.value).strip():
            return before.value  # it was handed out so, under another edition of the questionnaire
        raise


def _problem(question: Question, value: AnswerValue) -> str:
    """What is wrong with an answer. What an item of a group still lacks is not wrong."""
    if question.kind is not Kind.GROUP:
        return "" if question.kind in _MANY else problem(question, value)
    return next(_item_problems(question, value, many=False), "")


def _unfinished(question: Question, value: AnswerValue) -> str:
    """What is missing in an answer that may be begun, also in a table within an item."""
    if question.kind is not Kind.GROUP:
        return problem(question, value) if question.kind in _MANY else ""
    return next(_item_problems(question, value, many=True), "")


def _item_problems(group: Question, value: AnswerValue, *, many: bool) -> Iterator[str]:
    for item in items(value):
        for each in group.questions:
            given = item.get(each.id)
            if (each.kind in _MANY) is many and is_given(each, given) and (sentence := problem(each, given)):
                yield f"{each.text} {sentence}"
