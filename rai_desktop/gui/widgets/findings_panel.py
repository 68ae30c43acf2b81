"""Findings at the left, the gravest first; the chosen one at the right with the analyst's response."""

from collections.abc import Mapping, Sequence

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QListView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from rai_desktop.findings.finding import Finding, Response, Verdict
from rai_desktop.findings.policy import Policy, find_rule
from rai_desktop.findings.sentences import explain_verdict
from rai_desktop.findings.summary import summary
from rai_desktop.gui.session import Session
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.asides import UNDER_FINDINGS, Asides
from rai_desktop.gui.widgets.finding_card import FindingCard
from rai_desktop.gui.widgets.known_heights import KnownHeights
from rai_desktop.gui.widgets.side_by_side import is_beside, turned
from rai_desktop.gui.widgets.told_lines import breakable
from rai_desktop.gui.widgets.verdicts import SHAPES, kind, shape, verdict_words
from rai_desktop.i18n import _
from rai_desktop.project import links
from rai_desktop.project.model import Project


class FindingsPanel(QWidget):
    """List and card; a response is kept when its field is left."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._findings: dict[str, Finding] = {}
        self._policy: Policy | None = None
        self._responses: Mapping[str, Response] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        self.counts = words("", "strong")
        layout.addWidget(self.counts)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(16)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Findings, the gravest first"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setSpacing(2)
        self.list.setItemDelegate(KnownHeights(self.list))
        self.list.currentItemChanged.connect(self._show)
        self.card = FindingCard(Asides(session, UNDER_FINDINGS))
        self.card.responded.connect(self._keep)
        right = QVBoxLayout()
        right.addWidget(self.card)
        right.addStretch()
        self._row.addWidget(self.list, 2)
        self._row.addLayout(right, 3)
        layout.addLayout(self._row, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The card stands beside the list where there is room for the words of both."""
        super().resizeEvent(event)
        turned(self._row, self)
        self._give_room()

    def _give_room(self) -> None:
        """In the letters of now, which a setting may have changed."""
        letters, beside = self.fontMetrics(), is_beside(self._row)
        self.list.setMinimumWidth(letters.averageCharWidth() * 44 if beside else 0)
        self.list.setMinimumHeight(letters.lineSpacing() * (26 if beside else 9))
        self.list.scheduleDelayedItemsLayout()  # words wrap otherwise in another width

    def show_findings(self, findings: Sequence[Finding], policy: Policy, responses: Mapping[str, Response]) -> None:
        """Show judged findings; the one chosen stays chosen."""
        self._policy, self._responses = policy, responses
        chosen = self._chosen()
        self._findings = {each.key: each for each in findings}
        counts = summary(findings)
        self.counts.setText("     ".join(_counted(verdict, count) for verdict, count in counts.items() if count))
        self._fill([each for each in findings if not each.informational], [each for each in findings if each.informational])
        self.choose(chosen if chosen in self._findings else next(iter(self._findings), ""))

    def _fill(self, judged: Sequence[Finding], informational: Sequence[Finding]) -> None:
        """List them; where the list has the same findings already, only the words of its items can be others."""
        rows = [_row(each, self._responses) for each in judged]
        if informational:
            rows += [("", _("For information: no pass mark exists")), *(_row(each, self._responses) for each in informational)]
        self.list.blockSignals(True)
        if [_key(self.list.item(place)) for place in range(self.list.count())] != [key for key, _words in rows]:
            self.list.clear()
            for key, text in rows:
                self.list.addItem(_item(key, text))
        for place, (_key_of, text) in enumerate(rows):
            if self.list.item(place).text() != text:
                self.list.item(place).setText(text)
        self.list.blockSignals(False)

    def flush(self) -> None:
        """Send what is being typed."""
        self.card.flush()

    def select_unanswered(self) -> bool:
        """Choose the next finding NOT MET or of CONCERN without a response."""
        keys = list(self._findings)
        here = keys.index(self._chosen()) if self._chosen() in keys else -1
        for key in [*keys[here + 1:], *keys[:here + 1]]:
            grave = self._findings[key].verdict in {Verdict.NOT_MET, Verdict.CONCERN}
            if grave and key not in self._responses and key != self._chosen():
                self.choose(key)
                self.card.comment.setFocus()
                return True
        return False

    def _chosen(self) -> str:
        item: QListWidgetItem | None = self.list.currentItem()
        return _key(item) if item is not None else ""

    def choose(self, key: str) -> bool:
        """Bring a finding into sight; False when this run did not give it."""
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == key:
                self.list.setCurrentRow(row)
                self._show(self.list.item(row), None)
                return True
        return False

    def _show(self, item: QListWidgetItem | None, _before: object) -> None:
        if item is None or self._policy is None or item.data(Qt.ItemDataRole.UserRole) not in self._findings:
            return
        key = str(item.data(Qt.ItemDataRole.UserRole))
        self.card.flush()  # which may list all anew, and so end the item
        finding = self._findings[key]
        rule = find_rule(self._policy, finding.rule)
        why = explain_verdict(finding, rule) if rule else _not_run(finding)
        self.card.show_finding(finding, why, self._responses.get(finding.key, Response()))
        if self.card.asides and self._session.project is not None:
            self.card.asides.show_place(self._session.project, links.finding(finding.key))

    def _keep(self, key: str, response: Response) -> None:
        label = _("Responded to: {finding}").format(finding=self._findings[key].sentence[:50])

        def change(project: Project) -> Project:
            responses = {**project.responses, key: response}
            if response == Response():
                del responses[key]
            return msgspec.structs.replace(project, responses=responses)

        self._session.apply(label, change)


def _counted(verdict: Verdict, count: int) -> str:
    """The shape stays with the first word and the number with the last; between them large text may break."""
    said = _("{verdict}: {n}").format(verdict=verdict_words(verdict), n=count)
    words_, space, number = said.rpartition(" ")
    return f"{SHAPES[verdict]}\N{NO-BREAK SPACE}{words_}" + (f"\N{NO-BREAK SPACE}{number}" if space else "")


def _row(finding: Finding, responses: Mapping[str, Response]) -> tuple[str, str]:
    """Key and words of a finding's item."""
    mark = "  ✎" if finding.key in responses else ""
    return finding.key, f"{shape(finding)} {kind(finding)}{mark}\n{breakable(finding.sentence)}"


def _key(item: QListWidgetItem) -> str:
    return str(item.data(Qt.ItemDataRole.UserRole) or "")


def _item(key: str, text: str) -> QListWidgetItem:
    """A finding; without a key words between findings, which cannot be chosen."""
    item = QListWidgetItem(text)
    if key:
        item.setData(Qt.ItemDataRole.UserRole, key)
        return item
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    font = item.font()
    font.setBold(True)
    item.setFont(font)
    return item


def _not_run(finding: Finding) -> list[str]:
    """What an assessment without numbers means, and the way to them."""
    if finding.verdict is not Verdict.NOT_RUN:
        return []
    return [_("Without these numbers the policy's questions about this stay open; that is never a pass."),
            _("To answer them, mend what is named above, tick the assessment under Assessments, and run again.")]
