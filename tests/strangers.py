"""A stranger's project, pack and chart in which every text is markup that names where it stands."""

import msgspec

from rai_desktop.findings.finding import Response
from rai_desktop.findings.measurement import Axis, Point, Points
from rai_desktop.project import links
from rai_desktop.project.model import Answer, Attachment, FileRef, Project
from rai_desktop.project.register import Acceptance, Action, Dismissal, Risk
from rai_desktop.project.reviewing import Comment, Meaning, Merged, Reply, ReviewRequest, Signature

MARKED = '<b>{}</b><img src="file:///etc/passwd"><a href="http://x.invalid">go</a><script>alert(1)</script>'


def marked(name: str) -> str:
    """Markup that names where it stands."""
    return MARKED.format(name)


PACK = f"""
id = "own"
title = '{marked("pack title")}'
summary = '{marked("pack summary")}'
maker = '{marked("pack maker")}'
source = '{marked("pack source")}'
group = '{marked("pack group")}'
version = "1"
as_of = 2026-01-01

[[sections]]
id = "s"
title = '{marked("section title")}'
intro = '{marked("section intro")}'
""" + "".join(f"""
[[sections.questions]]
id = "{kind}"
type = "{kind}"
text = '{marked(kind + " question")}'
why = '{marked(kind + " why")}'
help = '{marked(kind + " help")}'
{more}
""" for kind, more in {
    "text": "refs = ['eu_ai_act:Art.9(1)']", "number": f"unit = '{marked('unit')}'", "date": "", "yesno": "",
    **{kind: f"options = [{{ id = 'a', text = '{marked(kind + ' option')}', help = '{marked(kind + ' option help')}' }}, "
             "{ id = 'b', text = 'B', help = '<b>b</b>' }]" for kind in ("single", "multiple", "ranking")},
    "scale": f"ends = ['{marked('low end')}', '{marked('high end')}']\n"
             f"options = [{{ id = '1', text = '1', help = '{marked('scale help')}' }}, {{ id = '2', text = '2' }}, {{ id = '3', text = '3' }}]",
    "matrix": f"rows = [{{ id = 'r', text = '{marked('row')}', help = '{marked('row help')}' }}]\n"
              f"options = [{{ id = 'a', text = '{marked('matrix option')}' }}, {{ id = 'b', text = 'B', help = '{marked('matrix help')}' }}]",
    "table": f"columns = [{{ id = 'who', text = '{marked('column head')}' }}]",
    "group": f"item = '{marked('item')}'\nquestions = [{{ id = 'name', type = 'text', text = '{marked('nested question')}' }}]",
}.items())

KEY = "fairness|selection_rate|||all|r"


def strangers_project() -> Project:
    """Every field that a person writes."""
    m = marked
    answers = {kind: Answer(value=value, note=m(f"{kind} note"), carried=m("carried"),
                            evidence=[Attachment(note=m("attachment"), file=FileRef(path=f"/x/{m('file').replace('/', '_')}", sha256="a" * 64))])
               for kind, value in {"text": m("answer"), "single": "a", "table": [{"who": m("cell")}],
                                   "group": [{"id": "1", "name": m("group item")}]}.items()}
    risk = Risk(title=m("risk title"), harm=m("harm"), stakeholders=[m("stakeholder")], plan=m("risk plan"), owner=m("risk owner"),
                due="2020-01-01", severity="major", likelihood="likely", sources=[links.answer("own", "text"), links.finding(KEY)],
                acceptance=Acceptance(reason=m("accepted because"), who=m("accepted by"), when="2026-01-01"))
    comment = Comment(about=links.answer("own", "text"), who=m("commenter"), when="2026-01-01T00:00:00Z", text=m("comment"),
                      replies=[Reply(who=m("replier"), when="2026-01-02T00:00:00Z", text=m("reply"))])
    return Project(
        id="p", title=m("title"), created="2026-01-01T00:00:00+00:00", analyst=m("analyst"), packs=["own", "system_profile"],
        answers={"own": answers, "system_profile": {"name": Answer(value=m("system name"))}},
        responses={KEY: Response(comment=m("response"), owner=m("owner"), mitigation=m("mitigation"), accepted_reason=m("why accepted"))},
        risks={"r": risk}, actions={"a": Action(title=m("action title"), note=m("action note"), owner=m("action owner"), due="2020-01-01",
                                                sources=[links.risk("r")])},
        dismissed={"d": Dismissal(title=m("dismissed"), reason=m("dismissed because"), who=m("dismisser"), when="2026-01-01")},
        inapplicable={"eu_ai_act:Art.10": m("not applicable because")},
        comments={"c": comment, "w": msgspec.structs.replace(comment, about="", text=m("comment on all"))},
        requests=[ReviewRequest(by=m("asker"), of=m("asked"), when="2026-01-01T00:00:00Z", words=m("request"), due="2026-02-01")],
        signatures=[Signature(meaning=Meaning.REVIEWED, name=m("signer"), role=m("signer role"), when="2026-01-01T00:00:00Z", entry=1,
                              head="0" * 64, digest="0" * 64)],
        merges=[Merged(whom=m("merged"), when="2026-01-01T00:00:00Z", entry=1, base="0" * 64, head="0" * 64, rows="0" * 64)])


def strange_chart() -> Points:
    """A chart with words of a table in it."""
    m = marked
    return Points(id="c", title=m("chart title"), question=m("chart question"), axis=Axis(m("axis"), "share"), note=m("chart note"),
                  points=[Point(label=m("point"), value=0.5, low=0.4, high=0.6, n=10, note=m("point note"))])
