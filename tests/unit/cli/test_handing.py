"""What the command line says once a bundle is written."""

import pytest

from rai_desktop.cli.handing import _print_counts
from rai_desktop.findings.finding import Finding, Verdict


@pytest.mark.parametrize(("verdicts", "said"), [
    ([Verdict.NOT_RUN] * 5, "Findings: 5 NOT RUN"), ([Verdict.CONCERN, Verdict.MET], "Findings: 1 MET, 1 CONCERN"), ([], "No finding.")])
def test_the_counts_say_what_they_count(verdicts, said, capsys):
    _print_counts([Finding(key=str(place), assessment="fairness", metric="n", verdict=verdict, sentence=".", policy="p")
                   for place, verdict in enumerate(verdicts)])
    assert capsys.readouterr().out.splitlines() == [said]
