"""The chapter on review: who signed what when and how it stands, what was asked of whom, what was said."""

import datetime as dt

from rai_desktop.i18n import _
from rai_desktop.project.reviewing import Comment, Meaning, ReviewRequest
from rai_desktop.report.blocks import Block, Callout, Chapter, Facts, Heading, Items, Sheet, Text
from rai_desktop.report.material import Material
from rai_desktop.review.comments import is_open
from rai_desktop.review.requests import is_late
from rai_desktop.review.standing import Standing, State
from rai_desktop.review.told import assurance_words, headline, state_words
from rai_desktop.review.wording import decided_lines, meaning_words, moment, place_words

_TONES = {State.STANDS: "MET", State.RESTORED: "MET", State.BROKEN: "CONCERN", State.NOT_VALID: "NOT MET"}


def review_chapter(material: Material) -> Chapter:
    """Empty while nobody has signed, asked or said anything."""
    blocks = [*_signed(material), *_asked(material), *_said(material), *_merged(material)]
    return Chapter("review", _("Review and signatures"), blocks)


def _signed(material: Material) -> list[Block]:
    project, reviewed = material.project, material.reviewed
    if not (reviewed.standings or project.requests or project.comments):
        return []
    blocks: list[Block] = [Heading(_("Signatures"))]
    if not reviewed.standings:
        return [*blocks, Text(_("Nobody has signed this assessment."))]
    for standing in reviewed.standings:
        blocks += _signature(standing)
    blocks.append(Text(_("A signature is over the SHA-256 of the project as canonical JSON, without signatures, comments, "
                         "requests and folders, and over the newest entry of its history. This bundle was written after entry "
                         "{entry}, {head}.").format(entry=reviewed.entries, head=reviewed.head), "note"))
    return blocks


def _signature(standing: Standing) -> list[Block]:
    signed = standing.signature
    facts = [(_("Signed at entry"), str(signed.entry)), (_("SHA-256"), signed.digest), (_("Entry's hash"), signed.head),
             (_("Assurance"), assurance_words(standing))]
    if signed.key:
        facts.append((_("Key"), signed.key))
    return [Callout(_TONES[standing.state], headline(signed), state_words(standing)), Facts(facts)]


def _asked(material: Material) -> list[Block]:
    requests = material.project.requests
    if not requests:
        return []
    day = dt.date.fromisoformat(material.day)
    rows = [[each.of, each.by, moment(each.when), each.due, _state(each, day), each.words] for each in requests]
    return [Sheet(title=_("Requests for review"), rows=rows, right=[False] * 6, weights=[14, 14, 14, 10, 12, 22],
                  columns=[_("Of"), _("By"), _("When"), _("Due"), _("Outcome"), _("Words")])]


def _state(request: ReviewRequest, day: dt.date) -> str:
    """What was answered, or that nothing was, and whether it should have been by the day of the report."""
    if request.answered:
        return _outcome(request.outcome)
    return "\n".join([_("open"), *([_("Overdue on {day}").format(day=day.isoformat())] if is_late(request, day) else [])])


def _outcome(outcome: str) -> str:
    return meaning_words(Meaning(outcome)) if outcome in list(Meaning) else outcome


def _said(material: Material) -> list[Block]:
    comments = sorted(material.project.comments.values(), key=lambda each: each.when)
    parts = ((_("Open comments"), [each for each in comments if is_open(each)]),
             (_("Resolved comments"), [each for each in comments if not is_open(each)]))
    blocks: list[Block] = []
    for title, some in parts:
        if some:
            blocks += [Heading(_("{title} ({n})").format(title=title, n=len(some))),
                       Items([_comment(each, material) for each in some])]
    return blocks


def _comment(comment: Comment, material: Material) -> str:
    sentences = {each.key: each.sentence for each in material.findings}
    lines = [_("{place}: {who}, {when}: {text}").format(
        place=place_words(material.project, comment.about, sentences), who=comment.who, when=moment(comment.when),
        text=comment.text)]
    lines += [_("Reply by {who}, {when}: {text}").format(who=each.who, when=moment(each.when), text=each.text)
              for each in comment.replies]
    if not is_open(comment):
        lines.append(_("Resolved by {who}, {when}.").format(who=comment.resolved_by, when=moment(comment.resolved_when)))
    return "\n".join(lines)


def _merged(material: Material) -> list[Block]:
    """What was decided where both sides of a merged review copy had changed the same."""
    blocks: list[Block] = []
    for merged in material.project.merges:
        if merged.decided:
            title = _("Decided when the review copy for {whom} was merged, {when}").format(
                whom=merged.whom, when=moment(merged.when))
            blocks += [Heading(title), Items(decided_lines(merged.decided))]
    return blocks
