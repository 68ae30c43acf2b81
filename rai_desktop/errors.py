"""Refusal: what is wrong and the way out, said to the user in one sentence each."""


class Refusal(Exception):
    """Something the user can mend; never shown with a traceback.

    `sentence` names what is wrong and where; `way_out` says what to do about it. `field` is the input it is about,
    where the one who caught it knows.
    """

    exit_code = 2
    field = ""

    def __init__(self, sentence: str, way_out: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.way_out = way_out

    def __str__(self) -> str:
        return f"{self.sentence} {self.way_out}".strip()


def reason(error: Exception) -> str:
    """Why something failed, in the system's own words: "No such file or directory", not "[Errno 2] …"."""
    return getattr(error, "strerror", None) or str(error)


class UnsafeFile(Refusal):
    """Refused because opening the file could run a stranger's code."""

    exit_code = 3
