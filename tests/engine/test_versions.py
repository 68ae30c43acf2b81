"""What the record of a run says of versions: what is installed, looked up once, and nobody's to change for others."""

from importlib import metadata

import numpy

from rai_desktop import __version__
from rai_desktop.engine import versions as versions_


def test_versions_are_of_what_is_installed_and_looked_up_once(monkeypatch):
    versions_._found.cache_clear()
    asked, real = [], metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: asked.append(name) or real(name))
    first = versions_.versions()
    assert (first["rai-desktop"], first["numpy"]) == (__version__, numpy.__version__)
    assert "typst" in asked
    once = len(asked)
    first["numpy"] = "0"
    assert versions_.versions()["numpy"] == numpy.__version__
    assert len(asked) == once
