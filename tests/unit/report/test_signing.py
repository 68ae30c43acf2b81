"""Signing keys and envelopes: sealed, never overwritten, checked against the standard's own bytes."""

import base64
import stat
import sys

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from rai_desktop.errors import Refusal
from rai_desktop.paths import settings_dir
from rai_desktop.report.bundle import export
from rai_desktop.report.signing import check, sign
from rai_desktop.report.verify import verify
from rai_desktop.review.keys import fingerprint, load_key, make_key, pre_authentication

SUBJECTS = {"data/a": "00" * 32}


@pytest.fixture
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


def test_the_bytes_that_dsse_signs() -> None:
    # the example of the DSSE v1 protocol
    assert pre_authentication("http://example.com/HelloWorld", b"hello world") == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world")


def test_any_ed25519_reads_the_signature(key) -> None:
    outer = msgspec.json.decode(sign(SUBJECTS, {}, key))
    payload = base64.b64decode(outer["payload"])
    signed = b"DSSEv1 28 application/vnd.in-toto+json %d %b" % (len(payload), payload)
    key.public_key().verify(base64.b64decode(outer["signatures"][0]["sig"]), signed)
    statement = msgspec.json.decode(payload)
    assert statement["_type"] == "https://in-toto.io/Statement/v1"
    assert statement["subject"] == [{"name": "data/a", "digest": {"sha256": "00" * 32}}]


def test_states(key) -> None:
    envelope, name = sign(SUBJECTS, {}, key), fingerprint(key.public_key())
    assert check(envelope, {name: key.public_key()}).state == "verified"
    assert check(envelope, {}).state == "unknown signer"
    other = Ed25519PrivateKey.generate().public_key()
    assert check(envelope, {name: other}).state == "broken"


def test_a_stranger_cannot_borrow_a_known_name(key) -> None:
    stranger = Ed25519PrivateKey.generate()
    outer = msgspec.json.decode(sign(SUBJECTS, {}, stranger))
    outer["signatures"][0]["keyid"] = fingerprint(key.public_key())
    envelope = msgspec.json.encode(outer)
    assert check(envelope, {fingerprint(key.public_key()): key.public_key()}).state == "broken"
    assert check(envelope, {}).state == "broken"


@pytest.mark.parametrize("field", ["payload", "payloadType"])
def test_a_changed_envelope_is_broken(key, field) -> None:
    outer = msgspec.json.decode(sign(SUBJECTS, {}, key))
    changed = base64.b64decode(outer["payload"]).replace(b"data/a", b"data/b")
    outer[field] = base64.b64encode(changed).decode() if field == "payload" else "text/plain"
    assert check(msgspec.json.encode(outer), {fingerprint(key.public_key()): key.public_key()}).state == "broken"


def test_a_key_is_sealed_and_for_its_owner_alone(tmp_path) -> None:
    path = tmp_path / "me.pem"
    name = make_key(path, "open sesame")
    with pytest.raises(TypeError):
        load_pem_private_key(path.read_bytes(), None)
    assert fingerprint(load_key(path, "open sesame").public_key()) == name
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_is_never_overwritten(tmp_path) -> None:
    make_key(tmp_path / "me.pem", "a")
    before = (tmp_path / "me.pem").read_bytes()
    with pytest.raises(Refusal, match="cannot be made"):
        make_key(tmp_path / "me.pem", "b")
    assert (tmp_path / "me.pem").read_bytes() == before


def test_no_passphrase_no_key(tmp_path) -> None:
    with pytest.raises(Refusal, match="needs a passphrase"):
        make_key(tmp_path / "me.pem", "")
    assert list(tmp_path.glob("*.pem")) == []


@pytest.mark.parametrize("kind", ["missing", "text", "other", "wrong"])
def test_keys_that_do_not_open(tmp_path, kind) -> None:
    path = tmp_path / "k.pem"
    if kind == "text":
        path.write_text("not a key")
    elif kind == "other":
        path.write_bytes(ec.generate_private_key(ec.SECP256R1()).private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"pw")))
    elif kind == "wrong":
        make_key(path, "another")
    with pytest.raises(Refusal):
        load_key(path, "pw")


def test_an_open_key_needs_no_passphrase(tmp_path, key) -> None:
    (tmp_path / "k.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    assert fingerprint(load_key(tmp_path / "k.pem", "").public_key()) == fingerprint(key.public_key())


def test_the_address_book_is_the_folder_signers(project, results, tmp_path) -> None:
    name = make_key(tmp_path / "k.pem", "pw")
    bundle = export(project, results, tmp_path / "b", key=tmp_path / "k.pem", passphrase="pw")
    assert verify(bundle).signature == "unknown signer"
    book = settings_dir() / "signers"
    book.mkdir()
    (book / "colleague.pem").write_bytes((tmp_path / "k.pub.pem").read_bytes())
    assert (verify(bundle).signature, verify(bundle).signer) == ("verified", name)
    (book / "broken.pem").write_text("x")
    with pytest.raises(Refusal, match="not a public key"):
        verify(bundle)


def test_a_file_added_after_signing_is_named(project, results, tmp_path) -> None:
    make_key(tmp_path / "k.pem", "pw")
    bundle = export(project, results, tmp_path / "b", key=tmp_path / "k.pem", passphrase="pw")
    (bundle / "data" / "extra.txt").write_text("x")
    assert "data/extra.txt is not covered by the signature." in verify(bundle).problems


def test_a_signature_taken_away_is_told(project, results, tmp_path) -> None:
    make_key(tmp_path / "k.pem", "pw")
    bundle = export(project, results, tmp_path / "b", key=tmp_path / "k.pem", passphrase="pw")
    (bundle / "attestation.dsse.json").unlink()
    checked = verify(bundle)
    assert (checked.signature, checked.problems) == ("none", ["attestation.dsse.json is missing."])
