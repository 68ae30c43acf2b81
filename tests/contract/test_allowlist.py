"""The shipped allowlist is what its script makes: what was taken off by hand is off, and a new run does not bring it back."""

import importlib
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHIPPED: dict[str, Any] = json.loads((ROOT / "resources" / "allowlist" / "names.json").read_text("utf-8"))


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    for name in ("make_allowlist", "allowlist_by_hand", "allowlist_tools", "allowlist_withheld"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return importlib.import_module("make_allowlist")


def written(script: ModuleType, monkeypatch: pytest.MonkeyPatch, out: Path, found: list[Any], before: dict[str, Any]) -> Any:
    monkeypatch.setattr(script, "OUT", out)
    script.write(found, before)
    return json.loads(out.read_text("utf-8"))


def test_the_shipped_list_is_what_a_new_run_keeps(script: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    again = written(script, monkeypatch, tmp_path / "names.json", [], SHIPPED)
    assert again["names"] == SHIPPED["names"]
    assert {key: value for key, value in again.items() if key not in ("names", "standard_library")} == {
        key: value for key, value in SHIPPED.items() if key not in ("names", "standard_library")}


def withdrawn(script: ModuleType) -> list[tuple[str, str]]:
    """What was taken off the list by hand, and what is in modules that are left out."""
    named = [(module, name) for module, names in script.CALLS_THE_GIVEN.items() for name in names]
    named += [tuple(full.split(":")) for full in (*script.BAD_CLASSES, *script.HARMFUL)]
    return [*named, ("lightgbm.compat", "Client"), ("lightgbm.compat", "pa_Table"), ("sklearn.datasets._base", "load_files")]


def test_what_was_taken_off_does_not_come_back(script: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither from a list that was kept nor from an environment that has it."""
    off = [(module, name) for module, name in withdrawn(script) if name not in script.BY_HAND.get(module, {})]
    assert len(off) >= 80
    assert [name for module, name in off if name in SHIPPED["names"].get(module, {})] == []
    again: dict[str, Any] = {}
    for module, name in off:
        again.setdefault(module, {})[name] = "rnc"
    found = [{"names": again, "homes": {}, "versions": {}}]
    for sources in (([], {**SHIPPED, "names": again}), (found, {})):
        names = written(script, monkeypatch, tmp_path / "names.json", *sources)["names"]
        assert [(module, name) for module, name in off if name in names.get(module, {})] == []


def test_what_may_only_be_made_is_never_widened(script: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wide: dict[str, Any] = {}
    for full in script.ONLY_MADE:
        module, name = full.split(":")
        assert SHIPPED["names"][module][name] == "n"
        wide.setdefault(module, {})[name] = "rnc"
    names = written(script, monkeypatch, tmp_path / "names.json", [], {**SHIPPED, "names": wide})["names"]
    assert {names[full.split(":")[0]][full.split(":")[1]] for full in script.ONLY_MADE} == {"n"}
