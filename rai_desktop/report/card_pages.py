"""The model card as content, so that it is written as the report is: one self-contained, accessible HTML file."""

from rai_desktop.charts.numbers import number, span
from rai_desktop.findings.metric_names import metric_name
from rai_desktop.i18n import _
from rai_desktop.report.blocks import Block, Chapter, Content, Facts, Heading, Items, Sheet, Text
from rai_desktop.report.card import Bounds, Card, Grid, Judged, Number, Section
from rai_desktop.report.wording import verdict_words

_COLUMNS = ("selection_rate", "true_positive_rate", "false_positive_rate", "positive_predictive_value", "accuracy", "roc_auc",
            "mean_prediction", "mean_absolute_error")
_MOST_COLUMNS = 5


def card_content(card: Card, moment: str) -> Content:
    """Each section a chapter."""
    facts = [(_("Date"), card.date), (_("Policy"), card.policy), (_("Made with"), card.program), (_("Assessment"), card.project)]
    return Content(title=card.title, subtitle=_("Model card"), moment=moment, facts=facts,
                   chapters=[Chapter(each.id, each.title, _blocks(each)) for each in card.sections])


def _blocks(section: Section) -> list[Block]:
    blocks: list[Block] = []
    known = [(each.name, each.value) for each in section.told if each.value is not None]
    untold = [each.name for each in section.told if each.value is None]
    blocks += [Facts(known)] if known else []
    blocks += [_sheet(each) for each in section.tables]
    blocks += _numbers(section.numbers)
    blocks += [_judged(section.judged)] if section.judged else []
    blocks += [Items(section.notes)] if section.notes else []
    blocks += [Text(_("Not told in this assessment: {names}.").format(names=_("; ").join(untold)), "note")] if untold else []
    return blocks


def _sheet(grid: Grid) -> Sheet:
    return Sheet(title=grid.title, columns=grid.columns, rows=grid.rows, right=[False] * len(grid.columns),
                 weights=[1] * len(grid.columns))


def _numbers(found: list[Number]) -> list[Block]:
    overall = [each for each in found if not each.group]
    blocks: list[Block] = []
    if overall:
        rows = [[metric_name(each.metric), _valued(each), f"{each.n:,}", each.note] for each in overall]
        blocks.append(Sheet(title=_("All rows"), columns=[_("Metric"), _("Value (interval)"), _("n"), _("Note")], rows=rows,
                            right=[False, False, True, False], weights=[3, 4, 1, 3]))
    grouped = [each for each in found if each.group]
    return [*blocks, *_by_group(grouped)]


def _by_group(found: list[Number]) -> list[Block]:
    """A table for each column by which people were compared: groups down, metrics across."""
    metrics = list(dict.fromkeys(each.metric for each in found))
    chosen = ([each for each in _COLUMNS if each in metrics] or metrics)[:_MOST_COLUMNS]
    columns = list(dict.fromkeys(next(iter(each.group)) for each in found))
    blocks: list[Block] = [Heading(_("Group by group"))] if found else []
    for column in columns:
        own = {(each.group[column], each.metric): each for each in found if column in each.group}
        levels = list(dict.fromkeys(level for level, _metric in own))
        rows = [[level, *(_cell(own.get((level, metric))) for metric in chosen)] for level in levels]
        blocks.append(Sheet(title=column, columns=[_("Group"), *(metric_name(each) for each in chosen)],
                            rows=rows, right=[False] * (len(chosen) + 1), weights=[2, *[3] * len(chosen)]))
    return blocks


def _cell(each: Number | None) -> str:
    if each is None:
        return "–"
    return _("{value}, n = {n}").format(value=_valued(each), n=f"{each.n:,}")


def _judged(found: list[Judged]) -> Sheet:
    rows = [[_("For information") if each.informational else verdict_words(each.verdict), each.sentence,
             _bare(each.value, each.interval, each.unit), f"{each.n:,}" if each.n else "–", each.threshold or "–"]
            for each in found]
    return Sheet(title=_("Judged under the policy"), rows=rows, right=[False, False, False, True, False],
                 columns=[_("Verdict"), _("Finding"), _("Value (interval)"), _("n"), _("Threshold")], weights=[2, 7, 3, 1, 3])


def _valued(each: Number) -> str:
    return _bare(each.value, each.interval, each.unit)


def _bare(value: float | None, interval: Bounds | None, unit: str) -> str:
    words = number(value, unit)
    if interval is None or interval.low is None or interval.high is None:
        return words
    return f"{words} ({span(interval.low, interval.high, unit)})"
