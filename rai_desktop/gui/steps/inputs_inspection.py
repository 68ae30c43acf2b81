"""What is in the model: green, amber or red in words, what was found, what will happen, and what shuts it in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from rai_desktop.gui.model_page import Page, Seen, as_text
from rai_desktop.gui.model_verdict import page_of
from rai_desktop.gui.steps.inputs_names import NamesPart
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.theme import give_icon, give_look
from rai_desktop.gui.widgets.flow_row import FlowRow
from rai_desktop.gui.widgets.fold import Fold
from rai_desktop.gui.widgets.text_table import TextTable
from rai_desktop.gui.widgets.told_lines import ToldLines, breakable
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.looks import ModelLook, NameUse

_FOUND = 1  # the question about unknown names stands under what was found


class InspectionCard(QFrame):
    """The page about the model; `copied` when it was put on the clipboard."""

    copied = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.page: Page | None = None
        self._name = ""
        self._shown: ModelLook | None = None
        self._titles: list[QLabel] = []
        self._parts: list[ToldLines] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 16, 20, 16)
        self._column.setSpacing(8)
        self._column.addLayout(self._head())
        self._column.addWidget(self._banner())
        self.names = NamesPart()
        self._column.addWidget(self.names)
        self.every = Fold(_("Every name in the file"))
        self.table = TextTable(_("Every name in the file"), most_rows=8)
        self.every.inside.addWidget(self.table)
        self._column.addWidget(self.every)

    def _head(self) -> FlowRow:
        row = FlowRow()
        row.add(words(_("What is in the model"), "heading"), 1)
        self.copying = QPushButton(_("Copy as text"))
        give_icon(self.copying, "copy", "muted", 16)
        self.copying.clicked.connect(self.copy)
        row.add(self.copying)
        return row

    def _banner(self) -> QFrame:
        self.banner = QFrame()
        row = QHBoxLayout(self.banner)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(14)
        self._shape = QLabel()
        row.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        told = QVBoxLayout()
        told.setSpacing(2)
        self.verdict, self.sentence = words("", "section"), words("", selectable=True)
        told.addWidget(self.verdict)
        told.addWidget(self.sentence)
        row.addLayout(told, 1)
        return self.banner

    def show_seen(self, seen: Seen) -> None:
        """All of it anew; hidden while there is nothing to say."""
        self.page = page = page_of(seen)
        self.setVisible(page is not None)
        if page is None:
            return
        self._name = seen.inputs.model.path.replace("\\", "/").rsplit("/", 1)[-1] if seen.inputs.model else ""
        self._show_banner(page)
        self._show_sections(page)
        self.names.show_seen(seen)
        self._show_every(seen.look if not seen.command else None)

    def _show_banner(self, page: Page) -> None:
        give_look(self.banner, "tone", page.tone)
        give_icon(self._shape, page.tone, page.tone, 32)
        self.verdict.setText(page.verdict)
        self.sentence.setText(breakable(page.sentence))
        self.banner.setAccessibleName(f"{page.verdict}. {page.sentence}")

    def _show_sections(self, page: Page) -> None:
        while len(self._parts) < len(page.sections):
            self._add_section()
        for place, (title, part) in enumerate(zip(self._titles, self._parts, strict=True)):
            there = place < len(page.sections)
            title.setVisible(there)
            part.setVisible(there)
            if there:
                title.setText(page.sections[place].title)
                part.show_lines(page.sections[place].lines)
                if part.exact is not None:  # what is put in anew goes to the end of the tab chain
                    self.setTabOrder(self.copying, part.exact)

    def _add_section(self) -> None:
        """Above the list of every name; the question about unknown names stays under the second."""
        title, part = words("", "strong"), ToldLines()
        title.setContentsMargins(0, 8, 0, 0)
        place = self._column.indexOf(self.every if len(self._parts) > _FOUND else self.names)
        self._column.insertWidget(place, title)
        self._column.insertWidget(place + 1, part)
        self._titles.append(title)
        self._parts.append(part)

    def _show_every(self, look: ModelLook | None) -> None:
        self.every.setVisible(look is not None and bool(look.names))
        if look is None or look is self._shown:
            return
        self._shown = look
        order = {"dangerous": 0, "unknown": 1, "allowed": 2}
        names = sorted(look.names, key=lambda use: order.get(use.judgement, 1))
        self.table.show_rows([_("Judgement"), _("Name"), _("How"), _("Why")], [_row(use) for use in names], stretch=1)
        self.every.rename(ngettext("Every name in the file ({n})", "Every name in the file ({n})", len(names)).format(
            n=len(names)))

    def copy(self) -> None:
        """The page as text, to the clipboard."""
        if self.page is not None:
            QGuiApplication.clipboard().setText(as_text(self.page, self._name))
            self.copied.emit()


def _row(use: NameUse) -> list[str]:
    said = {"allowed": _("✓ allowed"), "unknown": _("? unknown"), "dangerous": _("✕ dangerous")}
    return [said.get(use.judgement, use.judgement), use.name, use.use, use.why]
