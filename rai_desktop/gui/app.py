"""Starts the window: look, language, crash net, the window itself, and then, in the background, the engine."""

import sys
import threading
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from rai_desktop import __version__, i18n
from rai_desktop.engine.guard import refuse_network
from rai_desktop.gui.crash import CrashNet
from rai_desktop.gui.garbage import Garbage
from rai_desktop.gui.main_window import MainWindow
from rai_desktop.gui.session import Session
from rai_desktop.gui.theme import apply_theme
from rai_desktop.log import start_log
from rai_desktop.paths import resource
from rai_desktop.questionnaire import catalog
from rai_desktop.settings import Settings, load_settings

_TURN_S = 0.0005  # Python's own is 5 ms, which a key waited for several times over while a chart was drawn on another thread


def make_app(arguments: list[str]) -> QApplication:
    """The application with its name and icon."""
    app = QApplication(arguments)
    app.setApplicationName("RAI Desktop")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("rai-desktop")
    app.setWindowIcon(QIcon(str(resource("icons/rai-desktop.svg"))))
    return app


def make_window(app: QApplication, settings: Settings, session: Session | None = None) -> MainWindow:
    """A dressed window that is not yet shown."""
    if i18n.language() != i18n.ENGLISH or QLocale().language() == QLocale.Language.C:
        QLocale.setDefault(QLocale(i18n.language()))
    _translate_qt(app)
    theme = apply_theme(app, settings.theme, settings.text_percent)
    with theme.redressing.undressed():
        return MainWindow(session or Session(), settings)


def _translate_qt(app: QApplication) -> None:
    """Qt's own words (buttons of its dialogs, menus of its fields) in our language."""
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if i18n.language() != i18n.ENGLISH and translator.load(f"qtbase_{i18n.language()}", folder):
        app.installTranslator(translator)


def main(arguments: list[str] | None = None) -> int:
    """Show the window and stay until it is closed; a project may be named as the argument."""
    arguments = sys.argv if arguments is None else arguments
    app, window = start(arguments)
    files = [name for name in arguments[1:] if not name.startswith("--")]
    QTimer.singleShot(0, lambda: begin(window, files))
    if "--try" in arguments:
        _leave_when_engine_answers(app, window)
    return app.exec()


def start(arguments: list[str]) -> tuple[QApplication, MainWindow]:
    """The program with its window shown, its log, its net under it, and its garbage collected while nobody types."""
    refuse_network()
    sys.setswitchinterval(_TURN_S)
    start_log("window")
    app = make_app(arguments)
    window = make_window(app, load_settings())
    net = CrashNet()
    net.spread(lambda trace: window.show_failure(i18n._("Something went wrong in the program itself."), trace))
    garbage = Garbage(app)
    window.opening.opened.connect(garbage.settle)
    window.session.run_ended.connect(garbage.settle)
    window.show()
    return app, window


def _leave_when_engine_answers(app: QApplication, window: MainWindow) -> None:
    """For checking an installation: exit 0 once window and engine have met, 1 after two minutes without."""
    def met() -> None:
        if window.session.assessments:
            window.close()
            app.exit(0)

    window.session.looked.connect(met)
    QTimer.singleShot(120_000, lambda: app.exit(1))


def begin(window: MainWindow, files: list[str]) -> None:
    """After the first paint: start the engine, open the file named, or read the questionnaires while one is being chosen."""
    window.session.start_engine()
    if not files:
        threading.Thread(target=catalog.links, name="reading questionnaires", daemon=True).start()
    for name in files[:1]:
        window.opening.open(Path(name))
