"""Files of neural networks, which are not opened here: what they are, hold and hide, as far as reading them tells."""

import itertools
import json
import math
import re
import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from rai_desktop.host import looking, rules
from rai_desktop.i18n import _, ngettext
from rai_desktop.loading import archives, safetensors_files, words
from rai_desktop.loading.archives import DAMAGE

_READ_LIMIT = 16 * 2**20
_SCANNED = 64 * 2**20
_CODE = ("Lambda", "__lambda__", "TFOpLambda", "SlicingOpLambda", "TorchModuleWrapper", "FlaxLayer", "JaxLayer")
# Where Keras keeps functions that only compute; of its others some fetch files and unpack them.
_PARTS = "activations|losses|metrics|initializers|regularizers|constraints|ops|random"
_COMPUTING = re.compile(rf"(tf_)?keras\.(src\.)?({_PARTS})(\.\w+)*")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,15}://.+|[/\\~].*|[A-Za-z]:[/\\].*|.*\.\.[/\\].*", re.DOTALL)
_READING = ("vocabulary", "filepath", "file", "path", "origin", "fname", "cache_dir", "idf_weights", "source", "url")
_CONFIG = re.compile(rb'\{"(?:class_name|module|name)": ')
_KERAS_VERSION = re.compile(rb"keras_version.{0,200}?([0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4})", re.DOTALL)
_PICKLES, _ALL_PICKLES = 100, 64 * 2**20
_ATTEMPTS = 20  # beginnings of a description that are tried


class Network(msgspec.Struct):
    """What a file of a neural network tells of itself; `contents` are words and what they say."""

    title: str = ""
    versions: dict[str, str] = {}
    anomalies: list[str] = []
    contents: dict[str, str] = {}
    pickled: list[bytes] = []


def read(path: Path, kind: str) -> Network:
    """What is known of the file; a damaged one tells little."""
    readers = {"keras": _keras, "safetensors": _safetensors, "torch": _torch, "torchscript": _torch, "hdf5": _hdf5,
               "torch_old": _torch_old}
    if kind not in readers:
        return Network()
    try:
        return readers[kind](path)
    except (*DAMAGE, RecursionError, TypeError, AttributeError, IndexError):
        return Network(anomalies=[_("Its description could not be read.")])


def _keras(path: Path) -> Network:
    with zipfile.ZipFile(path) as archive:
        config, about = _json(archive, "config.json"), _json(archive, "metadata.json")
        weights = sum(m.file_size for m in archive.infolist() if m.filename.endswith(".h5"))
    found = Network(title=str(config.get("class_name", ""))[:80], anomalies=_oddities(path))
    _layers(config, found)
    if weights:
        found.contents[_("Weights")] = _bytes(weights)
    if version := about.get("keras_version"):
        found.versions["keras"] = str(version)[:40]
    if saved := about.get("date_saved"):
        found.contents[_("Saved")] = str(saved)[:40]
    return found


def _layers(config: dict[str, Any], found: Network) -> None:
    """Layers by class, those that hold Python code, and those of modules that are not Keras's own."""
    classes, layers, modules, called, read = Counter[str](), Counter[str](), set[str](), set[str](), set[str]()
    for part in _parts(config):
        if isinstance(name := part.get("class_name"), str):
            classes[name[:80]] += 1
            modules |= _of_others(part)
            called |= _called(part)
        read |= _read_by(part)
        held = part.get("layers")
        for each in held if isinstance(held, list) else ():
            if isinstance(each, dict) and isinstance(each.get("class_name"), str):
                layers[each["class_name"][:80]] += 1
    if classes:
        named = layers or classes
        found.contents[_("Layers")] = words.listed(f"{name} × {count}" for name, count in named.most_common())
    for name in sorted(set(_CODE) & set(classes)):
        found.anomalies.append(_("It holds a {name} layer, which is Python code written into the file.").format(name=name))
    if called:
        told = _("It would have Keras call functions that build no layer: {names}.")
        found.anomalies.append(told.format(names=words.listed(sorted(called))))
    if read:
        found.anomalies.append(_("A layer of it would read or fetch {names}.").format(names=words.listed(sorted(read))))
    if modules:
        found.anomalies.append(_("It would import code of other packages: {names}.").format(names=words.listed(sorted(modules))))


def _of_others(part: dict[str, Any]) -> set[str]:
    """A class that is not Keras's own: its module says so, or the name its author registered it under."""
    module, registered = part.get("module"), part.get("registered_name")
    if isinstance(module, str) and module.split(".")[0] not in ("keras", "tf_keras", "tensorflow", "builtins"):
        return {module[:80] + "." + part["class_name"][:80]}
    own = isinstance(registered, str) and registered and not isinstance(module, str)
    return {str(registered)[:80]} if own else set()


def _called(part: dict[str, Any]) -> set[str]:
    """A function that Keras would look up by its module and name: of Python itself, or of Keras and not one that computes."""
    module, name, config = part.get("module"), part["class_name"], part.get("config")
    if not isinstance(module, str) or module.split(".")[0] not in ("keras", "tf_keras", "tensorflow", "builtins"):
        return set()
    function = name == "function"
    if function and _COMPUTING.fullmatch(module):
        return set()
    made = not function and (name[:1].isupper() or name.startswith("__")) and module != "builtins"
    return set() if made else {module[:80] + "." + str(config if function else name)[:80]}


