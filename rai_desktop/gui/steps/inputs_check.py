"""Whether table, roles and model fit together: problems and warnings in sentences, and what can run."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QPushButton, QVBoxLayout

from rai_desktop.engine.protocol import Checked
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.theme import give_icon
from rai_desktop.gui.widgets.flow_row import FlowRow
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.told_lines import breakable
from rai_desktop.i18n import _, ngettext


class CheckCard(QFrame):
    """`wanted` when the analyst asks to check again."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        row = FlowRow()
        row.add(words(_("Do they fit together?"), "heading"), 1)
        self.again = QPushButton(_("Check again"))
        give_icon(self.again, "refresh", "muted", 16)
        self.again.clicked.connect(self.wanted)
        row.add(self.again)
        column.addLayout(row)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setAccessibleName(_("Checking whether table and model fit"))
        self.doing = words(_("Loading table and model to see whether they fit …"), "muted")
        column.addWidget(self.doing)
        column.addWidget(self.busy)
        self.problems, self.warnings, self.verdict, self.shut_in = Notice(), Notice(), Notice(), Notice()
        for notice in (self.problems, self.warnings, self.verdict, self.shut_in):
            column.addWidget(notice)

    def show_check(self, checked: Checked | None, busy: bool) -> None:
        """The newest answer; none while it is being sought."""
        self.busy.setVisible(busy)
        self.doing.setVisible(busy)
        self.again.setEnabled(not busy)
        self.problems.say(_listed(checked.problems) if checked else "", "bad")
        self.warnings.say(_listed(checked.warnings) if checked else "", "warn")
        self.verdict.say(*_verdict(checked))
        self.shut_in.say(_confinement(checked), "good")


def _listed(sentences: list[str]) -> str:
    return breakable("\n".join(sentences))


def _confinement(checked: Checked | None) -> str:
    """What shuts the loaded model in; "" when there is no model, or a warning above says that little does."""
    isolation = checked.model.isolation if checked and checked.model else {}
    state = next(iter(isolation.values()), "")
    if checked is None or not state or any(state in warning for warning in checked.warnings):
        return ""
    return _("The model was loaded in a process of its own, which is {state}.").format(state=state)


def _verdict(checked: Checked | None) -> tuple[str, str]:
    if checked is None or not checked.availability:
        return "", "note"
    can, all_ = sum(each.available for each in checked.availability), len(checked.availability)
    if checked.problems:
        return "", "note"
    if can == all_:
        words_of = ngettext("They fit. {n} assessment can run.", "They fit. All {n} assessments can run.", all_)
        return words_of.format(n=all_), "good"
    words_of = ngettext("{can} of {n} assessment can run. The next step says what the rest needs.",
                        "{can} of {n} assessments can run. The next step says what the rest needs.", all_)
    return words_of.format(can=can, n=all_), "note" if can else "warn"
