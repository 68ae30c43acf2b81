"""Keeps the words of a questionnaire with its first answers, whoever brings them: a newer one then tells what it changed."""

import msgspec

from rai_desktop.project.document import Document
from rai_desktop.project.model import Project
from rai_desktop.questionnaire.catalog import find
from rai_desktop.questionnaire.editions import edition_of


def with_first_words(document: Document, project: Project) -> Project:
    """The project with today's version and words of each pack that has answers and no words kept yet. One that was answered
    under another version is left alone: its words are not today's."""
    versions, editions = dict(project.pack_versions), dict(project.pack_editions)
    for id_, own in project.answers.items():
        pack = find(id_)
        if pack and own and id_ not in editions and versions.get(id_, pack.version) == pack.version:
            versions[id_] = pack.version
            editions[id_] = document.keep(msgspec.json.encode(edition_of(pack)))
    return msgspec.structs.replace(project, pack_versions=versions, pack_editions=editions)
