"""The model's own Python now: whether it holds the packages that the last run met, told from its folders without running it."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from rai_desktop.findings.measurement import Cell

_FACT = "model_"  # what a run notes of the versions its model met
_NAMES = {"imblearn": "imbalanced-learn"}
_ENDINGS = {".dist-info", ".egg-info"}


def other_packages(python: str, facts: Mapping[str, Cell]) -> list[str]:
    """Libraries a run met that this Python now holds in other versions only. One that is not in its own folders, as where
    it shares those of the system, is not compared. Raises OSError for a folder that cannot be read."""
    held: dict[str, set[str]] = {}
    for folder in _folders(Path(python), str(facts.get(_FACT + "python", ""))):
        for name, version in _packages(folder):
            held.setdefault(name, set()).add(version)
    met = {_distribution(key.removeprefix(_FACT)): str(value) for key, value in facts.items() if key.startswith(_FACT)}
    return [name for name, version in met.items() if name in held and version not in held[name]]


def _distribution(name: str) -> str:
    return _NAMES.get(name, re.sub(r"[-_.]+", "-", name).lower())


def _folders(python: Path, version: str) -> Iterator[Path]:
    """Where a Python keeps packages: an environment, a conda one, one of Windows, one of Debian."""
    short = ".".join(version.split(".")[:2])
    for home in (python.parent.parent, python.parent):
        yield from (folder for folder in (
            home / "lib" / f"python{short}" / "site-packages", home / "Lib" / "site-packages",
            home / "lib" / "python3" / "dist-packages") if folder.is_dir())


def _packages(folder: Path) -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        name, _dash, rest = entry.stem.partition("-")
        if entry.suffix in _ENDINGS and rest:
            yield _distribution(name), rest.split("-")[0]
