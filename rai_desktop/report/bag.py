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
LARGEST_TAG = 8_000_000  # bytes; our own are far below
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
        text = read_tag(path).decode()
    except UnicodeDecodeError:
        raise Refusal(_("{name} is not text.").format(name=path.name), _("Ask for the bundle again.")) from None
    for line in text.splitlines():
        found = _LINE.fullmatch(line)
        if not found or not is_inside(found[2]) or found[2] in listed or not _belongs(found[2], path.name):
            raise Refusal(_("{file} holds a line that cannot be trusted: “{line}”.").format(
                file=path.name, line=printable(line[:120])), _("Ask for the bundle again."))
        listed[found[2]] = found[1]
    return listed


def read_tag(path: Path) -> bytes:
    """A file at the bag's top, but no link and nothing huge. Raises Refusal."""
    again = _("Ask for the bundle again.")
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise Refusal(_("{name} is no plain file.").format(name=path.name), again)
        if path.stat().st_size > LARGEST_TAG:
            raise Refusal(_("{name} is far too large.").format(name=path.name), again)
        return path.read_bytes()
    except FileNotFoundError:
        raise Refusal(_("{name} is missing.").format(name=path.name), again) from None
    except OSError as error:
        raise Refusal(_("{name} cannot be read ({why}).").format(name=path.name, why=error.strerror), again) from error


def printable(text: str) -> str:
    """The text with everything escaped that a terminal would obey or could not show."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def is_inside(name: str) -> bool:
    """Whether a name stays in the bundle on every system: relative, no "..", no drive, no backslash."""
    parts = PurePosixPath(name).parts
    plain = not name.startswith(("/", "~")) and "\\" not in name and ":" not in name and name.isprintable()
    return bool(parts) and plain and ".." not in parts and "/".join(parts) == name


def _belongs(name: str, manifest: str) -> bool:
    """The payload is named in one manifest, the tag files in the other: no file can have two hashes."""
    return name.startswith("data/") == (manifest == MANIFEST)


def _one_line(text: str) -> str:
    return " ".join(text.split())
