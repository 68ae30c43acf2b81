"""What was measured, beside an answer it speaks to: verdict, sentence, numbers, day, and why it may be stale."""

from rai_desktop.clauses.evidence import Measured, Spoken
from rai_desktop.clauses.wording import numbers_of, run_day
from rai_desktop.i18n import _
from rai_desktop.questionnaire.question import Question
from rai_desktop.report.material import Material
from rai_desktop.report.wording import verdict_words


class BesideAnswers:
    """Made once for a report, asked for each question."""

    def __init__(self, material: Material) -> None:
        self._measured = Measured(material.findings, material.stale)
        self._day = run_day(material.project)
        self._said: set[str] = set()

    def lines(self, question: Question) -> list[str]:
        """One line for each finding that is close to the question. Its sentence is given the first time it comes up."""
        beside = self._measured.beside(question)
        lines = [self._line(each) for each in beside.shown]
        if beside.shown and beside.stale:
            lines.append(_("Stale: {why}").format(why=" ".join(beside.stale)))
        return lines

    def _line(self, spoken: Spoken) -> str:
        finding = spoken.finding
        verdict = _("For information") if finding.informational else verdict_words(finding.verdict.value)
        first = finding.key not in self._said
        self._said.add(finding.key)
        if not first:
            return _("Measured: {verdict}. {numbers}, as told above.").format(
                verdict=verdict, numbers=numbers_of(finding, self._day))
        return _("Measured: {verdict}. {sentence} {numbers}.").format(
            verdict=verdict, sentence=finding.sentence, numbers=numbers_of(finding, self._day))
