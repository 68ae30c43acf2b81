"""Evidence: which measured findings speak to a question, derived each time and never stored; they answer nothing."""

from collections.abc import Iterable, Sequence

import msgspec

from rai_desktop.findings.finding import Finding, Verdict
from rai_desktop.findings.summary import SEVERITY
from rai_desktop.questionnaire.question import Question

SHOWN = 3  # a question shows so many; the others are a step away


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """A finding beside a question. `named` where the question itself names it; `direct` counts the clauses of the question
    that it speaks to itself, of `clauses` it has."""

    finding: Finding
    named: bool
    direct: int
    clauses: int

    @property
    def close(self) -> bool:
        """About the question itself, and not only about one of the many things its clauses are about."""
        return self.named or 2 * self.direct > self.clauses


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """What stands beside one question: `shown` at once, `more` on demand; `stale` says why all of it may no longer hold."""

    shown: list[Spoken] = []
    more: list[Spoken] = []
    stale: list[str] = []

    def __bool__(self) -> bool:
        return bool(self.shown or self.more)


class Measured:
    """Findings by the clauses they speak to, so that a page of questions costs next to nothing."""

    def __init__(self, findings: Sequence[Finding], stale: Sequence[str]) -> None:
        self._stale = list(stale)
        self._findings = list(findings)
        self._by_clause: dict[str, dict[int, bool]] = {}
        for place, finding in enumerate(self._findings):
            if has_number(finding):
                for each in finding.clauses:
                    self._by_clause.setdefault(f"{each.framework}:{each.id}", {})[place] = each.strength == "direct"

    def beside(self, question: Question) -> Beside:
        """What speaks to a question. Shown at once is what is close to it, one for each rule, the gravest first; the rest
        is for those who ask for more."""
        found = sorted(self._spoken(question), key=_rank)
        first: dict[str, Spoken] = {}
        for each in found:
            if each.close:
                first.setdefault(each.finding.rule or each.finding.key, each)
        shown = list(first.values())[:SHOWN]
        more = [each for each in found if not any(each is one for one in shown)]
        return Beside(shown=shown, more=more, stale=self._stale if found else [])

    def _spoken(self, question: Question) -> Iterable[Spoken]:
        named = {place for place, finding in enumerate(self._findings) if names(question, finding)}
        direct: dict[int, int] = dict.fromkeys(named, 0)
        for ref in dict.fromkeys(question.refs):
            for place, itself in self._by_clause.get(ref, {}).items():
                direct[place] = direct.get(place, 0) + itself
        for place, count in direct.items():
            yield Spoken(finding=self._findings[place], named=place in named, direct=count, clauses=len(question.refs))


def has_number(finding: Finding) -> bool:
    """Measured at all: what was not run is evidence for nothing."""
    return finding.verdict is not Verdict.NOT_RUN and finding.value is not None


def names(question: Question, finding: Finding) -> bool:
    """Whether a question asks for the finding by its assessment, or by assessment and metric; also when it was not run,
    for then the question waits for it."""
    return finding.assessment in question.measured or f"{finding.assessment}/{finding.metric}" in question.measured


def _rank(each: Spoken) -> tuple[bool, bool, bool, bool, int, int]:
    """Named first, then close, then direct, then the gravest; of equals the one with more clauses of the question."""
    finding = each.finding
    return (not each.named, not each.close, not each.direct, finding.informational, SEVERITY[finding.verdict], -each.direct)
