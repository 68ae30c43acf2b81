"""What is shown at a question: its own answer or the one given where the same is asked, and what to say of it."""

from collections.abc import Iterator, Sequence

from rai_desktop.gui.widgets.question_field import ADD, CONFIRM, GO, TAKE, Shown, Told
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog, flow
from rai_desktop.questionnaire.answers import is_given
from rai_desktop.questionnaire.contradictions import Clash
from rai_desktop.questionnaire.following import Followed, followed, unfollowed
from rai_desktop.questionnaire.gone import dropped_words
from rai_desktop.questionnaire.kept_words import Edition
from rai_desktop.questionnaire.profile_rows import nows
from rai_desktop.questionnaire.question import Question
from rai_desktop.questionnaire.reading import Reading
from rai_desktop.questionnaire.spot import Place


def shown(question: Question, answer: Answer, seen: Reading, before: Edition | None = None,
          clashes: Sequence[Clash] = ()) -> Shown:
    """An answer as it is to be shown; `seen` is turned to the question's pack, `before` has the words of the version the
    answers were given under, `clashes` are the contradictions there are."""
    origin = None if is_given(question, answer.value) else seen.origin(question.id)
    value = answer.value if origin is None else seen.value(question.id)
    carried = flow.carried_from(question, seen)
    rows = followed(question, seen)
    told = (*_carried(carried), *_shared(origin), *_otherwise(question, seen), *_following(question, rows, seen),
            *_clashing((seen.pack.id, question.id), origin, clashes))
    return Shown(answer, value, told, flow.asked_in(question, seen), shared=origin is not None, carried=bool(carried),  # type: ignore[arg-type]
                 dropped=dropped_words(before, question, answer.value) if before and answer.value is not None else "",
                 missing=tuple(rows.missing) if rows else (), nows=nows(question, seen))


def _carried(origin: str) -> list[Told]:
    if not origin:
        return []
    return [Told(_("Carried over from “{origin}”. Does it still hold?").format(origin=origin), _("Confirm"), CONFIRM)]


def _shared(origin: Place | None) -> list[Told]:
    if origin is None:
        return []
    return [Told(_("Answered in “{pack}”, which asks the same. Writing here keeps an answer of its own.").format(
        pack=_title(origin)), _("Go there"), GO)]


def _otherwise(question: Question, seen: Reading) -> list[Told]:
    other = seen.otherwise(question.id)
    if other is None:
        return []
    return [Told(_("“{pack}” asks the same and is answered otherwise.").format(pack=_title(other)),
                 _("Take that answer"), TAKE, "warn"),
            Told(_("Which of the two holds? See the other one first."), _("Go there"), GO)]


def _following(question: Question, found: Followed | None, seen: Reading) -> list[Told]:
    if found is None or not found.missing:
        return []
    action = ngettext("Add {n} with its name", "Add {n} with their names", len(found.missing)).format(n=len(found.missing))
    return [Told(unfollowed(question, seen), action, ADD, "warn")]


def _clashing(here: Place, origin: Place | None, clashes: Sequence[Clash]) -> Iterator[Told]:
    """Also where the answer that clashes elsewhere was given."""
    for clash in clashes:
        own = here if here in clash.places else origin
        if own in clash.places and (others := clash.others(own)):
            words = _("{sentence} See “{question}” in “{pack}”.").format(
                sentence=clash.sentence, question=_asks(others[0]), pack=_title(others[0]))
            yield Told(words, _("Go there"), GO, "warn", others[0])


def _asks(place: Place) -> str:
    pack = catalog.find(place[0])
    return pack.question(place[1]).text if pack else place[1]


def _title(place: Place) -> str:
    pack = catalog.find(place[0])
    return pack.title if pack else place[0]
