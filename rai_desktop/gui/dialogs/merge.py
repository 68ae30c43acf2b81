"""Merges a review copy: what comes along, and every conflict side by side with a choice."""

from collections.abc import Callable

from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from rai_desktop.gui.dialogs.dialog import PlainDialog
from rai_desktop.gui.steps.step import card, words
from rai_desktop.gui.widgets.flow_row import FlowRow, flowing
from rai_desktop.gui.widgets.option_button import RadioOption
from rai_desktop.gui.widgets.told_lines import breakable
from rai_desktop.i18n import _, ngettext
from rai_desktop.review.bringing import Choice, choices_for, side_places, side_words, taken_words
from rai_desktop.review.incoming import Incoming
from rai_desktop.review.merging import At, Conflict, Merge
from rai_desktop.review.touched import last_words

Place = Callable[[At], str]


class MergeDialog(PlainDialog):
    """`bring(choices)` with the choice for each conflict; until the analyst says otherwise both are kept, or, of what can only
    be one, what is here."""

    def __init__(self, incoming: Incoming, made: Merge, place: Place, bring: Callable[[dict[At, Choice]], None],
                 parent: QWidget | None = None) -> None:
        super().__init__(_("Merge a review copy"), parent, ems=54, heading=_("Merge the review copy for {whom}").format(
            whom=incoming.whom))
        self._incoming, self._bring = incoming, bring
        self.groups: dict[At, QButtonGroup] = {}
        self._order = list(Choice)
        self.body.addWidget(words(_summary(incoming, made), "lead"))
        self.body.setSpacing(12)
        if made.taken:
            self.body.addWidget(self._taken(made, place))
        for conflict in made.conflicts:
            self.body.addWidget(self._conflict(conflict, place(conflict.at)))
        self.body.addStretch()
        self.closing.setText(_("Cancel, change nothing"))
        self.merging = self.add_main_button(_("Merge"))
        self.merging.clicked.connect(self._take)

    def choices(self) -> dict[At, Choice]:
        """What is chosen for each conflict."""
        return {at: self._order[group.checkedId()] for at, group in self.groups.items()}

    def _taken(self, made: Merge, place: Place) -> QWidget:
        frame, column = card()
        column.addWidget(words(_("Changed in the copy alone, and taken"), "section"))
        answers = taken_words(self._incoming, made)
        for told, at in {place(at): at for at in made.taken}.items():
            column.addWidget(words(told, "text", selectable=True))
            if at in answers:
                was, now = (" / ".join(side.splitlines()) or _("(nothing)") for side in answers[at])
                column.addWidget(words(breakable(f"{was} → {now}"), "quiet", selectable=True))
        return frame

    def _conflict(self, conflict: Conflict, place: str) -> QWidget:
        frame, column = card()
        frame.setProperty("tone", "warn")
        column.addWidget(words(place, "question-title"))
        said, (here, there) = side_words(self._incoming, conflict), side_places(conflict)
        sides = (
            (_("It was"), said.was, ""),
            (_("Here"), said.ours, last_words(self._incoming.our_rows, here)),
            (_("In the copy"), said.theirs, last_words(self._incoming.rows, there)),
        )
        beside = FlowRow(spacing=16)
        for head, told, maker in sides:
            beside.add(_side(head, told, maker), 1)
        column.addLayout(beside)
        column.addWidget(self._choice(conflict, place))
        return frame

    def _choice(self, conflict: Conflict, place: str) -> QWidget:
        group = self.groups[conflict.at] = QButtonGroup(self)
        buttons, row = flowing()
        texts = {Choice.OURS: _("Keep what is here"), Choice.THEIRS: _("Take the copy's"),
                 Choice.BOTH: _("Keep the risk, with a comment on why it was dismissed") if conflict.risks else _(
                     "Keep both: the copy's as a comment")}
        offered = choices_for(conflict)
        for choice in offered:
            button = RadioOption(texts[choice])
            button.setAccessibleDescription(place)
            group.addButton(button, self._order.index(choice))
            button.setChecked(choice is (Choice.BOTH if Choice.BOTH in offered else Choice.OURS))  # so Tab comes to it
            row.addWidget(button)
        return buttons

    def _take(self) -> None:
        chosen = self.choices()
        self.accept()
        self._bring(chosen)


def _side(head: str, value: str, who: str) -> QWidget:
    """What stands on one side; the sides go below each other where large text leaves no room beside."""
    side = QWidget()
    column = QVBoxLayout(side)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(words(head, "muted"))
    column.addWidget(words(breakable(value) or _("(nothing)"), "text", selectable=True))
    if who:
        column.addWidget(words(who, "small"))
    column.addStretch()
    return side


def _summary(incoming: Incoming, made: Merge) -> str:
    words_ = [ngettext("The copy has {n} entry of its own since entry {entry}, which both files share.",
                       "The copy has {n} entries of its own since entry {entry}, which both files share.",
                       len(incoming.rows)).format(n=len(incoming.rows), entry=incoming.shared.seq)]
    if made.conflicts:
        words_.append(ngettext("{n} place was changed on both sides: choose below.",
                               "{n} places were changed on both sides: choose below.",
                               len(made.conflicts)).format(n=len(made.conflicts)))
    else:
        words_.append(_("No place was changed on both sides."))
    words_.append(_("All its entries are kept as evidence, whatever you choose; Undo takes the merge back."))
    return " ".join(words_)
