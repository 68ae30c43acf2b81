"""The last chapters: the method and its limits, and how this report was made."""

from rai_desktop import __version__
from rai_desktop.i18n import _
from rai_desktop.report.blocks import Block, Chapter, Facts, Heading, Items, Text
from rai_desktop.report.inputs import confinement
from rai_desktop.report.material import Material
from rai_desktop.report.wording import status_words
from rai_desktop.review.carrying import origin_words


def method_chapter(material: Material) -> Chapter:
    """How numbers and verdicts come about, and what they cannot say."""
    blocks: list[Block] = [Items([
        _("Every number is given with the rows it rests on and, where one can be made, an interval. An interval says how "
          "far the number may be off by chance; it does not speak of bias in how the data were gathered."),
        _("Where many values are compared, intervals are widened so that the whole family keeps its level; the column "
          "“comparisons” in measurements.csv says for how many."),
        _("Too little data is a verdict of its own, not enough evidence, and never counts as met."),
        _("A gap between groups does not by itself say why it is there, nor that it is unlawful; no gap does not by itself "
          "say that the system is fair."),
        _("Counted assessments use all rows. Assessments that learn use a sample drawn with the stated seed, and say so."),
    ])]
    if material.policy.notes:
        blocks.append(Text(material.policy.notes, "note"))
    return Chapter("method", _("Method and limits"), blocks)


def making_chapter(material: Material) -> Chapter:
    """Versions, seed, times and what was run."""
    project, run = material.project, material.run
    facts = [(_("Program"), f"RAI Desktop {__version__}"), (_("Project"), project.id), (_("Created"), project.created),
             (_("Made from"), origin_words(project.origin) if project.origin else ""),
             (_("Policy"), f"{material.policy.id} {material.policy.version}")]
    blocks: list[Block] = []
    if run:
        facts += [(_("Run"), run.id), (_("Started"), run.started), (_("Ended"), run.ended),
                  (_("State"), status_words(run.status)), (_("Seed"), str(run.seed))]
    blocks.append(Facts([(name, value) for name, value in facts if value]))
    if run and run.versions:
        blocks += [Heading(_("Versions")), Facts(sorted(run.versions.items()))]
    blocks += confinement(material)
    settings = [(name, ", ".join(f"{k} = {v}" for k, v in sorted(result.parameters.items())) or _("defaults"))
                for name, result in material.results.items()]
    if settings:
        blocks += [Heading(_("Parameters")), Facts(settings)]
    blocks.append(Text(_("The bundle this report belongs to holds every number, the policy's full text and the hashes of all "
                         "inputs. “sha256sum -c manifest-sha256.txt” checks that nothing was changed."), "note"))
    return Chapter("making", _("How this was made"), blocks)
