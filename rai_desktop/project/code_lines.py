"""A stranger's code made fit to be read: nothing that turns writing, moves the cursor or is not seen stands as itself."""


def code_lines(text: str) -> list[str]:
    """Its lines, tabs kept, with ? for every other sign that is not printed."""
    return ["".join(sign if sign.isprintable() or sign == "\t" else "?" for sign in line) for line in text.splitlines()]
