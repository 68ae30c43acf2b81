"""One style sheet for the whole window, made from the theme's colours on a grid of eight."""

from typing import TYPE_CHECKING

from rai_desktop.gui import icons

if TYPE_CHECKING:
    from rai_desktop.gui.theme import Colours


_USUAL_POINTS = 10.5


def stylesheet(c: "Colours", points: float) -> str:
    """Qt style sheet text; `points` is the size of running text. What cannot be used now is told by a dashed edge: colours alone are
    seen by few, and high contrast has none to spare."""
    grown = _Grown(points / _USUAL_POINTS)
    return "\n".join((_words(c, points), _frames(c), _buttons(c, grown), _fields(c, grown), _marks(c, grown), _views(c, grown), _bars(c)))


class _Grown:
    """Sizes of marks and arrows in pixels, which grow with the text beside them."""

    def __init__(self, times: float) -> None:
        self._times = times

    def __call__(self, pixels: int) -> str:
        return f"{self._sized(pixels)}px"

    def radius(self, pixels: int) -> str:
        """What makes a mark of this size round, its border of one pixel counted: with more Qt leaves it square."""
        return f"{self._sized(pixels) // 2 + 1}px"

    def _sized(self, pixels: int) -> int:
        return round(pixels * max(self._times, 1))


def _picture(name: str, colour: str) -> str:
    return icons.coloured(name, colour).as_posix()


def _words(c: "Colours", points: float) -> str:
    return f"""
QLabel {{ background: transparent; color: {c.text}; }}
QLabel:disabled {{ color: {c.off}; }}
QLabel[kind="title"] {{ font-size: {points * 1.8:.1f}pt; font-weight: 600; }}
QLabel[kind="heading"], QLabel[kind="section"] {{ font-size: {points * 1.2:.1f}pt; font-weight: 600; }}
QLabel[kind="question-title"], QLabel[kind="strong"] {{ font-weight: 600; }}
QLabel[kind="lead"], QLabel[kind="help"], QLabel[kind="quiet"], QLabel[kind="muted"], QLabel[kind="number"],
QLabel[kind="state"], QLabel[kind="why"] {{ color: {c.muted}; }}
QLabel[kind="small"], QLabel[kind="clauses"], QLabel[kind="state"], QLabel[kind="why"] {{
    color: {c.muted}; font-size: {points * 0.9:.1f}pt; }}
QLabel[kind="clauses"] {{ color: {c.accent}; }}
QLabel[kind="figure"] {{ font-size: {points * 2:.1f}pt; font-weight: 600; }}
QLabel[kind="unknown"] {{ color: {c.muted}; font-weight: 600; }}
QLabel[kind="good"] {{ color: {c.good}; font-weight: 600; }}
QLabel[kind="warn"] {{ color: {c.warn}; font-weight: 600; }}
QLabel[kind="bad"], QLabel[kind="problem"] {{ color: {c.bad}; font-weight: 600; }}
QLabel[kind="brand"] {{ font-weight: 700; font-size: {points * 1.1:.1f}pt; }}
QLabel[kind="step-chosen"] {{ font-weight: 600; color: {c.accent_strong}; }}
QToolTip {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.edge}; padding: 6px; }}
"""


