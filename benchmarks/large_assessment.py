"""A large assessment as a project file: every pack answered, the example's data and model, a finished run, long registers."""

import sys
from pathlib import Path

import msgspec

from benchmarks.answering import everything
from rai_desktop.cli.running import run_project
from rai_desktop.project import links
from rai_desktop.project.example import create_example
from rai_desktop.project.model import Project
from rai_desktop.project.register import Action, Risk
from rai_desktop.project.reviewing import Comment
from rai_desktop.questionnaire import catalog

RISKS = ACTIONS = COMMENTS = 40
_TEXT = "Somebody is refused who would have paid back, and is told neither why nor whom to ask about it."


def write_large_assessment(folder: Path) -> Path:
    """Runs the example's whole plan in the real engine, so it takes its time."""
    with create_example(folder / "large.rai") as document:
        run_project(document)
        document.apply("Everything", _filled)
        return document.path


def _filled(project: Project) -> Project:
    """With every pack answered, risks, what is done about them, and comments on questions of many packs."""
    answers = everything()
    risks = {f"risk{place}": Risk(title=f"{place}. {_TEXT}", harm=_TEXT * 3, plan=_TEXT, owner="Ann", due="2027-01-31",
                                  severity="major", likelihood="possible") for place in range(RISKS)}
    actions = {f"action{place}": Action(title=f"{place}. {_TEXT}", note=_TEXT, owner="Ann", due="2027-01-31", sources=[
        links.risk(f"risk{place}")]) for place in range(ACTIONS)}
    places = [links.answer(pack, id_) for pack, own in answers.items() for id_ in own]
    comments = {f"comment{place}": Comment(about=about, who="Ben", when=f"2026-11-26T08:00:{place:02}+00:00", text=_TEXT)
                for place, about in enumerate(places[:: len(places) // COMMENTS][:COMMENTS])}
    return msgspec.structs.replace(project, packs=[pack.id for pack in catalog.packs()], answers=answers, comments=comments,
                                   risks=project.risks | risks, actions=project.actions | actions)


if __name__ == "__main__":
    write_large_assessment(Path(sys.argv[1]))
