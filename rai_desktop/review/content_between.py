"""What two versions of an assessment do not share, place by place: all that is signed, and what is said of it."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import UNSET

from rai_desktop.i18n import _, ngettext
from rai_desktop.project.model import Answer, FileRef
from rai_desktop.project.placeless import placeless_project
from rai_desktop.questionnaire.catalog import find
from rai_desktop.review.difference import Difference, Part, Way
from rai_desktop.review.editions import with_others
from rai_desktop.review.merging import At, Plain, places_apart, same, value_at
from rai_desktop.review.sides import Side
from rai_desktop.review.spelling import Spelling, captioned, pack_name
from rai_desktop.review.told import headline
from rai_desktop.review.typed import typed
from rai_desktop.review.wording import moment, part_words

# The part in which a difference is told, by the name of the project's field; what is not here is told of the whole.
_PARTS = {
    "answers": Part.ANSWERS, "inputs": Part.INPUTS, "plan": Part.POLICY, "runs": Part.RUNS, "responses": Part.RESPONSES,
    "risks": Part.RISKS, "risk_scale": Part.RISKS, "dismissed": Part.RISKS, "actions": Part.ACTIONS,
    "inapplicable": Part.CLAUSES, "packs": Part.PACKS, "pack_versions": Part.PACKS, "pack_editions": Part.PACKS,
    "comments": Part.REVIEW, "requests": Part.REVIEW, "signatures": Part.REVIEW, "merges": Part.REVIEW,
}
_ITS_OWN = ("id", "created")  # a merge never takes them from another file, and so passes them by


def content_between(a: Side, b: Side) -> Iterator[Difference]:
    """Every place that differs, answers in the order asked. That a file lies in another folder is no difference."""
    return _Between(a, b).found()


class _Between:
    def __init__(self, a: Side, b: Side) -> None:
        self._said = (
            Spelling(a.project, a.findings, with_others(a.editions, b.editions)),
            Spelling(b.project, b.findings, with_others(b.editions, a.editions)),
        )
        self._plain: tuple[Plain, Plain] = (_plain(a), _plain(b))
        self._sentences = {each.key: each.sentence for side in (a, b) for each in side.findings}
        self._only_carried: list[At] = []

    def found(self) -> Iterator[Difference]:
        own = [(name,) for name in _ITS_OWN if self._plain[0].get(name) != self._plain[1].get(name)]
        for at in _in_order([*own, *places_apart(*self._plain)]):
            before, after = (value_at(side, at) for side in self._plain)
            if at[0] == "answers" and same(_without_carried(before), _without_carried(after)):
                self._only_carried.append(at)
            elif at == ("packs",):
                yield from _packs(_listed(before), _listed(after))
            else:
                yield self._difference(at, before, after)
        yield from self._carried()

    def _difference(self, at: At, before: Any, after: Any) -> Difference:
        words = self._words(at, before, after)
        if words[0] == words[1]:  # it differs in what has no words of its own
            words = (_raw(before), _raw(after))
        return Difference(part=_PARTS.get(at[0], Part.WHOLE), way=_way(before, after), place=self._place(at, before, after),
                          before=words[0], after=words[1])

    def _words(self, at: At, before: Any, after: Any) -> tuple[str, str]:
        """Of a record that is on both sides only the fields that differ."""
        one, other = self._said
        if UNSET in (before, after) or not _is_record(record := typed(at, before)):
            return one.at(at, before), other.at(at, after)
        of_a, of_b = one.fields(record), other.fields(typed(at, after))
        apart = [name for name in of_a if of_a[name] != of_b[name]]
        return _lines(of_a, apart), _lines(of_b, apart)

    def _place(self, at: At, before: Any, after: Any) -> str:
        known = after if after is not UNSET else before
        match at[0]:
            case "answers":
                return _("{pack}: {question}").format(pack=pack_name(at[1]), question=self._question_words(at))
            case "runs":
                return _("Run of {when}").format(when=moment(known["started"]))
            case "signatures":
                return headline(typed(at, known))
            case "requests":
                return _("Request to {name}, {when}").format(name=known["of"], when=moment(known["when"]))
            case "merges":
                return _("Review copy for {whom}").format(whom=known["whom"])
        return part_words(self._said[after is not UNSET].project, at, self._sentences)

    def _question_words(self, at: At) -> str:
        """What was asked; its id where neither this computer nor a side knows it."""
        question = self._said[0].question(at[1], at[2])
        return question.text if question else at[2]

    def _carried(self) -> Iterator[Difference]:
        """Answers that say the same and are marked otherwise: one difference for each questionnaire."""
        for pack in dict.fromkeys(at[1] for at in self._only_carried):
            own = [at for at in self._only_carried if at[1] == pack]
            now = ([at for at in own if value_at(side, at).get("carried")] for side in self._plain)
            before, after = (_carried_words(list(map(self._question_words, each))) for each in now)
            if before == after:
                before, after = (_raw([value_at(side, at)["carried"] for at in own]) for side in self._plain)
            way = Way.ADDED if not before else Way.REMOVED if not after else Way.CHANGED
            yield Difference(part=Part.ANSWERS, way=way, before=before, after=after,
                             place=_("{pack}: carried over, not confirmed").format(pack=pack_name(pack)))


def _plain(side: Side) -> Plain:
    plain: Plain = msgspec.to_builtins(placeless_project(side.project))
    return plain


def _packs(before: list[str], after: list[str]) -> Iterator[Difference]:
    """Questionnaires one by one; else the order they stand in."""
    for id_ in dict.fromkeys([*before, *after]):
        if id_ not in before or id_ not in after:
            yield Difference(part=Part.PACKS, place=pack_name(id_), way=Way.REMOVED if id_ in before else Way.ADDED,
                             before=_("in use") if id_ in before else "", after=_("in use") if id_ in after else "")
    if sorted(before) == sorted(after):
        yield Difference(part=Part.PACKS, way=Way.CHANGED, place=_("Their order"), before=_("; ").join(map(pack_name, before)),
                         after=_("; ").join(map(pack_name, after)))


def _listed(value: Any) -> list[str]:
    return [] if value is UNSET else value


def _in_order(places: Iterable[At]) -> list[At]:
    """Answers as they are asked; all else as it stands."""
    return sorted(places, key=lambda at: _asked(at) if at[0] == "answers" else (len(_ITS_OWN), "", 0))


def _asked(at: At) -> tuple[int, str, int]:
    pack = find(at[1])
    known = list(pack.places) if pack else []
    return pack.order if pack else 0, at[1], known.index(at[2]) if at[2] in known else len(known)


def _without_carried(answer: Any) -> Any:
    return {name: each for name, each in answer.items() if name != "carried"} if isinstance(answer, dict) else answer


def _carried_words(asked: list[str]) -> str:
    return (
        ngettext("{n} answer: {questions}", "{n} answers: {questions}", len(asked)).format(
            n=len(asked), questions=_("; ").join(asked)
        )
        if asked
        else ""
    )


def _is_record(value: object) -> bool:
    return isinstance(value, msgspec.Struct) and not isinstance(value, Answer | FileRef)


def _lines(fields: dict[str, str], names: list[str]) -> str:
    return "\n".join(captioned(name, fields[name] or _("(nothing)")) for name in names)


def _way(before: Any, after: Any) -> Way:
    return Way.ADDED if before is UNSET else Way.REMOVED if after is UNSET else Way.CHANGED


def _raw(value: Any) -> str:
    return "" if value is UNSET else msgspec.json.encode(value, order="deterministic").decode()
