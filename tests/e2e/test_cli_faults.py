"""A fault of the program itself: one sentence, a code of its own, the traceback in the log."""

import pytest

from rai_desktop.cli import bundles
from tests.e2e.conftest import Here


@pytest.mark.expects_log
def test_a_fault_of_ours_is_told_without_a_traceback(
    here: Here, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def odd(_chosen: object) -> int:
        raise ZeroDivisionError("odd")

    monkeypatch.setattr(bundles, "describe", odd)
    said = here("describe")
    assert (said.code, said.out) == (70, "")
    assert said.err.startswith("This is a fault of the program, not of your input: ZeroDivisionError: odd.")
    assert len(said.err.splitlines()) == 1
    assert "Traceback" in caplog.text
