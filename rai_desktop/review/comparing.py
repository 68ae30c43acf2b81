"""Two versions of an assessment side by side: answers, tier, scores, findings, inputs, policy, risks, questionnaires."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import PurePath

import msgspec

from rai_desktop.findings.policy import load_policy
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.cells import csv_bytes
from rai_desktop.project.model import FileRef, Inputs, Project
from rai_desktop.project.register import Action, Risk
from rai_desktop.questionnaire.catalog import find
from rai_desktop.questionnaire.scoring import score
from rai_desktop.questionnaire.tier import tier_of
from rai_desktop.review.answers_between import answers_between
from rai_desktop.review.carrying import unconfirmed
from rai_desktop.review.difference import Difference, Part, between, part_words, way_words
from rai_desktop.review.findings_between import findings_between
from rai_desktop.review.sides import Side


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What changed from `first` to `second`, both by name; `told` says what could not be compared,
    `remarks` what a reader should know besides."""

    first: str
    second: str
    differences: list[Difference]
    told: list[str] = []
    remarks: list[str] = []

    @property
    def same(self) -> bool:
        """Nothing differs, and everything could be compared."""
        return not self.differences and not self.told


def compare(a: Side, b: Side) -> Comparison:
    """Everything that differs from the first side to the second, part by part."""
    found = [*answers_between(a.project, b.project), *_tiers(a.project, b.project), *_scores(a.project, b.project),
             *findings_between(a.findings, b.findings), *_inputs(a.project, b.project), *_policies(a.project, b.project),
             *_risks(a.project, b.project), *_actions(a.project, b.project),
             *between(Part.PACKS, _packs(a.project), _packs(b.project))]
    told = [_("{side}: {why}").format(side=side.name, why=side.untold) for side in (a, b) if side.untold]
    return Comparison(first=a.name, second=b.name, differences=found, told=told,
                      remarks=[words for side in (a, b) if (words := _unconfirmed_words(side))])


def _unconfirmed_words(side: Side) -> str:
    count = sum(len(ids) for ids in unconfirmed(side.project).values())
    return ngettext("{side}: {n} answer was carried over and is not confirmed yet.",
                    "{side}: {n} answers were carried over and are not confirmed yet.", count).format(
        side=side.name, n=count) if count else ""


def as_text(found: Comparison, shown: Iterable[Difference] | None = None) -> str:
    """The comparison as plain text, to be read or mailed."""
    chosen = list(found.differences if shown is None else shown)
    lines = [_("From: {name}").format(name=found.first), _("To: {name}").format(name=found.second), *found.told,
             *found.remarks]
    for part in Part:
        within = [each for each in chosen if each.part is part]
        if within:
            lines += ["", part_words(part), *(line for each in within for line in _lines(each))]
    return "\n".join([*lines, "", counted(chosen)]) + "\n"


def as_csv(found: Comparison, shown: Iterable[Difference] | None = None) -> str:
    """The comparison as a table; cells a spreadsheet program would compute are made text."""
    head = [_("Part"), _("What"), _("Where"), found.first, found.second, _("Within its interval")]
    rows = ([part_words(each.part), way_words(each.way), each.place, each.before, each.after, _("yes") if each.slight else ""]
            for each in (found.differences if shown is None else shown))
    return csv_bytes(head, rows).decode("utf-8-sig")


def counted(shown: Iterable[Difference]) -> str:
    """How many there are, in words."""
    count = len(list(shown))
    return ngettext("{n} difference.", "{n} differences.", count).format(n=count) if count else _("Nothing differs.")


def _lines(each: Difference) -> Iterator[str]:
    yield f"  {way_words(each.way)}: {each.place}"
    if each.before:
        yield "    " + _("before: {words}").format(words=_indented(each.before))
    if each.after:
        yield "    " + _("after: {words}").format(words=_indented(each.after))
    if each.slight:
        yield "    " + _("within its interval")


def _indented(words: str) -> str:
    return words.replace("\n", "\n            ")


def _tiers(a: Project, b: Project) -> Iterator[Difference]:
    yield from between(Part.TIER, _tier(a), _tier(b))


def _tier(project: Project) -> dict[str, str]:
    """The tier that each questionnaire gives, as of today."""
    found = {}
    today = datetime.now(UTC).date()
    for pack in filter(None, map(find, project.packs)):
        if pack.classification is not None and project.answers.get(pack.id):
            outcome = tier_of(project.answers, today, pack)
            found[pack.title] = outcome.title
            found |= {_("{pack}, duty").format(pack=pack.title) + f": {duty.text}": _("applies") for duty in outcome.duties}
    return found


def _scores(a: Project, b: Project) -> Iterator[Difference]:
    yield from between(Part.SCORES, _scored(a), _scored(b))


