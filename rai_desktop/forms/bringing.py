"""Brings chosen answers of a form into a project, as one change that can be undone."""

from collections.abc import Sequence

import msgspec

from rai_desktop.forms.preview import Coming
from rai_desktop.project.model import Answer, Project


def with_answers(project: Project, chosen: Sequence[Coming]) -> Project:
    """The project with these answers. Evidence beside an answer stays; packs that are not in use are added."""
    answers = {pack: dict(given) for pack, given in project.answers.items()}
    for each in chosen:
        own = answers.setdefault(each.pack, {})
        had = own.get(each.question, Answer())
        new = msgspec.structs.replace(had, value=each.then.value, note=each.then.note, carried="")
        if new == Answer():
            own.pop(each.question, None)
        else:
            own[each.question] = new
    packs = [*project.packs, *dict.fromkeys(each.pack for each in chosen if each.pack not in project.packs)]
    return msgspec.structs.replace(project, answers=answers, packs=packs)
