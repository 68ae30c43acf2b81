"""A project whose run names results that are none: every page opens, and a sentence says so."""

import msgspec
import pytest

from rai_desktop.project.document import Document
from rai_desktop.project.model import ResultRef, Run


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"assessment": 3}', None])
def test_every_page_opens_without_the_results(window, session, home, qtbot, content):
    document = Document.create(home / "strange.rai", title="T")
    sha256 = document.keep(content) if content else "f" * 64
    run = Run(id="r", started="2026-01-01T00:00:00Z", ended="2026-01-01T00:01:00Z", status="finished",
              results={"fairness": ResultRef(sha256=sha256, status="finished")})
    document.apply("Ran", lambda project: msgspec.structs.replace(project, runs=[run]))
    said = []
    session.refused.connect(said.append)
    session.take(document)
    for step in window.steps:
        window.show_step(step.id)
        qtbot.wait(20)
    assert said
    assert all("strange.rai" in sentence for sentence in said)
