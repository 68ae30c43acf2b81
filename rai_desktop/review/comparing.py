"""Two versions of an assessment side by side: all that is signed, what is said of it, and tier, scores and findings."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import msgspec

from rai_desktop.i18n import _, ngettext
from rai_desktop.project.cells import csv_bytes
from rai_desktop.project.model import Project
from rai_desktop.questionnaire.catalog import find
from rai_desktop.questionnaire.scoring import score
from rai_desktop.questionnaire.tier import tier_of
from rai_desktop.review.carrying import unconfirmed
from rai_desktop.review.content import digest
from rai_desktop.review.content_between import content_between
from rai_desktop.review.difference import Difference, Part, between, part_words, way_words
from rai_desktop.review.findings_between import findings_between
from rai_desktop.review.sides import Side


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What changed from `first` to `second`, both by name; `told` says what could not be compared,
    `remarks` what a reader should know besides."""

    first: str
    second: str
    differences: list[Difference]
    told: list[str] = []
    remarks: list[str] = []

    @property
    def same(self) -> bool:
        """Nothing differs, and everything could be compared."""
        return not self.differences and not self.told


def compare(a: Side, b: Side) -> Comparison:
    """Everything that differs from the first side to the second, part by part."""
    found = [*content_between(a, b), *_tiers(a.project, b.project), *_scores(a.project, b.project),
             *findings_between(a.findings, b.findings)]
    found.sort(key=lambda each: list(Part).index(each.part))
    told = [_("{side}: {why}").format(side=side.name, why=side.untold) for side in (a, b) if side.untold]
    if not found and digest(a.project) != digest(b.project):
        told.append(_("They are not the same to the letter, though nothing that is shown differs."))
    return Comparison(first=a.name, second=b.name, differences=found, told=told,
                      remarks=[words for side in (a, b) if (words := _unconfirmed_words(side))])


def _unconfirmed_words(side: Side) -> str:
    count = sum(len(ids) for ids in unconfirmed(side.project).values())
    return ngettext("{side}: {n} answer was carried over and is not confirmed yet.",
                    "{side}: {n} answers were carried over and are not confirmed yet.", count).format(
        side=side.name, n=count) if count else ""


def as_text(found: Comparison, shown: Iterable[Difference] | None = None) -> str:
    """The comparison as plain text, to be read or mailed."""
    chosen = list(found.differences if shown is None else shown)
    lines = [_("From: {name}").format(name=found.first), _("To: {name}").format(name=found.second), *found.told,
             *found.remarks]
    for part in Part:
        within = [each for each in chosen if each.part is part]
        if within:
            lines += ["", part_words(part), *(line for each in within for line in _lines(each))]
    return "\n".join([*lines, "", counted(chosen)]) + "\n"


def as_csv(found: Comparison, shown: Iterable[Difference] | None = None) -> str:
    """The comparison as a table; cells a spreadsheet program would compute are made text."""
    head = [_("Part"), _("What"), _("Where"), found.first, found.second, _("Within its interval")]
    rows = ([part_words(each.part), way_words(each.way), each.place, each.before, each.after, _("yes") if each.slight else ""]
            for each in (found.differences if shown is None else shown))
    return csv_bytes(head, rows).decode("utf-8-sig")


def counted(shown: Iterable[Difference]) -> str:
    """How many there are, in words."""
    count = len(list(shown))
    return ngettext("{n} difference.", "{n} differences.", count).format(n=count) if count else _("Nothing differs.")


def _lines(each: Difference) -> Iterator[str]:
    yield "  " + _("{caption}: {words}").format(caption=way_words(each.way), words=each.place)
    if each.before:
        yield "    " + _("before: {words}").format(words=_indented(each.before))
    if each.after:
        yield "    " + _("after: {words}").format(words=_indented(each.after))
    if each.slight:
        yield "    " + _("within its interval")


def _indented(words: str) -> str:
    return words.replace("\n", "\n            ")


def _tiers(a: Project, b: Project) -> Iterator[Difference]:
    yield from between(Part.TIER, _tier(a), _tier(b))


def _tier(project: Project) -> dict[str, str]:
    """The tier that each questionnaire gives, as of today."""
    found = {}
    today = datetime.now(UTC).date()
    for pack in filter(None, map(find, project.packs)):
        if pack.classification is not None and project.answers.get(pack.id):
            outcome = tier_of(project.answers, today, pack)
            found[pack.title] = outcome.title
            found |= {_("{pack}, duty").format(pack=pack.title) + f": {duty.text}": _("applies") for duty in outcome.duties}
    return found


def _scores(a: Project, b: Project) -> Iterator[Difference]:
    yield from between(Part.SCORES, _scored(a), _scored(b))


def _scored(project: Project) -> dict[str, str]:
    found = {}
    for pack in filter(None, map(find, project.packs)):
        if not project.answers.get(pack.id):
            continue
        scores = score(pack, project.answers)
        names = pack.scoring.scores if pack.scoring else {}
        for kind, points in scores.scores.items():
            title = names[kind].title if kind in names else kind
            found[f"{pack.title}: {title}"] = _("{points} of {most}").format(points=points, most=scores.maxima[kind])
        if scores.level:
            found[_("{pack}: level").format(pack=pack.title)] = scores.level_title or scores.level_id
    return found
