"""questionnaire: the packs there are, and the tier and scores of answers."""

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from rai_desktop.cli.running import say
from rai_desktop.errors import Refusal, reason
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.model import Answer
from rai_desktop.project.plain_files import plain
from rai_desktop.site_bytes import site_bytes

if TYPE_CHECKING:
    from rai_desktop.questionnaire.outcome import Tier
    from rai_desktop.questionnaire.question import Pack


def list_packs(chosen: argparse.Namespace) -> int:
    """Every pack with its version and number of questions; and why a file of the site is none."""
    from rai_desktop.questionnaire import suggestions
    from rai_desktop.questionnaire.catalog import broken, packs

    for refusal in (*broken(), *suggestions.broken()):
        say(str(refusal))
    found = [{"id": each.id, "title": each.title, "version": each.version,
              "questions": sum(len(section.questions) for section in each.sections)} for each in packs()]
    if chosen.json:
        print(json.dumps(found, indent=2))
    else:
        for each in found:
            words = ngettext("{title}, version {version}, {n} question", "{title}, version {version}, {n} questions",
                             int(str(each["questions"])))
            print(f"{each['id']}  " + words.format(title=each["title"], version=each["version"], n=each["questions"]))
    return 0


def score_pack(chosen: argparse.Namespace) -> int:
    """Scores of a pack's answers, and the EU AI Act tier where the pack decides one."""
    from rai_desktop.questionnaire.catalog import pack
    from rai_desktop.questionnaire.scoring import as_json, score
    from rai_desktop.questionnaire.tier import tier_of

    chosen_pack = pack(chosen.pack)
    everything = read_answers(chosen.answers, chosen_pack.id)
    _check_known(everything.get(chosen_pack.id, {}), chosen_pack, chosen.answers)
    _check_single(everything.get(chosen_pack.id, {}), chosen_pack, chosen.answers)
    _tell_misfits(everything.get(chosen_pack.id, {}), chosen_pack)
    found = as_json(score(chosen_pack, everything))
    tier = tier_of(everything, datetime.now(UTC).date(), chosen_pack) if chosen_pack.classification is not None else None
    if tier is not None:
        found["tier"] = msgspec.to_builtins(tier)
    if chosen.json:
        print(json.dumps(found, indent=2))
    else:
        print("\n".join(_score_lines(chosen_pack, everything, tier)))
    return 0


def _score_lines(pack: "Pack", answers: dict[str, dict[str, Answer]], tier: "Tier | None") -> Iterator[str]:
    """Points and tier in words, as the window and the report say them."""
    from rai_desktop.questionnaire.scored import scored

    yield _("{title}, version {version}").format(title=pack.title, version=pack.version)
    if tier is not None:
        yield from (tier.title, tier.sentence, *(f"  {duty.text}" for duty in tier.duties))
    if (points := scored(pack, answers)) is not None:
        yield from (points.headline, *points.lines)
        yield from ("  " + _("{caption}: {words}").format(caption=title, words=words)
                    for title, words in (*points.sections, *points.obligations))
    if tier is None and points is None:
        yield _("This questionnaire gives no points and decides no tier.")


def _check_known(answers: dict[str, Answer], chosen: "Pack", path: Path) -> None:
    """A misspelt question would silently count as not answered: say so, and refuse when nothing fits."""
    known = {question.id for section in chosen.sections for question in section.questions}
    if not (unknown := [name for name in answers if name not in known]):
        return
    if len(unknown) == len(answers):
        raise Refusal(_("{path} holds no answers to questions of {pack}; it speaks of {names}.").format(
            path=path, pack=chosen.id, names=", ".join(unknown[:5])),
            _("The pack asks, for instance, {names}.").format(names=", ".join(sorted(known)[:3])))
    say(_("{pack} has no question {names}; these answers are not counted.").format(pack=chosen.id, names=", ".join(unknown)))


def _check_single(answers: dict[str, Answer], chosen: "Pack", path: Path) -> None:
    """Two answers to a question that takes one: nobody can say which of them counts."""
    from rai_desktop.questionnaire.answers import chosen as ticked
    from rai_desktop.questionnaire.question import Kind

    for name, answer in answers.items():
        takes_one = name in chosen.places and chosen.question(name).kind in {Kind.SINGLE, Kind.YESNO, Kind.SCALE}
        if takes_one and len(given := ticked(answer.value)) > 1:
            raise Refusal(_("{path} gives {name} {n} answers ({given}); it takes one.").format(
                path=path, name=name, n=len(given), given=", ".join(given)), _("Leave the one that holds, as text."))


def _tell_misfits(answers: dict[str, Answer], chosen: "Pack") -> None:
    """An answer that is none of a question's options counts for nothing: say so, one by one. Of several choices, those
    that fit count."""
    from rai_desktop.questionnaire.answers import problem
    from rai_desktop.questionnaire.question import Kind

    for name, answer in answers.items():
        if name not in chosen.places or not (sentence := problem(question := chosen.question(name), answer)):
            continue
        words = _("{name}: {sentence} This answer is not counted as it is.")
        if question.kind in {Kind.MATRIX, Kind.MULTIPLE}:
            words = _("{name}: {sentence} Of this answer, only what fits is counted.")
        say(words.format(name=name, sentence=sentence))


def read_answers(path: Path, pack: str = "") -> dict[str, dict[str, Answer]]:
    """Answers by pack and question. A file of one pack's answers, or of bare values, is taken too."""
    try:
        content = json.loads(site_bytes(plain(path)).decode("utf-8-sig"))
    except FileNotFoundError:
        raise Refusal(_("There is no file {path}.").format(path=path), _("Check the path of --answers.")) from None
    except OSError as error:
        raise Refusal(_("{path} cannot be read: {why}.").format(path=path, why=reason(error)),
                      _("Check the path and its permissions.")) from None
    except (ValueError, RecursionError) as error:  # no text, no JSON, a number of thousands of digits, brackets without end
        raise Refusal(_("{path} is not JSON: {error}.").format(path=path, error=error), _shape()) from None
    if not isinstance(content, dict):
        raise Refusal(_("{path} does not hold answers.").format(path=path), _shape())
    if isinstance(content.get("answers"), dict):  # a bundle's, a form of ours, or anything that has answers among other things
        content = content["answers"]
    if pack:
        content = _by_pack(content, pack)
    if strange := [name for name, own in content.items() if not isinstance(own, dict)]:
        raise Refusal(_("{path} does not hold answers under {name}.").format(path=path, name=strange[0]), _shape())
    return {name: {question: _answer(value, question, path) for question, value in answers.items()}
            for name, answers in content.items()}


def _shape() -> str:
    return _("Answers are JSON: {form}.").format(form="{pack: {question: answer}}")


def _by_pack(content: dict[str, Any], pack: str) -> dict[str, Any]:
    """By pack, whether the file said so, in either way of writing an id (canada-aia), or holds one pack's answers alone."""
    for name in (pack, pack.replace("_", "-")):
        if isinstance(found := content.get(name), dict) and "value" not in found:
            return {each: own for each, own in content.items() if each != name} | {pack: found}
    return {pack: content}


def _answer(value: object, question: str, path: Path) -> Answer:
    try:
        return msgspec.convert(value if isinstance(value, dict) else {"value": value}, Answer)
    except msgspec.ValidationError as error:
        raise Refusal(_("The answer to {question} in {path} does not fit: {error}.").format(
            question=question, path=path, error=error),
                      _("An answer is text, a number, a list, or {form}.").format(form='{"value": …, "note": …}')) from None
