"""Scores in words, for window and report: the level or the points so far, how they came, section by section, and what the level
asks for."""

from collections.abc import Iterable, Iterator

import msgspec

from rai_desktop.i18n import _, figures, ngettext
from rai_desktop.questionnaire import flow
from rai_desktop.questionnaire.question import Pack
from rai_desktop.questionnaire.rules import Scoring
from rai_desktop.questionnaire.scoring import Number, Scores, SectionScore, score


class Scored(msgspec.Struct, frozen=True, kw_only=True):
    """Not `certain`: questions are open, and each counts as no points so far. `sections` and `obligations` are pairs of a
    title and words."""

    title: str
    certain: bool
    begun: bool
    lines: list[str]
    sections: list[tuple[str, str]]
    obligations: list[tuple[str, str]]

    @property
    def headline(self) -> str:
        """The level or the points, as far as they are known."""
        if not self.begun:
            return _("No answers yet")
        return self.title if self.certain else _("So far: {title}").format(title=self.title)


def scored(pack: Pack, answers: flow.Read, progress: flow.Progress | None = None) -> Scored | None:
    """None for a pack that gives no points. `progress` is that of the pack, where it is known already."""
    if pack.scoring is None:
        return None
    seen = flow.reading(pack, answers)
    progress = progress or flow.progress(pack, seen)
    found, scoring = score(pack, seen), pack.scoring
    asked, begun = {each.section for each in progress.sections}, progress.answered > 0
    titles = scoring.obligation_titles
    return Scored(
        title=_title(found), certain=not progress.missing and not found.unanswered, begun=begun,
        lines=[*_lines(found, scoring), *_open(max(progress.missing, found.unanswered))],
        sections=[_section(each, scoring) for each in found.sections if each.section in asked],
        obligations=[(titles.get(id_, id_), words) for id_, words in found.obligations.items()] if begun else [])


def _title(found: Scores) -> str:
    return found.level_title or _("Points")


def _lines(found: Scores, scoring: Scoring) -> Iterator[str]:
    for id_, kind in scoring.scores.items():
        yield _("{title}: {points}").format(title=kind.title, points=of_most(found.scores[id_], found.maxima[id_]))
    if (rule := scoring.deduction) is not None and found.total is not None:
        of, most = scoring.scores[rule.score].title, found.maxima[scoring.total]
        words = _("From {reach} of the points of “{score}” on, {share} would be taken off.")
        if found.deducted:
            words = _("“{score}” reaches {reach} of its points, so {share} is taken off, which leaves {points}.")
        yield words.format(score=of, reach=_percent(rule.reach), share=_percent(rule.share), points=of_most(found.total, most))


def _open(count: int) -> Iterable[str]:
    if count:
        yield ngettext("{n} question is open. What has no answer counts no points so far.",
                       "{n} questions are open. What has no answer counts no points so far.", count).format(n=count)


def _section(each: SectionScore, scoring: Scoring) -> tuple[str, str]:
    """With the score its points go to, where there are several."""
    words = of_most(each.points, each.maximum)
    if len(scoring.scores) > 1:
        words = _("{title}: {points}").format(title=scoring.scores[each.score].title, points=words)
    open_ = ngettext("{words}; {n} open", "{words}; {n} open", each.unanswered).format(words=words, n=each.unanswered)
    return each.title, open_ if each.unanswered else words


def of_most(points: Number, most: Number) -> str:
    """12 of 40 points (30 %)."""
    counted = int(points)  # 1.5 points are counted by their whole part, which is what French goes by
    told = ngettext("{points} of {most} points", "{points} of {most} points", counted).format(
        points=_number(points), most=_number(most))
    return _("{told} ({share})").format(told=told, share=_percent(float(points) / float(most))) if most else told


def _number(value: Number) -> str:
    return figures(f"{value:g}")


def _percent(share: float) -> str:
    return _("{n} %").format(n=figures(f"{share * 100:.0f}"))
