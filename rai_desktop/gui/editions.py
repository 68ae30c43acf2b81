"""The words of packs as they were when answers were given: kept in the project file, compared with today's."""

import msgspec

from rai_desktop.gui.session import Session
from rai_desktop.log import log
from rai_desktop.project.disk import Damaged
from rai_desktop.project.model import Project
from rai_desktop.questionnaire.editions import Changes, changes, edition_of
from rai_desktop.questionnaire.kept_words import Edition
from rai_desktop.questionnaire.question import Pack


class Editions:
    """Reads each stored edition once; comparing is done once for a pack and an edition."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._read: dict[str, Edition | None] = {}
        self._compared: dict[tuple[str, str], tuple[Pack, Changes]] = {}

    def before(self, project: Project, pack: Pack) -> Edition | None:
        """The words the answers were given under; None when they were not kept."""
        digest = project.pack_editions.get(pack.id, "")
        if digest and digest not in self._read:
            self._read[digest] = self._load(digest)
        return self._read.get(digest)

    def changes(self, project: Project, pack: Pack) -> Changes | None:
        """What the pack asks otherwise than the answers were given under; None while it is the same version."""
        version = project.pack_versions.get(pack.id, pack.version)
        before = self.before(project, pack)
        if version == pack.version:
            return None
        if before is None:
            return Changes(before=version, now=pack.version)
        key = pack.id, project.pack_editions[pack.id]
        if key not in self._compared or self._compared[key][0] is not pack:
            self._compared[key] = pack, changes(before, pack)
        return self._compared[key][1]

    def recorded(self, project: Project, pack: Pack) -> Project:
        """The project with today's version and words of a pack; questions that are gone stay with their answers."""
        document = self._session.document
        assert document is not None
        edition = edition_of(pack, self.before(project, pack), project.answers.get(pack.id, {}))
        digest = document.keep(msgspec.json.encode(edition))
        return msgspec.structs.replace(project, pack_versions={**project.pack_versions, pack.id: pack.version},
                                       pack_editions={**project.pack_editions, pack.id: digest})

    def lacks_rules(self, project: Project, pack: Pack) -> bool:
        """Whether an earlier program kept the words of today's version without how answers come to results."""
        before = self.before(project, pack)
        return before is not None and before.rules is None and before.version == pack.version

    def _load(self, digest: str) -> Edition | None:
        document = self._session.document
        try:
            return msgspec.json.decode(document.read(digest), type=Edition) if document else None
        except (KeyError, Damaged, msgspec.DecodeError) as error:
            log.warning("the words of an earlier questionnaire cannot be read: %s", error)
            return None
