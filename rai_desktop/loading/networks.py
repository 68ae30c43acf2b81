"""Files of neural networks that are not opened here: what they are, as far as reading them tells."""

import json
import zipfile
from pathlib import Path
from typing import Any

import msgspec

from rai_desktop.i18n import _
from rai_desktop.loading.archives import DAMAGE

_READ_LIMIT = 16 * 2**20


class Network(msgspec.Struct):
    """What a file of a neural network tells of itself."""

    title: str = ""
    versions: dict[str, str] = {}
    anomalies: list[str] = []


def read(path: Path, kind: str) -> Network:
    """What is known of the file; a damaged one tells little."""
    try:
        if kind == "keras":
            return _keras(path)
        if kind == "safetensors":
            return _safetensors(path)
    except (*DAMAGE, RecursionError):
        return Network(anomalies=[_("Its description could not be read.")])
    return Network()


def _keras(path: Path) -> Network:
    with zipfile.ZipFile(path) as archive:
        config, about = _json(archive, "config.json"), _json(archive, "metadata.json")
    classes = sorted(_class_names(config))
    found = Network(title=str(config.get("class_name", ""))[:80])
    if version := about.get("keras_version"):
        found.versions["keras"] = str(version)[:40]
    if "Lambda" in classes:
        found.anomalies.append(_("It holds a Lambda layer, which is Python code written into the file."))
    return found


def _json(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    if name not in archive.namelist():
        return {}
    with archive.open(name) as file:
        content = file.read(_READ_LIMIT + 1)
    if len(content) > _READ_LIMIT:
        raise ValueError("too large")
    told = json.loads(content)
    return told if isinstance(told, dict) else {}


def _class_names(config: dict[str, Any]) -> set[str]:
    waiting: list[Any] = [config]
    found: set[str] = set()
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if isinstance(name := part.get("class_name"), str):
                found.add(name)
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
    return found


def _safetensors(path: Path) -> Network:
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if length > _READ_LIMIT:
            raise ValueError("too large")
        told = json.loads(file.read(length))
    if not isinstance(told, dict):
        raise ValueError("no header")
    return Network(title=_("{count} arrays of weights").format(count=len([name for name in told if name != "__metadata__"])))
