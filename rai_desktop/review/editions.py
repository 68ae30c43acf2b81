"""The words of questionnaires that a file keeps, by which answers to what is gone are told."""

from collections.abc import Mapping, Sequence

import msgspec

from rai_desktop.project.disk import Damaged
from rai_desktop.project.document import Document
from rai_desktop.project.model import Project
from rai_desktop.questionnaire.kept_words import Edition

Editions = Mapping[str, Sequence[Edition]]
"""By questionnaire, the nearest first."""

_edition = msgspec.json.Decoder(Edition)


def kept_editions(document: Document, project: Project) -> dict[str, list[Edition]]:
    """The words that the answers of a project were given under, of those that this file holds and that can be read."""
    found = {}
    for pack, digest in project.pack_editions.items():
        try:
            found[pack] = [_edition.decode(document.read(digest))]
        except (KeyError, Damaged, msgspec.MsgspecError):  # ids are told in their place
            continue
    return found


def with_others(own: Editions, others: Editions) -> Editions:
    """Own editions first, then those of another side."""
    return {pack: [*own.get(pack, []), *others.get(pack, [])] for pack in own.keys() | others.keys()}
