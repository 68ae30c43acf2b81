"""What a questionnaire's points come to: level, how it came, section by section, and what the level asks for."""

import datetime as dt

from rai_desktop.i18n import _
from rai_desktop.questionnaire import flow
from rai_desktop.questionnaire.question import Pack
from rai_desktop.questionnaire.scored import Scored, scored
from rai_desktop.questionnaire.scoring import Scores, score
from rai_desktop.report.blocks import Block, Callout, Sheet, Text
from rai_desktop.report.material import Material


def score_blocks(pack: Pack, material: Material) -> list[Block]:
    """Empty for a pack that gives no points, or of which nothing is answered."""
    found = scored(pack, _read(pack, material))
    if found is None or not found.begun:
        return []
    head, *lines = found.lines
    return [Callout("info", found.headline, head), *(Text(each) for each in lines), *_sheets(found)]


def score_callouts(material: Material) -> list[Block]:
    """For the first page: each questionnaire whose points come to a level."""
    told = [(pack, scored(pack, _read(pack, material))) for pack in material.packs if pack.scoring and pack.scoring.levels]
    return [Callout("info", _("{pack}: {level}").format(pack=pack.title, level=found.headline), _run_on(found.lines))
            for pack, found in told if found is not None and found.begun]


def _run_on(lines: list[str]) -> str:
    """Lines as sentences, one after the other."""
    return " ".join(line if line.endswith((".", "!", "?")) else f"{line}." for line in lines)


def scores(material: Material) -> dict[str, Scores]:
    """By pack, for programs."""
    return {pack.id: score(pack, _read(pack, material)) for pack in material.packs if pack.scoring}


def _read(pack: Pack, material: Material) -> flow.Read:
    """As on the day of the report."""
    return flow.reading(pack, material.project.answers, dt.date.fromisoformat(material.day))


def _sheets(found: Scored) -> list[Block]:
    made = [_sheet(_("Points by section"), [_("Section"), _("Points")], found.sections, [3, 4])]
    if found.obligations:
        made.append(_sheet(_("What this level asks for"), [_("About"), _("What is asked")], found.obligations, [2, 7]))
    return made


def _sheet(title: str, columns: list[str], pairs: list[tuple[str, str]], weights: list[int]) -> Block:
    return Sheet(title=title, columns=columns, rows=[list(each) for each in pairs], right=[False] * 2, weights=weights)
