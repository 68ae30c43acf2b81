"""Verification: which file was changed, is missing or was added, and whose signature it is."""

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.report import bag
from rai_desktop.report.signatures import SignatureCheck, check_signatures
from rai_desktop.report.signing import Signed, check
from rai_desktop.report.walking import walk
from rai_desktop.review.keys import known_signers


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """`ok`: every file is as written and no signature is broken. `signature`: none, verified, unknown signer or
    broken; only "verified" says who wrote it, `signer` by the key's fingerprint. `signatures` are those of people, under
    the assessment itself."""

    ok: bool
    problems: list[str]
    signature: str
    signer: str = ""
    files: int = 0
    signatures: list[SignatureCheck] = []


def verify(bundle: Path, *, known: Mapping[str, Ed25519PublicKey] | None = None) -> Verification:
    """Check a bundle folder. Raises Refusal when it is none."""
    bundle = Path(bundle)
    if not bundle.exists():
        raise Refusal(_("There is no folder {path}.").format(path=bag.printable(str(bundle))),
                      _("Check the name and the folder."))
    if not (bundle / "bagit.txt").is_file():
        raise Refusal(_("{path} is not a bundle: it has no bagit.txt.").format(path=bag.printable(str(bundle))),
                      _("Choose the folder that holds bagit.txt and data."))
    found = walk(bundle)
    problems = [*found.problems, *_against_layout(bundle), *_against_manifests(bundle, found.hashes)]
    signed = _signature(bundle, found.hashes, known)
    problems += _against_signature(signed, found.hashes)
    checks, wrong = check_signatures(bundle, found.hashes, known)
    problems += wrong
    unique = list(dict.fromkeys(problems))
    return Verification(ok=not unique, problems=unique, signature=signed.state, signer=signed.signer,
                        files=len(found.hashes), signatures=checks)


def _against_layout(bundle: Path) -> list[str]:
    problems = []
    try:
        if bag.read_tag(bundle / "bagit.txt").replace(b"\r\n", b"\n") != bag.BAGIT:
            problems.append(_("bagit.txt does not declare a BagIt 1.0 bag in UTF-8."))
    except Refusal as refusal:
        problems.append(refusal.sentence)
    if os.path.lexists(bundle / "fetch.txt"):
        problems.append(_("fetch.txt names files to be fetched from elsewhere; a bundle holds all its files."))
    return problems


def _against_manifests(bundle: Path, hashes: Mapping[str, str]) -> list[str]:
    problems: list[str] = []
    listed: dict[str, str] = {}
    for name in (bag.MANIFEST, bag.TAG_MANIFEST):
        try:
            listed |= bag.read_manifest(bundle / name)
        except Refusal as refusal:
            problems.append(refusal.sentence)
    extra = {name: hashes[name] for name in sorted(set(hashes) - set(listed) - {bag.TAG_MANIFEST})}
    moved = _renamed(listed, hashes, extra)
    problems += _differences({name: digest for name, digest in listed.items() if name not in moved}, hashes)
    problems += [_("{old} was renamed to {new}.").format(old=old, new=bag.printable(new)) for old, new in moved.items()]
    return problems + [_("{name} was added: no manifest names it.").format(name=bag.printable(name))
                       for name in extra if name not in moved.values()]


def _renamed(listed: Mapping[str, str], hashes: Mapping[str, str], extra: Mapping[str, str]) -> dict[str, str]:
    """Old name to new, where what is missing is there under a name that no manifest has."""
    free = {digest: name for name, digest in sorted(extra.items(), reverse=True)}
    return {name: free.pop(digest) for name, digest in listed.items() if name not in hashes and digest in free}


def _differences(listed: Mapping[str, str], hashes: Mapping[str, str]) -> list[str]:
    missing = [_("{name} is missing.").format(name=bag.printable(name)) for name in sorted(set(listed) - set(hashes))]
    changed = [name for name in sorted(set(listed) & set(hashes)) if listed[name] != hashes[name]]
    return missing + [_("{name} was changed.").format(name=bag.printable(name)) for name in changed]


def _signature(bundle: Path, hashes: Mapping[str, str], known: Mapping[str, Ed25519PublicKey] | None) -> Signed:
    if bag.ATTESTATION not in hashes:
        return Signed("none")
    try:
        envelope = bag.read_tag(bundle / bag.ATTESTATION)
    except Refusal:
        return Signed("broken")
    return check(envelope, known_signers() if known is None else known)


def _against_signature(signed: Signed, hashes: Mapping[str, str]) -> list[str]:
    if signed.state == "none":
        return []
    if signed.state == "broken":
        return [_("The signature is broken: {name} was changed or is not a signature.").format(name=bag.ATTESTATION)]
    free = {bag.ATTESTATION, bag.TAG_MANIFEST}
    unsigned = sorted(set(hashes) - set(signed.subjects) - free)
    return _differences(signed.subjects, hashes) + [
        _("{name} is not covered by the signature.").format(name=bag.printable(name)) for name in unsigned]
