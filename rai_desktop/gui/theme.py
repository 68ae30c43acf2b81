"""The look of the window: colours, type and sizes for light, dark and high contrast, followed live."""

from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from rai_desktop.gui import icons
from rai_desktop.gui.redressing import Redressing
from rai_desktop.gui.stylesheet import stylesheet
from rai_desktop.paths import resource

BASE_POINT_SIZE = 10.5
TEXT_SIZES, TEXT_STEP = (80, 200), 10  # percent of it


@dataclass(frozen=True, slots=True)
class Colours:
    """Named by use, never by hue; `_soft` is a background for words in the colour itself. `chosen` lies under the words of what
    is selected; `off` is for words, and `off_soft` under those, of what cannot be used now."""

    window: str
    surface: str
    rail: str
    line: str
    edge: str
    text: str
    muted: str
    accent: str
    accent_strong: str
    accent_soft: str
    on_accent: str
    focus: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    dark: bool
    chosen: str
    off: str
    off_soft: str


LIGHT = Colours(
    window="#f5f7f9", surface="#ffffff", rail="#ecf0f3", line="#d9e0e6", edge="#8593a1", text="#17212b",
    muted="#53616f", accent="#0b5d78", accent_strong="#084a60", accent_soft="#e1eff4", on_accent="#ffffff",
    focus="#0b7fa6", good="#1b6b43", good_soft="#e5f3eb", warn="#855300", warn_soft="#fdf2dc",
    bad="#ad2a20", bad_soft="#fcebe9", dark=False, chosen="#e1eff4", off="#8593a1", off_soft="#d9e0e6")
DARK = Colours(
    window="#13181d", surface="#1b2127", rail="#171d22", line="#313b45", edge="#71808e", text="#e7ecf1",
    muted="#a5b2bf", accent="#6cc4e0", accent_strong="#94d6ec", accent_soft="#17333e", on_accent="#06222c",
    focus="#6cc4e0", good="#7dd3a4", good_soft="#16301f", warn="#efbe62", warn_soft="#372b12",
    bad="#ff9e95", bad_soft="#3f1d1a", dark=True, chosen="#17333e", off="#71808e", off_soft="#313b45")
CONTRAST = Colours(
    window="#000000", surface="#000000", rail="#000000", line="#ffffff", edge="#ffffff", text="#ffffff",
    muted="#ffffff", accent="#ffe94a", accent_strong="#fff6b0", accent_soft="#000000", on_accent="#000000",
    focus="#00e5ff", good="#7dff9e", good_soft="#000000", warn="#ffe94a", warn_soft="#000000",
    bad="#ffb3ab", bad_soft="#000000", dark=True, chosen="#0a50e0", off="#a6a6a6", off_soft="#000000")


class Theme(QObject):
    """Dresses the application, and again when the system or the analyst changes the look."""

    changed = Signal()
    current: ClassVar["Theme | None"] = None

    def __init__(self, app: QApplication, choice: str = "system", text_size: int = 100) -> None:
        super().__init__(app)
        self._app = app
        self.choice, self.text_size = choice, text_size
        self.colours = LIGHT
        self.redressing = Redressing(app)
        load_fonts()
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._follow)
        Theme.current = self
        self._dress()

    def choose(self, choice: str, text_size: int) -> None:
        """Another look or size, at once."""
        if (choice, text_size) != (self.choice, self.text_size):
            self.choice, self.text_size = choice, text_size
            self._dress()

    def _follow(self) -> None:
        if self.choice == "system":
            self._dress()

    def _dress(self) -> None:
        self.colours = self._wanted()
        size = BASE_POINT_SIZE * self.text_size / 100
        font = QFont()
        font.setFamilies(["Inter", *font.families()])
        font.setPointSizeF(size)
        held = self._app.allWidgets()  # Qt walks over plain pointers: what a handler lets go of lives until this is through
        self._app.setFont(font)
        self._app.setPalette(palette(self.colours))
        self._app.setProperty("theme", "dark" if self.colours.dark else "light")
        self.redressing.put_on(stylesheet(self.colours, size))
        del held
        self.changed.emit()

    def _wanted(self) -> Colours:
        named = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
        if self.choice in named:
            return named[self.choice]
        scheme = self._app.styleHints().colorScheme()
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT


def apply_theme(app: QApplication, choice: str = "system", text_size: int = 100) -> Theme:
    """Give the whole program its look, now; the first call also begins to follow the system."""
    if Theme.current is None:
        Theme.current = Theme(app, choice, text_size)
    else:
        Theme.current.choose(choice, text_size)
    return Theme.current


def fixed_font() -> QFont:
    """Letters of one width, as large as running text."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(QGuiApplication.font().pointSizeF() * 0.95)
    return font


def load_fonts() -> None:
    """Inter, shipped, so that the window looks alike everywhere and no system font is needed."""
    for path in sorted(resource("fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def colours() -> Colours:
    """Today's colours."""
    return Theme.current.colours if Theme.current else LIGHT


def themed_icon(name: str, colour: str = "") -> QIcon:
    """An icon in today's text colour, or in the colour of that name ("good", "accent", …)."""
    return icons.icon(name, getattr(colours(), colour or "text"))


def give_look(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet asks for. Styling a widget anew costs more than a keystroke may, so only where
    the value is another, and one that was never shown is styled when it is."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def give_icon(widget: QWidget, name: str, colour: str = "", size: int = 18) -> None:
    """Put an icon on a button or label; it changes its colour when the look changes."""
    if (widget.property("icon_name"), widget.property("icon_colour"), widget.property("icon_size")) == (name, colour, size):
        return
    widget.setProperty("icon_name", name)
    widget.setProperty("icon_colour", colour)
    widget.setProperty("icon_size", size)
    show_icon(widget)


def show_icon(widget: QWidget) -> None:
    """Draw a widget's icon in today's colours; nothing for a widget without one."""
    name = widget.property("icon_name")
    if not name:
        return
    picture = themed_icon(name, widget.property("icon_colour"))
    side = round(widget.property("icon_size") * (Theme.current.text_size / 100 if Theme.current else 1))
    if isinstance(widget, QAbstractButton):
        widget.setIcon(picture)
        widget.setIconSize(QSize(side, side))
    elif isinstance(widget, QLabel):
        widget.setPixmap(picture.pixmap(QSize(side, side), widget.devicePixelRatioF()))


def palette(c: Colours) -> QPalette:
    """The same colours for what the style sheet does not reach."""
    made = QPalette()
    roles = QPalette.ColorRole
    for role, colour in {
        roles.Window: c.window, roles.WindowText: c.text, roles.Base: c.surface, roles.AlternateBase: c.window,
        roles.Text: c.text, roles.PlaceholderText: c.muted, roles.Button: c.surface, roles.ButtonText: c.text,
        roles.ToolTipBase: c.surface, roles.ToolTipText: c.text, roles.Highlight: c.accent,
        roles.HighlightedText: c.on_accent, roles.Link: c.accent, roles.Accent: c.accent, roles.Light: c.surface,
        roles.Mid: c.line, roles.Dark: c.edge, roles.Midlight: c.line, roles.BrightText: c.bad,
    }.items():
        made.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(c.off))
    return made
