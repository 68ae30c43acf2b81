"""Choose the questionnaires of a project; one that is left out is hidden with its answers, never emptied."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QLabel, QWidget

from rai_desktop.gui.dialogs.dialog import PlainDialog
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.option_button import TickOption
from rai_desktop.gui.widgets.section_tree import saving
from rai_desktop.i18n import _, has_language, ngettext
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog, flow, suggestions
from rai_desktop.questionnaire.question import Pack

Answers = Mapping[str, Mapping[str, Answer]]


class PacksDialog(PlainDialog):
    """A tick for each questionnaire; `use(ids)` gets those ticked, in the order of the list."""

    def __init__(self, chosen: Sequence[str], answers: Answers, suggested: Mapping[str, str],
                 use: Callable[[list[str]], None], parent: QWidget | None = None) -> None:
        super().__init__(_("Choose questionnaires"), parent, ems=46)
        self._chosen, self._use, self._suggested = list(chosen), use, suggested
        self.ticks: dict[str, TickOption] = {}
        self.body.addWidget(words(_("Tick what binds or helps you. Leaving one out hides it; its answers are kept and come "
                                    "back with it."), "lead"))
        self.body.addWidget(Notice("\n".join(str(each) for each in (*catalog.broken(), *suggestions.broken())), "warn"))
        self.body.setSpacing(4)
        self._fill(answers)
        self.body.addStretch()
        self.closing.setText(_("Cancel"))
        self.using = self.add_main_button()
        self.using.clicked.connect(self._take)
        self._count()

    def _fill(self, answers: Answers) -> None:
        group, seen = "", flow.reading(catalog.packs()[0], answers)
        for pack in catalog.packs():
            if pack.group and pack.group != group:
                group = pack.group
                self.body.addSpacing(8)
                self.body.addWidget(words(group, "section"))
            self.body.addWidget(self._tick(pack))
            if pack.id not in self._chosen and (why := self._suggested.get(pack.id)):
                self.body.addWidget(_indented(words(_("Suggested by your answers: {why}").format(why=why)), 2))
            self.body.addWidget(_indented(words(_about(pack, flow.progress(pack, seen)), "muted"), 10))

    def _tick(self, pack: Pack) -> TickOption:
        tick = TickOption(pack.title)
        tick.setChecked(pack.id in self._chosen)
        tick.setAccessibleDescription(pack.summary)
        tick.toggled.connect(self._count)
        self.ticks[pack.id] = tick
        return tick

    def ids(self) -> list[str]:
        """Those ticked; packs of the project that this computer does not have stay."""
        unknown = [id_ for id_ in self._chosen if id_ not in self.ticks]
        return [id_ for id_, tick in self.ticks.items() if tick.isChecked()] + unknown

    def _count(self) -> None:
        count = len(self.ids())
        self.using.setText(ngettext("Use {n} questionnaire", "Use {n} questionnaires", count).format(n=count))
        self.using.setEnabled(count > 0)
        self.using.setToolTip("" if count else _("Tick at least one."))

    def _take(self) -> None:
        self.accept()
        self._use(self.ids())


def _indented(told: QLabel, below: int) -> QLabel:
    told.setContentsMargins(32, 0, 0, below)
    return told


def _about(pack: Pack, progress: flow.Progress) -> str:
    """Its summary, then which edition, and how much of what it would ask is answered already."""
    facts = [saving(progress.answered, progress.asked, progress.shared),
             _("version {version}").format(version=pack.version)]
    if not pack.maker and not has_language(pack.id):
        facts.append(_("questions in English"))
    if pack.maker:
        facts.append(_("made by {maker}").format(maker=pack.maker))
    return "\n".join(line for line in (pack.summary, "  ·  ".join(facts)) if line)