def _read_by(part: dict[str, Any]) -> set[str]:
    """Files and addresses that a layer is given in place of what it should hold."""
    named = [part.get(key) for key in _READING]
    return {value[:80] for value in named if isinstance(value, str) and _ADDRESS.fullmatch(value)}


def _parts(config: Any) -> Iterable[dict[str, Any]]:
    waiting: list[Any] = [config]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)


def _json(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    if name not in archive.namelist():
        return {}
    with archive.open(name) as file:
        content = file.read(_READ_LIMIT + 1)
    if len(content) > _READ_LIMIT:
        raise ValueError("too large")
    told = json.loads(content)
    return told if isinstance(told, dict) else {}


def _oddities(path: Path) -> list[str]:
    return [words.odd_archive(code) for code in archives.inside(path).odd]


def _safetensors(path: Path) -> Network:
    told = safetensors_files.read(path)
    count = len(told.arrays)
    found = Network(title=ngettext("{count} array of weights", "{count} arrays of weights", count).format(count=count))
    found.contents[_("Weights")] = ngettext("{count} number", "{count} numbers", told.numbers).format(count=f"{told.numbers:,}")
    found.contents[_("Types")] = ", ".join(sorted(told.types)) or _("no type")
    if told.arrays:
        found.contents[_("Arrays")] = words.listed(told.arrays)
    if told.metadata:
        found.contents[_("Notes in the file")] = words.listed(f"{k} = {v}" for k, v in told.metadata.items())
    found.anomalies = [words.odd_weights(code) for code in told.odd]
    return found


def _torch(path: Path) -> Network:
    """A ZIP as PyTorch writes it: the pickle of its structure, its code if it is TorchScript, and its weights."""
    found = Network(anomalies=_oddities(path))
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        code = [m for m in members if "/code/" in m.filename and m.filename.endswith(".py")]
        weights = [m for m in members if "/data/" in m.filename or "/tensors/" in m.filename]
        for member in members:
            last = member.filename.rsplit("/", 1)[-1]
            if last == "version" and member.file_size < 40:
                found.versions["torch format"] = archive.read(member).decode("ascii", "replace").strip()[:20]
            if last.endswith(".pkl"):
                _keep_pickle(archive, member, found)
    if code:
        names = [m.filename.split("/code/", 1)[1] for m in code]
        found.contents[_("Code in the file")] = words.listed(names)
    if weights:
        found.contents[_("Weights")] = _("{count} arrays, {size}").format(
            count=len(weights), size=_bytes(sum(m.file_size for m in weights))
        )
    return found


def _keep_pickle(archive: zipfile.ZipFile, member: zipfile.ZipInfo, found: Network) -> None:
    """PyTorch reads not only data.pkl: constants.pkl, and in older forms others, run as any pickle does."""
    held = sum(map(len, found.pickled))
    if member.file_size > _READ_LIMIT or held + member.file_size > _ALL_PICKLES or len(found.pickled) >= _PICKLES:
        found.anomalies.append(_("A pickle in it, {name}, was not looked into.").format(name=member.filename[-80:]))
    else:
        found.pickled.append(archive.read(member))


def _torch_old(path: Path) -> Network:
    """One pickle after another: a number, the version, the system, the structure, and the names of the weights that follow."""
    with path.open("rb") as file:
        return Network(pickled=[file.read(_READ_LIMIT)])


def pickled_names(found: Network, known: rules.Rules) -> list[tuple[rules.Name, rules.Judgement]]:
    """What the pickles inside a PyTorch file would use; their references to the arrays beside them are passed over."""
    seen = [judged for content in found.pickled for look in looking.look_at_all(content, known) for judged in look.judged()]
    return list({(name.key, judged): (name, judged) for name, judged in seen}.values())


def _hdf5(path: Path) -> Network:
    """The size that the file claims, and Keras's description of a model if one is written in it."""
    size = path.stat().st_size
    with path.open("rb") as file:
        content = file.read(_SCANNED)
    found = Network(contents={_("Size"): _bytes(size)})
    claimed = _claimed(content)
    if claimed and claimed != size:
        more = _("Something follows the end that the file claims to have.")
        found.anomalies.append(more if claimed < size else _("The file is shorter than it claims to be."))
    for match in itertools.islice(_CONFIG.finditer(content), _ATTEMPTS):
        told = _decoded(content[match.start() : match.start() + _READ_LIMIT])
        if isinstance(told, dict) and "class_name" in told and "config" in told:
            found.title = _("a Keras model: {name}").format(name=str(told["class_name"])[:80])
            _layers(told, found)
            break
    if version := _KERAS_VERSION.search(content):
        found.versions["keras"] = version.group(1).decode()
    return found


def _decoded(content: bytes) -> Any:
    try:
        return json.JSONDecoder().raw_decode(content.decode("utf-8", "replace"))[0]
    except (ValueError, RecursionError):
        return None


def _claimed(content: bytes) -> int:
    """The end of the file as an HDF5 superblock tells it; 0 when it is of another form."""
    place = {0: 40, 1: 44, 2: 28, 3: 28}.get(content[8] if len(content) > 8 else 255, 0)
    wide = content[13:14] == b"\x08" if place >= 40 else content[9:10] == b"\x08"
    return int.from_bytes(content[place : place + 8], "little") if place and wide else 0


def _bytes(count: int) -> str:
    if count < 2**20:
        return _("{count} KiB").format(count=math.ceil(count / 2**10))
    return _("{count} MiB").format(count=f"{count / 2**20:,.1f}")
