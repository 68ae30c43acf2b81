"""What a signature covers: the project without what is said about it, as one JSON text with one hash."""

import hashlib
from typing import Any

import msgspec

from rai_desktop.project.approval import REVIEWING
from rai_desktop.project.model import Project
from rai_desktop.project.placeless import placeless_project
from rai_desktop.review.standing import Reviewed, State


def digest(project: Project) -> str:
    """SHA-256, in hex, of the signed content; the same for a project and for the project.json of its bundle."""
    return digest_of_plain(msgspec.to_builtins(placeless_project(project)))


def as_exported(reviewed: Reviewed, project: Project) -> Reviewed:
    """How the signatures stand over a project that may be judged by another policy than the one that was signed."""
    if not any(each.holds for each in reviewed.standings):
        return reviewed
    here = digest(project)
    standings = [msgspec.structs.replace(each, state=State.BROKEN, since=None)
                 if each.holds and each.signature.digest != here else each for each in reviewed.standings]
    return msgspec.structs.replace(reviewed, standings=standings)


def digest_of_plain(plain: dict[str, Any]) -> str:
    """As `digest`, of a project as plain JSON that already names its files without folders."""
    return hashlib.sha256(canonical(plain)).hexdigest()


def canonical(plain: dict[str, Any]) -> bytes:
    """The signed content as bytes: keys in order, no spaces, without signatures, comments, requests and merges."""
    kept = {name: value for name, value in plain.items() if name not in REVIEWING}
    return msgspec.json.encode(kept, order="deterministic")
