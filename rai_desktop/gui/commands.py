"""What the menu's commands do: the verbs of the main window, apart from its parts."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu

from rai_desktop.gui.merging import Merging
from rai_desktop.gui.steps.review import ReviewStep
from rai_desktop.gui.theme import TEXT_SIZES, TEXT_STEP, Theme
from rai_desktop.gui.tips import plain_tip
from rai_desktop.i18n import _

if TYPE_CHECKING:
    from rai_desktop.gui.main_window import MainWindow


class Commands:
    """One method for each command of `actions.COMMANDS`; dialogs are imported when first asked for."""

    def __init__(self, window: "MainWindow") -> None:
        self.window = window
        self.session = window.session
        self.opening = window.opening
        self.reviewing = next(step for step in window.steps if isinstance(step, ReviewStep))
        self.merging = Merging(window.session, window.opening, window)
        self.reviewing.requests.copy_wanted.connect(self.merging.save_copy)
        self.reviewing.requests.merge_wanted.connect(self.merging.ask)

    def new_assessment(self) -> None:
        """Ask where, and begin."""
        if self.window.may_leave() and self.opening.new():
            self.window.show_step("system")

    def open_assessment(self) -> None:
        """Ask which, and open it."""
        if self.window.may_leave():
            self.opening.ask_open()

    def new_from(self, path: Path | None = None) -> None:
        """A new assessment made from the open one, or from a file, for this year's look at the same system."""
        if self.window.may_leave():
            self.opening.new_from(path)

    def open_example(self) -> None:
        """Copy the example into a folder of its own, and open it."""
        if self.window.may_leave():
            self.opening.example()

    def open_recent(self, path: Path) -> None:
        """Open one of the recent files."""
        if self.window.may_leave():
            self.opening.open(path)

    def fill_recent(self, menu: QMenu) -> None:
        """The recent files; those that are gone are greyed."""
        menu.clear()
        for name in self.opening.settings.recent:
            path = Path(name)
            action = menu.addAction(path.name if path.is_file() else _("{name} (missing)").format(name=path.name))
            action.setEnabled(path.is_file())
            action.setToolTip(plain_tip(name))
            action.triggered.connect(lambda _on=False, path=path: self.open_recent(path))
        menu.addSeparator()
        clear = menu.addAction(_("Clear the list"))
        clear.setEnabled(bool(self.opening.settings.recent))
        clear.triggered.connect(lambda: self.opening.settings.remember(recent=[]))

    def save_copy(self) -> None:
        """A complete copy, elsewhere."""
        self.window.step.flush()
        self.opening.save_copy()

    def save_review_copy(self) -> None:
        """Ask for whom, and write a copy for them."""
        self.window.show_step("review")
        self.reviewing.requests.request(copying=True)

    def merge_review_copy(self) -> None:
        """Bring a review copy back."""
        self.window.show_step("review")
        self.merging.ask()

    def show_folder(self) -> None:
        """The folder of the project, in the system's file manager."""
        if self.session.document:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.session.document.path.parent)))

    def go_to_report(self) -> None:
        """The step that exports."""
        self.window.show_step("report")

    def verify_bundle(self) -> None:
        """Check a bundle that somebody handed over."""
        from rai_desktop.gui.dialogs.verify import verify_bundle

        verify_bundle(self.window)

    def hand_out(self) -> None:
        """A form for colleagues who do not have the program."""
        from rai_desktop.gui.dialogs.handing_out import HandOutDialog

        self.window.step.flush()
        if self.session.project is not None:
            HandOutDialog(self.session, self.session.project, self.window).open()

    def bring_back(self) -> None:
        """A form that was filled in: what it would change, and then the change."""
        from rai_desktop.gui.dialogs.bringing_back import ask_for_form

        self.window.step.flush()
        ask_for_form(self.session, self.window)

    def compare_with(self) -> None:
        """Two versions of the assessment side by side."""
        from rai_desktop.gui.dialogs.comparing import CompareDialog

        self.window.step.flush()
        if self.session.document:
            CompareDialog(self.session.document, self.window).open()

    def undo(self) -> None:
        """Take the newest change back."""
        self.window.step.flush()
        self.session.undo()

    def redo(self) -> None:
        """Do it again."""
        self.session.redo()

    def find(self) -> None:
        """Among the clauses where they are in sight, else among the questions."""
        if not self.window.step.seek():
            self.window.show_step("system")
            self.window.step.seek()

    def next_missing(self) -> None:
        """The next missing thing."""
        self.window.go_to_next_missing()

    def next_part(self) -> None:
        """From the steps to the page, to the footer, and round."""
        self.window.regions.go(1)

    def part_before(self) -> None:
        """The same, the other way."""
        self.window.regions.go(-1)

    def run(self) -> None:
        """Run the plan, in sight."""
        self.window.show_step("assessments")
        self.session.start_run()

    def stop(self) -> None:
        """Stop the run."""
        self.session.stop_run()

    def show_settings(self) -> None:
        """Language, look, text size."""
        from rai_desktop.gui.dialogs.settings import SettingsDialog

        SettingsDialog(self.opening.settings, self.window).open()

    def larger_text(self) -> None:
        """All words of the program a tenth larger."""
        self._size_text(self.opening.settings.text_percent + TEXT_STEP)

    def smaller_text(self) -> None:
        """A tenth smaller."""
        self._size_text(self.opening.settings.text_percent - TEXT_STEP)

    def usual_text(self) -> None:
        """As they are without a choice."""
        self._size_text(100)

    def _size_text(self, percent: int) -> None:
        settings = self.opening.settings
        settings.remember(text_percent=min(max(percent, TEXT_SIZES[0]), TEXT_SIZES[1]))
        if Theme.current:
            Theme.current.choose(settings.theme, settings.text_percent)

    def show_history(self) -> None:
        """Who changed what when."""
        from rai_desktop.gui.dialogs.history import HistoryDialog

        if self.session.document:
            HistoryDialog(self.session.document, self.window).open()

    def show_log(self) -> None:
        """The log, to find, copy and save."""
        from rai_desktop.gui.dialogs.log import LogDialog

        LogDialog(self.window).show()

    def show_help(self) -> None:
        """The page of the guide about the step in sight, or the assessment whose evidence is in sight."""
        self._guide(self.window.step.topic())

    def show_guide(self) -> None:
        """All pages of the guide."""
        self._guide("start")

    def _guide(self, page: str) -> None:
        from rai_desktop.gui.dialogs.help import HelpWindow

        open_ = self.window.findChildren(HelpWindow)
        shown = open_[0] if open_ else HelpWindow(self.window)
        shown.show()
        shown.show_page(page)
        shown.raise_()
        shown.activateWindow()

    def find_command(self) -> None:
        """Any command, by a few letters of its name."""
        from rai_desktop.gui.dialogs.finder import FinderDialog
        from rai_desktop.gui.findable import findable

        settings = self.opening.settings
        FinderDialog(findable(self.window), settings.commands, lambda ids: settings.remember(commands=ids), self.window).open()

    def show_keyboard(self) -> None:
        """All shortcuts."""
        from rai_desktop.gui.actions import keyboard_rows
        from rai_desktop.gui.dialogs.keyboard import KeyboardDialog

        KeyboardDialog(keyboard_rows([step.title for step in self.window.steps]), self.window).open()

    def show_about(self) -> None:
        """Versions, places, licence."""
        from rai_desktop.gui.dialogs.about import AboutDialog

        AboutDialog(self.window).open()

    def quit(self) -> None:
        """Close the window."""
        self.window.close()

    def take_file(self, path: Path, kind: str) -> None:
        """A dropped file: a project is opened; a table or model goes into this project, or a new one."""
        if kind == "project":
            self.open_recent(path)
            return
        if self.session.document is None and not self.opening.new_beside(path):
            return
        self.window.show_step("inputs")
        step = self.window.step
        take = getattr(step, "take_table" if kind == "table" else "take_model", None)
        if take is not None:
            take(str(path))
        else:
            self.session.refused.emit(_("{name} cannot be used here.").format(name=path.name))
