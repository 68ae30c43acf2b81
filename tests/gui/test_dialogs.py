"""Every dialog on small screens with text of every size: nothing scrolls sideways, is cut or covered, buttons are in sight."""

import pytest
from PySide6.QtCore import QSize

from rai_desktop.gui.theme import Theme
from tests.gui.every_dialog import DIALOGS, faults, fill, settle

SCREENS = [QSize(1024, 680), QSize(800, 600)]
LOOKS = [("light", 100), ("dark", 200)]


@pytest.fixture
def filled(window, project):
    fill(project)
    yield window
    Theme.current.choose("light", 100)


@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog_fits_the_screen_at_every_size_of_text(name, filled, session, monkeypatch, qtbot):
    for screen in SCREENS:
        monkeypatch.setattr("rai_desktop.gui.dialogs.dialog.screen_of", lambda _dialog, screen=screen: screen)
        for look in LOOKS:
            Theme.current.choose(*look)
            dialog = DIALOGS[name](filled, session)
            dialog.show()
            if name == "compare":
                qtbot.waitUntil(lambda: dialog.found is not None, timeout=20_000)
            settle()
            assert faults(dialog, screen) == [], (screen, look)
            dialog.close()
            settle()
