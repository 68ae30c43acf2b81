"""The packs of a project that can be read: those it uses, or those it has answers to where none are chosen; and what of its
answers no pack asks for."""

from collections.abc import Iterator

from rai_desktop.i18n import _, ngettext
from rai_desktop.project.model import Project
from rai_desktop.questionnaire.catalog import find
from rai_desktop.questionnaire.question import Pack


def packs_of(project: Project) -> list[Pack]:
    """In the order chosen."""
    return [found for id_ in project.packs or sorted(project.answers) if (found := find(id_)) is not None]


def absent_words(project: Project) -> list[str]:
    """A sentence for each pack in use that is not here, whose answers therefore stand nowhere and count for nothing."""
    gone = [id_ for id_ in project.packs or sorted(project.answers) if find(id_) is None]
    return [ngettext(
        "The questionnaire {pack} is in use, and not on this computer or its file cannot be read: {n} answer to it is kept and "
        "does not count.",
        "The questionnaire {pack} is in use, and not on this computer or its file cannot be read: {n} answers to it are kept and "
        "do not count.", len(own)).format(pack=id_, n=len(own)) for id_ in gone for own in [project.answers.get(id_, {})]]


def earlier_words(project: Project, pack: Pack) -> Iterator[str]:
    """That a pack was answered under another version than today's, and which answers it asks for no more."""
    before = project.pack_versions.get(pack.id, pack.version)
    if before != pack.version:
        yield _("It was answered under version {before}; what is asked here is that of version {now}.").format(
            before=before, now=pack.version)
    if left := [id_ for id_ in project.answers.get(pack.id, {}) if id_ not in pack.places]:
        yield ngettext("{n} answer to what is no longer asked is kept and does not count: {questions}.",
                       "{n} answers to what is no longer asked are kept and do not count: {questions}.", len(left)).format(
            n=len(left), questions=", ".join(left))
