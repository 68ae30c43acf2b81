"""Piece: one thing in a project that speaks to clauses, and how much it says of them."""

import msgspec

from rai_desktop.project.links import Kind
from rai_desktop.project.model import Attachment
from rai_desktop.questionnaire.question import Standing


class Piece(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An answer, a finding, a risk or an action. `link` leads to it; `title` and `words` are what a reader sees;
    `direct` where it speaks to the clause itself, else it only adds to it; `open` where something is still to be done
    (a question to answer, an action to finish); `caution` says what takes from it (stale, not confirmed)."""

    link: str
    title: str
    words: str = ""
    standing: Standing = Standing.NOTHING
    direct: bool = True
    open: bool = False
    caution: str = ""
    documents: list[Attachment] = []

    @property
    def kind(self) -> Kind:
        """What it is."""
        return Kind(self.link.partition(":")[0])

    @property
    def place_id(self) -> str:
        """What its link leads to, by its id."""
        return self.link.partition(":")[2]

    @property
    def speaks(self) -> bool:
        """Whether it says anything of the clause: risks and actions do not."""
        return self.standing is not Standing.NOTHING

    @property
    def evidence(self) -> bool:
        """Whether it can be shown for the clause. A measurement can, whatever it found; that something was not done
        cannot."""
        return self.speaks and not self.undone

    @property
    def whole(self) -> bool:
        """Evidence about the clause itself, from which nothing is taken."""
        return self.direct and not self.caution and self.evidence and self.standing is not Standing.PARTLY

    @property
    def in_part(self) -> bool:
        """An answer that what the clause asks for is there in part. A finding that decides nothing takes nothing away."""
        return self.standing is Standing.PARTLY and self.kind is Kind.ANSWER

    @property
    def against(self) -> bool:
        """Says that the clause is not met; that never ages into silence."""
        return self.standing is Standing.AGAINST

    @property
    def undone(self) -> bool:
        """An answer that what the clause asks for is not there."""
        return self.against and self.kind is Kind.ANSWER
