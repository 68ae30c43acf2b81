"""Every dialog on small screens with text of every size: nothing scrolls sideways, is cut or covered, buttons are in sight."""

import pytest
from PySide6.QtCore import QSize

from rai_desktop import i18n
from rai_desktop.gui.theme import Theme
from tests.gui.every_dialog import DIALOGS, faults, fill, settle

SCREENS = [QSize(1024, 680), QSize(800, 600)]
LOOKS = [("light", 100), ("dark", 200)] if i18n.language() == i18n.ENGLISH else [("dark", 200)]  # the hardest, where words are longer


@pytest.fixture
def filled(window, project):
    fill(project)
    yield window
    Theme.current.choose("light", 100)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("look", LOOKS)
def test_dialogs_fit_the_screen_at_every_size_of_text(look, filled, session, monkeypatch, qtbot):
    Theme.current.choose(*look)
    wrong = {}
    for screen in SCREENS:
        monkeypatch.setattr("rai_desktop.gui.dialogs.dialog.screen_of", lambda _dialog, screen=screen: screen)
        for name, make in DIALOGS.items():
            dialog = make(filled, session)
            dialog.show()
            if name == "compare":
                qtbot.waitUntil(lambda dialog=dialog: dialog.found is not None, timeout=20_000)
            settle()
            if found := faults(dialog, screen):
                wrong[name, screen.width()] = found
            dialog.close()
            settle()
    assert wrong == {}
