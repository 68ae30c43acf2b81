"""Where a file is, in words: the reader's own folder is ~, any other place is said in full."""

import os
from pathlib import Path

import pytest

from rai_desktop.gui.figures import place


@pytest.mark.skipif(os.name != "posix", reason="~ is custom on POSIX systems alone")
def test_the_readers_own_folder_is_short(monkeypatch):
    monkeypatch.setenv("HOME", "/home/ann")
    assert place(Path("/home/ann/Documents/a.rai")) == "~/Documents/a.rai"
    assert place(Path("/home/ann")) == "~"
    assert place(Path("/home/anna/a.rai")) == "/home/anna/a.rai"
