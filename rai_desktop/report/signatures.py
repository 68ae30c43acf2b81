"""Checks the signatures of people in a bundle: does each cover the project that is in it, and did its key sign it?"""

from collections.abc import Mapping
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from rai_desktop.i18n import _
from rai_desktop.project.reviewing import Signature
from rai_desktop.report.bag import printable
from rai_desktop.report.review_record import ReviewRecord, SignatureRecord
from rai_desktop.review.content import digest_of_plain
from rai_desktop.review.keys import known_signers
from rai_desktop.review.signing import key_holds
from rai_desktop.review.standing import Standing, State, assurance
from rai_desktop.review.told import assurance_words, headline

PROJECT, RECORD = "data/project.json", "data/review.json"
LARGEST = 256_000_000  # bytes of project.json; a stranger's bundle must not fill the memory


class SignatureCheck(msgspec.Struct, frozen=True, kw_only=True):
    """`covers`: the project.json of the bundle is what was signed. `told` is all of it in a sentence or two."""

    name: str
    meaning: str
    when: str
    digest: str
    covers: bool
    assurance: str
    told: str


def check_signatures(bundle: Path, hashes: Mapping[str, str], known: Mapping[str, Ed25519PublicKey] | None,
                     ) -> tuple[list[SignatureCheck], list[str]]:
    """`hashes` are the plain files of the bundle; `known` None is the address book. Gives every signature in the bundle,
    and what is wrong with them. One that the bundle itself says was broken by a later change is no fault of the bundle;
    one that it says stands must cover what is in it."""
    if PROJECT not in hashes:
        return [], []  # that a listed file is missing is told by the manifest
    try:
        if any((bundle / name).stat().st_size > LARGEST for name in (PROJECT, RECORD) if name in hashes):
            return [], [_("The signatures were not checked: {name} is far too large.").format(name=PROJECT)]
        plain = msgspec.json.decode((bundle / PROJECT).read_bytes(), type=dict)
        signed = msgspec.convert(plain.get("signatures", []), list[Signature])
        told = _record(bundle / RECORD) if RECORD in hashes else []  # a bundle of an earlier version has none
    except (OSError, msgspec.MsgspecError, RecursionError):
        return [], [_("The signatures cannot be read: data/project.json or data/review.json is not what it should be.")]
    if known is None:
        known = known_signers() if any(each.key for each in signed) else {}
    content = digest_of_plain(plain)
    stated = {msgspec.json.encode(each.signature): each for each in told}
    checks, problems = [], []
    for signature in signed:
        record = stated.pop(msgspec.json.encode(signature), None)
        check = _check(signature, content, known, record.note if record else "")
        checks.append(check)
        problems += _problems(signature, check, record)
    problems += [_not_valid(printable(headline(each.signature)), each) for each in stated.values()]  # taken out of the project
    return checks, problems


def _record(path: Path) -> list[SignatureRecord]:
    return msgspec.json.decode(path.read_bytes(), type=ReviewRecord).signatures


def _check(signature: Signature, content: str, known: Mapping[str, Ed25519PublicKey], note: str) -> SignatureCheck:
    covers = signature.digest == content
    vouched = assurance(signature, known)
    standing = Standing(signature=signature, state=State.STANDS, assurance=vouched)
    words = _("It covers this project.") if covers else _("It does not cover this project as it stands here.")
    told = printable(" ".join(filter(None, [f"{headline(signature)}.", words, note, assurance_words(standing)])))
    return SignatureCheck(name=signature.name, meaning=signature.meaning.value, when=signature.when, digest=signature.digest,
                          covers=covers, assurance=vouched.value, told=told)


def _problems(signature: Signature, check: SignatureCheck, stated: SignatureRecord | None) -> list[str]:
    who = printable(headline(signature))
    if (signature.key or signature.value) and not key_holds(signature):
        return [_("The signature “{who}” is not valid: its key did not sign this.").format(who=who)]
    if stated is None:
        return [_("The signature “{who}” stands in project.json, but not in review.json.").format(who=who)]
    if stated.state == State.NOT_VALID.value:
        return [_not_valid(who, stated)]
    if not check.covers and stated.state != State.BROKEN.value:
        return [_("The signature “{who}” is said to stand, but the project is not what was signed.").format(who=who)]
    return []


def _not_valid(who: str, stated: SignatureRecord) -> str:
    return _("The signature “{who}” is not valid: {problem}").format(who=who, problem=printable(stated.problem))
