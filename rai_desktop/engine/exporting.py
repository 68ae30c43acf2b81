"""Writes the bundle of a saved project, away from the window."""

from collections.abc import Callable
from pathlib import Path

from rai_desktop.clauses.site_files import read_again
from rai_desktop.engine.protocol import Export, Exported
from rai_desktop.project.document import Document
from rai_desktop.report.bundle import write
from rai_desktop.report.material import gather
from rai_desktop.review.witness import reviewed
from rai_desktop.risks.revisions import revisions


def export(request: Export, progressed: Callable[[int, int, str], None]) -> Exported:
    """Read the project file without changing it, and write its bundle."""
    read_again()
    document = Document.open(Path(request.project), read_only=True)
    try:
        material = gather(document.project, document.results(), reviewed(document), revisions(document))
        key = Path(request.key) if request.key else None
        bundle = write(material, Path(request.out), key=key, passphrase=request.passphrase, progress=progressed)
    finally:
        document.close()
    return Exported(id=request.id, bundle=str(bundle))
