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


def test_a_long_piece_is_done_in_steps_with_turns_between(qtbot, monkeypatch):
    monkeypatch.setattr("rai_desktop.gui.later._AT_ONCE_S", 0)
    later, done = Later(), []
    later.do("long", lambda: _steps(done, 3))
    later.do("short", lambda: done.append("short"))
    qtbot.waitUntil(lambda: len(done) == 1)
    assert done == [1]
    qtbot.waitUntil(lambda: len(done) == 4)
    assert done == [1, 2, 3, "short"]
    assert not later._turn.isActive()


def test_small_steps_share_a_turn():
    later, done = Later(), []
    later.do("long", lambda: _steps(done, 3))
    later._do_next()
    assert done == [1, 2, 3]


def test_a_piece_begun_gives_way_to_a_newer_one_of_its_name(monkeypatch):
    monkeypatch.setattr("rai_desktop.gui.later._AT_ONCE_S", 0)
    later, done = Later(), []
    later.do("same", lambda: _steps(done, 3))
    later._do_next()
    later.do("same", lambda: done.append("newer"))
    later.finish()
    assert done == [1, "newer"]


def test_a_piece_that_fails_is_not_tried_for_ever(qtbot):
    later, done = Later(), []
    later.do("broken", lambda: 1 / 0)
    later.do("whole", lambda: done.append("whole"))
    with qtbot.captureExceptions() as caught:
        qtbot.waitUntil(lambda: done == ["whole"])
    assert [kind for kind, *_rest in caught] == [ZeroDivisionError]
    assert not later._turn.isActive()


def _steps(done, count):
    for number in range(count):
        done.append(number + 1)
        yield
