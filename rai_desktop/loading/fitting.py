"""Which of this computer's Pythons fits a model file: those with its libraries, in its versions first."""

from collections.abc import Collection, Sequence
from pathlib import Path

from rai_desktop.i18n import _
from rai_desktop.loading import packages, words
from rai_desktop.loading.inspection import inspect_model
from rai_desktop.loading.interpreters import find_interpreters, numbers
from rai_desktop.project.looks import Fit, Interpreter, ModelLook

_OF_FORMAT = {
    "onnx": "onnxruntime", "skops": "skops", "lightgbm": "lightgbm", "catboost": "catboost", "catboost_json": "catboost",
    "xgboost_json": "xgboost", "xgboost_ubj": "xgboost", "xgboost_binary": "xgboost",
}  # fmt: skip
_ORDER = ("exact", "close", "other", "lacking")
OLDEST = (3, 8)


def fits_for(path: Path | str, modules: Collection[str] = ()) -> list[Fit]:
    """Every Python found and how it fits this file, best first; `modules` lie beside it as code. Raises Refusal."""
    return found_fits(inspect_model(path), modules)


def found_fits(look: ModelLook, modules: Collection[str] = ()) -> list[Fit]:
    """Every Python found and how it fits a file that was looked at, best first; `modules` lie beside it as code."""
    return fitting(find_interpreters(packages=packages.wanted(look, modules)), look, modules)


def fitting(interpreters: Sequence[Interpreter], look: ModelLook, modules: Collection[str] = ()) -> list[Fit]:
    """Best first; among equals as given. Packages count as the interpreters were asked for them."""
    wanted = packages.wanted(look, modules)
    fits = [_fit(each, look, wanted) for each in interpreters]
    return sorted(fits, key=lambda fit: _ORDER.index(fit.level))


def needed(look: ModelLook) -> list[str]:
    """Libraries the file cannot be opened without."""
    roots = {name.name.split(".")[0] for name in look.names}
    found = {packages.LIBRARY[root] for root in roots if root in packages.LIBRARY} | {"numpy", "pandas"}
    if look.format in _OF_FORMAT:
        found.add(_OF_FORMAT[look.format])
    return sorted(found)


def _fit(each: Interpreter, look: ModelLook, wanted: list[str]) -> Fit:
    level, sentence = _judged(each, look, wanted)
    return Fit(interpreter=each, level=level, sentence=sentence)


def _judged(each: Interpreter, look: ModelLook, wanted: list[str]) -> tuple[str, str]:
    if numbers(each.version) < OLDEST:
        return "lacking", _("Python {version} is too old: 3.8 is the oldest that can hold a model here.").format(
            version=each.version)
    unheld = [name for name in wanted if each.packages.get(name) is False]
    if missing := [*unheld, *(name for name in needed(look) if name not in each.libraries)]:
        if missing == ["pandas"]:
            return "lacking", _("It lacks pandas, in which every model here is given its table: install it there, or choose "
                                "another.")
        sentence = _("It lacks {libraries}.").format(libraries=words.listed(missing))
        own = _("If {packages} is a file of the author's own, add it as code.").format(packages=words.listed(unheld))
        return "lacking", f"{sentence} {own}" if unheld else sentence
    level, sentence = _by_libraries(each, look)
    if untold := [name for name in wanted if name not in each.packages]:
        doubt = _("Whether it has {packages} could not be told.").format(packages=words.listed(untold))
        return "close" if level == "exact" else level, f"{sentence} {doubt}"
    return level, sentence


def _by_libraries(each: Interpreter, look: ModelLook) -> tuple[str, str]:
    """How the libraries that this program knows fit, where none is missing."""
    told = {name: saved for name, saved in look.versions.items() if name in each.libraries}
    if not told:
        return "close", _("It has every library the file names; the file does not say which versions wrote it.")
    return _by_versions(told, each)


def _by_versions(told: dict[str, str], each: Interpreter) -> tuple[str, str]:
    """By the versions the file tells: the same, the same but for the last number, or others."""
    pairs = [(name, numbers(saved), numbers(each.libraries[name])) for name, saved in told.items()]
    held = words.listed(f"{name} {each.libraries[name]}" for name in told)
    if all(saved == has for _name, saved, has in pairs):
        return "exact", _("It has what the file was written with: {held}.").format(held=held)
    wrote = words.listed(f"{name} {saved}" for name, saved in told.items())
    if all(saved[:2] == has[:2] for _name, saved, has in pairs):
        return "close", _("It has {held}; the file was written with {wrote}.").format(held=held, wrote=wrote)
    return "other", _("It has {held}, but the file was written with {wrote}: it may not open, or answer otherwise.").format(
        held=held, wrote=wrote)
