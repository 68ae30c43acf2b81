"""Pointers: what could speak to a clause that nothing speaks to yet, so that an analyst knows where to go."""

from collections.abc import Sequence
from functools import cache

from rai_desktop.clauses.piece import Piece
from rai_desktop.findings.policy import policies
from rai_desktop.frameworks.catalog import split_ref
from rai_desktop.frameworks.crosswalk import topic_words, topics_for
from rai_desktop.i18n import _, in_quotes
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
    direct = [topic for topic, strength in topics_for(*split_ref(ref)) if strength == "direct"]
    here, elsewhere = (", ".join(topic_words(each) for each in direct if (each in _measured()) is known)
                       for known in (True, False))
    return [*([_("Measurements of {topics}.").format(topics=here)] if here else []),
            *([_("A document of your own beside an answer, on {topics}: no policy here judges that.").format(topics=elsewhere)]
              if elsewhere else [])]


@cache
def _measured() -> frozenset[str]:
    """Topics that a rule of some policy is about, read once."""
    return frozenset(topic for each in policies() for rule in each.rules for topic in rule.topics)


def _asks(ref: str, used: set[str]) -> list[str]:
    titles = [each.title for each in _asking().get(ref, ()) if each.id not in used]
    if not titles:
        return []
    return [_("Questionnaires that are not in use here: {titles}.").format(titles=", ".join(map(in_quotes, titles)))]


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
    """Read packs and policies again when next asked."""
    _asking.cache_clear()
    _measured.cache_clear()
