"""Questionnaires that several threads ask for at once are read once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from rai_desktop.questionnaire import catalog


def test_threads_that_ask_at_once_get_the_same_packs(monkeypatch):
    read, real, together = [], catalog.read_pack, Barrier(4)
    monkeypatch.setattr(catalog, "read_pack", lambda path: read.append(path) or real(path))
    catalog.forget()

    def ask(_number):
        together.wait()
        return catalog.packs()

    with ThreadPoolExecutor(4) as pool:
        first, *others = pool.map(ask, range(4))
    assert len(read) == len(set(read)) >= len(first) > 20
    assert all(one is two for other in others for one, two in zip(first, other, strict=True))
