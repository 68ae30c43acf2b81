"""questionnaire form and fill: answers leave as a form, and come back with what would change told first."""

import argparse
from pathlib import Path

from rai_desktop.cli.running import refuse_without_reason, say
from rai_desktop.errors import Refusal
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.document import Document


def hand_out(chosen: argparse.Namespace) -> int:
    """Write the form of a project, or of a pack alone."""
    from rai_desktop.clauses.packs import absent_words
    from rai_desktop.forms.files import write_form
    from rai_desktop.forms.form import form_of, form_of_pack
    from rai_desktop.questionnaire.catalog import pack

    if chosen.source.endswith(".rai"):
        with Document.open(Path(chosen.source), read_only=True) as document:
            wanted = [pack(name.strip()).id for name in chosen.packs.split(",") if name.strip()]
            form = form_of(document.project, wanted or None, everything=chosen.all)
            for words in [] if wanted else absent_words(document.project):
                say(words)
    else:
        form = form_of_pack(pack(chosen.source))
    write_form(form, chosen.out)
    print(chosen.out)
    say(ngettext("{n} question.", "{n} questions.", form.count).format(n=form.count))
    return 0


def fill(chosen: argparse.Namespace) -> int:
    """Print what a form would change and, with --yes, change it; 1 when something of it is not taken."""
    from rai_desktop.forms.bringing import with_answers
    from rai_desktop.forms.files import read_form
    from rai_desktop.forms.preview import SAFE, preview, standing_words, summary
    from rai_desktop.project.first_words import with_first_words

    if chosen.overwrite and not chosen.yes:
        raise Refusal(_("--overwrite does nothing without --yes."), _("Look at the changes first, then give both."))
    returned = read_form(chosen.form)
    with Document.open(chosen.project, read_only=not chosen.yes) as document:
        found = preview(document.project, returned)
        for line in [*found.told, *(str(wrong) for wrong in found.wrong)]:
            print(line)
        for each in found.coming:
            print(_("{standing}: {pack}: {question}").format(
                standing=standing_words(each.standing), pack=each.title, question=each.text))
            print(f"  {_shown(each.now_words)} -> {_shown(each.then_words)}")
        print(summary(found) or _("Nothing changes."))
        taken = [each for each in found.coming if chosen.overwrite or each.standing in SAFE] if chosen.yes else []
        if taken:
            refuse_without_reason(document, chosen.reason)
            document.apply(_("Bring answers back from {name}").format(name=chosen.form.name),
                           lambda project: with_first_words(document, with_answers(project, taken)), reason=chosen.reason)
    say(ngettext("{n} answer taken over.", "{n} answers taken over.", len(taken)).format(n=len(taken)) if chosen.yes
        else _("Nothing is changed yet; give --yes to take it over."))
    return 0 if not found.wrong and (found.clean or (chosen.yes and chosen.overwrite)) else 1


def _shown(words: str) -> str:
    flat = " / ".join(words.splitlines())
    return (flat if len(flat) <= 120 else flat[:119] + "…") or _("(nothing)")
