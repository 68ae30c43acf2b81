"""The BagIt layout (RFC 8493): declaration, manifests, and reading them back without trusting a path."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _

BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
AGENT = "RAI Desktop"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
ATTESTATION = "attestation.dsse.json"
_LINE = re.compile(r"([0-9a-f]{64})[ \t]+\*?(.+)")


def sha256(content: bytes) -> str:
    """Hash in hex."""
    return hashlib.sha256(content).hexdigest()


def hash_file(path: Path) -> str:
    """Hash of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def manifest(files: Mapping[str, bytes]) -> bytes:
    """`hash  name` a line, by name: what sha256sum -c reads."""
    return "".join(f"{sha256(files[name])}  {name}\n" for name in sorted(files)).encode()


def bag_info(day: str, identifier: str, payload: Mapping[str, bytes]) -> bytes:
    """Date of the project (never today's), its id, and bytes and number of payload files."""
    oxum = f"{sum(map(len, payload.values()))}.{len(payload)}"
    lines = [f"Bagging-Date: {day}", f"Bag-Software-Agent: {AGENT}", f"External-Identifier: {_one_line(identifier)}",
             f"Payload-Oxum: {oxum}"]
    return ("\n".join(lines) + "\n").encode()


def read_manifest(path: Path) -> dict[str, str]:
    """Name to hash. Raises Refusal on a line that is none, a name twice, or a path that leads outside."""
    listed: dict[str, str] = {}
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Refusal(_("{name} is missing.").format(name=path.name), _("Ask for the bundle again.")) from None
    except UnicodeDecodeError:
        raise Refusal(_("{name} is not text.").format(name=path.name), _("Ask for the bundle again.")) from None
    for line in text.splitlines():
        found = _LINE.fullmatch(line)
        if not found or not is_inside(found[2]) or found[2] in listed:
            raise Refusal(_("{file} holds a line that cannot be trusted: “{line}”.").format(
                file=path.name, line=line[:120]), _("Ask for the bundle again."))
        listed[found[2]] = found[1]
    return listed


def is_inside(name: str) -> bool:
    """Whether a name stays in the bundle on every system: relative, no "..", no drive, no backslash."""
    parts = PurePosixPath(name).parts
    plain = not name.startswith(("/", "~")) and "\\" not in name and ":" not in name and name.isprintable()
    return bool(parts) and plain and ".." not in parts and "/".join(parts) == name


def _one_line(text: str) -> str:
    return " ".join(text.split())
