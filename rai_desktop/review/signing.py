"""Signs an assessment: name, meaning, time, the hash of what is signed, and a key's signature over all of it."""

import base64
import binascii
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.project.document import Document
from rai_desktop.project.given import given
from rai_desktop.project.model import Project
from rai_desktop.project.reviewing import Meaning, Signature
from rai_desktop.review.content import digest
from rai_desktop.review.keys import fingerprint, load_key, pre_authentication, raw_public
from rai_desktop.review.requests import with_requests_answered
from rai_desktop.review.wording import meaning_words

PAYLOAD_TYPE = "application/vnd.rai-desktop.signature+json"


class Intent(msgspec.Struct, frozen=True, kw_only=True):
    """What a person means to sign, and how. `key` is a key file, or None for a signature by name alone."""

    meaning: Meaning
    name: str
    role: str = ""
    key: Path | None = None
    passphrase: str = ""


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be signed, as it was shown to whoever signs."""

    entry: int
    head: str
    digest: str


def target(document: Document) -> Target:
    """What would be signed now."""
    return Target(entry=document.last.seq, head=document.last.hash, digest=digest(document.project))


def sign(document: Document, intent: Intent, shown: Target, *, needs_key: bool = False) -> Signature:
    """Sign what was shown, as one row that undo passes by. Refused when it is no longer what stands there."""
    if not given(intent.name):
        raise Refusal(_("A signature needs a name."), _("Type your name."))
    if needs_key and intent.key is None:
        raise Refusal(_("Your site accepts signatures by key only."), _("Choose your key file and type its passphrase."))
    signature = _signed(intent, shown)
    _refuse_if_changed(document, shown)
    label = _("Signed as {meaning}: {name}").format(meaning=meaning_words(intent.meaning), name=signature.name)

    def add(project: Project) -> Project:
        _refuse_if_changed(document, shown)
        signed = msgspec.structs.replace(project, signatures=[*project.signatures, signature])
        return with_requests_answered(signed, signature)

    document.record(label, add)
    return signature


def payload(signature: Signature) -> bytes:
    """The bytes that the key signs: everything in the signature but its value."""
    plain = msgspec.to_builtins(msgspec.structs.replace(signature, value=""))
    return pre_authentication(PAYLOAD_TYPE, msgspec.json.encode(plain, order="deterministic"))


def key_holds(signature: Signature) -> bool:
    """Whether the key named in a signature made it."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(signature.public_key, validate=True))
        key.verify(base64.b64decode(signature.value, validate=True), payload(signature))
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return fingerprint(key) == signature.key


def _signed(intent: Intent, shown: Target) -> Signature:
    plain = Signature(meaning=intent.meaning, name=given(intent.name), role=intent.role.strip(),
                      when=datetime.now(UTC).isoformat(timespec="seconds"),
                      entry=shown.entry, head=shown.head, digest=shown.digest)
    if intent.key is None:
        return plain
    key = load_key(intent.key, intent.passphrase)
    public = key.public_key()
    named = msgspec.structs.replace(plain, key=fingerprint(public),
                                    public_key=base64.b64encode(raw_public(public)).decode())
    return msgspec.structs.replace(named, value=base64.b64encode(key.sign(payload(named))).decode())


def _refuse_if_changed(document: Document, shown: Target) -> None:
    if document.last.hash != shown.head:
        raise Refusal(_("The assessment has changed since it was shown to you."), _("Look at it again, then sign."))
