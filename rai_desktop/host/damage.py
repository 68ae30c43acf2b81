"""What is raised for a file that cannot be read to its end."""


class Unreadable(Exception):
    """The file is cut short, damaged, or unpacks to more than is allowed; `why` is a code."""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(why, detail)
        self.why = why
        self.detail = detail


class Damaged(RuntimeError):
    """A packed stream breaks the rules of its format."""
