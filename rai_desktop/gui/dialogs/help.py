"""The guide: local pages beside the window, one for each step and assessment; no link leads out of the program."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from rai_desktop.gui.dialogs.dialog import PlainDialog
from rai_desktop.gui.widgets.known_heights import KnownHeights
from rai_desktop.i18n import _, language
from rai_desktop.paths import resource

ORDER = ("start", "system", "inputs", "assessments", "findings", "risks", "clauses", "review", "report", "data_profile",
         "model_conduct", "performance", "fairness", "explanations", "safety", "bundle", "keyboard")
_PAGE = Qt.ItemDataRole.UserRole
_BESIDE = 52  # the words of a title: its padding, the scroll bar and the frame


class LocalPage(QTextBrowser):
    """Shows one page; opens no link and loads nothing, neither from the network nor from the disk."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setAccessibleName(_("Page of the guide"))

    def loadResource(self, _kind: int, _name: object) -> None:
        """Nothing is ever loaded."""
        return

    def show_words(self, text: str) -> None:
        """Show Markdown; HTML in it is read as plain words."""
        self.document().setMarkdown(text, QTextDocument.MarkdownFeature.MarkdownNoHTML)
        self.verticalScrollBar().setValue(0)


class HelpWindow(PlainDialog):
    """Pages at the left, the chosen one at the right; stays open while one works."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Guide"), parent, ems=50)
        self.setModal(False)
        self.pages = QListWidget()
        self.pages.setAccessibleName(_("Pages of the guide"))
        self.pages.setWordWrap(True)
        self.pages.setItemDelegate(KnownHeights(self.pages))
        self.pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page = LocalPage()
        for id_, title in titles().items():
            item = QListWidgetItem(title)
            item.setData(_PAGE, id_)
            self.pages.addItem(item)
        self.pages.currentItemChanged.connect(self._choose)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.pages, 1)
        row.addWidget(self.page, 3)
        self.body.addLayout(row, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Titles stand whole, as long as they leave room to read."""
        super().resizeEvent(event)
        told = (self.pages.item(place).text() for place in range(self.pages.count()))
        widest = max(map(self.pages.fontMetrics().horizontalAdvance, told), default=0)
        self.pages.setFixedWidth(min(widest + _BESIDE, self.width() // 2))

    def show_page(self, id_: str) -> None:
        """Bring a page into sight; one that is not there says so."""
        for place in range(self.pages.count()):
            if self.pages.item(place).data(_PAGE) == id_:
                self.pages.setCurrentRow(place)
                return
        self.pages.clearSelection()
        self._show(id_)

    def _choose(self, item: QListWidgetItem | None, _before: object) -> None:
        if item is not None:
            self._show(str(item.data(_PAGE)))

    def _show(self, id_: str) -> None:
        self.page.show_words(page_text(id_))


def page_text(id_: str) -> str:
    """A page as Markdown, or one sentence where there is none."""
    try:
        return _file(id_).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return _("There is no page of the guide about this yet. The other pages are listed beside it.")


def titles() -> dict[str, str]:
    """Every page that is there and its first heading, in reading order, those of a site after ours."""
    try:
        found = {path.stem: path for path in sorted(_folder().glob("*.md"))}
    except OSError:
        return {}
    order = [id_ for id_ in ORDER if id_ in found] + [id_ for id_ in found if id_ not in ORDER]
    return {id_: _title(page_text(id_), id_) for id_ in order}


def _folder() -> Path:
    return resource("help")


def _file(id_: str) -> Path:
    """The page in the chosen language; in English where it has not been translated."""
    own = _folder() / language() / f"{id_}.md"
    return own if own.is_file() else _folder() / f"{id_}.md"


def _title(text: str, id_: str) -> str:
    first = text.lstrip().partition("\n")[0]
    return first.lstrip("# ").strip() if first.startswith("#") else id_.replace("_", " ").capitalize()
