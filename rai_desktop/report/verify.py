"""Verification: which file was changed, is missing or was added, and whose signature it is."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.report import bag
from rai_desktop.report.signing import Signed, check, known_signers

MOST_FILES = 5000


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """`ok`: every file is as written and no signature is broken. `signature`: none, verified, unknown signer or
    broken; only "verified" says who wrote it, `signer` by the key's fingerprint."""

    ok: bool
    problems: list[str]
    signature: str
    signer: str = ""
    files: int = 0


def verify(bundle: Path, *, known: Mapping[str, Ed25519PublicKey] | None = None) -> Verification:
    """Check a bundle folder. Raises Refusal when it is none."""
    bundle = Path(bundle)
    if not (bundle / "bagit.txt").is_file():
        raise Refusal(_("{path} is not a bundle: it has no bagit.txt.").format(path=bundle),
                      _("Choose the folder that holds bagit.txt and data."))
    present = list(_present(bundle))
    problems = [_("{name} is a link; a bundle holds only files.").format(name=name)
                for name, path in present if path.is_symlink()]
    hashes = {name: bag.hash_file(path) for name, path in present if path.is_file() and not path.is_symlink()}
    problems += _against_manifests(bundle, hashes)
    signed = _signature(bundle, hashes, known)
    problems += _against_signature(signed, hashes)
    unique = list(dict.fromkeys(problems))
    return Verification(ok=not unique, problems=unique, signature=signed.state, signer=signed.signer, files=len(hashes))


def _present(bundle: Path) -> Iterator[tuple[str, Path]]:
    for count, path in enumerate(sorted(bundle.rglob("*"))):
        if count > MOST_FILES:
            raise Refusal(_("{path} holds more than {n} files.").format(path=bundle, n=MOST_FILES),
                          _("A bundle never does; ask for it again."))
        if path.is_symlink() or not path.is_dir():
            yield path.relative_to(bundle).as_posix(), path


def _against_manifests(bundle: Path, hashes: Mapping[str, str]) -> list[str]:
    problems: list[str] = []
    listed: dict[str, str] = {}
    for name in (bag.MANIFEST, bag.TAG_MANIFEST):
        try:
            listed |= bag.read_manifest(bundle / name)
        except Refusal as refusal:
            problems.append(refusal.sentence)
    problems += _differences(listed, hashes)
    extra = set(hashes) - set(listed) - {bag.TAG_MANIFEST}
    return problems + [_("{name} was added: no manifest names it.").format(name=name) for name in sorted(extra)]


def _differences(listed: Mapping[str, str], hashes: Mapping[str, str]) -> list[str]:
    missing = [_("{name} is missing.").format(name=name) for name in sorted(set(listed) - set(hashes))]
    changed = [name for name in sorted(set(listed) & set(hashes)) if listed[name] != hashes[name]]
    return missing + [_("{name} was changed.").format(name=name) for name in changed]


def _signature(bundle: Path, hashes: Mapping[str, str], known: Mapping[str, Ed25519PublicKey] | None) -> Signed:
    if bag.ATTESTATION not in hashes:
        return Signed("none")
    return check((bundle / bag.ATTESTATION).read_bytes(), known_signers() if known is None else known)


def _against_signature(signed: Signed, hashes: Mapping[str, str]) -> list[str]:
    if signed.state == "none":
        return []
    if signed.state == "broken":
        return [_("The signature is broken: {name} was changed or is not a signature.").format(name=bag.ATTESTATION)]
    free = {bag.ATTESTATION, bag.TAG_MANIFEST}
    unsigned = sorted(set(hashes) - set(signed.subjects) - free)
    return _differences(signed.subjects, hashes) + [
        _("{name} is not covered by the signature.").format(name=name) for name in unsigned]
