"""The files of a bundle as bytes by name, made from the project alone."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping

import msgspec

from rai_desktop import __version__
from rai_desktop.charts.draw import svg
from rai_desktop.clauses.table import Row, rows
from rai_desktop.clauses.touched import touched
from rai_desktop.findings.measurement import Table
from rai_desktop.findings.policy import load_policy
from rai_desktop.i18n import _
from rai_desktop.report import html, pdf
from rai_desktop.report.assessed import is_empty, picture_name
from rai_desktop.report.card import schema as card_schema
from rai_desktop.report.card_pages import card_content
from rai_desktop.report.clause_sheets import clauses_csv
from rai_desktop.report.content import build
from rai_desktop.report.material import Material
from rai_desktop.report.model_card import model_card
from rai_desktop.report.record import record, schema
from rai_desktop.report.repeating import repeating
from rai_desktop.report.review_record import review_record
from rai_desktop.report.scored import scores
from rai_desktop.report.sheets import findings_csv, measurements_csv
from rai_desktop.risks.calendar import actions_ics, has_entries
from rai_desktop.risks.scale import scale_in_use
from rai_desktop.risks.sheets import actions_csv, risks_csv

Progress = Callable[[int, int, str], None]


def files(material: Material, progress: Progress | None = None) -> dict[str, bytes]:
    """Every payload file by its name under data/."""
    made: dict[str, bytes] = {}
    steps = _steps(material)
    for done, (words, make) in enumerate(steps):
        if progress:
            progress(done, len(steps), words)
        made |= make()
    if progress:
        progress(len(steps), len(steps), _("Writing the bundle"))
    return made


def json_bytes(value: object) -> bytes:
    """Readable JSON with sorted names: one form, the same bytes."""
    return msgspec.json.format(msgspec.json.encode(value, order="deterministic"), indent=2) + b"\n"


def _steps(material: Material) -> list[tuple[str, Callable[[], Mapping[str, bytes]]]]:
    content = build(material)
    return [
        (_("Writing numbers and answers"), lambda: _data(material)),
        (_("Drawing pictures"), lambda: dict(_pictures(material))),
        (_("Setting the HTML report"), lambda: {"report.html": html.render(content).encode()}),
        (_("Writing the model card"), lambda: _card(material)),
        (_("Setting the PDF report"), lambda: {"report.pdf": pdf.render(content)}),
    ]


def _data(material: Material) -> dict[str, bytes]:
    made = record(material)
    return {
        "results.json": json_bytes(made), "results.schema.json": json_bytes(schema()),
        "findings.csv": findings_csv(made), "measurements.csv": measurements_csv(made),
        **_risks(material),
        "clauses.csv": clauses_csv(_clauses(material)),
        "answers.json": json_bytes(_answers(material)), "project.json": json_bytes(material.project),
        "review.json": json_bytes(review_record(material)),
        "plan.json": json_bytes(material.project.plan), "how-this-was-made.json": json_bytes(making(material)),
        **{f"evidence/{picture_name(name, 'result')}.json": json_bytes(result)
           for name, result in material.results.items()},
    }


def _risks(material: Material) -> dict[str, bytes]:
    """Register and actions as of the day the report speaks of; a calendar only where there is something to put in it."""
    project, day = material.project, dt.date.fromisoformat(material.day)
    scale, _problem = scale_in_use(project.risk_scale)
    made = {"risks.csv": risks_csv(project, scale, day), "actions.csv": actions_csv(project, day)}
    if not has_entries(project, material.revised):
        return made
    return {**made, "actions.ics": actions_ics(project, material.moment, material.revised)}


def _card(material: Material) -> dict[str, bytes]:
    card = model_card(material)
    return {"model-card.json": json_bytes(card), "model-card.schema.json": json_bytes(card_schema()),
            "model-card.html": html.render(card_content(card, material.moment)).encode()}


def _clauses(material: Material) -> Iterator[Row]:
    """Every clause of the frameworks touched."""
    index = material.index
    for framework in touched(index):
        yield from rows(framework, index, material.day)


def _pictures(material: Material) -> Iterator[tuple[str, bytes]]:
    taken: set[str] = set()
    for name, result in material.results.items():
        for evidence in result.evidence:
            if not isinstance(evidence, Table) and not is_empty(evidence):
                text = '<?xml version="1.0" encoding="utf-8"?>\n' + svg(evidence)
                yield f"pictures/{_free(picture_name(name, evidence.id), taken)}.svg", text.encode()


def _free(name: str, taken: set[str]) -> str:
    """A name that no other picture has, even where capitals do not count; short enough for every system."""
    name = name[:100]
    wanted, count = name, 1
    while wanted.lower() in taken:
        count += 1
        wanted = f"{name}-{count}"
    taken.add(wanted.lower())
    return wanted


def _answers(material: Material) -> dict[str, object]:
    return {"answers": material.project.answers, "packs": {p.id: p.version for p in material.packs},
            "tier": material.tier, "other_tiers": material.other_tiers, "scores": scores(material)}


def making(material: Material) -> dict[str, object]:
    """Versions, seeds, hashes, policy, times and isolation of all that the bundle rests on."""
    policy = json_bytes(load_policy(material.project.plan.policy, as_written=True))
    return {
        "program": {"name": "RAI Desktop", "version": __version__},
        "project": material.project.id, "moment": material.moment, "plan": material.project.plan,
        "policy": {"sha256": hashlib.sha256(policy).hexdigest(), "text": msgspec.json.decode(policy)},
        "assessments": {name: {"status": r.status, "reason": r.reason, "seconds": r.seconds, "version": r.version,
                               "parameters": r.parameters} for name, r in material.results.items()},
        "repeat": repeating(material),
        "risk_scale": scale_in_use(material.project.risk_scale)[0] if material.project.risks else None,
        **({"made_from": material.project.origin} if material.project.origin else {}),
        "packs": {p.id: {"version": p.version, "as_of": p.as_of.isoformat()} for p in material.packs},
        "runs": material.project.runs,
        "csv": "Text cells that begin with = + - @ tab, CR, LF, NUL or a wide form of the signs have an apostrophe before "
               "them, and so has such a sign after blanks, a semicolon, a tab or a line end in a text, so that no spreadsheet "
               "runs them. Numbers are unchanged.",
    }
