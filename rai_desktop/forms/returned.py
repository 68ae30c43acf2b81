"""Returned: what a form that comes back says, with everything wrong in it, before anything is done with it."""

import msgspec

from rai_desktop.project.model import Answer, AnswerValue


class Wrong(msgspec.Struct, frozen=True, kw_only=True):
    """Something in the file that cannot be taken: where it is, and what is wrong and to be done."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One question as it came back. `before` is the answer it was handed out with; None: the file does not say."""

    pack: str
    question: str
    place: str
    value: AnswerValue = None
    note: str = ""
    before: Answer | None = None


class Returned(msgspec.Struct, frozen=True, kw_only=True):
    """A form read back. `versions` are the packs' versions it was made from; `told` is worth knowing, `wrong` is not
    taken."""

    project: str = ""
    title: str = ""
    made: str = ""
    versions: dict[str, str] = {}
    entries: list[Entry] = []
    wrong: list[Wrong] = []
    told: list[str] = []
