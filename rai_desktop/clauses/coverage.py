"""Coverage: how much evidence there is about each clause, counted honestly; never whether a clause is fulfilled."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec

from rai_desktop.clauses.index import Index
from rai_desktop.clauses.piece import Piece
from rai_desktop.frameworks.clause import Clause, Framework
from rai_desktop.project.given import given
from rai_desktop.project.links import Kind


class Level(StrEnum):
    """How much evidence there is about a clause (docs/clauses.md has the rules)."""

    EVIDENCE = "evidence"
    PARTLY = "partly"
    NONE = "none"
    INAPPLICABLE = "not applicable"


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """One clause. `against` counts the pieces that say it is not met. A heading (a clause with clauses under it that
    nothing speaks to) is not `counted`. `reason` says why it does not apply; `reason_of` is the clause it was said of."""

    level: Level
    against: int = 0
    counted: bool = True
    reason: str = ""
    reason_of: str = ""


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """Clauses counted, by level; `against` is how many have a piece that says they are not met."""

    evidence: int = 0
    partly: int = 0
    none: int = 0
    inapplicable: int = 0
    against: int = 0

    @property
    def clauses(self) -> int:
        """All that are counted."""
        return self.evidence + self.partly + self.none + self.inapplicable


def level_of(pieces: Iterable[Piece]) -> Level:
    """The level of a clause that applies. Evidence: something speaks to it itself, in whole, and nothing about it is still
    open, done in part or not done. Partly: there is evidence, but it only adds, is stale, is not confirmed, or something is
    still open, in part or not done. That something is not done is no evidence."""
    whole = any_ = lacking = False
    for each in pieces:
        whole, any_, lacking = whole or each.whole, any_ or each.evidence, lacking or each.open or each.undone or each.in_part
    if whole and not lacking:
        return Level.EVIDENCE
    return Level.PARTLY if any_ else Level.NONE


def coverage(framework: Framework, index: Index) -> dict[str, Coverage]:
    """Every clause of a framework, in the framework's order."""
    said = _reasons(framework, index.project.inapplicable)
    parents = {each.parent for each in framework.clauses.values()}
    return {
        id_: _one(index.at(f"{framework.id}:{id_}"), said.get(id_), heading=id_ in parents)
        for id_ in framework.clauses
    }


def _one(pieces: Sequence[Piece], said: tuple[str, str] | None, *, heading: bool) -> Coverage:
    against = sum(each.against for each in pieces)
    counted = not heading or bool(pieces)
    if said:
        return Coverage(level=Level.INAPPLICABLE, against=against, counted=counted, reason=said[0], reason_of=said[1])
    return Coverage(level=level_of(pieces), against=against, counted=counted)


def _reasons(framework: Framework, inapplicable: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Why clauses do not apply, each with the clause it was said of: itself, or the nearest one above it."""
    said = {id_: reason for id_ in framework.clauses if (reason := given(inapplicable.get(f"{framework.id}:{id_}", "")))}
    if not said:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for clause in framework.clauses.values():
        named = next((each.id for each in lineage(framework, clause) if each.id in said), None)
        if named:
            found[clause.id] = said[named], named
    return found


def lineage(framework: Framework, clause: Clause) -> Iterator[Clause]:
    """The clause, then those above it; a circle in a site's file ends it."""
    seen: set[str] = set()
    at: Clause | None = clause
    while at is not None and at.id not in seen:
        seen.add(at.id)
        yield at
        at = framework.clauses.get(at.parent)


def totals(covered: Iterable[Coverage]) -> Totals:
    """Counted clauses by level; what does not apply is not among those that something speaks against."""
    counts = dict.fromkeys(Level, 0)
    against = 0
    for each in covered:
        if each.counted:
            counts[each.level] += 1
            against += bool(each.against) and each.level is not Level.INAPPLICABLE
    return Totals(evidence=counts[Level.EVIDENCE], partly=counts[Level.PARTLY], none=counts[Level.NONE],
                  inapplicable=counts[Level.INAPPLICABLE], against=against)


def by_chapter(framework: Framework, covered: Mapping[str, Coverage]) -> dict[str, Totals]:
    """Totals by the clauses at the top, each with all that is under it."""
    members: dict[str, list[Coverage]] = {}
    tops: dict[str, str] = {}
    for clause in framework.clauses.values():
        tops[clause.id] = _top(framework, clause, tops)
        members.setdefault(tops[clause.id], []).append(covered[clause.id])
    return {top: totals(each) for top, each in members.items()}


def _top(framework: Framework, clause: Clause, known: Mapping[str, str]) -> str:
    if clause.parent in known:
        return known[clause.parent]
    return list(lineage(framework, clause))[-1].id


def own_reason(index: Index, ref: str) -> str:
    """Why this clause itself was said not to apply."""
    return index.project.inapplicable.get(ref, "")


def open_pieces(pieces: Iterable[Piece]) -> list[Piece]:
    """What is still to be done about a clause."""
    return [each for each in pieces if each.open and each.kind in {Kind.ANSWER, Kind.ACTION}]
