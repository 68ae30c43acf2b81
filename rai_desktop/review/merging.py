"""Three-way merge of two projects made from one: answer by answer, comment by comment, never within a text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from msgspec import UNSET

from rai_desktop.review.contradicting import Contradiction, contradictions, dismissal_of, put_back, without
from rai_desktop.review.relinking import relink

At = tuple[str, ...]
Plain = dict[str, Any]
Sides = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """One place that both sides changed, each in another way; UNSET: it is not there. `risks` are those that one side took
    a suggestion as which the other dismissed."""

    at: At
    was: Any
    ours: Any
    theirs: Any
    risks: At = ()


@dataclass(slots=True)
class Merge:
    """The outcome: `plain` has our value where there is a conflict; `taken` are the places taken from them."""

    plain: Plain = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    taken: list[At] = field(default_factory=list)


# How many tables lie within one another under a part of a project; elsewhere one where it is a table at all.
_DEPTH = {"answers": 2}
_OURS = frozenset({"review_copy", "id", "created"})
_WHOLE = frozenset({"origin"})


def _by(*names: str) -> Callable[[Plain], str]:
    return lambda item: msgspec.json.encode([item.get(name, "") for name in names]).decode()


# Lists of records, and what tells one record from another.
_RECORDS: Mapping[str, Callable[[Plain], str]] = {
    "runs": _by("id"),
    "requests": _by("by", "of", "when"),
    "signatures": _by("meaning", "name", "when", "head", "digest", "value"),
    "merges": _by("head"),
}
_REPLIES = _by("who", "when", "text")


def _as_json(item: Plain) -> str:
    return msgspec.json.encode(item, order="deterministic").decode()


def merge(base: Plain, ours: Plain, theirs: Plain, theirs_at: frozenset[At] = frozenset()) -> Merge:
    """Merge two plain projects made from `base`. What only one side changed is taken; of a conflict ours is, unless
    its place is among `theirs_at`."""
    return _Merging(theirs_at).project(base, ours, theirs)


def places_apart(one: Plain, other: Plain) -> list[At]:
    """The places at which two projects differ, as finely as they are merged."""
    found: list[At] = []
    for name in _keys(one, other):
        if name not in _OURS:
            sides: Sides = (one.get(name, UNSET), other.get(name, UNSET))
            if name in _RECORDS:
                sides = tuple(_keyed(side, _RECORDS[name]) for side in sides)
            found += _apart((name,), sides, _depth(name, sides))
    return found


def value_at(plain: Plain, at: At) -> Any:
    """What stands at a place; UNSET where nothing does. Records of a list go by what tells them apart."""
    value: Any = plain
    for depth, name in enumerate(at):
        if depth == 1 and at[0] in _RECORDS:
            value = _keyed(value, _RECORDS[at[0]])
        value = value.get(name, UNSET)
        if value is UNSET:
            return UNSET
    return value


def same(one: Any, other: Any) -> bool:
    """Equal as JSON, where 1, 1.0 and true are three different things and the order of keys is none."""
    if one is UNSET or other is UNSET:
        return one is other
    return msgspec.json.encode(one, order="deterministic") == msgspec.json.encode(other, order="deterministic")


class _Merging:
    """One merge as it is made; `Sides` are base, ours and theirs."""

    def __init__(self, theirs_at: frozenset[At]) -> None:
        self._theirs_at = theirs_at
        self._made = Merge()

    def project(self, *whole: Plain) -> Merge:
        apart = contradictions(*whole)
        sides = tuple(without(side, apart) for side in whole) if apart else whole
        for name in _keys(*sides):
            parts = _at_key(sides, name)
            value = parts[1] if name in _OURS else self._top(name, parts)
            if value is not UNSET:
                self._made.plain[name] = value
        for each in apart:
            self._suggestion(each, whole)
        relink(whole[0], whole[1], whole[2], self._made.plain)
        decided = {conflict.at for conflict in self._made.conflicts} | {("risks", id_) for each in apart for id_ in each.ids}
        self._made.taken = [at for at in places_apart(whole[1], self._made.plain) if at not in decided]
        return self._made

    def _suggestion(self, found: Contradiction, whole: Sides) -> None:
        """No risk to one side, in the register of the other: one or the other, whole."""
        at = ("dismissed", found.key)
        was, ours, theirs = (dismissal_of(side, found.key) for side in whole)
        self._made.conflicts.append(Conflict(at, was, ours, theirs, found.risks))
        put_back(self._made.plain, whole[2] if at in self._theirs_at else whole[1], found)

    def _top(self, name: str, sides: Sides) -> Any:
        if (settled := _settled(sides)) is not None:
            return settled[0]
        if name in _RECORDS:
            return self._records((name,), sides, _RECORDS[name])
        if name == "packs":
            return _set(sides)
        return self._part((name,), sides, _depth(name, sides))

    def _part(self, at: At, sides: Sides, depth: int) -> Any:
        if (settled := _settled(sides)) is not None:
            return settled[0]
        if at == ("inputs", "roles"):
            depth = 1
        if depth and all(side is UNSET or isinstance(side, dict) for side in sides):
            return self._table(at, sides, depth - 1)
        if len(at) == 2 and at[0] == "comments" and UNSET not in sides:
            return self._comment(at, sides)
        if len(at) == 3 and at[0] == "answers" and UNSET not in sides[1:] and any("evidence" in side for side in sides[1:]):
            return self._answer(at, sides)
        self._made.conflicts.append(Conflict(at, *sides))
        return sides[2] if at in self._theirs_at else sides[1]

    def _table(self, at: At, sides: Sides, depth: int) -> Plain:
        tables = tuple({} if side is UNSET else side for side in sides)
        merged = {}
        for key in _keys(*tables):
            value = self._part((*at, key), _at_key(tables, key), depth)
            if value is not UNSET:
                merged[key] = value
        return merged

    def _answer(self, at: At, sides: Sides) -> Plain:
        """What is said is one piece; files beside it are of both, whatever becomes of the rest."""
        known = tuple({} if side is UNSET else side for side in sides)
        said = tuple({k: v for k, v in side.items() if k != "evidence"} for side in known)
        if (settled := _settled(said)) is not None:
            merged = dict(settled[0])
        else:
            self._made.conflicts.append(Conflict(at, *sides))
            merged = dict(said[2] if at in self._theirs_at else said[1])
        files = self._records((*at, "evidence"), _at_key(known, "evidence"), _as_json)
        return merged | ({"evidence": files} if files else {})

    def _comment(self, at: At, sides: Sides) -> Plain:
        """Replies of both. Resolved twice: by whoever was first; resolved here and opened there: open."""
        plain = tuple({k: v for k, v in side.items() if k not in _RESOLVED and k != "replies"} for side in sides)
        merged = self._table(at, plain, 0)
        if replies := self._records((*at, "replies"), _at_key(sides, "replies"), _REPLIES):
            merged["replies"] = replies
        return merged | _resolution(sides)

    def _records(self, at: At, sides: Sides, name_of: Callable[[Plain], str]) -> list[Plain]:
        """Records of both; ours in our order, then what is only theirs. A run that began earlier stands earlier."""
        if (settled := _settled(sides)) is not None:
            return [] if settled[0] is UNSET else list(settled[0])
        keyed = tuple(_keyed(side, name_of) for side in sides)
        merged = self._table(at, keyed, 0)
        order = [key for key in dict.fromkeys((*keyed[1], *keyed[2])) if key in merged]
        if at == ("runs",):
            new = sorted((key for key in order if key not in keyed[0]), key=lambda key: (merged[key]["started"], key))
            order = [key for key in keyed[0] if key in merged] + new  # as it was on both sides: runs are not moved
        return [merged[key] for key in order]


def _depth(name: str, sides: Sides) -> int:
    tables = any(isinstance(side, dict) for side in sides) and name not in _WHOLE
    return _DEPTH.get(name, 1) if tables else 0


def _apart(at: At, sides: Sides, depth: int) -> list[At]:
    if same(*sides):
        return []
    depth = 1 if at == ("inputs", "roles") else depth
    if depth and all(side is UNSET or isinstance(side, dict) for side in sides):
        one, other = ({} if side is UNSET else side for side in sides)
        return [place for key in _keys(one, other)
                for place in _apart((*at, key), (one.get(key, UNSET), other.get(key, UNSET)), depth - 1)]
    return [at]


def _keyed(items: Any, name_of: Callable[[Plain], str]) -> Plain:
    return {} if items is UNSET else {name_of(item): item for item in items}


def _settled(sides: Sides) -> tuple[Any] | None:
    """The value where only one side changed it, or both alike."""
    base, ours, theirs = sides
    if same(ours, theirs) or same(base, theirs):
        return (ours,)
    return (theirs,) if same(base, ours) else None


_RESOLVED = ("resolved_by", "resolved_when")


def _resolution(sides: Sides) -> Plain:
    states = [{key: side[key] for key in _RESOLVED if side.get(key)} for side in sides]
    base, ours, theirs = states
    if base == theirs:
        return ours
    if base == ours:
        return theirs
    if not ours or not theirs:
        return {}
    return min(ours, theirs, key=lambda state: (state.get("resolved_when", ""), state.get("resolved_by", "")))


def _set(sides: Sides) -> list[str]:
    """Names of both, without what either took out."""
    base, ours, theirs = ([] if side is UNSET else side for side in sides)
    gone = {each for each in base if each not in ours or each not in theirs}
    return [each for each in dict.fromkeys((*ours, *theirs)) if each not in gone]


def _at_key(sides: Sides, key: str) -> Sides:
    base, ours, theirs = (side.get(key, UNSET) for side in sides)
    return base, ours, theirs


def _keys(*sides: Plain) -> list[str]:
    return list(dict.fromkeys(key for side in sides for key in side))
