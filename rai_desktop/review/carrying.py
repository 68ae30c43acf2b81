"""Carries last year's assessment over into a new one: answers to confirm, risks and open actions, and what it came from."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.document import Document
from rai_desktop.project.model import Answer, Inputs, Origin, Project
from rai_desktop.project.register import Risk
from rai_desktop.risks.register import late, overdue
from rai_desktop.risks.scale import scale_in_use


def carried_over(old: Project, head: str, title: str = "") -> Project:
    """A new project made from `old`, whose newest history row has the hash `head`.

    Taken over: questionnaires, answers and acceptances of risks (each marked with where it came from), risks, suggested
    risks that are none and why, open actions, why clauses do not apply, the plan, and what columns are for. Left behind:
    files, runs, responses to findings, comments, requests, signatures, and what was allowed for the old model.
    """
    now = datetime.now(UTC).astimezone()
    mark = _("{title}, {day}").format(title=old.title or _("untitled assessment"), day=now.date().isoformat())
    return Project(
        id=uuid.uuid4().hex, title=title or old.title, created=now.astimezone(UTC).isoformat(timespec="seconds"),
        analyst=old.analyst, packs=old.packs, pack_versions=old.pack_versions, pack_editions=old.pack_editions,
        plan=old.plan, inputs=_inputs(old.inputs),
        answers={pack: {id_: _carried(answer, mark) for id_, answer in own.items()} for pack, own in old.answers.items()},
        risks={id_: _risk(risk, mark) for id_, risk in old.risks.items()}, risk_scale=old.risk_scale,
        dismissed=old.dismissed, inapplicable=old.inapplicable,
        actions={id_: action for id_, action in old.actions.items() if not action.done},
        origin=Origin(project=old.id, title=old.title, head=head, when=now.date().isoformat()))


def origin_words(origin: Origin) -> str:
    """The assessment a project was made from, the state it was in then, and the day."""
    return _("“{title}”, on {day}; its newest history entry was {head}").format(
        title=origin.title or _("untitled assessment"), day=origin.when, head=origin.head)


def confirm(project: Project, pack: str, questions: Iterable[str]) -> Project:
    """The project with some carried answers taken as true today."""
    own = dict(project.answers.get(pack, {}))
    for id_ in questions:
        if id_ in own:
            own[id_] = msgspec.structs.replace(own[id_], carried="")
    return msgspec.structs.replace(project, answers={**project.answers, pack: own} if own else project.answers)


def unconfirmed(project: Project) -> dict[str, list[str]]:
    """Questions whose answers were carried over and nobody has confirmed, by pack."""
    found = {pack: [id_ for id_, answer in own.items() if answer.carried] for pack, own in project.answers.items()}
    return {pack: ids for pack, ids in found.items() if ids}


def passed(project: Project, day: dt.date) -> int:
    """How many open risks and actions of a project were due before a day."""
    scale, _problem = scale_in_use(project.risk_scale)
    return (sum(overdue(scale, risk, day) for risk in project.risks.values())
            + sum(late(action, day) for action in project.actions.values()))


def carried_words(project: Project) -> str:
    """What was carried over into a new project, and what of it waits for somebody."""
    answers = sum(len(ids) for ids in unconfirmed(project).values())
    acceptances = sum(risk.acceptance is not None and bool(risk.acceptance.carried) for risk in project.risks.values())
    late_ones = passed(project, dt.datetime.now(dt.UTC).astimezone().date())
    said = [ngettext("{n} answer was carried over and is to be confirmed.",
                     "{n} answers were carried over and are to be confirmed.", answers).format(n=answers)]
    if acceptances:
        said.append(ngettext("{n} acceptance of a risk is to be confirmed.", "{n} acceptances of risks are to be confirmed.",
                             acceptances).format(n=acceptances))
    if late_ones:
        said.append(ngettext("{n} due date of a risk or an action has passed.", "{n} due dates of risks and actions have passed.",
                             late_ones).format(n=late_ones))
    return " ".join(said)


def make_from(old: Document, path: Path, title: str = "") -> Project:
    """Write a new .rai file made from an open one, attached files included; complete or not at all."""
    path = Path(path)
    if path.exists():
        raise Refusal(_("There is already a file {name} in this folder.").format(name=path.name), _("Choose another name."))
    head = old.history()[-1].hash
    project = carried_over(old.project, head, title)
    label = _("Made from “{title}”, whose newest history entry is {head}").format(title=old.project.title, head=head)
    part = path.with_name(f".~{path.stem}.new.rai")
    part.unlink(missing_ok=True)
    try:
        with Document.begin(part, project, label) as new:
            for sha256 in evidence_of(project):
                _copy(old, new, sha256)
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    return project


def evidence_of(project: Project) -> Iterator[str]:
    """The hashes of files attached to answers, and of the words they were given under, each once."""
    files = (each.file for own in project.answers.values() for answer in own.values() for each in answer.evidence)
    attached = (file.sha256 for file in files if file and file.sha256)
    yield from dict.fromkeys([*attached, *project.pack_editions.values()])


def _copy(old: Document, new: Document, sha256: str) -> None:
    """A file that is only named by its hash, and kept elsewhere, stays so."""
    try:
        content = old.read(sha256)
    except KeyError:
        return
    new.keep(content)


def _inputs(old: Inputs) -> Inputs:
    """What columns are for stays; every file, and all that was allowed or started for it, is to be chosen anew."""
    return Inputs(roles=old.roles, task=old.task, positive=old.positive, threshold=old.threshold)


def _risk(risk: Risk, mark: str) -> Risk:
    taken = risk.acceptance
    if taken is None or not (taken.who and taken.reason):  # a draft is nobody's word yet
        return risk
    return msgspec.structs.replace(risk, acceptance=msgspec.structs.replace(taken, carried=mark))


def _carried(answer: Answer, mark: str) -> Answer:
    return msgspec.structs.replace(answer, carried=mark)
