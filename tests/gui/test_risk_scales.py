"""The map of risks on scales of two, three and seven levels: as large as they are, and every cell reached by keys alone."""

import pytest
from PySide6.QtCore import Qt

from rai_desktop.project import links
from rai_desktop.project.model import Answer
from rai_desktop.project.register import Risk
from rai_desktop.risks.scale import load_scale
from tests.gui.test_risks import put

RATINGS = ("low", "medium", "high")


def scale_of(levels):
    """A scale file: severities s0, s1, … by likelihoods l0, l1, …; the rating grows with both."""
    def named(kind, id_):
        return f'[[{kind}]]\nid = "{id_}"\ntitle = "{id_.upper()}"\nwords = "As {id_}."\n'

    rating = [[RATINGS[min(2, (row + column) * 3 // (2 * levels - 1))] for column in range(levels)] for row in range(levels)]
    tones = ("good", "warn", "bad")
    return "\n".join([
        'id = "ours"\ntitle = "Ours"\nversion = "1"\nsource = "Policy"\naccept_from = "high"\n',
        *(named("severity", f"s{at}") for at in range(levels)), *(named("likelihood", f"l{at}") for at in range(levels)),
        *(f'[[ratings]]\nid = "{each}"\ntitle = "{each.upper()}"\ntone = "{tone}"\n'
          for each, tone in zip(RATINGS, tones, strict=True)),
        "[matrix]", *(f"s{at} = {row}".replace("'", '"') for at, row in enumerate(rating))])


@pytest.fixture
def step(window, project):
    window.show_step("risks")
    return window.step


@pytest.mark.parametrize("levels", [2, 3, 7])
def test_every_cell_is_shown_and_reached_by_keys(levels, step, session, qtbot, tmp_path, monkeypatch, window):
    (tmp_path / "risk_scales").mkdir()
    (tmp_path / "risk_scales" / "ours.toml").write_text(scale_of(levels), encoding="utf-8")
    monkeypatch.setenv("RAI_SITE", str(tmp_path))
    assert len(load_scale("ours").severity) == levels
    put(session, risk_scale="ours", risks={
        "top": Risk(title="Top", severity=f"s{levels - 1}", likelihood=f"l{levels - 1}"), "low": Risk(title="Low", severity="s0", likelihood="l0")})
    map_ = step.register.map
    qtbot.waitUntil(map_.isVisible)
    assert (map_.rowCount(), map_.columnCount()) == (levels, levels)
    map_.setFocus()
    map_.setCurrentCell(0, 0)
    reached = set()
    for row in range(levels):
        for _column in range(levels):
            reached.add((map_.currentRow(), map_.currentColumn()))
            qtbot.keyClick(map_, Qt.Key.Key_Right)
        qtbot.keyClick(map_, Qt.Key.Key_Home)
        map_.setCurrentCell(row, 0)
        qtbot.keyClick(map_, Qt.Key.Key_Down)
    assert len(reached) == levels ** 2
    said = {map_.item(row, column).data(Qt.ItemDataRole.AccessibleTextRole) for row, column in reached}
    assert len(said) == levels ** 2
    assert f"S{levels - 1}, L{levels - 1}: HIGH, 1 risk" in said
    assert "S0, L0: LOW, 1 risk" in said
    map_.setCurrentCell(0, levels - 1)
    qtbot.keyClick(map_, Qt.Key.Key_Return)
    assert step.register.rows.list.count() == 1
    assert map_.horizontalScrollBar().maximum() == 0
    assert map_.verticalScrollBar().maximum() == 0


def test_a_risk_says_that_the_answer_it_came_from_is_gone(step, session, project):
    place = links.answer("system_profile", "name")
    put(session, packs=["system_profile"], answers={"system_profile": {"name": Answer(value="Scorer")}},
        risks={"r": Risk(title="Debt", sources=[place])})
    card = step.register.card
    assert "not answered" not in card.sources.buttons[place].toolTip() + card.sources.buttons[place].text()
    put(session, answers={})
    button = step.register.card.sources.buttons[place]
    assert "(not answered)" in button.accessibleName() + button.toolTip() + button.text()
    assert session.project.risks["r"].sources == [place]