def _frames(c: "Colours") -> str:
    return f"""
QMainWindow, QDialog, QMessageBox, #page, #pages {{ background: {c.window}; }}
QScrollArea {{ background: transparent; border: none; }}
#head {{ background: {c.window}; }}
#steps {{ background: {c.rail}; }}
#rail {{ background: {c.rail}; border: none; border-right: 1px solid {c.line}; }}
#foot, #footer {{ background: {c.surface}; border: none; border-top: 1px solid {c.line}; }}
QFrame[card="true"] {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: 8px; }}
QFrame[card="true"]:focus {{ border: 2px solid {c.focus}; }}
QFrame[item="true"] {{ background: {c.window}; border: 1px solid {c.line}; border-radius: 8px; }}
QFrame[quote="true"] {{ border: none; border-left: 3px solid {c.line}; }}
QFrame[rule="true"] {{ background: {c.line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[tone="good"] {{ background: {c.good_soft}; border: 1px solid {c.good}; border-radius: 6px; }}
QFrame[tone="warn"] {{ background: {c.warn_soft}; border: 1px solid {c.warn}; border-radius: 6px; }}
QFrame[tone="bad"] {{ background: {c.bad_soft}; border: 1px solid {c.bad}; border-radius: 6px; }}
QFrame[tone="note"] {{ background: {c.accent_soft}; border: 1px solid {c.accent}; border-radius: 6px; }}
QFrame[card="true"][tone="good"], QFrame[card="true"][tone="warn"], QFrame[card="true"][tone="bad"],
QFrame[card="true"][tone="unknown"] {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: 8px; }}
QFrame[card="true"][tone="good"] {{ border-left: 4px solid {c.good}; }}
QFrame[card="true"][tone="warn"] {{ border-left: 4px solid {c.warn}; }}
QFrame[card="true"][tone="bad"] {{ border-left: 4px solid {c.bad}; }}
QFrame[card="true"][tone="unknown"] {{ border-left: 4px solid {c.edge}; }}
QFrame[card="true"][found="true"] {{ border: 2px solid {c.accent}; }}
QFrame[target="true"] {{ border: 2px dashed {c.accent}; background: {c.accent_soft}; }}
#drop {{ background: {c.accent_soft}; border: 3px dashed {c.accent}; border-radius: 12px; }}
"""


def _buttons(c: "Colours", grown: _Grown) -> str:
    return f"""
QPushButton, QToolButton {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.edge};
    border-radius: 6px; padding: 6px 14px; }}
QPushButton:hover, QToolButton:hover {{ background: {c.accent_soft}; border-color: {c.accent}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {c.line}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {c.focus}; padding: 5px 13px; }}
QPushButton:disabled, QToolButton:disabled {{ color: {c.off}; border-color: {c.line}; border-style: dashed; }}
QPushButton:checked, QToolButton:checked {{ background: {c.accent_soft}; border-color: {c.accent}; color: {c.accent_strong}; }}
QPushButton[degree="true"]:checked {{ background: {c.accent}; border-color: {c.accent}; color: {c.on_accent}; font-weight: 600; }}
QPushButton[degree="true"]:checked:focus {{ border: 2px solid {c.text}; }}
QFileDialog QToolButton, QFileDialog QToolButton:focus {{ padding: 3px; }}
QPushButton[primary="true"] {{ background: {c.accent}; color: {c.on_accent}; border-color: {c.accent}; font-weight: 600; }}
QPushButton[primary="true"]:hover {{ background: {c.accent_strong}; }}
QPushButton[primary="true"]:focus {{ border: 2px solid {c.text}; }}
QPushButton[primary="true"]:disabled {{ background: {c.off_soft}; color: {c.muted}; border-color: {c.line}; }}
QPushButton[danger="true"] {{ color: {c.bad}; border-color: {c.bad}; font-weight: 600; }}
QPushButton[danger="true"]:hover {{ background: {c.bad_soft}; border-color: {c.bad}; }}
QPushButton[plain="true"], QToolButton[plain="true"] {{ background: transparent; border-color: transparent; color: {c.accent};
    padding: 4px 8px; }}
QPushButton[plain="true"]:hover, QToolButton[plain="true"]:hover {{ background: {c.accent_soft}; }}
QPushButton[plain="true"]:focus, QToolButton[plain="true"]:focus {{ border: 2px solid {c.focus}; padding: 3px 7px; }}
QToolButton[within="true"] {{ background: transparent; border: none; padding: 3px; }}
QToolButton[within="true"]:hover {{ background: {c.accent_soft}; }}
QToolButton[fold="true"], QPushButton[fold="true"] {{ padding: 4px 8px 4px 0; }}
QToolButton[fold="true"]:focus, QPushButton[fold="true"]:focus {{ padding: 3px 7px 3px 0; }}
QPushButton[plain="true"]:disabled {{ color: {c.off}; }}
QPushButton[place="true"] {{ text-align: left; font-weight: 600; padding: 4px 0; }}
QPushButton[place="true"]:focus {{ padding: 3px 0; }}
QPushButton[tile="true"] {{ text-align: left; padding: 16px; border-color: {c.line}; border-radius: 8px; }}
QPushButton[tile="true"]:hover {{ border-color: {c.accent}; }}
QPushButton[tile="true"]:focus {{ border: 2px solid {c.focus}; padding: 15px; }}
#rail QPushButton {{ text-align: left; border: 2px solid transparent; border-radius: 8px; background: transparent; padding: 6px 10px; }}
#rail QPushButton:hover {{ background: {c.accent_soft}; }}
#rail QPushButton:checked {{ background: {c.surface}; border: 1px solid {c.line}; font-weight: 600; color: {c.text}; }}
#rail QPushButton:focus {{ border: 2px solid {c.focus}; }}
QPushButton[menu="true"] {{ padding-right: {grown(28)}; }}
QPushButton[menu="true"]:focus {{ padding-right: {grown(27)}; }}
QPushButton::menu-indicator {{ image: url({_picture("chevron", c.muted)}); width: {grown(12)}; height: {grown(12)}; right: 8px;
    subcontrol-position: right center; }}
"""


