"""The evidence of one assessment, a part at a time."""

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from rai_desktop.findings import turning
from rai_desktop.findings.measurement import Evidence, Result
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.evidence_view import EvidenceView
from rai_desktop.i18n import _

_AT_ONCE = 20
_LETTERS = 32  # of a name in the field; a longer one is whole in the list


class ResultPanel(QWidget):
    """What it gave, or why it gave nothing. Evidence ids of the form `what:part` are shown by part."""

    def __init__(self, result: Result) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 16, 0, 0)
        self._layout.setSpacing(16)
        if result.status != "finished":
            self._layout.addWidget(words(_("{status}. {reason}").format(
                status=result.status.capitalize(), reason=result.reason), "warn"))
        self._parts = _by_part(result.evidence)
        self._views: list[EvidenceView] = []
        self.choice = QComboBox()
        self.choice.setAccessibleName(_("Which part"))
        shown = {name: turning.told(name) or _("Over all") for name in self._parts}
        for name, told in shown.items():
            self.choice.addItem(told, name)
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(min(_LETTERS, max(map(len, shown.values()), default=0)))
        self.choice.currentIndexChanged.connect(self._show)
        row = QHBoxLayout()
        row.addWidget(words(_("Show"), "quiet"))
        row.addWidget(self.choice)
        row.addStretch(1)
        if len(self._parts) > 1:
            self._layout.addLayout(row)
        self._layout.addStretch()
        self._filled = False

    def showEvent(self, event: object) -> None:
        """Fill when first seen, so that opening a run stays quick."""
        if not self._filled:
            self._filled = True
            self._show()

    def _show(self, _index: int = 0) -> None:
        for view in self._views:
            self._layout.removeWidget(view)
            view.hide()
            view.deleteLater()
        chosen = self._parts.get(str(self.choice.currentData() or ""), [])
        self._views = [EvidenceView(each) for each in chosen[:_AT_ONCE]]
        for view in self._views:
            self._layout.insertWidget(self._layout.count() - 1, view)


def _by_part(evidence: list[Evidence]) -> dict[str, list[Evidence]]:
    parts: dict[str, list[Evidence]] = {}
    for each in evidence:
        parts.setdefault(each.id.partition(":")[2], []).append(each)
    return parts
