"""Tooltips of words that others wrote, shown as they are: Qt takes a tooltip that looks like HTML for HTML."""

import html


def plain_tip(words: str) -> str:
    """The words for a tooltip; signs that Qt would read as a page's are written so that it shows them."""
    if "<" not in words and "&lt;" not in words:
        return words
    return "<span>" + html.escape(words).replace("\n", "<br>") + "</span>"
