"""The chosen language: `_` for words, `ngettext` for plurals, `in_language` for data files, `figures` and `digits` for numbers.

A process speaks one language from its first import to its end, since titles are made when modules are
imported: the window sets RAI_LANGUAGE before it imports anything else, and its engine inherits it.
"""

import gettext
import os
import struct
from contextlib import suppress
from functools import cache
from typing import Any, TypeVar

import msgspec

from rai_desktop.paths import resource, site_dir

VARIABLE = "RAI_LANGUAGE"
ENGLISH = "en"
_DOMAIN = "rai_desktop"
T = TypeVar("T")
_THIN = "\u202f"  # French sets thousands apart by a narrow space that does not break

_translations: gettext.NullTranslations = gettext.NullTranslations()
_language = ENGLISH


def choose(language: str | None = None) -> None:
    """Switch the program's language; `None` follows the environment, an unknown one gives English."""
    global _translations, _language
    wanted = language or os.environ.get(VARIABLE) or ENGLISH
    _language = next((each for each in (wanted, wanted[:2]) if each in languages()), ENGLISH)
    _translations = _catalogue(_DOMAIN, _language)


def of_system() -> str:
    """The language of the desktop, as its environment says; English where it says nothing."""
    named = os.environ.get("LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ENGLISH
    return named.split(":")[0].split(".")[0]


def languages() -> list[str]:
    """Languages that can be chosen, English first."""
    return [ENGLISH, *sorted(path.parent.name for path in resource("locale").glob("*/LC_MESSAGES"))]


def language() -> str:
    """The language spoken now."""
    return _language


def _(message: str) -> str:
    return _translations.gettext(message) if message else ""


def N_(message: str) -> str:
    """Mark words that are translated where they are used: `_(value)` finds only what is marked somewhere."""
    return message


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of a message that fits `count`."""
    return _translations.ngettext(singular, plural, count)


def in_quotes(words: object) -> str:
    """Words between the quotation marks of the chosen language."""
    return _("“{name}”").format(name=words)


def figures(text: str) -> str:
    """A number written in the English way, 1,234.5, in the way of the chosen language."""
    if _language != "fr":
        return text
    return text.replace(",", _THIN).replace(".", ",")


def digits(value: float) -> str:
    """A number with every digit it has and no more, 25, 0.5, 1234567: read back, it is the same number."""
    found = float(value)
    return f"{found:.0f}" if found.is_integer() and abs(found) < 1e15 else repr(found)


def count(number: int) -> str:
    """A whole number with its thousands set apart."""
    return figures(f"{number:,}")


def in_language(value: T, domain: str, names: frozenset[str]) -> T:
    """Data of a file with its words in the chosen language: strings, lists and dicts of strings in the fields `names`
    of any struct within. `domain` is the catalogue beside the program's own, for a pack its id."""
    catalogue = _catalogue(domain, _language)
    if type(catalogue) is gettext.NullTranslations:
        return value
    return _walk(value, catalogue, names)  # type: ignore[no-any-return]


def has_language(domain: str) -> bool:
    """Whether what a catalogue is about is there in the chosen language; in English it always is."""
    return _language == "en" or type(_catalogue(domain, _language)) is not gettext.NullTranslations


def in_words_of(domain: str, words: str) -> str:
    """Words of a data file as a catalogue has them in the chosen language; as they are where it has none."""
    return _catalogue(domain, _language).gettext(words) if words else words


def _walk(value: Any, catalogue: gettext.NullTranslations, names: frozenset[str]) -> Any:
    if isinstance(value, list | tuple):
        return type(value)(_walk(each, catalogue, names) for each in value)
    if isinstance(value, dict):
        return {key: _walk(each, catalogue, names) for key, each in value.items()}
    if not isinstance(value, msgspec.Struct):
        return value
    changed = {}
    for name in value.__struct_fields__:
        old = getattr(value, name)
        new = _words(old, catalogue) if name in names else _walk(old, catalogue, names)
        if new != old:
            changed[name] = new
    return msgspec.structs.replace(value, **changed) if changed else value


def _words(value: Any, catalogue: gettext.NullTranslations) -> Any:
    match value:
        case str():
            return catalogue.gettext(value) if value else value
        case list():
            return [_words(each, catalogue) for each in value]
        case dict():
            return {key: _words(each, catalogue) for key, each in value.items()}
    return value


@cache
def _catalogue(domain: str, language: str) -> gettext.NullTranslations:
    """The site's translation of its own files, then the shipped one; English where there is neither that can be read."""
    for folder in (site_dir() / "locale", resource("locale")):
        with suppress(OSError, ValueError, LookupError, struct.error):  # not there, or damaged
            return gettext.translation(domain, folder, [language])
    return gettext.NullTranslations()


def forget() -> None:
    """Read the translations of data files again when next asked."""
    _catalogue.cache_clear()


choose()
