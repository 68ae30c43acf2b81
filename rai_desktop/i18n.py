"""The chosen language: `_` for words, `ngettext` for plurals."""

import gettext
import os
from pathlib import Path

from rai_desktop.paths import resource

_translations: gettext.NullTranslations = gettext.NullTranslations()


def choose(language: str | None = None) -> None:
    """Switch the program's language; `None` follows the environment, an unknown one gives English."""
    global _translations
    wanted = [language] if language else [os.environ.get("LANGUAGE") or os.environ.get("LANG", "en")]
    folder: Path = resource("locale")
    _translations = gettext.translation("rai_desktop", folder, [w.split(".")[0] for w in wanted], fallback=True)


def _(message: str) -> str:
    return _translations.gettext(message) if message else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of a message that fits `count`."""
    return _translations.ngettext(singular, plural, count)
