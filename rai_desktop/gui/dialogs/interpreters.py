"""The Pythons on this computer, the best fit for a model first; one of them is chosen to run it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import (
    QListView,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from rai_desktop.gui.dialogs.dialog import PlainDialog
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.theme import themed_icon
from rai_desktop.gui.tips import plain_tip
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.i18n import _
from rai_desktop.project.fit_words import level_words
from rai_desktop.project.looks import Fit

_PLACE = Qt.ItemDataRole.UserRole
_TONES = {"exact": "good", "close": "good", "other": "warn", "lacking": "bad"}


class _Whole(QStyledItemDelegate):
    """Gives a wrapped item the room of all its lines: Qt's own hint forgets that the icon makes them narrower."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        narrow = QStyleOptionViewItem(option)
        narrow.rect = option.rect.adjusted(0, 0, -2 * option.decorationSize.width(), 0)
        hint = super().sizeHint(narrow, index)
        return QSize(option.rect.width(), hint.height()) if option.rect.width() > 0 else hint


class InterpretersDialog(PlainDialog):
    """Shows that the search goes on, then what it found; `use(fit)` gets the chosen one."""

    def __init__(self, model: str, use: Callable[[Fit], None], parent: QWidget | None = None) -> None:
        heading = _("Which Python fits {model}?").format(model=model)
        super().__init__(_("Pythons on this computer"), parent, heading=heading, ems=52)
        self._use = use
        self.fits: list[Fit] = []
        self.body.addWidget(words(_(
            "Searched are the places people install Pythons into, never the model's own folder. Each was asked for its "
            "version and its libraries; nothing of the model was run. The one you choose may be started for this model "
            "from now on."), "muted"))
        self.doing = QProgressBar()
        self.doing.setRange(0, 0)
        self.doing.setAccessibleName(_("Looking for Pythons"))
        self.body.addWidget(self.doing)
        self.problem = Notice()
        self.add_below(self.problem)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Pythons, best fit first"))
        self.list.setWordWrap(True)
        self.list.setItemDelegate(_Whole(self.list))
        self.list.setSpacing(2)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        em = self.fontMetrics().height()
        self.list.setIconSize(QSize(em, em))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._choose_row)
        self.list.itemActivated.connect(lambda _item: self._take())
        self.body.addWidget(self.list, 1)
        self.using = self.add_main_button(_("Use this Python"))
        self.using.setEnabled(False)
        self.using.clicked.connect(self._take)
        self.closing.setText(_("Cancel"))

    def show_fits(self, fits: Sequence[Fit]) -> None:
        """What was found; the first that fits is marked."""
        self.doing.hide()
        self.fits = list(fits)
        if not fits:
            self.problem.say(_("No Python was found. Close this and browse to the one the model was made with."), "warn")
        for place, fit in enumerate(fits):
            tone = _TONES.get(fit.level, "note")
            item = QListWidgetItem(themed_icon(tone, tone), _item_words(fit))
            item.setData(_PLACE, place)
            item.setToolTip(plain_tip(fit.interpreter.path))
            self.list.addItem(item)
        if fits and fits[0].level != "lacking":
            self.list.setCurrentRow(0)
            self.list.setFocus()

    def refuse(self, sentence: str) -> None:
        """The search failed."""
        self.doing.hide()
        self.problem.say(sentence, "bad")

    def _choose_row(self, place: int) -> None:
        self.using.setEnabled(0 <= place < len(self.fits) and self.fits[place].level != "lacking")

    def _take(self) -> None:
        place = self.list.currentRow()
        if self.using.isEnabled():
            self.accept()
            self._use(self.fits[place])


def _item_words(fit: Fit) -> str:
    each = fit.interpreter
    return _("Python {version}: {level}\n{sentence}\n{path}").format(
        version=each.version, level=level_words(fit.level), sentence=fit.sentence, path=each.path)
