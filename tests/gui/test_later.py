"""What may wait is done piece by piece, the newest of each kind."""

from rai_desktop.gui.later import Later


def test_pieces_are_done_one_at_a_turn_and_each_once(qtbot):
    later, done = Later(), []
    for name, told in (("a", 1), ("b", 2), ("a", 3)):
        later.do(name, lambda told=told: done.append(told))
    assert done == []
    qtbot.waitUntil(lambda: len(done) == 1)
    assert done == [3]
    qtbot.waitUntil(lambda: len(done) == 2)
    assert done == [3, 2]
    assert not later._turn.isActive()


def test_a_piece_may_ask_for_another_and_all_can_be_done_at_once():
    later, done = Later(), []
    later.do("first", lambda: later.do("second", lambda: done.append("second")))
    later.finish()
    assert done == ["second"]
