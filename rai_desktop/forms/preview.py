"""What a form that came back would change: new, changed, in conflict, cleared or the same; nothing is applied here."""

from enum import StrEnum
from typing import cast

import msgspec

from rai_desktop.forms.returned import Entry, Returned, Wrong
from rai_desktop.forms.wording import settled, worded
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.model import Answer, AnswerValue, Project
from rai_desktop.questionnaire.answers import is_given
from rai_desktop.questionnaire.catalog import find
from rai_desktop.questionnaire.gone import misfit_words
from rai_desktop.questionnaire.question import Question
from rai_desktop.questionnaire.unasked import with_unasked


class Standing(StrEnum):
    """How an answer that came back stands to the one in the project, the gravest last."""

    SAME = "same"
    NEW = "new"
    CHANGED = "changed"
    CLEARED = "cleared"
    CONFLICT = "conflict"


SAFE = (Standing.NEW, Standing.CHANGED)
"""What is taken unless somebody says otherwise; the rest would overwrite or clear what is answered."""
_GRAVITY = list(Standing)


class Coming(msgspec.Struct, frozen=True, kw_only=True):
    """One question whose answer would change: from `now` to `then`, both in words too."""

    pack: str
    question: str
    title: str
    text: str
    standing: Standing
    place: str
    now: Answer
    then: Answer
    now_words: str
    then_words: str


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """All that would change, what cannot be taken, and what is worth knowing before."""

    coming: list[Coming]
    same: int
    wrong: list[Wrong]
    told: list[str]

    def count(self, *standings: Standing) -> int:
        """How many stand so."""
        return sum(each.standing in standings for each in self.coming)

    @property
    def clean(self) -> bool:
        """Everything in the file can be taken without overwriting anything."""
        return not self.wrong and not self.count(Standing.CONFLICT, Standing.CLEARED)


def preview(project: Project, returned: Returned) -> Preview:
    """What the form would change in this project as it is now."""
    entries = returned.entries
    if _is_strangers(project, returned):  # what it was handed out with was never answered here: all of it comes
        entries = [msgspec.structs.replace(each, before=None) for each in entries]
    compared = [_compare(project, entry) for entry in entries]
    coming = [each for each in compared if each is not None and each.standing is not Standing.SAME]
    return Preview(coming=sorted(coming, key=lambda each: -_GRAVITY.index(each.standing)), same=len(compared) - len(coming),
                   wrong=returned.wrong, told=[*_origin_told(project, returned), *returned.told, *_packs_told(project, coming)])


def standing_words(standing: Standing) -> str:
    """A standing in words."""
    return {Standing.SAME: _("Unchanged"), Standing.NEW: _("New"), Standing.CHANGED: _("Changed"),
            Standing.CLEARED: _("Would be cleared"), Standing.CONFLICT: _("Answered differently meanwhile")}[standing]


def summary(found: Preview) -> str:
    """How many of each, in one line."""
    new, changed = found.count(Standing.NEW), found.count(Standing.CHANGED)
    conflicts, cleared, wrong = found.count(Standing.CONFLICT), found.count(Standing.CLEARED), len(found.wrong)
    counted = [
        (new, ngettext("{n} new answer", "{n} new answers", new)),
        (changed, ngettext("{n} changed", "{n} changed", changed)),
        (conflicts, ngettext("{n} in conflict", "{n} in conflict", conflicts)),
        (cleared, ngettext("{n} would be cleared", "{n} would be cleared", cleared)),
        (found.same, ngettext("{n} unchanged", "{n} unchanged", found.same)),
        (wrong, ngettext("{n} cannot be taken", "{n} cannot be taken", wrong)),
    ]
    return "  ·  ".join(words.format(n=count) for count, words in counted if count)


def _compare(project: Project, entry: Entry) -> Coming | None:
    pack = find(entry.pack)
    if pack is None:
        return None
    question = pack.question(entry.question)
    now = project.answers.get(entry.pack, {}).get(entry.question, Answer())
    value, note = _of_value(question, now, entry), _of_note(now, entry)
    if note is Standing.NEW and is_given(question, now.value):  # a note that is new to an answer changes that answer
        note = Standing.CHANGED
    whole = cast(AnswerValue, with_unasked(question, entry.value, now.value))
    then = msgspec.structs.replace(now, value=whole if value is not Standing.SAME else now.value,
                                   note=entry.note if note is not Standing.SAME else now.note, carried="")
    return Coming(pack=pack.id, question=question.id, title=pack.title, text=question.text,
                  standing=max(value, note, key=_GRAVITY.index), place=entry.place, now=now, then=then,
                  now_words=in_words(question, now), then_words=in_words(question, then))


def in_words(question: Question, answer: Answer) -> str:
    """An answer and its note in words."""
    words = worded(question, answer.value) or misfit_words(question, answer.value)
    return "\n".join(line for line in (words, _("Note: {note}").format(note=answer.note) if answer.note else "") if line)


def _of_value(question: Question, now: Answer, entry: Entry) -> Standing:
    before = entry.before.value if entry.before else None
    same_as_now = settled(question, entry.value) == settled(question, now.value)
    untouched = settled(question, entry.value) == settled(question, before)
    meanwhile = settled(question, now.value) != settled(question, before)
    return _standing(same=same_as_now or (untouched and entry.before is not None), meanwhile=meanwhile,
                     given=is_given(question, now.value), comes=is_given(question, entry.value), known=entry.before is not None)


def _of_note(now: Answer, entry: Entry) -> Standing:
    before = entry.before.note.strip() if entry.before else ""
    note = entry.note.strip()
    return _standing(same=note == now.note.strip() or (note == before and entry.before is not None),
                     meanwhile=now.note.strip() != before, given=bool(now.note.strip()), comes=bool(note),
                     known=entry.before is not None)


def _standing(*, same: bool, meanwhile: bool, given: bool, comes: bool, known: bool) -> Standing:
    """An empty place in a file that does not say what it was handed out with says nothing."""
    if same or (not comes and not given) or (not comes and not known):
        return Standing.SAME
    if not given:
        return Standing.NEW if not meanwhile else Standing.CONFLICT
    if meanwhile:
        return Standing.CONFLICT
    return Standing.CHANGED if comes else Standing.CLEARED


def _is_strangers(project: Project, returned: Returned) -> bool:
    """Whether it was handed out from an assessment that is neither this one nor the one this was made from."""
    known = {"", project.id, project.origin.project if project.origin else ""}
    return returned.project not in known


def _origin_told(project: Project, returned: Returned) -> list[str]:
    if not returned.project or returned.project == project.id:
        return []
    if project.origin and returned.project == project.origin.project:
        return [_("The form was handed out from “{title}”, the assessment this one was made from.").format(
            title=returned.title or returned.project)]
    return [_("The form was handed out from another assessment, “{title}”.").format(title=returned.title or returned.project)]


def _packs_told(project: Project, coming: list[Coming]) -> list[str]:
    titles = {each.pack: each.title for each in coming if each.pack not in project.packs}
    return [_("The questionnaire “{title}” is not in use here yet; it is added with its answers.").format(title=title)
            for title in titles.values()]
