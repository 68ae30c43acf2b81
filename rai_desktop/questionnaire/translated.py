"""A pack in the chosen language: its words are looked up in a catalogue named after it."""

from rai_desktop.i18n import in_language
from rai_desktop.questionnaire.question import Pack

# The fields of a pack's structs that people read; everything else is ids, numbers, dates and conditions.
WORDS = frozenset({"title", "text", "why", "help", "intro", "summary", "sentence", "note", "unit", "condition", "group",
                   "obligations", "obligation_titles", "source", "item", "ends", "now", "gap"})


def translated(pack: Pack) -> Pack:
    """The pack with its words translated as far as there is a translation; conditions and ids stay."""
    return in_language(pack, pack.id, WORDS)
