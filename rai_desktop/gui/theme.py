"""The look of the window: tokens for light, dark and high contrast, and one stylesheet made of them."""

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from rai_desktop.paths import resource


class Tokens(NamedTuple):
    """Colours by what they are for."""

    dark: bool
    page: str
    surface: str
    rail: str
    line: str
    text: str
    quiet: str
    accent: str
    accent_text: str
    hover: str
    good: str
    warn: str
    bad: str
    unknown: str


LIGHT = Tokens(False, "#f6f7f9", "#ffffff", "#eceff3", "#d5dae1", "#1a2027", "#58636f", "#0b5cad", "#ffffff", "#e3eaf2",
               "#1a6e46", "#8a5a00", "#b3261e", "#56606b")
DARK = Tokens(True, "#15191e", "#1e242b", "#11151a", "#36404b", "#e8ecf1", "#a3afbc", "#7db8f5", "#0b1722", "#2a333d",
              "#6fcf97", "#f0c060", "#ff8a80", "#aab4bf")
CONTRAST = Tokens(True, "#000000", "#000000", "#000000", "#ffffff", "#ffffff", "#ffffff", "#ffff00", "#000000", "#333333",
                  "#00ff7f", "#ffd700", "#ff8080", "#ffffff")
_TOKENS = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}


def tokens(choice: str) -> Tokens:
    """Tokens of a chosen theme; "system" follows the desktop."""
    if choice in _TOKENS:
        return _TOKENS[choice]
    scheme = QApplication.styleHints().colorScheme()
    return DARK if scheme == Qt.ColorScheme.Dark else LIGHT


def apply_theme(app: QApplication, choice: str = "system", text_percent: int = 100) -> Tokens:
    """Give the whole program its look, now."""
    chosen = tokens(choice)
    app.setStyle("Fusion")
    app.setFont(_font(text_percent))
    app.setPalette(_palette(chosen))
    app.setStyleSheet(_stylesheet(chosen))
    app.setProperty("theme", "dark" if chosen.dark else "light")
    return chosen


def _font(percent: int) -> QFont:
    families: list[str] = []
    for path in sorted(resource("fonts").glob("*.[ot]tf")):
        number = QFontDatabase.addApplicationFont(str(path))
        families += QFontDatabase.applicationFontFamilies(number)
    font = QFont(families[0]) if families else QFont(QApplication.font())
    font.setPointSizeF(10.0 * percent / 100)
    return font


def _palette(t: Tokens) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, colour in (
        (roles.Window, t.page), (roles.Base, t.surface), (roles.AlternateBase, t.page), (roles.Button, t.surface),
        (roles.WindowText, t.text), (roles.Text, t.text), (roles.ButtonText, t.text), (roles.ToolTipBase, t.surface),
        (roles.ToolTipText, t.text), (roles.Highlight, t.accent), (roles.HighlightedText, t.accent_text),
        (roles.PlaceholderText, t.quiet), (roles.Link, t.accent), (roles.Mid, t.line), (roles.Midlight, t.line),
    ):
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(t.quiet))
    return palette


