"""French words are longer: dialogs and pages with letters of twice the size, in a process that speaks French."""

import os
import subprocess
import sys

import pytest

DIALOGS = ["tests/gui/test_dialogs.py"]
PAGES = ["tests/gui/test_large_text.py", "-k", "no_other_step or chosen_with_the_mouse or no_page_is_pushed_sideways and 1"]


@pytest.mark.timeout(400)
@pytest.mark.parametrize("chosen", [DIALOGS, PAGES])
def test_nothing_is_pushed_sideways_or_cut(chosen):
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", *chosen], env=os.environ | {"RAI_LANGUAGE": "fr"},
                          capture_output=True, text=True, timeout=390, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
    assert " passed" in done.stdout
