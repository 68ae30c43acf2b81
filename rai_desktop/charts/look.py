"""The look of every picture: colours that hold for colour-blind eyes, markers and dashes beside them."""

from enum import StrEnum

import msgspec


class Look(StrEnum):
    """Where a picture will stand."""

    LIGHT = "light"
    DARK = "dark"
    PRINT = "print"


class Palette(msgspec.Struct, frozen=True, kw_only=True):
    """Colours by job, as hex; no two jobs share one, so that a page can recolour a picture by its hex values."""

    face: str
    ink: str
    muted: str
    grid: str
    band: str
    reference: str
    low: str
    high: str
    series: tuple[str, ...]


# Okabe and Ito (2008), "Color Universal Design", without the yellow that vanishes on white.
_ON_WHITE = Palette(
    face="#ffffff", ink="#1d2733", muted="#5a6673", grid="#e4e8ec", band="#f6f8fa", reference="#7a4b00",
    low="#eaf2f9", high="#08519c",
    series=("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#4d4d4d", "#8c564b"),
)
_ON_DARK = Palette(
    face="#1b1f24", ink="#e8ebef", muted="#a3adb8", grid="#323941", band="#22272d", reference="#f0c674",
    low="#1f3347", high="#8cc4f0",
    series=("#5ab4ec", "#ff8c42", "#2fc79a", "#e3a0c8", "#f0b93a", "#9ad4f8", "#c0c0c0", "#c69486"),
)

MARKERS = ("o", "s", "D", "^", "v", "P", "X", "p")
DASHES: tuple[tuple[float, ...], ...] = (
    (), (5, 2), (1.5, 1.5), (6, 2, 1.5, 2), (9, 2), (3, 1, 1, 1, 1, 1), (1, 3), (8, 3, 3, 3))


def palette(look: Look) -> Palette:
    """The colours of a look."""
    return _ON_DARK if look is Look.DARK else _ON_WHITE


def recolouring() -> dict[str, tuple[str, str]]:
    """CSS variable name to its colour on white and on dark, for pages that follow the reader's choice."""
    jobs = ("ink", "muted", "grid", "band", "reference")
    pairs = {job: (getattr(_ON_WHITE, job), getattr(_ON_DARK, job)) for job in jobs}
    series = zip(_ON_WHITE.series, _ON_DARK.series, strict=True)
    return pairs | {f"series-{place}": pair for place, pair in enumerate(series)}
