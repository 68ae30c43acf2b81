"""What a site forbids is forbidden in the engine, not only in the window."""

from pathlib import Path

import joblib
import msgspec
import pandas as pd
import pytest
from sklearn.tree import DecisionTreeClassifier

from rai_desktop.engine.opening import Opened
from rai_desktop.errors import Refusal, UnsafeFile
from rai_desktop.project.model import ColumnRole, FileRef, Inputs, Role
from rai_desktop.settings import approve_interpreter


@pytest.fixture
def inputs(tmp_path: Path) -> Inputs:
    frame = pd.DataFrame({"a": [0.0, 1.0, 2.0, 3.0], "y": ["no", "no", "yes", "yes"]})
    frame.to_csv(tmp_path / "t.csv", index=False)
    joblib.dump(DecisionTreeClassifier().fit(frame[["a"]], frame["y"]), tmp_path / "m.joblib")
    roles = {"a": ColumnRole(role=Role.FEATURE), "y": ColumnRole(role=Role.LABEL)}
    return Inputs(data=FileRef(path=str(tmp_path / "t.csv")), model=FileRef(path=str(tmp_path / "m.joblib")), roles=roles,
                  positive="yes", allowed_names=["acme.Binner"], allowed_reason="known to us")


def test_a_site_can_forbid_unknown_classes(inputs: Inputs, own_home: Path) -> None:
    (own_home / "site").mkdir()
    (own_home / "site" / "settings.toml").write_text("allow_unknown_classes = false\n")
    with pytest.raises(UnsafeFile, match=r"does not allow unknown classes.*acme\.Binner"):
        Opened(inputs)


def test_a_site_that_forbids_them_forbids_commands_too(inputs: Inputs, own_home: Path) -> None:
    (own_home / "site").mkdir()
    (own_home / "site" / "settings.toml").write_text("allow_unknown_classes = false\n")
    command = FileRef(path=str(own_home / "s.py"), format="command", options={"command": "python s.py"})
    with pytest.raises(UnsafeFile, match="programs of others"):
        Opened(msgspec.structs.replace(inputs, model=command, allowed_names=[]))


def test_without_such_a_rule_the_analyst_may_decide(inputs: Inputs) -> None:
    opened = Opened(inputs)
    assert opened.subject.classes == ("no", "yes")
    opened.close()


def test_a_python_that_only_the_project_names_is_never_started(inputs: Inputs, tmp_path: Path) -> None:
    marker = tmp_path / "started"
    stranger = tmp_path / "python3"
    stranger.write_text(f"#!/bin/sh\ntouch {marker}\n")
    stranger.chmod(0o755)
    told = msgspec.structs.replace(inputs, python=str(stranger), allowed_names=[])
    with pytest.raises(UnsafeFile, match="not named on this computer"):
        Opened(told)
    assert not marker.exists()
    approve_interpreter(str(stranger))
    with pytest.raises(Refusal):  # named by the user it is started, and is found to be no Python
        Opened(told)
    assert marker.exists()
