"""Which frameworks a project touches, those its own questionnaires ask about first."""

from collections import Counter

from rai_desktop.clauses.index import Index
from rai_desktop.frameworks.catalog import frameworks, split_ref
from rai_desktop.frameworks.clause import Framework
from rai_desktop.project.given import given
from rai_desktop.project.links import Kind


def touched(index: Index) -> list[Framework]:
    """Frameworks with a clause that a question asked, a finding itself, a risk or an action speaks to, or that somebody
    said does not apply; the one with most answers first, then with most findings."""
    ranks = {home: (-answers, -others, home) for home, (answers, others) in _counts(index).items()}
    known = {each.id: each for each in frameworks()}
    return [known[home] for home in sorted(ranks, key=ranks.__getitem__) if home in known]


def others(index: Index) -> list[Framework]:
    """Frameworks that the project does not touch, by name."""
    there = {each.id for each in touched(index)}
    return [each for each in frameworks() if each.id not in there]


def asked(index: Index) -> list[Framework]:
    """Touched frameworks that a question of the project's own questionnaires names."""
    counts = _counts(index)
    return [each for each in touched(index) if counts[each.id][0]]


def _counts(index: Index) -> dict[str, tuple[int, int]]:
    """Questions asked, and whatever else counts, by framework."""
    said = Counter(split_ref(ref)[0] for ref, why in index.project.inapplicable.items() if given(why))
    rest = (Kind.FINDING, Kind.RISK, Kind.ACTION)
    return {home: (index.direct(Kind.ANSWER, home), sum(index.direct(kind, home) for kind in rest) + said[home])
            for home in {*index.frameworks, *said}}
