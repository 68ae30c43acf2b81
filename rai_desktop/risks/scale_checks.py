"""What may be wrong with a scale of risks, said so that its author can mend it."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rai_desktop.i18n import _

if TYPE_CHECKING:
    from rai_desktop.risks.scale import Level, Rating, Scale

LEAST, MOST = 2, 7


class Problem(NamedTuple):
    """What is wrong, and what to do about it."""

    sentence: str
    way_out: str


def problem_of(scale: "Scale", stem: str) -> Problem | None:
    """The first thing that is wrong; None when nothing is. `stem` is the file's name without its end."""
    return next(_problems(scale, stem), None)


def _problems(scale: "Scale", stem: str) -> Iterator[Problem]:
    if scale.id != stem:
        yield Problem(_("the id “{id}” is not the name of the file.").format(id=scale.id),
                      _("Write id = \"{stem}\", or rename the file.").format(stem=stem))
    for name, levels in (("severity", scale.severity), ("likelihood", scale.likelihood), ("ratings", scale.ratings)):
        yield from _list_problems(name, levels)
    yield from _matrix_problems(scale)
    if scale.accept_from not in {each.id for each in scale.ratings}:
        yield Problem(_("accept_from: “{id}” is not one of the ratings.").format(id=scale.accept_from),
                      _("Name the rating from which a risk must be accepted by somebody."))


def _list_problems(name: str, levels: "Sequence[Level] | Sequence[Rating]") -> Iterator[Problem]:
    if not LEAST <= len(levels) <= MOST:
        yield Problem(_("{name} has {count} entries.").format(name=name, count=len(levels)),
                      _("Give from {least} to {most}, the least first.").format(least=LEAST, most=MOST))
    ids = [each.id for each in levels]
    if twice := [each for each in ids if ids.count(each) > 1]:
        yield Problem(_("{name} has “{id}” twice.").format(name=name, id=twice[0]), _("Give each an id of its own."))
    if any(not each.id.strip() or not each.title.strip() for each in levels):
        yield Problem(_("{name} has an entry without id or title.").format(name=name), _("Write both."))


def _matrix_problems(scale: "Scale") -> Iterator[Problem]:
    ids, known = [each.id for each in scale.severity], [each.id for each in scale.ratings]
    for id_ in sorted(set(ids) ^ set(scale.matrix)):
        yield (Problem(_("the matrix has no row “{row}”.").format(row=id_), _("Write one row for each severity."))
               if id_ in ids else
               Problem(_("the matrix has a row “{row}”, which is no severity.").format(row=id_), _("Take it out.")))
    for id_, row in scale.matrix.items():
        if len(row) != len(scale.likelihood):
            yield Problem(_("matrix, row “{row}” has {count} ratings for {wanted} likelihoods.").format(
                row=id_, count=len(row), wanted=len(scale.likelihood)), _("Write one for each likelihood, the least first."))
        if strange := [each for each in row if each not in known]:
            yield Problem(_("matrix, row “{row}”: “{rating}” is not one of the ratings.").format(
                row=id_, rating=strange[0]), _("Use one of {known}.").format(known=", ".join(known)))
    yield from _falls(scale, ids, known)


def _falls(scale: "Scale", ids: list[str], known: list[str]) -> Iterator[Problem]:
    """A worse or likelier harm must never be rated lower."""
    way_out = _("A harm that is worse, or likelier, may not be rated lower.")
    ranks = [[known.index(each) for each in scale.matrix[id_]] for id_ in ids]
    for id_, row in zip(ids, ranks, strict=True):
        if row != sorted(row):
            yield Problem(_("matrix, row “{row}” falls as likelihood grows.").format(row=id_), way_out)
    for column, level in enumerate(scale.likelihood):
        down = [row[column] for row in ranks]
        if down != sorted(down):
            yield Problem(_("matrix, column “{column}” falls as severity grows.").format(column=level.id), way_out)
