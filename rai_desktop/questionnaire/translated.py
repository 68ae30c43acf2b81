"""A pack in the chosen language: its words are looked up in a catalogue named after it."""

import msgspec

from rai_desktop.i18n import in_language, in_words_of
from rai_desktop.questionnaire.question import Pack

# The fields of a pack's structs that people read; everything else is ids, numbers, dates and conditions.
WORDS = frozenset({"title", "text", "why", "help", "intro", "summary", "sentence", "note", "date_note", "unit", "condition",
                   "group", "obligations", "obligation_titles", "source", "item", "ends", "now", "gap"})
COVERS = "packs"
"""The catalogue with what a list of packs says of each, so that one can choose among those whose questions are in English."""
COVER = ("title", "summary", "group")


def translated(pack: Pack) -> Pack:
    """The pack with its words translated as far as there is a translation; conditions and ids stay."""
    found = in_language(pack, pack.id, WORDS)
    return msgspec.structs.replace(found, **{name: in_words_of(COVERS, getattr(found, name)) for name in COVER})
