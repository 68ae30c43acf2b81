"""Our own icons, drawn in the colour they are asked for."""

import tempfile
from functools import cache
from pathlib import Path

from PySide6.QtGui import QIcon

from rai_desktop.paths import cache_dir, resource


@cache
def coloured(name: str, colour: str) -> Path:
    """Path of the icon `name` with `currentColor` replaced by `colour` (#rrggbb)."""
    svg = resource(f"icons/{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    path = _folder() / f"{name}-{colour.lstrip('#')}.svg"
    if not path.exists() or path.read_text(encoding="utf-8") != svg:
        path.write_text(svg, encoding="utf-8")
    return path


@cache
def icon(name: str, colour: str) -> QIcon:
    """The icon, sharp at any size, on any screen."""
    return QIcon(str(coloured(name, colour)))


@cache
def _folder() -> Path:
    try:
        folder = cache_dir() / "icons"
        folder.mkdir(exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="rai-icons-"))
    return folder
