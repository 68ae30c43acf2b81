"""French for a while: what is remembered of scales and questionnaires is in the language it was first read in."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from rai_desktop import i18n
from rai_desktop.questionnaire import catalog
from rai_desktop.risks import scale


@pytest.fixture
def speaking() -> Callable[[str], AbstractContextManager[None]]:
    """`with speaking("fr"): …`."""
    return _speaking


@contextmanager
def _speaking(language: str) -> Iterator[None]:
    _forget(language)
    try:
        yield
    finally:
        _forget("en")


def _forget(language: str) -> None:
    i18n.choose(language)
    catalog.forget()
    scale._kept.cache_clear()
