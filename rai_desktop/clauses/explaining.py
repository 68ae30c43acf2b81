"""Explaining: why a clause is at its level, how each piece counts, from when it applies and where our gist is from."""

from collections.abc import Sequence

from rai_desktop.clauses.coverage import Coverage, Level
from rai_desktop.clauses.piece import Piece
from rai_desktop.clauses.wording import against_words, judged_words, known_words
from rai_desktop.frameworks.clause import Clause, Framework
from rai_desktop.frameworks.dating import DateKind, Dating, dating
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.links import Kind
from rai_desktop.questionnaire.question import Standing

SHAPES = {Level.EVIDENCE: "●", Level.PARTLY: "◐", Level.NONE: "○", Level.INAPPLICABLE: "–"}


def level_sentence(covered: Coverage) -> str:
    """The level as a heading, with its shape, and what speaks against."""
    level = {Level.EVIDENCE: _("There is evidence about it"), Level.PARTLY: _("There is some evidence about it"),
             Level.NONE: _("There is no evidence about it"), Level.INAPPLICABLE: _("Not applicable")}[covered.level]
    if not covered.counted:
        return f"{SHAPES[covered.level]}  {level}" if covered.level is Level.INAPPLICABLE else _("A heading")
    said = against_words(covered.against)
    words = _("{level}; ■ {against}").format(level=level, against=said) if said else level
    return f"{SHAPES[covered.level]}  {words}"


def why_level(covered: Coverage, pieces: Sequence[Piece]) -> str:
    """Sentences that say how the level came about."""
    if covered.level is Level.INAPPLICABLE:
        return _("Said not to apply: {reason}").format(reason=covered.reason)
    if not covered.counted:
        return _("What counts are the clauses under it.")
    if covered.level is Level.EVIDENCE:
        return _("It is spoken to directly, and nothing about it is open. That is evidence about the clause, not a statement "
                 "that it is fulfilled.")
    if covered.level is Level.NONE:
        return _why_none(pieces)
    return " ".join(_why_partly(pieces))


def _why_none(pieces: Sequence[Piece]) -> str:
    if not pieces:
        return _("Nothing speaks to it yet.")
    if any(each.undone for each in pieces):
        return _("What is answered here is that it is not done, or not so. That is no evidence.")
    return _("What is here has no answer or no number yet, or says nothing of it.")


def _why_partly(pieces: Sequence[Piece]) -> list[str]:
    undone = sum(each.undone for each in pieces)
    lacking = [ngettext("{n} answer says that something is not done, or not so.",
                        "{n} answers say that something is not done, or not so.", undone).format(n=undone)] if undone else []
    if in_part := sum(each.in_part for each in pieces):
        lacking.append(ngettext("{n} answer says that something is there in part.",
                                "{n} answers say that something is there in part.", in_part).format(n=in_part))
    if not any(each.whole for each in pieces):
        return [_("Nothing speaks to it itself and in whole: what does only adds to it, says it in part, decides nothing yet, or "
                  "is stale or unconfirmed."), *lacking]
    questions = sum(each.open and each.kind is Kind.ANSWER for each in pieces)
    actions = sum(each.open and each.kind is Kind.ACTION for each in pieces)
    said = lacking
    if questions:
        said.append(ngettext("{n} question about it is still open.", "{n} questions about it are still open.",
                             questions).format(n=questions))
    if actions:
        said.append(ngettext("{n} action on it is still open.", "{n} actions on it are still open.", actions).format(n=actions))
    return said


def said_words(piece: Piece) -> str:
    """What a piece says, where its title does not say it already."""
    if piece.kind is Kind.FINDING:
        return judged_words(piece.words)
    if piece.kind is Kind.ANSWER:
        return _("Answer: {answer}").format(answer=piece.words) if piece.words else _("Not answered.")
    return piece.words


def standing_words(piece: Piece) -> str:
    """How a piece counts."""
    if piece.kind is Kind.ACTION:
        return _("open") if piece.open else ""
    if piece.kind is Kind.RISK:
        return ""
    how = {
        Standing.FULL: _("speaks to it directly") if piece.direct else _("adds to it"),
        Standing.PARTLY: _("speaks to it in part") if piece.direct else _("adds to it"),
        Standing.AGAINST: _("speaks against it"),
        Standing.NOTHING: _("still open") if piece.open else _("says nothing of it"),
    }[piece.standing]
    return _("{how}; {caution}").format(how=how, caution=piece.caution) if piece.caution else how


def applies_words(framework: Framework, clause: Clause, on: str) -> str:
    """From when it applies, and whether it does today; of what binds nobody, when it was published."""
    found = dating(framework, clause)
    said = " ".join(filter(None, [_dated(found, framework.binding, on), _note(found)]))
    ended = _("Ended on {date}.").format(date=framework.ended)
    return f"{ended} {said}" if framework.ended and framework.ended <= on else said


def _dated(found: Dating, binding: bool, on: str) -> str:
    if found.kind is DateKind.UNKNOWN:
        return _("The date is not known: {why}").format(why=found.note or _("the catalogue does not tell it."))
    if found.kind is DateKind.PUBLISHED:
        return _("Published {date}; guidance or a standard, which binds nobody by itself.").format(date=found.day)
    if not binding:
        pattern = (_("Guidance in effect since {date}.") if found.day <= on else _("Guidance that takes effect on {date}."))
    else:
        pattern = (_("Applies since {date}, so it applies today.") if found.day <= on
                   else _("Applies from {date}, so not yet today."))
    return pattern.format(date=found.day)


def _note(found: Dating) -> str:
    return "" if found.kind is DateKind.UNKNOWN else found.note


def date_words(found: Dating) -> str:
    """A clause's date in short, for a line of a list: "applies from 2026-08-02", "published 2023-01-26"."""
    pattern = {DateKind.APPLIES: _("applies from {date}"), DateKind.PUBLISHED: _("published {date}"),
               DateKind.UNKNOWN: _("date not known")}[found.kind]
    return pattern.format(date=found.day)


def source_words(framework: Framework, clause: Clause) -> str:
    """Where our gist is from and how well it is known."""
    parts = [_("Our own words, checked against: {how}.").format(how=known_words(clause))]
    if source := clause.source or framework.source:
        parts.append(_("Source: {source}.").format(source=source.rstrip(".")))
    if written := dating(framework, clause).source:
        parts.append(_("Date: {source}.").format(source=written.rstrip(".")))
    if framework.as_of:
        parts.append(_("As of {date}.").format(date=framework.as_of))
    return " ".join([*parts, *filter(None, [clause.note])])
