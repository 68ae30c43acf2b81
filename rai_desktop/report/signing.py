"""Signatures: an in-toto statement over every file of a bundle, in a DSSE envelope, by Ed25519."""

import base64
import binascii
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from rai_desktop import __version__
from rai_desktop.report.bag import sha256
from rai_desktop.report.material import Material
from rai_desktop.review.keys import fingerprint, load_key, pre_authentication, raw_public

PAYLOAD_TYPE = "application/vnd.in-toto+json"
STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://rai-desktop.example/attestation/bundle/v1"


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


def sign_bundle(files: Mapping[str, bytes], material: Material, key: Path, passphrase: str) -> bytes:
    """The envelope over every file; its moment is the project's."""
    predicate = {"program": f"RAI Desktop {__version__}", "project": material.project.id, "moment": material.moment,
                 "signature_block": {"name": material.project.analyst, "meaning": "authored"},
                 "history": {"entries": material.reviewed.entries, "head": material.reviewed.head},
                 "signatures": [msgspec.to_builtins(each.signature) for each in material.reviewed.standings]}
    return sign({name: sha256(content) for name, content in files.items()}, predicate, load_key(key, passphrase))


def sign(subjects: Mapping[str, str], predicate: Mapping[str, Any], key: Ed25519PrivateKey) -> bytes:
    """A DSSE envelope around an in-toto Statement v1 whose subjects are name to SHA-256."""
    public = key.public_key()
    statement = {
        "_type": STATEMENT, "predicateType": PREDICATE,
        "subject": [{"name": name, "digest": {"sha256": subjects[name]}} for name in sorted(subjects)],
        "predicate": {**predicate, "public_key": base64.b64encode(raw_public(public)).decode()},
    }
    payload = msgspec.json.encode(statement)
    signature = base64.b64encode(key.sign(pre_authentication(PAYLOAD_TYPE, payload))).decode()
    return msgspec.json.encode({
        "payloadType": PAYLOAD_TYPE, "payload": base64.b64encode(payload).decode(),
        "signatures": [{"keyid": fingerprint(public), "sig": signature}]}) + b"\n"


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
