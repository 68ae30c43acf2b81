"""How well a Python fits a model file, in words, for the window and the command line."""

from rai_desktop.i18n import _


def level_words(level: str) -> str:
    """How well a Python fits, in words."""
    return {"exact": _("fits exactly"), "close": _("fits closely"), "other": _("other versions"),
            "lacking": _("does not fit")}.get(level, level)
