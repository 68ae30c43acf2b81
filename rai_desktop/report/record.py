"""results.json: inputs, measurements and findings in the fixed form that scripts and reviewers read."""

import msgspec

from rai_desktop import __version__
from rai_desktop.findings.finding import ClauseRef, Finding, Response
from rai_desktop.findings.measurement import Cell, Interval, Measurement, Result
from rai_desktop.project.model import FileRef
from rai_desktop.report.inputs import file_name, used
from rai_desktop.report.material import Material

SCHEMA = "rai-desktop/results/1"


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """An interval; an open end is null."""

    low: float | None
    high: float | None
    level: float
    method: str


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """One measurement."""

    assessment: str
    metric: str
    group: dict[str, str]
    reference: dict[str, str]
    cohort: str
    value: float | None
    interval: Span | None
    n: int
    unit: str
    note: str
    p_value: float | None
    comparisons: int


class Program(msgspec.Struct, frozen=True, kw_only=True):
    """What wrote the file."""

    name: str
    version: str


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """A clause that a finding is evidence for."""

    framework: str
    id: str
    strength: str


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """The analyst's response; empty texts where nothing was said."""

    comment: str
    owner: str
    mitigation: str
    due: str
    accepted_reason: str


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """One finding with its clauses and the analyst's response."""

    key: str
    assessment: str
    metric: str
    group: dict[str, str]
    reference: dict[str, str]
    cohort: str
    verdict: str
    policy: str
    rule: str
    threshold: str
    source: str
    status: str
    clauses: list[Evidence]
    sentence: str
    value: float | None
    interval: Span | None
    n: int
    unit: str
    informational: bool
    response: Said


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A file by name and hash."""

    name: str
    sha256: str
    size: int
    format: str
    options: dict[str, str]


class Ins(msgspec.Struct, frozen=True, kw_only=True):
    """What went in."""

    data: File | None
    model: File | None
    reference: File | None
    train: File | None
    roles: dict[str, str]
    bins: dict[str, list[float]]
    task: str
    positive: str
    threshold: float | None
    python: str
    allowed_names: list[str]
    allowed_reason: str
    code: list[File]
    seed: int
    facts: dict[str, Cell]


class State(msgspec.Struct, frozen=True, kw_only=True):
    """How one assessment ended and with which parameters."""

    assessment: str
    status: str
    reason: str
    version: str
    parameters: dict[str, Cell | list[Cell]]
    seconds: float


class Ran(msgspec.Struct, frozen=True, kw_only=True):
    """One run of the project; the last one gave the numbers."""

    id: str
    started: str
    ended: str
    status: str
    seed: int


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """The whole file."""

    schema: str
    program: Program
    project: str
    title: str
    policy: str
    run: str
    runs: list[Ran]
    inputs: Ins
    assessments: list[State]
    measurements: list[Number]
    findings: list[Judged]


def record(material: Material) -> Record:
    """The record of a project's results."""
    return Record(
        schema=SCHEMA, program=Program(name="RAI Desktop", version=__version__), project=material.project.id,
        title=material.project.title, policy=f"{material.policy.id} {material.policy.version}",
        run=material.run.id if material.run else "",
        runs=[Ran(id=r.id, started=r.started, ended=r.ended, status=r.status, seed=r.seed)
              for r in material.project.runs],
        inputs=_inputs(material),
        assessments=[_state(result) for result in material.results.values()],
        measurements=[_number(m) for result in material.results.values() for m in result.measurements],
        findings=[_judged(finding, material) for finding in material.findings])


def schema() -> dict[str, object]:
    """The JSON Schema of results.json (draft 2020-12)."""
    made = msgspec.json.schema(Record)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": SCHEMA, **made}


def _inputs(material: Material) -> Ins:
    inputs, run = used(material), material.run
    files = {name: getattr(inputs, name) for name in ("data", "model", "reference", "train")}
    known = {name: ref and _file(ref) for name, ref in files.items()}
    return Ins(**known, roles={name: role.role.value for name, role in inputs.roles.items()},
               bins={name: role.bins for name, role in inputs.roles.items() if role.bins}, python=inputs.python,
               allowed_names=inputs.allowed_names, allowed_reason=inputs.allowed_reason, code=[_file(ref) for ref in inputs.code],
               task=inputs.task.value if inputs.task else "", positive=inputs.positive, threshold=inputs.threshold,
               seed=run.seed if run else material.project.plan.seed, facts=run.facts if run else {})


def _file(ref: FileRef) -> File:
    return File(name=file_name(ref), sha256=ref.sha256, size=ref.size, format=ref.format, options=ref.options)


def _state(result: Result) -> State:
    return State(assessment=result.assessment, status=result.status, reason=result.reason, version=result.version,
                 parameters=result.parameters, seconds=result.seconds)


def _span(interval: Interval | None) -> Span | None:
    if interval is None:
        return None
    return Span(low=interval.low, high=interval.high, level=interval.level, method=interval.method)


def _number(m: Measurement) -> Number:
    return Number(assessment=m.assessment, metric=m.metric, group=m.group, reference=m.reference, cohort=m.cohort,
                  value=m.value, interval=_span(m.interval), n=m.n, unit=m.unit, note=m.note, p_value=m.p_value,
                  comparisons=m.comparisons)


def _judged(f: Finding, material: Material) -> Judged:
    response = material.project.responses.get(f.key, Response())
    return Judged(key=f.key, assessment=f.assessment, metric=f.metric, group=f.group, reference=f.reference,
                  cohort=f.cohort, verdict=f.verdict.value, policy=f.policy, rule=f.rule, threshold=f.threshold,
                  source=f.source, status=f.status, clauses=[_clause(c) for c in f.clauses], sentence=f.sentence, value=f.value,
                  interval=_span(f.interval), n=f.n, unit=f.unit, informational=f.informational,
                  response=Said(comment=response.comment, owner=response.owner, mitigation=response.mitigation,
                                due=response.due, accepted_reason=response.accepted_reason))


def _clause(c: ClauseRef) -> Evidence:
    return Evidence(framework=c.framework, id=c.id, strength=c.strength)