def _scored(project: Project) -> dict[str, str]:
    found = {}
    for pack in filter(None, map(find, project.packs)):
        if not project.answers.get(pack.id):
            continue
        scores = score(pack, project.answers)
        names = pack.scoring.scores if pack.scoring else {}
        for kind, points in scores.scores.items():
            title = names[kind].title if kind in names else kind
            found[f"{pack.title}: {title}"] = _("{points} of {most}").format(points=points, most=scores.maxima[kind])
        if scores.level:
            found[_("{pack}: level").format(pack=pack.title)] = scores.level_title or scores.level_id
    return found


def _inputs(a: Project, b: Project) -> Iterator[Difference]:
    yield from between(Part.INPUTS, _input_words(a.inputs), _input_words(b.inputs))


def _input_words(inputs: Inputs) -> dict[str, str]:
    files = {_("Data"): inputs.data, _("Model"): inputs.model, _("Reference table"): inputs.reference,
             _("Training table"): inputs.train}
    found = {name: _file(ref) if ref else "" for name, ref in files.items()}
    found |= {_("Code: {name}").format(name=PurePath(ref.path).name): _file(ref) for ref in inputs.code}
    for column, role in inputs.roles.items():
        cuts = ", ".join(f"{cut:g}" for cut in role.bins)
        words = _("{role}, cut at {cuts}").format(role=_(role.role.value), cuts=cuts) if cuts else _(role.role.value)
        found[_("Column “{name}”").format(name=column)] = words
    found[_("Task")] = _(inputs.task.value) if inputs.task else ""
    found[_("Favourable outcome")] = inputs.positive
    found[_("Threshold")] = "" if inputs.threshold is None else f"{inputs.threshold:g}"
    found[_("Interpreter")] = inputs.python
    found[_("Names accepted in the model")] = ", ".join(inputs.allowed_names)
    return found


def _file(ref: FileRef) -> str:
    name = PurePath(ref.path.replace("\\", "/")).name
    return _("{name} (SHA-256 {start}…)").format(name=name, start=ref.sha256[:12]) if ref.sha256 else name


def _policies(a: Project, b: Project) -> Iterator[Difference]:
    yield from between(Part.POLICY, _plan(a), _plan(b))


def _plan(project: Project) -> dict[str, str]:
    found = {_("Policy"): _policy_words(project.plan.policy), _("Seed"): str(project.plan.seed)}
    for planned in project.plan.assessments or []:
        settings = ", ".join(f"{name} = {value}" for name, value in planned.parameters.items())
        found[_("Assessment {name}").format(name=planned.assessment)] = settings or _("planned")
    return found


def _policy_words(name: str) -> str:
    known = load_policy(name)
    return _("{title}, version {version}").format(title=known.title, version=known.version)


def _risks(a: Project, b: Project) -> Iterator[Difference]:
    """Risks are the same by their id, also when somebody gave one another title."""
    for each in between(Part.RISKS, {id_: _risk(one) for id_, one in a.risks.items()},
                        {id_: _risk(one) for id_, one in b.risks.items()}):
        yield msgspec.structs.replace(each, place=_title(each.place, b.risks, a.risks))


def _actions(a: Project, b: Project) -> Iterator[Difference]:
    for each in between(Part.ACTIONS, {id_: _action(one) for id_, one in a.actions.items()},
                        {id_: _action(one) for id_, one in b.actions.items()}):
        yield msgspec.structs.replace(each, place=_title(each.place, b.actions, a.actions))


def _title(id_: str, *registers: Mapping[str, Risk] | Mapping[str, Action]) -> str:
    return next(register[id_].title for register in registers if id_ in register)


def _risk(risk: Risk) -> str:
    told = [risk.title, _("severity {level}").format(level=risk.severity) if risk.severity else "",
            _("likelihood {level}").format(level=risk.likelihood) if risk.likelihood else "",
            _(risk.treatment.value) if risk.treatment else "", risk.harm, risk.plan, risk.owner, risk.due,
            _("left: {severity} × {likelihood}").format(severity=risk.residual_severity, likelihood=risk.residual_likelihood)
            if risk.residual_severity or risk.residual_likelihood else "",
            _("accepted by {who}: {why}").format(who=risk.acceptance.who, why=risk.acceptance.reason) if risk.acceptance else "",
            _("closed {day}").format(day=risk.closed) if risk.closed else ""]
    return _("; ").join(words for words in told if words)


def _action(action: Action) -> str:
    done = _("done {day}").format(day=action.done) if action.done else _("open")
    due = _("due {day}").format(day=action.due) if action.due else ""
    return _("; ").join(words for words in (action.title, done, action.owner, due, action.note) if words)


def _packs(project: Project) -> dict[str, str]:
    """Questionnaires in use, each with the version its answers were given under where the project says so."""
    found = {}
    for id_ in project.packs:
        pack, version = find(id_), project.pack_versions.get(id_, "")
        found[pack.title if pack else id_] = _("version {version}").format(version=version) if version else _("in use")
    return found


