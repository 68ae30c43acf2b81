"""What is to be told of a questionnaire before its questions: out of date, changed, gone, or something to confirm."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.fold import Fold
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire.editions import Changes
from rai_desktop.questionnaire.gone import gone_title, gone_words
from rai_desktop.questionnaire.kept_words import Worded
from rai_desktop.questionnaire.question import Pack, is_valid


class PackNews(QWidget):
    """Notices above the questions; hidden while there is nothing to say."""

    reviewed = Signal()
    confirmed_all = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.dates, self.missing = Notice(tone="warn"), Notice(tone="warn")
        self.changed, self.carried = Notice(action=_("Reviewed the changes")), Notice(action=_("Confirm all on this page"))
        self.changed.acted.connect(self.reviewed)
        self.carried.acted.connect(self.confirmed_all)
        self.details, self.gone = Fold(_("What has changed")), Fold(_("Answers to what is no longer asked"))
        self._details, self._gone = words("", selectable=True), words("", selectable=True)
        self.details.inside.addWidget(self._details)
        self.gone.inside.addWidget(self._gone)
        for part in (self.missing, self.dates, self.changed, self.details, self.gone, self.carried):
            column.addWidget(part)
            part.hide()

    def show_missing(self, ids: Sequence[str]) -> None:
        """Questionnaires of the project that this computer does not have."""
        sentence = ngettext("This assessment uses a questionnaire that is not on this computer: {names}. Its answers are kept.",
                            "This assessment uses questionnaires that are not on this computer: {names}. Their answers are kept.",
                            len(ids)).format(names=", ".join(ids))
        _say(self.missing, sentence if ids else "", "warn")

    def show_dates(self, pack: Pack) -> None:
        """Whether the questionnaire is asked today at all."""
        _say(self.dates, _dates(pack), "warn")

    def show_changes(self, found: Changes | None) -> None:
        """What a newer version asks otherwise than the answers were given under."""
        _say(self.changed, _changed(found) if found else "", "note", _("Reviewed the changes"))
        self._details.setText(_in_detail(found) if found else "")
        self.details.setVisible(bool(found and found.any))

    def show_gone(self, pack: Pack, gone: dict[str, Worded], answers: dict[str, Answer]) -> None:
        """Answers to what is gone, in the words of then; they never count."""
        lines = [_("Answered under version {version}, not counted: {question} {answer}").format(
            version=each.version, question=gone_title(each, id_, pack), answer=_listed(gone_words(each, id_, pack, answers)))
            for id_, each in gone.items()]
        self._gone.setText("\n".join(lines))
        self.gone.setVisible(bool(lines))

    def show_carried(self, count: int) -> None:
        """How many answers of the page were carried over and wait to be confirmed."""
        sentence = ngettext("{n} answer on this page was carried over from an earlier assessment.",
                            "{n} answers on this page were carried over from an earlier assessment.", count).format(n=count)
        _say(self.carried, sentence if count else "", "note", _("Confirm all on this page"))


def _listed(words: str) -> str:
    """Several lines below the question they answer, one line beside it."""
    lines = words.split("\n")
    return words if len(lines) == 1 else "".join(f"\n  •  {line}" for line in lines)


def _say(notice: Notice, sentence: str, tone: str, action: str = "") -> None:
    """Say it, unless it is said already: dressing a notice costs more than a keystroke may."""
    if notice.sentence != sentence or notice.isHidden() == bool(sentence):
        notice.say(sentence, tone, action)


def _dates(pack: Pack) -> str:
    today = dt.datetime.now(dt.UTC).date()
    if is_valid(pack, today):
        return ""
    if pack.valid_until and pack.valid_until < today:
        return _("“{title}” was valid until {date}. It is no longer asked; its answers are kept and do not count. Look for a "
                 "newer version.").format(title=pack.title, date=pack.valid_until.isoformat())
    return _("“{title}” is asked from {date} on.").format(
        title=pack.title, date=pack.valid_from.isoformat() if pack.valid_from else "")


def _changed(found: Changes) -> str:
    return " ".join(filter(None, [_asked(found), *_results(found)]))


def _results(found: Changes) -> list[str]:
    if found.untold:
        return [_("Whether its levels, tiers or duties are others cannot be told: they were not kept with your answers.")]
    if not found.results:
        return []
    n = len(found.results)
    return [ngettext("The same answers may come to another result: {n} change.",
                     "The same answers may come to another result: {n} changes.", n).format(n=n)]


def _asked(found: Changes) -> str:
    if not (found.new or found.gone or found.reworded):
        return _("This questionnaire is now in version {now}; you answered under version {before}.").format(
            now=found.now, before=found.before)
    return _("This questionnaire is now in version {now}; you answered under version {before}. New questions: {new}, gone: "
             "{gone}, asked otherwise: {reworded}.").format(
        now=found.now, before=found.before, new=len(found.new), gone=len(found.gone), reworded=len(found.reworded))


def _in_detail(found: Changes) -> str:
    parts: list[str] = []
    if found.new:
        parts.append("\n".join([_("New"), *(f"  •  {text}" for text in found.new)]))
    if found.gone:
        parts.append("\n".join([_("Gone"), *(f"  •  {text}" for text in found.gone)]))
    for each in found.reworded:
        lines = [_("Asked otherwise: {question}").format(question=each.text)]
        if each.before:
            lines.append(_("  before: {text}").format(text=each.before))
        if each.new:
            lines.append(_("  new to choose or fill in: {texts}").format(texts=_("; ").join(each.new)))
        if each.gone:
            lines.append(_("  no longer there: {texts}").format(texts=_("; ").join(each.gone)))
        if each.when:
            lines.append(_("  asked under another condition"))
        if each.counts:
            lines.append(_("  its answers count other points"))
        parts.append("\n".join(lines))
    if found.results:
        parts.append("\n".join([_("What answers come to"), *(f"  •  {text}" for text in found.results)]))
    return "\n\n".join(parts)
