"""Writes skops files from their nodes, and holds a hostile one to both doors."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from rai_desktop.host import rules, skops_files
from rai_desktop.loading.inspection import inspect_model, rules_path


def written(root: dict[str, Any], folder: Path, protocol: Any = 2) -> Path:
    """A skops file in a folder whose object is this node."""
    path = folder / "model.skops"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("schema.json", json.dumps({**root, "_skops_version": "0.16.0", "protocol": protocol}))
    return path


def check_refused_by_both(root: dict[str, Any], folder: Path, protocol: int = 2) -> None:
    """The look refuses it, and so does loading for one who did not look."""
    path = written(root, folder, protocol)
    assert inspect_model(path).verdict == "refused"
    with pytest.raises(rules.Blocked):
        skops_files.load(str(path), rules.Rules.read(str(rules_path())))
