"""Signatures: an in-toto statement over every file of a bundle, in a DSSE envelope, by Ed25519."""

import base64
import binascii
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from rai_desktop import __version__
from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.paths import settings_dir, site_dir
from rai_desktop.report.bag import sha256
from rai_desktop.report.material import Material

PAYLOAD_TYPE = "application/vnd.in-toto+json"
STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://rai-desktop.example/attestation/bundle/v1"
_RAW = (serialization.Encoding.Raw, serialization.PublicFormat.Raw)


class Signed(msgspec.Struct, frozen=True):
    """What an envelope holds once its signature is checked. `state`: verified, unknown signer or broken."""

    state: str
    signer: str = ""
    subjects: dict[str, str] = {}


class _Signature(msgspec.Struct):
    keyid: str
    sig: str


class _Envelope(msgspec.Struct):
    payloadType: str  # noqa: N815 - the standard's name
    payload: str
    signatures: list[_Signature]


class _Subject(msgspec.Struct):
    name: str
    digest: dict[str, str]


class _Predicate(msgspec.Struct):
    public_key: str


class _Statement(msgspec.Struct):
    kind: str = msgspec.field(name="_type")
    predicateType: str  # noqa: N815 - the standard's name
    subject: list[_Subject]
    predicate: _Predicate


def make_key(path: Path, passphrase: str) -> str:
    """A new encrypted key file and the public key beside it (.pub.pem); returns the fingerprint."""
    if not passphrase:
        raise Refusal(_("A signing key needs a passphrase."), _("Choose one that only you know."))
    key = Ed25519PrivateKey.generate()
    sealed = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                               serialization.BestAvailableEncryption(passphrase.encode()))
    public = key.public_key().public_bytes(serialization.Encoding.PEM,
                                           serialization.PublicFormat.SubjectPublicKeyInfo)
    try:
        with open(path, "xb", opener=_own) as file:
            file.write(sealed)
        path.with_suffix(".pub.pem").write_bytes(public)
    except OSError as error:
        raise Refusal(_("The key file {path} cannot be made ({why}).").format(path=path, why=error.strerror),
                      _("Choose a new name in a folder of your own; a key is never overwritten.")) from error
    return fingerprint(key.public_key())


def _own(path: str, flags: int) -> int:
    """A file that nobody else may read, from its first moment."""
    return os.open(path, flags, 0o600)


def load_key(path: Path, passphrase: str) -> Ed25519PrivateKey:
    """The private key; Refusal when it is not one, or the passphrase is wrong."""
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), passphrase.encode() or None)
    except OSError as error:
        raise Refusal(_("The key file {path} cannot be read.").format(path=path), _("Choose another.")) from error
    except (ValueError, TypeError) as error:
        raise Refusal(_("The key in {path} does not open with this passphrase.").format(path=path),
                      _("Check the passphrase and the file.")) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Refusal(_("The key in {path} is not an Ed25519 key.").format(path=path), _("Make one for signing."))
    return key


def fingerprint(key: Ed25519PublicKey) -> str:
    """SHA-256 of the raw public key: what people compare by telephone."""
    return sha256(key.public_bytes(*_RAW))


def sign_bundle(files: Mapping[str, bytes], material: Material, key: Path, passphrase: str) -> bytes:
    """The envelope over every file; its moment is the project's."""
    predicate = {"program": f"RAI Desktop {__version__}", "project": material.project.id, "moment": material.moment,
                 "signature_block": {"name": material.project.analyst, "meaning": "authored"}}
    return sign({name: sha256(content) for name, content in files.items()}, predicate, load_key(key, passphrase))


def sign(subjects: Mapping[str, str], predicate: Mapping[str, Any], key: Ed25519PrivateKey) -> bytes:
    """A DSSE envelope around an in-toto Statement v1 whose subjects are name to SHA-256."""
    public = key.public_key()
    statement = {
        "_type": STATEMENT, "predicateType": PREDICATE,
        "subject": [{"name": name, "digest": {"sha256": subjects[name]}} for name in sorted(subjects)],
        "predicate": {**predicate, "public_key": base64.b64encode(public.public_bytes(*_RAW)).decode()},
    }
    payload = msgspec.json.encode(statement)
    signature = base64.b64encode(key.sign(pre_authentication(PAYLOAD_TYPE, payload))).decode()
    return msgspec.json.encode({
        "payloadType": PAYLOAD_TYPE, "payload": base64.b64encode(payload).decode(),
        "signatures": [{"keyid": fingerprint(public), "sig": signature}]}) + b"\n"


def pre_authentication(kind: str, payload: bytes) -> bytes:
    """What DSSE v1 signs: kind and payload with their lengths, so that neither can pass for the other."""
    return b"DSSEv1 %d %b %d %b" % (len(kind.encode()), kind.encode(), len(payload), payload)


def check(envelope: bytes, known: Mapping[str, Ed25519PublicKey]) -> Signed:
    """Check the bytes first, then read those very bytes. A key in the envelope proves wholeness, not who signed."""
    try:
        outer = msgspec.json.decode(envelope, type=_Envelope)
        payload = base64.b64decode(outer.payload, validate=True)
        first = outer.signatures[0]
        statement = msgspec.json.decode(payload, type=_Statement)
        claimed = Ed25519PublicKey.from_public_bytes(base64.b64decode(statement.predicate.public_key))
        keyid, signature = first.keyid, base64.b64decode(first.sig, validate=True)
        signer = known.get(keyid, claimed)
        signer.verify(signature, pre_authentication(outer.payloadType, payload))
        subjects = {s.name: s.digest["sha256"] for s in statement.subject}
        right = outer.payloadType == PAYLOAD_TYPE and statement.kind == STATEMENT
        right = right and statement.predicateType == PREDICATE and fingerprint(signer) == keyid
    except (InvalidSignature, msgspec.DecodeError, binascii.Error, ValueError, KeyError, IndexError, RecursionError):
        return Signed("broken")
    if not right:
        return Signed("broken")
    return Signed("verified" if keyid in known else "unknown signer", keyid, subjects)


def known_signers() -> dict[str, Ed25519PublicKey]:
    """The address book: public keys (*.pem) in the folder "signers" of the user's and the site's settings."""
    found: dict[str, Ed25519PublicKey] = {}
    for folder in (site_dir() / "signers", settings_dir() / "signers"):
        for path in sorted(folder.glob("*.pem")):
            try:
                key = serialization.load_pem_public_key(path.read_bytes())
            except (ValueError, OSError) as error:
                raise Refusal(_("{path} is not a public key.").format(path=path), _("Remove or replace it.")) from error
            if isinstance(key, Ed25519PublicKey):
                found[fingerprint(key)] = key
    return found
