"""Severity and likelihood of one risk, with what the chosen levels mean and the rating they make."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QVBoxLayout, QWidget

from rai_desktop.gui.steps.step import words
from rai_desktop.gui.theme import give_look
from rai_desktop.i18n import _
from rai_desktop.risks.scale import UNRATED, Level, Rating, Scale, level_name

_KINDS = {"good": "good", "warn": "warn", "bad": "bad", "worst": "bad"}


def rating_words(rating: Rating | None) -> str:
    """A rating's shape and name, or that there is none."""
    return f"{rating.shape} {rating.name}" if rating else f"{UNRATED} {_('not rated')}"


class RatingFields(QWidget):
    """`chosen` when a level is chosen; `severity` and `likelihood` are boxes."""

    chosen = Signal()

    def __init__(self, severity: str, likelihood: str) -> None:
        super().__init__()
        self._scale: Scale | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.severity, self.likelihood = QComboBox(), QComboBox()
        self.meaning = words("", "small")
        self.rating = words("", "unknown")
        for text, box in ((severity, self.severity), (likelihood, self.likelihood)):
            box.setAccessibleName(text)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMinimumContentsLength(12)
            box.activated.connect(self.chosen)
            form.addRow(text, box)
        layout.addLayout(form)
        layout.addWidget(self.meaning)
        layout.addWidget(self.rating)

    def levels(self) -> tuple[str, str]:
        """Ids of the chosen severity and likelihood, "" while not rated."""
        return str(self.severity.currentData() or ""), str(self.likelihood.currentData() or "")

    def show_levels(self, scale: Scale | None, severity: str, likelihood: str) -> None:
        """Show stored levels; sends nothing."""
        for box, levels, id_ in ((self.severity, scale.severity if scale else [], severity),
                                 (self.likelihood, scale.likelihood if scale else [], likelihood)):
            _fill(box, levels, id_)
            box.setEnabled(scale is not None)
        rating = scale.rating(severity, likelihood) if scale else None
        self.rating.setText(rating_words(rating))
        give_look(self.rating, "kind", _KINDS[rating.tone] if rating else "unknown")
        meanings = _meanings(scale, severity, likelihood)
        self.meaning.setText("\n".join(meanings))
        self.meaning.setVisible(bool(meanings))


def _fill(box: QComboBox, levels: Sequence[Level], chosen: str) -> None:
    """The levels of the scale, and the stored one where the scale has none such."""
    listed = [("", _("Not rated"))] + [(level.id, level.name) for level in levels]
    if chosen and all(chosen != id_ for id_, _name in listed):
        listed.append((chosen, level_name(levels, chosen)))
    if [(box.itemData(place), box.itemText(place)) for place in range(box.count())] != listed:
        box.clear()
        for id_, name in listed:
            box.addItem(name, id_)
    box.setCurrentIndex(box.findData(chosen))


def _meanings(scale: Scale | None, severity: str, likelihood: str) -> list[str]:
    if scale is None:
        return []
    pairs = ((scale.severity, severity), (scale.likelihood, likelihood))
    return [_("{level}: {meaning}").format(level=level.name, meaning=level.meaning)
            for levels, id_ in pairs for level in levels if level.id == id_ and level.words]
