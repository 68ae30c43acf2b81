"""The packs of a project that can be read: those it uses, or those it has answers to where none are chosen."""

from rai_desktop.project.model import Project
from rai_desktop.questionnaire.catalog import find
from rai_desktop.questionnaire.question import Pack


def packs_of(project: Project) -> list[Pack]:
    """In the order chosen."""
    return [found for id_ in project.packs or sorted(project.answers) if (found := find(id_)) is not None]
