"""Writes the bundle of a saved project, away from the window."""

from collections.abc import Callable
from pathlib import Path

from rai_desktop.engine.protocol import Export, Exported
from rai_desktop.project.document import Document
from rai_desktop.report.bundle import export as write_bundle


def export(request: Export, progressed: Callable[[int, int, str], None]) -> Exported:
    """Read the project file without changing it, and write its bundle."""
    document = Document.open(Path(request.project), read_only=True)
    try:
        key = Path(request.key) if request.key else None
        bundle = write_bundle(document.project, document.results(), Path(request.out), key=key,
                              passphrase=request.passphrase, progress=progressed)
    finally:
        document.close()
    return Exported(id=request.id, bundle=str(bundle))
