"""README.txt of a bundle: what the folder is, and how anybody checks it, in the language of whoever exports it."""

import textwrap

from rai_desktop.i18n import _

WIDTH = 105


def read_me() -> str:
    """The whole text, for any editor."""
    ways = (("sha256sum -c manifest-sha256.txt", _("Linux; on macOS: {command}").format(
                command="shasum -a 256 -c manifest-sha256.txt")),
            ("python -m bagit --validate .", _("any BagIt tool does")),
            ("rai-desktop-cli verify .", _("these, and the signature if there is one")))
    paragraphs = [
        _("This folder is an assessment bundle made by RAI Desktop."),
        _("Open data/report.html in a browser or data/report.pdf in a reader; neither needs a network."),
        "\n".join([_("To check that nothing was changed:"), *(f"    {way:<40}  ({words})" for way, words in ways)]),
        _("Checksums show that files are as they were written, not who wrote them. Who wrote them is shown by "
          "attestation.dsse.json, if the bundle was signed, and only to someone who knows the signer's key."),
        _("In the CSV files a text that begins with = + - @ or a control sign has an apostrophe before it, also within a cell "
          "after a semicolon or a line end, so that no spreadsheet runs it as a formula."),
    ]
    return "\n\n".join(each if "\n" in each else textwrap.fill(each, WIDTH) for each in paragraphs) + "\n"
