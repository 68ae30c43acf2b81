"""Pointers: what could speak to a clause that nothing speaks to yet, so that an analyst knows where to go."""

from collections.abc import Sequence
from functools import cache

from rai_desktop.clauses.piece import Piece
from rai_desktop.frameworks.catalog import split_ref
from rai_desktop.frameworks.crosswalk import topics_for
from rai_desktop.i18n import _
from rai_desktop.project.links import Kind
from rai_desktop.questionnaire.catalog import packs
from rai_desktop.questionnaire.question import Pack

Pointers = tuple[str, ...]


def pointers(ref: str, pieces: Sequence[Piece], used: Sequence[Pack]) -> Pointers:
    """Sentences: assessments whose findings are evidence for the clause, and questionnaires not in use that ask about it."""
    return (*_measures(ref, pieces), *_asks(ref, {each.id for each in used}))


def _measures(ref: str, pieces: Sequence[Piece]) -> list[str]:
    if any(each.kind is Kind.FINDING and each.speaks for each in pieces):
        return []
    names = [topic.replace("_", " ") for topic, strength in topics_for(*split_ref(ref)) if strength == "direct"]
    return [_("Measurements of {topics}.").format(topics=", ".join(names))] if names else []


def _asks(ref: str, used: set[str]) -> list[str]:
    titles = [each.title for each in _asking().get(ref, ()) if each.id not in used]
    if not titles:
        return []
    return [_("Questionnaires that are not in use here: {titles}.").format(titles=", ".join(f"“{each}”" for each in titles))]


@cache
def _asking() -> dict[str, list[Pack]]:
    """The packs that ask about each clause, read once."""
    found: dict[str, dict[str, Pack]] = {}
    for pack in packs():
        for _section, question in pack.places.values():
            for ref in question.refs:
                found.setdefault(ref, {})[pack.id] = pack
    return {ref: list(each.values()) for ref, each in found.items()}


def forget() -> None:
    """Read the packs again when next asked."""
    _asking.cache_clear()
