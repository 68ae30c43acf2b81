"""Anything in a project in the words people see: captions, levels of its scale, links by what they lead to."""

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import cached_property
from typing import Any

import msgspec
from msgspec import UNSET

from rai_desktop.errors import Refusal
from rai_desktop.findings.finding import Finding
from rai_desktop.findings.metric_names import assessment_name
from rai_desktop.findings.policy import load_policy
from rai_desktop.i18n import _, figures
from rai_desktop.project.approval import last_part
from rai_desktop.project.model import Answer, FileRef, Project
from rai_desktop.project.register import Treatment
from rai_desktop.project.reviewing import Meaning
from rai_desktop.questionnaire.answers import is_given, items
from rai_desktop.questionnaire.as_kept import as_kept
from rai_desktop.questionnaire.catalog import find
from rai_desktop.questionnaire.gone import dropped_words, misfit_words
from rai_desktop.questionnaire.kept_words import Edition
from rai_desktop.questionnaire.question import Question
from rai_desktop.questionnaire.wording import in_words
from rai_desktop.review.captions import caption
from rai_desktop.review.editions import Editions
from rai_desktop.review.typed import typed
from rai_desktop.review.wording import meaning_words, moment, place_words
from rai_desktop.risks.linked import words_of
from rai_desktop.risks.register import treatment_words
from rai_desktop.risks.scale import Scale, level_name, scale_in_use

At = tuple[str, ...]
_MOMENTS = frozenset({"when", "started", "ended", "created", "resolved_when", "answered"})
_HASHES = frozenset({"sha256", "digest", "key", "id"})
_PARTS = frozenset({"inputs", "plan"})
_NONE: Editions = {}


class Spelling:
    """Speaks of one project; the sentences of `findings` name those that links lead to, `editions` have the words of
    questions and options that are gone."""

    def __init__(self, project: Project, findings: Iterable[Finding] = (), editions: Editions = _NONE) -> None:
        self.project = project
        self._editions = editions
        self._findings = list(findings)

    def at(self, at: At, plain: Any) -> str:
        """A plain value at a place of the project; "" for nothing."""
        if plain is UNSET or plain in (None, "", [], {}):
            return ""
        try:
            value = typed(at, plain)
        except msgspec.ValidationError:  # a field of a record by itself
            return self._field(at[-1], plain)
        if isinstance(value, Answer):
            return self._answer(at[1], at[2], value)
        name = at[1] if at[0] in _PARTS and len(at) > 1 else at[0]
        return self.record(value) if isinstance(value, msgspec.Struct) else self._field(name, value)

    def record(self, record: msgspec.Struct) -> str:
        """A line for every field that says something."""
        if isinstance(record, FileRef):
            return self.file(record)
        return "\n".join(captioned(name, words) for name, words in self.fields(record).items() if words)

    def fields(self, record: msgspec.Struct) -> dict[str, str]:
        """Words by caption, of every field that people see."""
        named = ((caption(type(record), name), name) for name in record.__struct_fields__)
        return {shown: self._field(name, getattr(record, name)) for shown, name in named if shown}

    def question(self, pack_id: str, question_id: str) -> Question | None:
        """The question of an answer, with what is gone of it; None where neither this computer nor the file knows it."""
        question = question_at(pack_id, question_id)
        for edition in self._editions.get(pack_id, ()):
            question = as_kept(question, question_id, edition)
        return question

    def _answer(self, pack_id: str, question_id: str, answer: Answer) -> str:
        """An answer, its note, its files, and that nobody has confirmed it yet."""
        said = _value(self.question(pack_id, question_id), answer.value, self._editions.get(pack_id, ()))
        beside = [
            captioned(caption(Answer, "note"), answer.note) if answer.note else "",
            *(captioned(caption(Answer, "evidence"), self._within(each)) for each in answer.evidence),
            captioned(caption(Answer, "carried"), answer.carried) if answer.carried else "",
        ]
        return "\n".join(line for line in (said, *beside) if line)

    def file(self, ref: FileRef) -> str:
        """A file by its name, the start of its hash, its size, and how it is read."""
        said = [_("SHA-256 {start}…").format(start=ref.sha256[:12]) if ref.sha256 else "", ref.format,
                _("{n} bytes").format(n=figures(f"{ref.size:,}")) if ref.size else "", self._table(ref.options)]
        beside = ", ".join(each for each in said if each)
        return _("{name} ({beside})").format(name=last_part(ref.path), beside=beside) if beside else last_part(ref.path)

    def _field(self, name: str, value: Any) -> str:
        if value in (None, "", [], {}):
            return ""
        special = self._special.get(name)
        if special and isinstance(value, str):
            return special(value)
        return "\n".join(map(special, value)) if special and isinstance(value, list) else self._plain(value)

    @cached_property
    def _special(self) -> Mapping[str, Callable[[str], str]]:
        """How the text of a field is said, by the field's name."""
        return {
            "severity": self._severity, "residual_severity": self._severity, "likelihood": self._likelihood,
            "residual_likelihood": self._likelihood, "sources": self.link, "about": self._about, "packs": pack_name,
            "risk_scale": scale_name, "policy": policy_name, "python": last_part, "assessment": assessment_name,
            "status": status_words, "outcome": _outcome,
            **dict.fromkeys(_MOMENTS, moment), **dict.fromkeys(_HASHES, _short),
        }

    def link(self, link: str) -> str:
        """What a link leads to."""
        return words_of(self.project, link, self._findings)

    def _about(self, link: str) -> str:
        return place_words(self.project, link, {each.key: each.sentence for each in self._findings})

    @cached_property
    def _scale(self) -> Scale | None:
        return scale_in_use(self.project.risk_scale)[0]

    def _severity(self, level: str) -> str:
        return level_name(self._scale.severity if self._scale else [], level)

    def _likelihood(self, level: str) -> str:
        return level_name(self._scale.likelihood if self._scale else [], level)

    def _plain(self, value: Any) -> str:
        match value:
            case bool():
                return _("yes") if value else _("no")
            case Treatment():
                return treatment_words(value)
            case Meaning():
                return meaning_words(value)
            case Enum():
                return _(str(value.value))
            case float():
                return number_words(value)
            case FileRef():
                return self.file(value)
            case msgspec.Struct():
                return self._within(value)
            case dict():
                return self._table(value)
            case list() | tuple():
                between = "\n" if any(isinstance(each, msgspec.Struct) for each in value) else _("; ")
                return between.join(self._plain(each) for each in value)
        return str(value)

    def _table(self, values: Mapping[str, Any]) -> str:
        return _("; ").join(captioned(_spaced(name), self._plain(each)) for name, each in values.items())

    def _within(self, record: msgspec.Struct) -> str:
        """A record within another, in a line."""
        return _("; ").join(captioned(name, words) for name, words in self.fields(record).items() if words)


