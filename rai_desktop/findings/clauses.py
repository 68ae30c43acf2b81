"""The clauses that findings on some topics are evidence for."""

from collections.abc import Iterable

from rai_desktop.findings.finding import ClauseRef
from rai_desktop.frameworks.crosswalk import clauses_for


def clauses_of(topics: Iterable[str]) -> list[ClauseRef]:
    """Each clause once, in the crosswalk's order; direct wins where two topics differ."""
    found: dict[tuple[str, str], str] = {}
    for topic in topics:
        for framework, id_, strength in clauses_for(topic):
            if found.get((framework, id_)) != "direct":
                found[framework, id_] = strength
    return [ClauseRef(framework, id_, strength) for (framework, id_), strength in found.items()]
