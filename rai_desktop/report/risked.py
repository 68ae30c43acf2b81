"""The chapter on risks: maps before and after treatment, the register, what nobody took, and the actions."""

import datetime as dt

from rai_desktop.i18n import _, ngettext
from rai_desktop.project.model import Project
from rai_desktop.project.register import Action, Risk
from rai_desktop.report.blocks import Block, Callout, Chapter, Facts, Sheet, Text
from rai_desktop.report.material import Material
from rai_desktop.risks import register
from rai_desktop.risks.acceptance import asks, asks_words, is_accepted, levels_words
from rai_desktop.risks.linked import words_now
from rai_desktop.risks.scale import UNRATED, Rating, Scale, scale_in_use
from rai_desktop.risks.spread import Spread, spread
from rai_desktop.risks.suggested import open_suggestions


def risk_chapter(material: Material) -> Chapter:
    """Empty while there is no risk, no action and nothing dismissed."""
    project = material.project
    if not (project.risks or project.actions or project.dismissed):
        return Chapter("risks", _("Risks and actions"), [])
    scale, problem = scale_in_use(project.risk_scale)
    day = dt.date.fromisoformat(material.day)
    blocks = [*_opening(material, scale, problem, day), *_maps(project, scale), *_register(project, scale, day)]
    return Chapter("risks", _("Risks and actions"), [*blocks, *_actions(material, day), *_left_out(material)])


def _opening(material: Material, scale: Scale | None, problem: str, day: dt.date) -> list[Block]:
    counts = register.tally(material.project, scale, day)
    facts = [(_("Risks"), str(counts.risks)), (_("Not rated"), str(counts.unrated)),
             (_("To be accepted by somebody"), str(counts.unaccepted)), (_("Open actions"), str(counts.open_actions)),
             (_("Overdue on {day}").format(day=day.isoformat()), str(counts.overdue))]
    if scale is not None:
        facts.append((_("Scale"), _("{title}, version {version}").format(title=scale.title, version=scale.version)))
    return [*([Callout("CONCERN", _("Nothing is rated"), problem)] if problem else []), Facts(facts)]


# --- maps ---------------------------------------------------------------------------------------------------------


def _maps(project: Project, scale: Scale | None) -> list[Block]:
    if scale is None or not project.risks:
        return []
    risks = project.risks.values()
    return [_map(_("Map of risks before treatment"), scale, spread(scale, risks, treated=False)),
            _map(_("Map of risks after treatment"), scale, spread(scale, risks, treated=True))]


def _map(title: str, scale: Scale, found: Spread) -> Sheet:
    """Severity down, the gravest first; likelihood across; each cell names its rating, with its count where there is any."""
    rows = [[severity.name, *(_cell(scale.rating(severity.id, likelihood.id), found.cells[severity.id, likelihood.id])
                              for likelihood in scale.likelihood)] for severity in reversed(scale.severity)]
    note = ngettext("{n} open risk is not on this map because it is not rated.",
                    "{n} open risks are not on this map because they are not rated.", found.unplaced).format(
                        n=found.unplaced) if found.unplaced else ""
    wide = len(scale.likelihood)
    return Sheet(title=title, columns=[_("Severity"), *(each.name for each in scale.likelihood)], rows=rows,
                 right=[False] * (wide + 1), weights=[3] + [2] * wide, note=note)


def _cell(rating: Rating | None, count: int) -> str:
    assert rating is not None  # the scale was checked
    if not count:
        return rating.name
    named = f"{rating.shape} {rating.name}"
    return ngettext("{rating}: {n} risk", "{rating}: {n} risks", count).format(rating=named, n=count)


# --- the register -------------------------------------------------------------------------------------------------


