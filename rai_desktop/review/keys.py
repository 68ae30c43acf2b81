"""Keys of people: Ed25519 key files under a passphrase, fingerprints, and the address book of known signers."""

import hashlib
import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.paths import settings_dir, site_dir
from rai_desktop.project.plain_files import plain
from rai_desktop.site_bytes import site_bytes

_RAW = (serialization.Encoding.Raw, serialization.PublicFormat.Raw)


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
        key = serialization.load_pem_private_key(site_bytes(plain(path)), passphrase.encode() or None)
    except OSError as error:
        raise Refusal(_("The key file {path} cannot be read.").format(path=path), _("Choose another.")) from error
    except (ValueError, TypeError) as error:
        raise Refusal(_("The key in {path} does not open with this passphrase.").format(path=path),
                      _("Check the passphrase and the file.")) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Refusal(_("The key in {path} is not an Ed25519 key.").format(path=path), _("Make one for signing."))
    return key


def raw_public(key: Ed25519PublicKey) -> bytes:
    """The 32 bytes of a public key."""
    return key.public_bytes(*_RAW)


def fingerprint(key: Ed25519PublicKey) -> str:
    """SHA-256 of the raw public key: what people compare by telephone."""
    return hashlib.sha256(raw_public(key)).hexdigest()


def pre_authentication(kind: str, payload: bytes) -> bytes:
    """What DSSE v1 signs: kind and payload with their lengths, so that neither can pass for the other."""
    return b"DSSEv1 %d %b %d %b" % (len(kind.encode()), kind.encode(), len(payload), payload)


def known_signers() -> dict[str, Ed25519PublicKey]:
    """The address book: public keys (*.pem) in the folder "signers" of the user's and the site's settings."""
    found: dict[str, Ed25519PublicKey] = {}
    for folder in (site_dir() / "signers", settings_dir() / "signers"):
        for path in sorted(folder.glob("*.pem")):
            try:
                key = serialization.load_pem_public_key(site_bytes(path))
            except (ValueError, OSError) as error:
                raise Refusal(_("{path} is not a public key.").format(path=path), _("Remove or replace it.")) from error
            if isinstance(key, Ed25519PublicKey):
                found[fingerprint(key)] = key
    return found