def _fields(c: "Colours", grown: _Grown) -> str:
    return f"""
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QDateEdit, QComboBox {{
    background: {c.surface}; color: {c.text}; border: 1px solid {c.edge}; border-radius: 6px; padding: 5px 8px;
    selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus,
QComboBox:focus {{ border: 2px solid {c.focus}; padding: 4px 7px; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QDateEdit:disabled,
QComboBox:disabled {{ background: {c.window}; color: {c.muted}; border: 1px dashed {c.edge}; }}
QLineEdit:read-only, QPlainTextEdit:read-only {{ background: {c.window}; }}
ExactText:read-only {{ background: transparent; border-color: transparent; }}
ExactText:read-only:focus {{ border-color: {c.focus}; }}
ExactText[flush="true"], ExactText[flush="true"]:focus {{ padding-left: 3px; }}
QComboBox, QComboBox:focus {{ padding-right: 2px; }}
QComboBox:focus {{ padding-top: 5px; padding-bottom: 5px; }}
QTableView QComboBox {{ padding: 3px 2px 3px 6px; }}
QTableView QComboBox:focus {{ padding: 3px 1px 3px 5px; }}
QTableView QComboBox::drop-down {{ width: 20px; }}
QComboBox::drop-down, QDateEdit::drop-down {{ border: none; width: {grown(26)}; subcontrol-position: right center; }}
QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url({_picture("chevron", c.muted)}); width: {grown(14)}; height: {grown(14)}; }}
QComboBox QAbstractItemView {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.edge}; outline: none;
    selection-background-color: {c.accent}; selection-color: {c.on_accent}; padding: 4px; }}
QSpinBox::up-button, QDoubleSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::down-button {{
    border: none; width: {grown(22)}; background: transparent; }}
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {{ image: url({_picture("chevron-up", c.muted)}); width: {grown(12)}; height: {grown(12)}; }}
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {{ image: url({_picture("chevron", c.muted)}); width: {grown(12)}; height: {grown(12)}; }}
"""