def _register(project: Project, scale: Scale | None, day: dt.date) -> list[Block]:
    order = register.in_order(scale, project.risks)
    if not order:
        return [Text(_("No risk is in the register."))]
    rows = [_row(at, project.risks[id_], scale, day) for at, id_ in enumerate(order, 1)]
    blocks: list[Block] = [Sheet(
        title=_("Register of risks"), rows=rows, right=[True, *[False] * 5], weights=[3, 30, 14, 26, 14, 18],
        columns=[_("No."), _("Risk, and whom it hits"), _("Before"), _("Treatment"), _("After"), _("State")],
        note=_("risks.csv has every field of every risk."))]
    for at, id_ in enumerate(order, 1):
        blocks += _acceptance(at, project.risks[id_], scale)
    return blocks


def _row(at: int, risk: Risk, scale: Scale | None, day: dt.date) -> list[str]:
    harm = _lines(risk.title or _("Risk without a title"), risk.harm, ", ".join(risk.stakeholders))
    due = _("due {day}").format(day=risk.due) if risk.due and not risk.closed else ""
    late = _("overdue") if register.overdue(scale, risk, day) else ""
    lacking = register.missing(scale, risk)
    missing = _("missing: {what}").format(what=", ".join(lacking)) if lacking else ""
    return [str(at), harm, _rating(register.before(scale, risk)),
            _lines(register.treatment_words(risk.treatment), risk.plan), _rating(register.after(scale, risk)),
            _lines(register.state_words(scale, risk), late, due, risk.owner, missing)]


def _rating(rating: Rating | None) -> str:
    return f"{rating.shape} {rating.name}" if rating else f"{UNRATED} {_('not rated')}"


def _acceptance(at: int, risk: Risk, scale: Scale | None) -> list[Block]:
    """Who accepted it, why and for which levels; where that does not count any more, a warning that says so."""
    taken, ask = risk.acceptance, asks(scale, risk)
    if taken is None or not (ask or is_accepted(scale, risk)):
        return []
    head = _("Risk {n} was accepted by {who} on {day}").format(n=at, who=taken.who, day=taken.when)
    levels = _("Accepted for: {levels}").format(levels=levels_words(scale, taken.levels)) if taken.levels else ""
    why = asks_words(ask, taken.carried) if ask else ""
    return [Callout("CONCERN" if ask else "info", head, _lines(taken.reason, levels, why))]


# --- actions, and what nobody took --------------------------------------------------------------------------------


def _actions(material: Material, day: dt.date) -> list[Block]:
    project = material.project
    order = register.actions_in_order(project.actions)
    if not order:
        return []
    rows = [_action(material, project.actions[id_], day) for id_ in order]
    return [Sheet(title=_("Actions"), rows=rows, right=[False] * 4, weights=[34, 18, 18, 30],
                  columns=[_("What"), _("Owner"), _("When"), _("What it serves")],
                  note=_("actions.csv has the same as a table, actions.ics as a calendar."))]


def _action(material: Material, action: Action, day: dt.date) -> list[str]:
    due = _("due {day}").format(day=action.due) if action.due and not action.done else ""
    late = _("overdue") if register.late(action, day) else ""
    done = _("done {day}").format(day=action.done) if action.done else _("open")
    serves = [words_now(material.project, link, material.findings) for link in action.sources]
    return [_lines(action.title or _("without a title"), action.note), action.owner, _lines(done, late, due), _lines(*serves)]


def _left_out(material: Material) -> list[Block]:
    """Suggestions nobody has looked at, and those that somebody said are no risk here."""
    blocks: list[Block] = []
    waiting, said = open_suggestions(material.project, material.findings), material.project.dismissed
    if waiting:
        blocks.append(Text(ngettext(
            "Answers and findings suggest {n} more risk that is neither in the register nor said to be none.",
            "Answers and findings suggest {n} more risks that are neither in the register nor said to be none.",
            len(waiting)).format(n=len(waiting)), "note"))
    if said:
        rows = [[each.title, each.reason, each.who, each.when] for _key, each in sorted(said.items())]
        blocks.append(Sheet(title=_("Suggested, and said to be no risk here"), rows=rows, right=[False] * 4,
                            weights=[24, 40, 16, 12], columns=[_("Suggested"), _("Because"), _("By"), _("When")]))
    return blocks


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
