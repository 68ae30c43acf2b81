"""Roles of columns as the command line's options give them."""

from pathlib import Path

import pytest

from rai_desktop.cli.arguments import parser
from rai_desktop.cli.roles import settle_inputs
from rai_desktop.errors import Refusal
from rai_desktop.project.model import Role


@pytest.fixture
def alerts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RAI_HOME", str(tmp_path / "home"))
    path = tmp_path / "alerts.csv"
    path.write_text("ill,risk\nno,0.1\nyes,0.9\n", encoding="utf-8")
    return path


def test_a_score_of_the_other_outcome_is_told_apart(alerts: Path) -> None:
    chosen = parser().parse_args(["assess", "--data", str(alerts), "--label", "ill", "--positive", "no", "--other-score", "risk",
                                  "--out", "b"])
    assert settle_inputs(chosen).roles["risk"].role is Role.OTHER_SCORE


def test_a_column_is_no_score_of_both_outcomes(alerts: Path) -> None:
    chosen = parser().parse_args(["assess", "--data", str(alerts), "--label", "ill", "--other-score", "risk", "--score", "risk",
                                  "--out", "b"])
    with pytest.raises(Refusal, match="two roles at once"):
        settle_inputs(chosen)