def _stylesheet(t: Tokens) -> str:
    return f"""
QWidget#page, QFrame#head {{ background: {t.page}; }}
QFrame#head {{ border-bottom: 1px solid {t.line}; }}
QFrame#rail {{ background: {t.rail}; border-right: 1px solid {t.line}; }}
QFrame#footer {{ background: {t.page}; border-top: 1px solid {t.line}; }}
QFrame[card="true"] {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: 8px; }}
QFrame[card="true"][tone="good"] {{ border-left: 4px solid {t.good}; }}
QFrame[card="true"][tone="warn"] {{ border-left: 4px solid {t.warn}; }}
QFrame[card="true"][tone="bad"] {{ border-left: 4px solid {t.bad}; }}
QFrame[card="true"][tone="unknown"] {{ border-left: 4px solid {t.unknown}; }}
QFrame[target="true"] {{ border: 2px dashed {t.accent}; background: {t.hover}; }}
QLabel[kind="title"] {{ font-size: 17pt; font-weight: 600; }}
QLabel[kind="section"] {{ font-size: 12.5pt; font-weight: 600; padding-top: 4px; }}
QLabel[kind="question-title"], QLabel[kind="strong"] {{ font-weight: 600; }}
QLabel[kind="lead"], QLabel[kind="help"], QLabel[kind="quiet"], QLabel[kind="why"], QLabel[kind="number"],
QLabel[kind="clauses"], QLabel[kind="state"] {{ color: {t.quiet}; }}
QLabel[kind="clauses"], QLabel[kind="state"], QLabel[kind="small"] {{ font-size: 9pt; }}
QLabel[kind="problem"], QLabel[kind="bad"] {{ color: {t.bad}; font-weight: 600; }}
QLabel[kind="good"] {{ color: {t.good}; font-weight: 600; }}
QLabel[kind="warn"] {{ color: {t.warn}; font-weight: 600; }}
QLabel[kind="unknown"] {{ color: {t.unknown}; font-weight: 600; }}
QLabel[kind="figure"] {{ font-size: 20pt; font-weight: 600; }}
QPushButton {{ padding: 6px 14px; border: 1px solid {t.line}; border-radius: 6px; background: {t.surface}; }}
QPushButton:hover {{ background: {t.hover}; }}
QPushButton:focus {{ border: 2px solid {t.accent}; padding: 5px 13px; }}
QPushButton:disabled {{ color: {t.quiet}; background: {t.page}; }}
QPushButton[primary="true"] {{ background: {t.accent}; color: {t.accent_text}; border-color: {t.accent}; font-weight: 600; }}
QPushButton[primary="true"]:disabled {{ background: {t.line}; color: {t.quiet}; border-color: {t.line}; }}
QPushButton[primary="true"]:focus {{ border: 2px solid {t.text}; }}
QFrame#rail QPushButton {{ text-align: left; border: none; border-radius: 6px; background: transparent; padding: 8px 12px; }}
QFrame#rail QPushButton:hover {{ background: {t.hover}; }}
QFrame#rail QPushButton:checked {{ background: {t.surface}; border: 1px solid {t.line}; font-weight: 600; padding: 7px 11px; }}
QFrame#rail QPushButton:focus {{ border: 2px solid {t.accent}; padding: 6px 10px; }}
QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QDoubleSpinBox {{ background: {t.surface}; border: 1px solid {t.line};
  border-radius: 5px; padding: 4px 6px; selection-background-color: {t.accent}; selection-color: {t.accent_text}; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus {{ border: 2px solid {t.accent}; padding: 3px 5px; }}
QTableView, QTreeView, QListView {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: 6px; gridline-color: {t.line};
  alternate-background-color: {t.page}; }}
QTableView:focus, QTreeView:focus, QListView:focus {{ border: 2px solid {t.accent}; }}
QHeaderView::section {{ background: {t.page}; border: none; border-bottom: 1px solid {t.line}; padding: 5px 8px; font-weight: 600; }}
QToolTip {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.line}; padding: 4px; }}
QToolButton {{ color: {t.quiet}; border: 1px solid transparent; border-radius: 5px; padding: 3px 6px; }}
QToolButton:focus {{ border: 2px solid {t.accent}; padding: 2px 5px; }}
QProgressBar {{ border: 1px solid {t.line}; border-radius: 5px; background: {t.page}; text-align: center; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 4px; }}
QTabBar::tab {{ padding: 7px 14px; border: none; border-bottom: 2px solid transparent; color: {t.quiet}; }}
QTabBar::tab:selected {{ color: {t.text}; border-bottom: 2px solid {t.accent}; font-weight: 600; }}
QTabBar::tab:focus {{ color: {t.accent}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {t.line}; }}
QRadioButton:focus, QCheckBox:focus {{ color: {t.accent}; }}
"""
