"""Dates are known in the ways people write them, and a look says what happens to them."""

import pandas as pd
import pytest

from rai_desktop.loading.look import look
from rai_desktop.loading.written_dates import are_dates, are_local


@pytest.mark.parametrize("text", ["31.12.2024", "1.2.2024", "31/12/2024", "12/31/2024", "2024-12-31", "2024-12-31T10:00:00Z", "2024/01/31",
                                  "31.12.2024 10:15", "31-12-24"])
def test_dates(text):
    assert are_dates([text, text])


@pytest.mark.parametrize("text", ["99.99.2024", "1.234.567", "10.0.0.1", "abc", "", "20241231", "31/31/2024", "1.2", "555-1234"])
def test_no_dates(text):
    assert not are_dates([text])


def test_one_that_is_none_spoils_it_and_the_year_last_is_local():
    assert not are_dates(["31.12.2024", "unknown"])
    assert are_local(["31.12.2024"]) and not are_local(["2024-12-31"])


def test_a_look_says_that_they_stay_text(tmp_path):
    days = [f"{day % 28 + 1:02}.{day % 12 + 1:02}.2024" for day in range(300)]
    pd.DataFrame({"Antrag am": days, "iso": ["2024-05-01"] * 150 + ["2024-06-01"] * 150, "y": [0, 1] * 150}).to_csv(tmp_path / "t.csv", index=False)
    found = look(str(tmp_path / "t.csv"))
    assert [column.type for column in found.columns[:2]] == ["dates", "dates"]
    assert any("Dates written like 01.01.2024 stay text" in warning and "“Antrag am”" in warning for warning in found.warnings)
    assert "“iso”" not in " ".join(found.warnings)
