"""A clause's date as people read it: law that applies, or not yet; guidance; and what has no date that is known."""

import pytest

from rai_desktop.clauses.explaining import applies_words, date_words, source_words
from rai_desktop.clauses.index import Index
from rai_desktop.clauses.table import rows
from rai_desktop.frameworks.catalog import framework
from rai_desktop.frameworks.dating import dating
from rai_desktop.project.model import Project


@pytest.mark.parametrize(("home", "id_", "words", "short"), [
    ("eu_ai_act", "Art.50(1)", "Applies since 2026-08-02, so it applies today.", "applies from 2026-08-02"),
    ("eu_ai_act", "Art.9", "Applies from 2027-12-02, so not yet today. 2027-12-02 for Annex III", "applies from 2027-12-02"),
    ("hipaa_safe_harbor", "A", "Applies since 2003-04-14, so it applies today. The day by which", "applies from 2003-04-14"),
    ("nist_ai_rmf", "MAP 1.1", "Published 2023-01-26; guidance or a standard, which binds nobody", "published 2023-01-26"),
    ("osfi_e23", "O1", "Guidance that takes effect on 2027-05-01.", "applies from 2027-05-01"),
    ("uk_pra_ss1_23", "P1", "Guidance in effect since 2024-05-17.", "applies from 2024-05-17"),
    ("ms_harms", "injury", "The date is not known: A page of Microsoft's online guide", "date not known"),
    ("sr_11_7", "V", "Ended on 2026-04-17. Published 2011-04-04;", "published 2011-04-04"),
    ("colorado_sb24_205", "1702", "Ended on 2026-05-14. The date is not known: It was repealed", "date not known"),
])
def test_a_date_in_words(home, id_, words, short):
    law = framework(home)
    assert applies_words(law, law.clauses[id_], "2026-11-26").startswith(words)
    assert date_words(dating(law, law.clauses[id_])) == short


def test_the_card_says_where_the_date_is_written():
    law = framework("gdpr")
    assert "Date: Reg. (EU) 2016/679, Art. 99(2)." in source_words(law, law.clauses["5(1)(c)"])


def test_the_table_has_the_date_its_kind_and_its_source():
    index = Index(Project(id="p"), [], [], [])
    act = {each.clause: each for each in rows(framework("eu_ai_act"), index, "2026-11-26")}
    assert [(act[id_].date_kind, act[id_].date, act[id_].applies) for id_ in ("Art.50(1)", "Art.9")] == [
        ("applies from", "2026-08-02", True), ("applies from", "2027-12-02", False)]
    assert all(each.date_source for each in act.values())
    altai = rows(framework("eu_altai"), index, "2026-11-26")[0]
    assert (altai.date_kind, altai.date, altai.applies) == ("published", "2020-07-17", None)
