"""The chapter of answers, with their evidence and what is still unanswered; and the system in one paragraph."""

import msgspec

from rai_desktop.clauses.packs import absent_words, earlier_words
from rai_desktop.i18n import _, count, ngettext
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import flow
from rai_desktop.questionnaire.answers import rows as written
from rai_desktop.questionnaire.catalog import find, packs
from rai_desktop.questionnaire.contradictions import Clash, clashes
from rai_desktop.questionnaire.following import unfollowed
from rai_desktop.questionnaire.gone import misfit_words
from rai_desktop.questionnaire.profile_rows import gap_words, nows, row_options
from rai_desktop.questionnaire.question import Pack, Question
from rai_desktop.questionnaire.reading import Reading
from rai_desktop.questionnaire.tier import in_words
from rai_desktop.questionnaire.unasked import asked_only
from rai_desktop.report.beside_answers import BesideAnswers
from rai_desktop.report.blocks import Block, Chapter, Facts, Heading, Items, Sheet, Text
from rai_desktop.report.feeding import within
from rai_desktop.report.material import Material
from rai_desktop.report.people import PARTS
from rai_desktop.report.scored import score_blocks

# What the packs call the sentence that says what a system is for; the first that is answered is quoted.
_PURPOSE = ("purpose", "intended_purpose", "system_purpose", "description", "system_description", "summary")
_NAME = ("system_name", "name")


def described(material: Material) -> str:
    """What the system is, in the analyst's words, or what is known without them."""
    name, purpose = _first(material, _NAME), _first(material, _PURPOSE)
    if purpose:
        return f"{name}: {purpose}" if name else purpose
    facts = material.run.facts if material.run else {}
    data = material.project.inputs.data
    if not data:
        return _("The system has not been described yet.")
    return _("The purpose of the system has not been described yet. Assessed was {model} on {rows} rows.").format(
        model=facts.get("estimator") or _("a column of predictions"), rows=_rows(facts.get("rows")))


def _rows(counted: object) -> str:
    return count(counted) if isinstance(counted, int) else "?"


def _first(material: Material, names: tuple[str, ...]) -> str:
    for wanted in names:
        for answers in material.project.answers.values():
            answer = answers.get(wanted)
            if answer and isinstance(answer.value, str) and answer.value.strip():
                return answer.value.strip()
    return ""


def answer_chapter(material: Material) -> Chapter:
    """Every pack: the questions that applied, the answers given, and the open ones."""
    blocks: list[Block] = [Text(words) for words in absent_words(material.project)]
    beside = BesideAnswers(material)
    for pack in material.packs:
        blocks += _pack(pack, material, beside)
    return Chapter("answers", _("System and answers"), blocks)


def _pack(pack: Pack, material: Material, beside: BesideAnswers) -> list[Block]:
    seen, given = flow.reading(pack, material.project.answers), material.project.answers.get(pack.id, {})
    blocks: list[Block] = [Heading(pack.title), *map(Text, earlier_words(material.project, pack)), *score_blocks(pack, material)]
    tables: list[Block] = []
    facts: list[tuple[str, str]] = []
    for _section, questions in flow.visible(pack, material.project.answers):
        for question in questions:
            answer = _asked(_answer(given.get(question.id, Answer()), question, seen), question)
            if answer.value in (None, "", []):
                continue
            measured = beside.lines(question)
            if old := misfit_words(question, answer.value):
                facts.append((numbered(question), "\n".join([old, *_notes(answer), *measured])))
                continue
            nested = [each for each in within(question, answer, seen) if each[0].columns and each[0].feeds not in PARTS]
            tables += [block for each in nested for block in _table(*each, [])]
            if question.feeds in PARTS and question.columns:
                facts.append((numbered(question), "\n".join([_("See the chapter People and uses."), *measured])))
            elif question.columns:
                tables += _profile(question, answer, measured, seen) if question.each else _table(question, answer, measured)
            else:
                facts.append((numbered(question), "\n".join([_words(question, answer), *_wrong(question, seen), *measured])))
    blocks += [Facts(facts)] if facts else []
    blocks += tables
    open_ones = flow.missing(pack, material.project.answers)
    if open_ones:
        words = ngettext("Not answered ({n}):", "Not answered ({n}):", len(open_ones)).format(n=len(open_ones))
        blocks += [Text(words), Items([numbered(question) for question in open_ones])]
    return [*blocks, *_unconfirmed(pack, material), *_contradicted(pack, material)]


def numbered(question: Question) -> str:
    """The question, with its number in the source where it has one."""
    return f"{question.text} [{question.source_id}]" if question.source_id else question.text


def _answer(own: Answer, question: Question, seen: Reading) -> Answer:
    """The answer that counts: its own, or the one given where the same is asked, with where that was."""
    there = seen.origin(question.id)
    if there is None:
        return own
    home = find(there[0])
    origin = _("Answered in “{pack}”, which asks the same.").format(pack=home.title if home else there[0])
    note = "\n".join(filter(None, [origin, own.note]))
    return Answer(value=seen.value(question.id), note=note, evidence=own.evidence,  # type: ignore[arg-type]
                  carried=flow.carried_from(question, seen))


