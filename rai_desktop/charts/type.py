"""Type: our shipped font in matplotlib, measured, wrapped and elided in points."""

from functools import cache, lru_cache
from pathlib import Path

from matplotlib import font_manager, get_data_path
from matplotlib.font_manager import FontEntry, FontProperties
from matplotlib.textpath import text_to_path

from rai_desktop.paths import resource

# A name of our own, so that an Inter of another version on the machine never changes a picture.
FAMILY = ("RAI Inter", "RAI Fallback")
CSS_FAMILY = "Inter, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"
_FACES = (("Inter-Regular.ttf", "normal", 400), ("Inter-SemiBold.ttf", "normal", 600),
          ("Inter-Italic.ttf", "italic", 400))
# For scripts that Inter lacks; matplotlib brings these.
_FALLBACKS = (("DejaVuSans.ttf", "normal", 400), ("DejaVuSans-Bold.ttf", "normal", 600),
              ("DejaVuSans-Oblique.ttf", "italic", 400))
ELLIPSIS = "…"


@cache
def _register() -> None:
    folders = (resource("fonts"), Path(get_data_path()) / "fonts" / "ttf")
    for family, folder, faces in zip(FAMILY, folders, (_FACES, _FALLBACKS), strict=True):
        for file, style, weight in faces:
            font_manager.fontManager.ttflist.append(FontEntry(
                fname=str(folder / file), name=family, style=style, variant="normal",
                weight=weight, stretch="normal", size="scalable"))


@lru_cache(maxsize=64)
def font(size: float, *, bold: bool = False, italic: bool = False) -> FontProperties:
    """Our font at `size` points."""
    _register()
    return FontProperties(family=list(FAMILY), size=size, weight=600 if bold else 400,
                          style="italic" if italic else "normal")


@lru_cache(maxsize=8192)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """Width in points."""
    if not text:
        return 0.0
    return float(text_to_path.get_text_width_height_descent(text, font(size, bold=bold), ismath=False)[0])


def elide(text: str, room: float, size: float) -> str:
    """`text`, or as much of it as fits `room` points with an ellipsis."""
    if width(text, size) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = width(text[:middle].rstrip() + ELLIPSIS, size) <= room
        low, high = (middle, high) if fits else (low, middle - 1)
    return text[:low].rstrip() + ELLIPSIS


def wrap(text: str, room: float, size: float, lines: int = 2) -> list[str]:
    """`text` in at most `lines` lines of `room` points; the last is elided."""
    words, made = text.split(), [""]
    for place, word in enumerate(words):
        longer = f"{made[-1]} {word}".strip()
        if not made[-1] or width(longer, size) <= room:
            made[-1] = longer
        elif len(made) < lines:
            made.append(word)
        else:
            made[-1] = " ".join([made[-1], *words[place:]])
            break
    return [elide(line, room, size) for line in made]


def one_line(text: str) -> str:
    """A stranger's text without line breaks, tabs or control characters, which no picture can show."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
