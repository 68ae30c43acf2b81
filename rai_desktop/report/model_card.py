"""The model card made from the project: what it is, for what, for whom, how well it does for which group, what is not known."""

from collections.abc import Iterable, Sequence

from rai_desktop import __version__
from rai_desktop.findings.finding import Finding, Verdict
from rai_desktop.i18n import _, digits, ngettext
from rai_desktop.project.model import FileRef, Role
from rai_desktop.questionnaire.question import Feed
from rai_desktop.report.card import SCHEMA, Card, Grid, Section, Told
from rai_desktop.report.card_numbers import judged, metrics_told, numbers
from rai_desktop.report.feeding import Fed, fed, feed_words
from rai_desktop.report.inputs import file_name, used
from rai_desktop.report.material import Material
from rai_desktop.report.wording import graver

_MOST = 12  # sentences of one kind; the report has all of them
Feeds = dict[Feed, list[Fed]]


def model_card(material: Material) -> Card:
    """The card; the same project gives the same card."""
    told = fed(material)
    sections = [_details(material, told), _use(told), _factors(material, told), _metrics(material),
                _evaluation(material, told), _training(material, told), _quantitative(material),
                _ethics(material, told), _caveats(material, told)]
    return Card(schema=SCHEMA, program=f"RAI Desktop {__version__}", project=material.project.id,
                title=material.project.title or _("Untitled assessment"), date=material.day,
                run=material.run.id if material.run else "", policy=f"{material.policy.id} {material.policy.version}",
                sections=sections)


def _details(material: Material, told: Feeds) -> Section:
    inputs, facts = used(material), material.run.facts if material.run else {}
    libraries = [f"{name.removeprefix('model_')} {value}" for name, value in sorted(facts.items())
                 if name.startswith("model_") and name != "model_kind"]
    return Section(id="model_details", title=_("Model details"), told=[
        *_lines(told, Feed.NAME, Feed.DESCRIPTION, Feed.OWNER, Feed.MAKER, Feed.STAGE),
        Told(name=_("Kind of model"), value=str(facts.get("estimator") or "") or _no_model(inputs.model)),
        Told(name=_("Made with"), value=", ".join(libraries) or None),
        Told(name=_("Model file"), value=_file(inputs.model)),
        Told(name=_("Task"), value=_(inputs.task.value) if inputs.task else None),
        Told(name=_("Favourable outcome"), value=inputs.positive or None),
        Told(name=_("Assessed by"), value=material.project.analyst or None),
        Told(name=_("Assessed on"), value=material.day),
    ])


def _no_model(ref: FileRef | None) -> str | None:
    return None if ref else _("not opened: only its predictions were assessed")


def _file(ref: FileRef | None) -> str | None:
    if ref is None:
        return None
    return _("{name}, SHA-256 {hash}").format(name=file_name(ref), hash=ref.sha256) if ref.sha256 else file_name(ref)


def _use(told: Feeds) -> Section:
    feeds = (Feed.PURPOSE, Feed.USES, Feed.UNSUPPORTED_USES, Feed.STAKEHOLDERS, Feed.RACI)
    return Section(id="intended_use", title=_("Intended use"), told=_lines(told, *feeds), tables=_grids(told, *feeds))


def _factors(material: Material, told: Feeds) -> Section:
    roles = used(material).roles
    sensitive = [name for name, had in roles.items() if had.role in {Role.SENSITIVE, Role.SENSITIVE_FEATURE}]
    inside = [name for name, had in roles.items() if had.role is Role.SENSITIVE_FEATURE]
    return Section(id="factors", title=_("Factors"), tables=_grids(told, Feed.GROUPS), told=[
        *_lines(told, Feed.GROUPS, Feed.SETTING),
        Told(name=_("Columns by which people were compared"), value=", ".join(sensitive) or None),
        Told(name=_("Of these, used by the model as inputs"), value=", ".join(inside) or (_("none") if sensitive else None)),
    ])


def _metrics(material: Material) -> Section:
    threshold = used(material).threshold
    return Section(id="metrics", title=_("Metrics"), tables=metrics_told(material), told=[
        Told(name=_("Policy that judges"), value=_("{title}, version {version} of {date}").format(
            title=material.policy.title, version=material.policy.version, date=material.policy.date)),
        Told(name=_("Decision threshold"), value=digits(threshold) if threshold is not None else None),
    ], notes=[_("Each number has the rows it rests on and, where one can be made, an interval. Where many groups are compared, "
                "intervals are widened for that.")])


