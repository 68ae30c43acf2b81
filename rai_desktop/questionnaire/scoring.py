"""Points into scores, a total and a level; questions that are not shown never count."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import msgspec

from rai_desktop.questionnaire.answers import cells, chosen, is_given
from rai_desktop.questionnaire.flow import Read, reading
from rai_desktop.questionnaire.question import Kind, Pack, Question, Section, choices, is_valid
from rai_desktop.questionnaire.reading import Reading
from rai_desktop.questionnaire.rules import Deduction, Level, Scoring

Number = int | float


class SectionScore(msgspec.Struct, frozen=True, kw_only=True):
    """The points of one section for one score; `maximum` counts all its questions, shown or not."""

    section: str
    title: str
    score: str
    points: Number
    maximum: Number
    unanswered: int


class Scores(msgspec.Struct, frozen=True, kw_only=True):
    """What a pack's answers come to. `level` counts from 1, 0 when the pack has no levels.

    `scores` and `maxima` are keyed by score; `deducted` says that the total was lowered for
    mitigation; `unanswered` counts scoring questions that are shown and still empty: each counts as
    no points so far.
    """

    pack: str
    version: str
    scores: dict[str, Number]
    maxima: dict[str, Number]
    total: Number | None = None
    deducted: bool = False
    level: int = 0
    level_id: str = ""
    level_title: str = ""
    obligations: dict[str, str] = {}
    sections: list[SectionScore] = []
    unanswered: int = 0


def score(pack: Pack, answers: Read) -> Scores:
    """Scores of a pack's answers; a pack without points gives empty scores."""
    seen = reading(pack, answers)
    sections = [
        _section_score(section, kind, pack, seen)
        for section in pack.sections
        for kind in _kinds(section, pack)
    ]
    sums = {
        kind: _tidy(
            sum((Decimal(str(each.points)) for each in sections if each.score == kind), Decimal())
        )
        for kind in _all_kinds(pack)
    }
    maxima = {kind: _maximum(kind, pack, sections) for kind in sums}
    found = Scores(
        pack=pack.id,
        version=pack.version,
        scores=sums,
        maxima=maxima,
        sections=sections,
        unanswered=sum(each.unanswered for each in sections),
    )
    return _with_level(found, pack.scoring) if pack.scoring and pack.scoring.total else found


def as_json(scores: Scores) -> dict[str, Any]:
    """Scores for other programs: each score by its name beside total, level and the rest."""
    found: dict[str, Any] = msgspec.to_builtins(scores)
    return {**scores.scores, **found}


def _with_level(found: Scores, scoring: Scoring) -> Scores:
    base = Decimal(str(found.scores[scoring.total]))
    deducted = scoring.deduction is not None and _reached(scoring.deduction, found)
    if scoring.deduction is not None and deducted:
        base = _half_up(base * (1 - Decimal(str(scoring.deduction.share))))
    place, level = _level(base, Decimal(str(found.maxima[scoring.total])), scoring.levels)
    return msgspec.structs.replace(
        found,
        total=_tidy(base),
        deducted=deducted,
        level=place,
        level_id=level.id if level else "",
        level_title=level.title if level else "",
        obligations=level.obligations if level else {},
    )


def _reached(deduction: Deduction, found: Scores) -> bool:
    needed = Decimal(str(deduction.reach)) * Decimal(str(found.maxima[deduction.score]))
    return Decimal(str(found.scores[deduction.score])) >= needed


def _level(total: Decimal, maximum: Decimal, levels: list[Level]) -> tuple[int, Level | None]:
    for place, level in enumerate(levels, start=1):
        if level.up_to is None or total <= Decimal(str(level.up_to)) * maximum:
            return place, level
    return len(levels), levels[-1] if levels else None


def _half_up(exact: Decimal) -> Decimal:
    """The nearest whole number, a half going up: 8.5 gives 9 (Python's own `round` gives 8)."""
    return exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)


def _section_score(section: Section, kind: str, pack: Pack, seen: Reading) -> SectionScore:
    scoring = [
        each
        for each in section.questions
        if pack.score_of(each.id) == kind and _scores(each) and is_valid(each, seen.today)
    ]
    shown = [each for each in scoring if seen.shown(each.id)]
    return SectionScore(
        section=section.id,
        title=section.title,
        score=kind,
        points=_tidy(sum((_points(each, seen.value(each.id)) for each in shown), Decimal())),
        maximum=_tidy(sum((_most(each) for each in scoring), Decimal())),
        unanswered=sum(not is_given(each, seen.value(each.id)) for each in shown),
    )


def _scores(question: Question) -> bool:
    return any(option.points for option in question.options)


def _points(question: Question, value: object) -> Decimal:
    """Points of the ticked options; one choice counts once, however it is stored. A matrix counts
    the choice of each row."""
    points = {option.id: Decimal(str(option.points)) for option in choices(question)}
    if question.kind is Kind.MATRIX:
        held = cells(question, value).values()
        return sum((points.get(each, Decimal()) for each in held), Decimal())
    ticked = dict.fromkeys(chosen(value)) if question.kind is Kind.MULTIPLE else chosen(value)[:1]
    return sum((points.get(each, Decimal()) for each in ticked), Decimal())


def _most(question: Question) -> Decimal:
    points = [Decimal(str(option.points)) for option in question.options]
    if question.kind is Kind.MATRIX:
        return max([*points, Decimal()]) * len(question.rows)
    return sum(points, Decimal()) if question.kind is Kind.MULTIPLE else max([*points, Decimal()])


def _kinds(section: Section, pack: Pack) -> list[str]:
    return list(
        dict.fromkeys(kind for each in section.questions if (kind := pack.score_of(each.id)))
    )


def _all_kinds(pack: Pack) -> list[str]:
    named = list(pack.scoring.scores) if pack.scoring else []
    return list(
        dict.fromkeys(
            [*named, *(kind for section in pack.sections for kind in _kinds(section, pack))]
        )
    )


def _maximum(kind: str, pack: Pack, sections: list[SectionScore]) -> Number:
    known = pack.scoring.scores.get(kind) if pack.scoring else None
    if known is not None and known.maximum is not None:
        return known.maximum
    return _tidy(
        sum((Decimal(str(each.maximum)) for each in sections if each.score == kind), Decimal())
    )


def _tidy(exact: Decimal) -> Number:
    return int(exact) if exact == exact.to_integral_value() else float(exact)
