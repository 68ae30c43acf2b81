"""Two bundles side by side: inputs, values and verdicts that differ."""

import math
from pathlib import Path

import msgspec

from rai_desktop.charts.numbers import number
from rai_desktop.errors import Refusal
from rai_desktop.findings.metric_names import assessment_name, metric_name
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.model import ColumnRole, Inputs, Plan, Run
from rai_desktop.report.record import SCHEMA, Judged, Number, Record, Span
from rai_desktop.report.wording import group_words, plain_id
from rai_desktop.review.captions import caption
from rai_desktop.review.spelling import status_words

LARGEST = 256 << 20  # bytes of results; our own have some megabytes


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """`inputs`, `verdicts` and `values` are sentences; `within` counts values that moved inside their intervals."""

    inputs: list[str]
    verdicts: list[str]
    values: list[str]
    only_in_a: list[str]
    only_in_b: list[str]
    within: int = 0

    @property
    def same(self) -> bool:
        """Nothing differs at all."""
        return not (self.inputs or self.verdicts or self.values or self.only_in_a or self.only_in_b or self.within)

    def lines(self) -> list[str]:
        """What to print, most important first."""
        if self.same:
            return [_("Nothing differs.")]
        moved = ngettext("{n} more value moved within its interval.", "{n} more values moved within their intervals.",
                         self.within).format(n=self.within)
        return [*self.inputs, *self.verdicts, *self.values, *(_("Only in the first: {w}").format(w=w) for w in
                self.only_in_a), *(_("Only in the second: {w}").format(w=w) for w in self.only_in_b),
                *([moved] if self.within else [])]


def compare(bundle_a: Path, bundle_b: Path) -> Comparison:
    """What changed from the first bundle to the second. Raises Refusal on a bundle that cannot be read."""
    a, b = _read(Path(bundle_a)), _read(Path(bundle_b))
    of_a, of_b = {_name(m): m for m in a.measurements}, {_name(m): m for m in b.measurements}
    both = [name for name in of_a if name in of_b and not _equal(of_a[name].value, of_b[name].value)]
    beyond = [name for name in both if _beyond(of_a[name], of_b[name])]
    judged_a, judged_b = {f.key: f for f in a.findings}, {f.key: f for f in b.findings}
    return Comparison(
        inputs=_inputs(a, b), verdicts=_verdicts(judged_a, judged_b),
        values=[_moved(name, of_a[name], of_b[name]) for name in beyond], within=len(both) - len(beyond),
        only_in_a=[*(n for n in of_a if n not in of_b), *(f.sentence for k, f in judged_a.items() if k not in judged_b)],
        only_in_b=[*(n for n in of_b if n not in of_a), *(f.sentence for k, f in judged_b.items() if k not in judged_a)])


def _read(bundle: Path) -> Record:
    path = bundle / "data" / "results.json"
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise Refusal(_("{name} is no plain file.").format(name=path.name), _("Verify the bundle first."))
    try:
        if path.stat().st_size > LARGEST:
            raise Refusal(_("{name} is far too large.").format(name=path.name), _("Verify the bundle first."))
        record = msgspec.json.decode(path.read_bytes(), type=Record)
    except OSError as error:
        raise Refusal(_("{path} cannot be read.").format(path=path), _("Choose two bundle folders.")) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, MemoryError) as error:
        raise Refusal(_("{path} is not a results file of this program: {why}.").format(path=path, why=error),
                      _("Verify the bundle first.")) from error
    if record.schema != SCHEMA:
        raise Refusal(_("{path} has another form: {schema}.").format(path=path, schema=record.schema[:80]),
                      _("Compare it with the program that wrote it."))
    return record


def _name(m: Number) -> str:
    return f"{assessment_name(m.assessment)}, {metric_name(m.metric)}, {group_words(m.group, m.reference, m.cohort)}"


def _equal(a: float | None, b: float | None) -> bool:
    return a == b if a is None or b is None else math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-12)


def _beyond(a: Number, b: Number) -> bool:
    if a.value is None or b.value is None or a.interval is None or b.interval is None:
        return True
    return not (_holds(a.interval, b.value) and _holds(b.interval, a.value))


def _holds(interval: Span, value: float) -> bool:
    low = -math.inf if interval.low is None else interval.low
    high = math.inf if interval.high is None else interval.high
    return low <= value <= high


def _moved(name: str, a: Number, b: Number) -> str:
    return _("{name}: {a} became {b}").format(name=name, a=number(a.value, a.unit), b=number(b.value, b.unit))


def _verdicts(a: dict[str, Judged], b: dict[str, Judged]) -> list[str]:
    return [_("{a} became {b}: {sentence}").format(a=_(a[key].verdict), b=_(b[key].verdict), sentence=b[key].sentence)
            for key in a if key in b and a[key].verdict != b[key].verdict]


def _inputs(a: Record, b: Record) -> list[str]:
    of_a, of_b = _leaves(a), _leaves(b)
    return [_("{what} differs: {a} became {b}").format(what=what, a=_short(of_a.get(what)), b=_short(of_b.get(what)))
            for what in dict.fromkeys([*of_a, *of_b]) if of_a.get(what) != of_b.get(what)]


def _leaves(record: Record) -> dict[str, object]:
    """Everything that went in, by words for it: files, roles and cuts by column, facts, parameters by assessment."""
    found: dict[str, object] = {caption(Plan, "policy"): record.policy, _("Program"): record.program.version}
    for name, value in msgspec.to_builtins(record.inputs).items():
        if isinstance(value, dict) and name not in ("data", "model", "reference", "train"):
            found |= {f"{_named(name)}, {each}": _said(name, within) for each, within in value.items()}
        else:
            found[_named(name)] = _said(name, value)
    for state in record.assessments:
        found |= {f"{assessment_name(state.assessment)}, {plain_id(each)}": value for each, value in state.parameters.items()}
        found[f"{assessment_name(state.assessment)}, {caption(Run, 'status')}"] = status_words(state.status)
    return found


def _named(name: str) -> str:
    """A field of what went in, as the window calls it."""
    elsewhere = {"bins": caption(ColumnRole, "bins"), "seed": caption(Plan, "seed"), "facts": caption(Run, "facts")}
    return elsewhere.get(name) or caption(Inputs, name)


def _said(name: str, value: object) -> object:
    """What a column or the model is for, in the chosen language; anything else as it is."""
    return _(value) if name in ("roles", "task") and isinstance(value, str) and value else value


def _short(value: object) -> str:
    if isinstance(value, dict) and "sha256" in value:
        hash_ = str(value["sha256"])[:12] or _("no hash")
        return f"{value['name']} ({hash_})"
    words = _("nothing") if value in (None, "", []) else str(value)
    return words if len(words) <= 160 else words[:159] + "…"
