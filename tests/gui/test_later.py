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


def test_after_a_last_piece_that_fails_there_are_no_turns(qtbot):
    later = Later()
    later.do("broken", lambda: 1 / 0)
    with qtbot.captureExceptions() as caught:
        qtbot.waitUntil(lambda: bool(caught))
        qtbot.waitUntil(lambda: not later._turn.isActive())
        qtbot.wait(60)
    assert [kind for kind, *_rest in caught] == [ZeroDivisionError]


def test_after_its_end_nothing_is_begun_or_gone_on_with(qtbot, monkeypatch):
    monkeypatch.setattr("rai_desktop.gui.later._AT_ONCE_S", 0)
    later, done = Later(), []
    later.do("long", lambda: _steps(done, 3))
    later._do_next()
    later.end()
    later.do("late", lambda: done.append("late"))
    qtbot.wait(60)
    assert done == [1]
    assert not later._turn.isActive()


def test_a_piece_may_end_it_all(qtbot, monkeypatch):
    monkeypatch.setattr("rai_desktop.gui.later._AT_ONCE_S", 0)
    later, done = Later(), []

    def ending():
        later.end()
        yield
        done.append("after")
    later.do("ending", ending)
    qtbot.wait(60)
    assert not done
    assert not later._turn.isActive()


def test_a_closed_session_does_nothing_more(session, qtbot):
    done = []
    session.close()
    session.later.do("late", lambda: done.append("late"))
    qtbot.wait(60)
    assert not done


def test_a_piece_with_turns_of_its_own_is_alone_with_them_and_done_to_its_end(qtbot, monkeypatch):
    monkeypatch.setattr("rai_desktop.gui.later._AT_ONCE_S", 0)
    later, done = Later(), []

    def asking():
        qtbot.wait(60)
        done.append("asked")
        yield
        done.append("told")
    later.do("asking", asking)
    qtbot.waitUntil(lambda: done == ["asked", "told"])
    qtbot.waitUntil(lambda: not later._turn.isActive())


def test_a_piece_that_finishes_the_others_is_gone_on_with(qtbot, monkeypatch):
    monkeypatch.setattr("rai_desktop.gui.later._AT_ONCE_S", 0)
    later, done = Later(), []

    def hasty():
        later.finish()
        yield
        done.append("end")
    later.do("hasty", hasty)
    later.do("other", lambda: done.append("other"))
    qtbot.waitUntil(lambda: done == ["other", "end"])


def _steps(done, count):
    for number in range(count):
        done.append(number + 1)
        yield
