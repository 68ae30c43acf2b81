"""The chapter on people and uses: what it is meant for and what not, who has a stake, who does what."""

from rai_desktop.i18n import _
from rai_desktop.questionnaire.question import Feed
from rai_desktop.report.blocks import Block, Chapter, Facts, Sheet, Text
from rai_desktop.report.feeding import Fed, fed, feed_words, untold
from rai_desktop.report.material import Material

PARTS = (Feed.USES, Feed.UNSUPPORTED_USES, Feed.STAKEHOLDERS, Feed.GROUPS, Feed.RACI)


def people_chapter(material: Material) -> Chapter:
    """Tables as the packs ask for them; what nobody told is said. Empty where no pack asks for any of it."""
    told = fed(material)
    blocks: list[Block] = [block for part in PARTS for each in told.get(part, []) for block in fed_blocks(each)]
    missing = untold(told, PARTS)
    if blocks and missing:
        names = _("; ").join(feed_words(each) for each in missing)
        blocks.append(Text(_("Not told in this assessment: {names}.").format(names=names), "note"))
    return Chapter("people", _("People and uses"), blocks)


def fed_blocks(each: Fed) -> list[Block]:
    """An answer as a table, or as a name and what it is."""
    if not each.is_table:
        return [Facts([(each.question.text, "\n".join(filter(None, [each.words, each.answer.note])))])]
    heads, rows = each.heads(), each.rows()
    weights = [min(max(*(len(row[at]) for row in rows), len(heads[at]) // 2, 8), 40) for at in range(len(heads))]
    return [Sheet(title=each.question.text, columns=heads, rows=rows, right=[False] * len(heads), weights=weights,
                  note=each.answer.note)]