def _asked(answer: Answer, question: Question) -> Answer:
    """Without what stands in columns or rows that a newer questionnaire dropped: it does not count."""
    return msgspec.structs.replace(answer, value=asked_only(question, answer.value))


def _unconfirmed(pack: Pack, material: Material) -> list[Block]:
    """Answers taken over from an earlier assessment that nobody has said still hold."""
    seen = flow.reading(pack, material.project.answers)
    found = [question.text for _id, (_section, question) in pack.places.items()
             if seen.shown(question.id) and flow.is_carried(question, seen)]
    if not found:
        return []
    words = ngettext("Carried over and not confirmed ({n}):", "Carried over and not confirmed ({n}):", len(found))
    return [Text(words.format(n=len(found))), Items(found)]


def _contradicted(pack: Pack, material: Material) -> list[Block]:
    """Which answers of the pack do not go together with others, and where those stand."""
    seen, used = flow.reading(pack, material.project.answers), {each.id for each in material.packs}
    found = [each for each in clashes(packs(), seen, used) if any(home == pack.id for home, _id in each.places)]
    if not found:
        return []
    words = ngettext("{n} contradiction:", "{n} contradictions:", len(found)).format(n=len(found))
    return [Text(words), Items([_clash_words(each) for each in found])]


def _clash_words(clash: Clash) -> str:
    homes = ((find(home), id_) for home, id_ in clash.places)
    asked = [_("“{question}” in “{pack}”").format(question=home.question(id_).text, pack=home.title)
             for home, id_ in homes if home]
    return _("{sentence} It rests on {questions}.").format(sentence=clash.sentence, questions=_("; ").join(asked))


def _wrong(question: Question, seen: Reading) -> list[str]:
    """Why an answer does not count, as where a newer questionnaire dropped what was chosen."""
    problem = flow.trouble(question, seen)
    wrong = [_("It does not count as it is: {problem}").format(problem=problem)] if problem else []
    left = unfollowed(question, seen)
    return [*wrong, left] if left else wrong


def _origin(answer: Answer) -> str:
    return _("Carried over from “{origin}”, not confirmed.").format(origin=answer.carried) if answer.carried else ""


def _words(question: Question, answer: Answer) -> str:
    told = [each for each in question.questions if not each.columns]  # their tables stand below as such
    words = in_words(msgspec.structs.replace(question, questions=told), answer.value)
    return "\n".join([words, *_notes(answer)])


def _notes(answer: Answer) -> list[str]:
    """Where it was carried over from, its note, and the evidence attached to it."""
    attached = [evidence_words(each.note, each.file.path if each.file else "", each.file.sha256 if each.file else "")
                for each in answer.evidence]
    return list(filter(None, [_origin(answer), answer.note, *attached]))


def evidence_words(note: str, path: str, sha256: str) -> str:
    """Evidence beside an answer: its note, and the file by name and hash."""
    name = path.replace("\\", "/").rsplit("/", 1)[-1]
    parts = [note, f"{name} (SHA-256 {sha256})" if name else ""]
    return _("Evidence: {what}").format(what=_("; ").join(filter(None, parts)))


def _profile(question: Question, answer: Answer, measured: list[str], seen: Reading) -> list[Block]:
    """Every row that is always there, also those in which nothing is written, with how it stands now and how far from its
    target; then the others."""
    given, found, compared = written(answer.value), nows(question, seen), question.compared
    whole: list[dict[str, str]] = []
    for option in row_options(question):
        told = next((row for row in given if row.get(question.each) == option.id), None)
        whole.append(told or {question.each: option.id})
        given = [row for row in given if row is not told]
    whole += given
    [sheet] = _table(question, msgspec.structs.replace(answer, value=whole), measured)
    if compared is None or not isinstance(sheet, Sheet):
        return [sheet]
    key, target = ([column.id for column in question.columns].index(each) for each in (question.each, compared.target))
    beside = [found.get(row.get(question.each, "")) for row in whole]
    rows = [_between(cells, (target, gap_words(now, row.get(compared.target, ""))), (key, now.words if now else ""))
            for cells, row, now in zip(sheet.rows, whole, beside, strict=True)]
    columns = _between(sheet.columns, (target, compared.gap), (key, compared.now))
    return [msgspec.structs.replace(sheet, columns=columns, rows=rows, right=[False] * len(columns), weights=[1] * len(columns))]


def _between(cells: list[str], *added: tuple[int, str]) -> list[str]:
    """The cells with others put in after those at their places, the last one first."""
    found = list(cells)
    for place, text in sorted(added, reverse=True):
        found.insert(place + 1, text)
    return found


def _table(question: Question, answer: Answer, measured: list[str]) -> list[Block]:
    names = [column.text for column in question.columns]
    options = [{o.id: o.text for o in column.options} for column in question.columns]
    rows = [[kinds.get(row.get(c.id, ""), row.get(c.id, "")) for c, kinds in zip(question.columns, options, strict=True)]
            for row in written(answer.value)]
    return [Sheet(title=numbered(question), columns=names, rows=rows, right=[False] * len(names), weights=[1] * len(names),
                  note="\n".join(filter(None, [_origin(answer), answer.note, *measured])))]