def _evaluation(material: Material, told: Feeds) -> Section:
    inputs, facts = used(material), material.run.facts if material.run else {}
    return Section(id="evaluation_data", title=_("Evaluation data"), tables=_grids(told, Feed.EVALUATION_DATA), told=[
        Told(name=_("Data"), value=_file(inputs.data)),
        Told(name=_("Rows"), value=f"{facts['rows']:,}" if isinstance(facts.get("rows"), int) else None),
        Told(name=_("Features"), value=str(facts["features"]) if facts.get("features") is not None else None),
        Told(name=_("Reference data"), value=_file(inputs.reference)),
        *_lines(told, Feed.EVALUATION_DATA),
    ])


def _training(material: Material, told: Feeds) -> Section:
    notes = [] if told.get(Feed.TRAINING_DATA) else [
        _("What the model learned from was not told in this assessment, so how its data were gathered cannot be judged here.")]
    return Section(id="training_data", title=_("Training data"), tables=_grids(told, Feed.TRAINING_DATA), notes=notes,
                   told=[Told(name=_("Training data file"), value=_file(used(material).train)),
                         *_lines(told, Feed.TRAINING_DATA)])


def _quantitative(material: Material) -> Section:
    notes = [] if material.results else [_("Nothing has been measured.")]
    if material.stale:
        notes.append(_("Stale: {why}").format(why=" ".join(material.stale)))
    return Section(id="quantitative_analyses", title=_("Quantitative analyses"), notes=notes, numbers=numbers(material),
                   judged=judged(graver(material.findings)))


def _ethics(material: Material, told: Feeds) -> Section:
    feeds = (Feed.SENSITIVE_DATA, Feed.OVERSIGHT, Feed.HARMS, Feed.MISUSE)
    return Section(id="ethical_considerations", title=_("Ethical considerations"), told=_lines(told, *feeds),
                   tables=[*_grids(told, *feeds), *_risks(material)])


def _risks(material: Material) -> list[Grid]:
    risks = material.project.risks.values()
    if not risks:
        return []
    rows = [[risk.title, ", ".join(risk.stakeholders), _rated(risk.severity, risk.likelihood),
             risk.treatment.value if risk.treatment else _("not decided"), risk.plan,
             _rated(risk.residual_severity, risk.residual_likelihood)] for risk in risks if not risk.closed]
    return [Grid(title=_("Risks"), rows=rows, columns=[
        _("Risk"), _("Who bears it"), _("Severity and likelihood"), _("Treatment"), _("Plan"), _("After treatment")])]


def _rated(severity: str, likelihood: str) -> str:
    return " × ".join([severity or "?", likelihood or "?"]) if severity or likelihood else _("not rated")


def _caveats(material: Material, told: Feeds) -> Section:
    return Section(id="caveats", title=_("Caveats and recommendations"), told=_lines(told, Feed.LIMITS, Feed.MONITORING),
                   tables=_grids(told, Feed.LIMITS, Feed.MONITORING), notes=[
                       *_sentences(material.findings, Verdict.NOT_ENOUGH_EVIDENCE, _("Not enough evidence: {what}")),
                       *_sentences(material.findings, Verdict.NOT_RUN, _("Not measured: {what}")),
                       _("Whether the table represents the people the system will meet cannot be seen from the table."),
                       _("This card tells what was assessed; it is not a statement that a law is kept.")])


def _sentences(findings: Iterable[Finding], verdict: Verdict, pattern: str) -> list[str]:
    found = [each for each in findings if each.verdict is verdict and not each.informational]
    said = [pattern.format(what=each.sentence) for each in found[:_MOST]]
    if (more := len(found) - _MOST) > 0:
        said.append(ngettext("{n} more of this kind is in the report.", "{n} more of this kind are in the report.",
                             more).format(n=more))
    return said


def _lines(told: Feeds, *feeds: Feed) -> list[Told]:
    """Answers in words; a kind of answer of which nothing was told stands there as not told."""
    lines: list[Told] = []
    for feed in feeds:
        found: Sequence[Fed] = told.get(feed, [])
        lines += [Told(name=each.question.text, value="\n".join(filter(None, [each.words, each.answer.note])))
                  for each in found if not each.is_table]
        if not found:
            lines.append(Told(name=feed_words(feed), value=None))
    return lines


def _grids(told: Feeds, *feeds: Feed) -> list[Grid]:
    """Answers that are tables."""
    return [Grid(title=each.question.text, columns=each.heads(), rows=each.rows())
            for feed in feeds for each in told.get(feed, []) if each.is_table]
