"""export, verify, compare, describe: bundles again, checked, side by side, and what can be run."""

import argparse
import json
from pathlib import Path

import msgspec

from rai_desktop.cli.handing import hand_over
from rai_desktop.cli.keys import read_passphrase
from rai_desktop.i18n import _
from rai_desktop.project.document import Document


def export(chosen: argparse.Namespace) -> int:
    """Write the bundle of a saved project from the project alone."""
    from rai_desktop.review.witness import reviewed

    with Document.open(chosen.project, read_only=True) as document:
        signed = reviewed(document)
        if chosen.policy:
            plan = msgspec.structs.replace(document.project.plan, policy=chosen.policy)
            document.project = msgspec.structs.replace(document.project, plan=plan)
        hand_over(document, chosen.out, chosen.key, read_passphrase(chosen.passphrase_file), signed)
    return 0


def verify(chosen: argparse.Namespace) -> int:
    """Exit 0 when every file is what the manifest says, 1 with the names of those that are not; so too for the history and
    the signatures of a project file."""
    from rai_desktop.report.verify import verify as check

    if Path(chosen.bundle).is_file():
        return _verify_project(Path(chosen.bundle), as_json=chosen.json)
    verification = check(Path(chosen.bundle))
    if chosen.json:
        print(json.dumps(msgspec.to_builtins(verification), indent=2))
    else:
        for problem in verification.problems:
            print(problem)
        for signature in verification.signatures:
            print(_("Signature: {told}").format(told=signature.told))
        signer = f" ({verification.signer})" if verification.signer else ""
        words = _("Whole: {bundle}. Signature of the bundle: {signature}.") if verification.ok else _(
            "NOT whole: {bundle}. Signature of the bundle: {signature}.")
        print(words.format(bundle=chosen.bundle, signature=f"{_signature_words(verification.signature)}{signer}"))
    return 0 if verification.ok else 1


def _signature_words(state: str) -> str:
    return {"none": _("none"), "verified": _("verified"), "unknown signer": _("unknown signer"), "broken": _("broken")}[state]


def _verify_project(path: Path, *, as_json: bool) -> int:
    from rai_desktop.report.bag import printable
    from rai_desktop.review.standing import State
    from rai_desktop.review.told import assurance_words, headline, state_words
    from rai_desktop.review.witness import reviewed

    with Document.open(path, read_only=True) as document:
        found, standings = document.verify_history(), reviewed(document).standings
    ok = found.ok and all(each.state is not State.NOT_VALID for each in standings)
    told = [printable(f"{headline(each.signature)}. {state_words(each)} {assurance_words(each)}") for each in standings]
    if as_json:
        print(json.dumps({"ok": ok, "entries": found.rows, "head": found.head, "problem": found.problem, "notes": found.notes,
                          "signatures": [{"state": each.state.value, "told": words}
                                         for each, words in zip(standings, told, strict=True)]}, indent=2))
        return 0 if ok else 1
    for line in filter(None, (found.problem, *found.notes)):
        print(printable(line))
    for words in told:
        print(_("Signature: {told}").format(told=words))
    said = _("Whole: {name}, {n} entries.") if ok else _("NOT whole: {name}, {n} entries.")
    print(said.format(name=path.name, n=found.rows))
    return 0 if ok else 1


def compare(chosen: argparse.Namespace) -> int:
    """Exit 0 when nothing differs, 1 with what does."""
    from rai_desktop.report.compare import compare as differ

    comparison = differ(Path(chosen.a), Path(chosen.b))
    if chosen.json:
        print(json.dumps({"same": comparison.same, **msgspec.to_builtins(comparison)}, indent=2))
    else:
        for line in comparison.lines():
            print(line)
    return 0 if comparison.same else 1


def describe(chosen: argparse.Namespace) -> int:
    """Every assessment, pack and policy with its parameters."""
    from rai_desktop.engine.describing import describe as assessments
    from rai_desktop.engine.versions import versions
    from rai_desktop.findings.policy import policies
    from rai_desktop.questionnaire.catalog import packs

    known = {
        "versions": versions(),
        "assessments": msgspec.to_builtins(assessments()),
        "policies": [{"id": each.id, "title": each.title, "version": each.version} for each in policies()],
        "questionnaires": [{"id": each.id, "title": each.title, "version": each.version} for each in packs()],
    }
    if chosen.json:
        print(json.dumps(known, indent=2))
    else:
        _print_known(known)
    return 0


def _print_known(known: dict[str, list[dict[str, object]]]) -> None:
    titles = {"assessments": _("Assessments"), "policies": _("Policies"), "questionnaires": _("Questionnaires")}
    for kind, title in titles.items():
        print(title)
        for each in known[kind]:
            print(f"  {each['id']}: {each['title']}")