def _marks(c: "Colours", grown: _Grown) -> str:
    tick, dot, part = _picture("tick", c.on_accent), _picture("dot", c.on_accent), _picture("minus", c.on_accent)
    return f"""
QCheckBox, QRadioButton {{ spacing: 8px; padding: 3px; border: 2px solid transparent; border-radius: 6px; color: {c.text}; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {c.focus}; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {c.muted}; }}
QCheckBox::indicator, QRadioButton::indicator, QListView::indicator {{ width: {grown(18)}; height: {grown(18)}; background: {c.surface};
    border: 1px solid {c.edge}; border-radius: 4px; }}
QRadioButton::indicator {{ border-radius: {grown.radius(18)}; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {c.accent}; }}
QCheckBox::indicator:checked, QListView::indicator:checked {{ background: {c.accent}; border-color: {c.accent};
    image: url({tick}); }}
QCheckBox::indicator:indeterminate {{ background: {c.accent}; border-color: {c.accent}; image: url({part}); }}
QRadioButton::indicator:checked {{ background: {c.accent}; border-color: {c.accent}; image: url({dot}); }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ background: {c.window}; border: 1px dashed {c.edge}; }}
QCheckBox::indicator:checked:disabled {{ background: {c.edge}; }}
"""


def _views(c: "Colours", grown: _Grown) -> str:
    return f"""
QTableView, QTreeView, QListView {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.line};
    border-radius: 6px; gridline-color: {c.line}; alternate-background-color: {c.window}; outline: none;
    selection-background-color: {c.chosen}; selection-color: {c.text}; }}
QTableView:focus, QTreeView:focus, QListView:focus {{ border: 2px solid {c.focus}; }}
QTableView::item, QTreeView::item, QListView::item {{ padding: 4px 8px; border: none; }}
QTableView::item {{ padding: 4px 6px; }}
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected {{
    background: {c.chosen}; color: {c.text}; }}
QTreeView::branch:has-children:closed {{ image: url({_picture("chevron-right", c.muted)}); }}
QTreeView::branch:has-children:open {{ image: url({_picture("chevron", c.muted)}); }}
QTableView::item:focus {{ border: 2px solid {c.focus}; }}
QHeaderView {{ background: {c.surface}; border: none; }}
QHeaderView::section {{ background: {c.surface}; color: {c.muted}; border: none; border-bottom: 1px solid {c.line};
    padding: 6px 9px; font-weight: 600; }}
QTableCornerButton::section {{ background: {c.surface}; border: none; border-bottom: 1px solid {c.line}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {c.line}; }}
QTabBar::tab {{ background: transparent; color: {c.muted}; padding: 8px 14px; border: none; border-bottom: 3px solid transparent; }}
QTabBar::tab:selected {{ color: {c.text}; border-bottom-color: {c.accent}; font-weight: 600; }}
QTabBar QToolButton {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: 4px; }}
QTabBar QToolButton::left-arrow {{ image: url({_picture("chevron-left", c.text)}); width: {grown(14)}; height: {grown(14)}; }}
QTabBar QToolButton::right-arrow {{ image: url({_picture("chevron-right", c.text)}); width: {grown(14)}; height: {grown(14)}; }}
QTabBar::scroller {{ width: {grown(56)}; }}
QTabBar::tab:focus {{ border: 2px solid {c.focus}; }}
"""


def _bars(c: "Colours") -> str:
    return f"""
QMenuBar {{ background: {c.surface}; color: {c.text}; border-bottom: 1px solid {c.line}; padding: 2px 8px; }}
QMenuBar::item {{ background: transparent; padding: 5px 10px; border-radius: 4px; }}
QMenuBar::item:selected {{ background: {c.chosen}; }}
QMenu {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.edge}; padding: 4px; }}
QMenu::item {{ padding: 6px 28px 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {c.accent}; color: {c.on_accent}; }}
QMenu::item:disabled {{ color: {c.off}; }}
QMenu::item:disabled:selected {{ background: {c.chosen}; color: {c.muted}; }}
QMenu::separator {{ height: 1px; background: {c.line}; margin: 4px 8px; }}
QMenu::icon {{ padding-left: 8px; }}
QProgressBar {{ background: {c.line}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; color: transparent; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: 3px; }}
QScrollBar:vertical {{ background: transparent; width: 14px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 14px; margin: 0; }}
QScrollBar::handle {{ background: {c.edge}; border-radius: 4px; min-height: 32px; min-width: 32px; margin: 3px; }}
QScrollBar::handle:hover {{ background: {c.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSplitter::handle {{ background: {c.line}; }}
"""