def question_at(pack_id: str, question_id: str) -> Question | None:
    """The question of an answer; None where this computer does not know it."""
    pack = find(pack_id)
    return pack.question(question_id) if pack and question_id in pack.places else None


def pack_name(id_: str) -> str:
    """A questionnaire's title; its id where this computer does not know it."""
    pack = find(id_)
    return pack.title if pack else id_


def scale_name(id_: str) -> str:
    """A scale's title; its id where it cannot be read."""
    scale, _why = scale_in_use(id_)
    return scale.title if scale else id_


def policy_name(name: str) -> str:
    """A policy with its version; its name where it cannot be read."""
    try:
        known = load_policy(name)
    except Refusal:
        return name
    return _("{title}, version {version}").format(title=known.title, version=known.version)


def number_words(value: float) -> str:
    """A number with every digit that tells it from another."""
    return figures(repr(value).removesuffix(".0"))


def _value(question: Question | None, value: object, editions: Iterable[Edition] = ()) -> str:
    if question is not None:
        whole = isinstance(value, float) and value.is_integer()
        if not is_given(question, value):
            return next(filter(None, (dropped_words(each, question, value) for each in editions)), misfit_words(question, value))
        return in_words(question, f"{value:.0f}" if whole else value)
    return "\n".join(_("; ").join(map(_cell, row.values())) for row in items(value)) or in_words(None, value)


def _cell(cell: object) -> str:
    """A cell of a question that this computer does not know; it may hold choices or the rows of a table."""
    return ", ".join(in_words(None, each) for row in items(cell) for each in row.values()) or in_words(None, cell)


def captioned(name: str, words: str) -> str:
    """Words below or beside their caption."""
    return _("{caption}: {words}").format(caption=name, words=words.replace("\n", "\n  "))


def status_words(status: str) -> str:
    """How far a run or an assessment came, in words."""
    known = {"running": _("running"), "finished": _("finished"), "cancelled": _("cancelled"), "failed": _("failed"),
             "refused": _("refused"), "died": _("died")}
    return known.get(status, status)


def _outcome(outcome: str) -> str:
    return meaning_words(Meaning(outcome)) if outcome in list(Meaning) else outcome


def _short(hash_: str) -> str:
    return f"{hash_[:12]}…" if len(hash_) > 12 else hash_


def _spaced(id_: str) -> str:
    return id_.replace("_", " ")
