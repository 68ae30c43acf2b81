"""inspect: what is inside a model file, without running it."""

import argparse
from pathlib import Path

import msgspec

from rai_desktop.cli.beside import looked_at, print_code
from rai_desktop.i18n import _, count
from rai_desktop.project.fit_words import level_words
from rai_desktop.project.looks import ModelLook

_EXIT = {"loadable": 0, "refused": 3, "ask": 4}
_WORST_FIRST = ("dangerous", "unknown", "allowed")


def inspect(chosen: argparse.Namespace) -> int:
    """Exit 0 loadable, 3 refused, 4 unknown classes that the analyst must decide on."""
    from rai_desktop.loading.inspection import inspect_model

    code = looked_at(chosen.code)
    look = inspect_model(str(chosen.model), {each.module: Path(each.path).name for each in code})
    if chosen.json:
        print(msgspec.json.format(msgspec.json.encode(look), indent=2).decode())
    else:
        _print(look)
        for each in code:
            print_code(each)
        if chosen.interpreters:
            _print_fits(look, [each.module for each in code])
    return _EXIT[look.verdict]


def _print_fits(look: ModelLook, modules: list[str]) -> None:
    from rai_desktop.loading.fitting import found_fits

    fits = found_fits(look, modules)
    said = _("Pythons on this computer, best first; choose one with assess --python:") if fits else _("No Python was found.")
    print(f"\n{said}")
    wide = max([len(level_words(fit.level)) for fit in fits], default=0)
    for fit in fits:
        print(f"{level_words(fit.level):>{wide}}  {fit.interpreter.path} ({fit.interpreter.version}): {fit.sentence}")


def _print(look: ModelLook) -> None:
    print(f"{look.sentence} {look.way_out}".rstrip())
    if look.claim:
        print(look.claim)
    print(_("{format}, {container}, {bytes} bytes, sha256 {sha256}").format(
        format=look.format, container=look.container or _("plain"), bytes=count(look.size), sha256=look.sha256))
    for name, version in look.versions.items():
        print(_("written with {name} {version}").format(name=name, version=version))
    for title, told in look.contents.items():
        print(_("{caption}: {words}").format(caption=title, words=told))
    for anomaly in look.anomalies:
        print(_("odd: {what}").format(what=anomaly))
    judged = {"dangerous": _("dangerous"), "unknown": _("unknown"), "allowed": _("allowed")}
    for use in sorted(look.names, key=lambda each: _WORST_FIRST.index(each.judgement)):
        print(f"{judged[use.judgement]}: {use.name} ({use.use}) {use.why}".rstrip())
