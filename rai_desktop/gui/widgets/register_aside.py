"""Under a question or a finding: the risks and actions that speak of it, and a way to begin one."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout

from rai_desktop.gui.register_changes import RegisterChanges
from rai_desktop.gui.session import Session
from rai_desktop.gui.widgets.asides import UNDER_FINDINGS, UNDER_QUESTIONS, Aside
from rai_desktop.gui.widgets.link_list import LinkList
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.rating_fields import rating_words
from rai_desktop.i18n import _
from rai_desktop.project import links
from rai_desktop.project.links import Kind
from rai_desktop.project.model import Project
from rai_desktop.project.register import Action, Risk
from rai_desktop.risks import register
from rai_desktop.risks.agreement import disagreements
from rai_desktop.risks.linked import NOBODY, Speakers, speakers
from rai_desktop.risks.scale import Scale, scale_in_use

_AROUND_WORDS = 10  # padding and border of a button of this look


class RegisterAside(Aside):
    """Shown under what is answered or found; its widgets are made when it first is. Its place is kept from the start: an
    answer would else push the next question down, away from under the pointer."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._link = ""
        self._made = False
        self._changes = RegisterChanges(session)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Before its widgets are made, the room that its one button will take."""
        return super().sizeHint() if self._made else QSize(0, self.fontMetrics().height() + _AROUND_WORDS)

    def show_place(self, project: Project, link: str) -> None:
        """Name the risks and actions of the place; silent under a question without answer, unless there are some."""
        self._link = link
        found = _speakers(project).get(link, NOBODY)
        if not (found.risks or found.actions or _has_something(project, link)):
            self.setVisible(False)
            return
        if not self._made:
            self._make()
        self.list.show_links(_named(project, found))
        self.list.setVisible(bool(found.risks or found.actions))
        self._show_finding(project)
        self.setVisible(True)

    def _show_finding(self, project: Project) -> None:
        """What only a finding has: a response that may become an action, or that says otherwise than the register."""
        read = links.read(self._link)
        if read is None or read.kind is not Kind.FINDING:
            self.promise.setVisible(False)
            self.apart.say("")
            return
        response = project.responses.get(read.id)
        promised = bool(response and response.mitigation and response.due)
        there = promised and response is not None and any(
            action.title == response.mitigation.partition("\n")[0].strip() and self._link in action.sources
            for action in project.actions.values())
        self.promise.setVisible(promised and not there)
        self.apart.say("\n".join(each.sentence for each in disagreements(project) if each.finding == read.id), "warn")

    def _make(self) -> None:
        self._made = True
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.list = LinkList("", removable=False)
        self.list.followed.connect(self.session.wanted)
        self.apart = Notice()
        self.new = QPushButton(_("New risk or action"))
        self.new.setProperty("plain", True)
        self.new.setProperty("fold", True)
        menu = QMenu(self.new)
        self.new_risk = menu.addAction(_("New risk from this"), lambda: self._changes.new_risk(self._link))
        self.new_action = menu.addAction(_("New action from this"), lambda: self._changes.new_action(self._link))
        self.new.setProperty("menu", True)
        self.new.setMenu(menu)
        self.promise = QPushButton(_("Make the mitigation an action"))
        self.promise.setProperty("plain", True)
        self.promise.setToolTip(_("With the owner and the date of the response"))
        self.promise.clicked.connect(self._promise)
        row = QHBoxLayout()
        for button in (self.new, self.promise):
            row.addWidget(button)
        row.addStretch()
        layout.addWidget(self.list)
        layout.addWidget(self.apart)
        layout.addLayout(row)

    def _promise(self) -> None:
        """The response as it is, after what is being typed is kept."""
        project, read = self.session.project, links.read(self._link)
        if project is None or read is None:
            return
        finding = next((each for each in self.session.judged.findings(project) if each.key == read.id), None)
        if finding is not None and read.id in project.responses:
            self._changes.promise(finding, project.responses[read.id])


_known: tuple[object, object, dict[str, Speakers]] = (None, None, {})


def _speakers(project: Project) -> dict[str, Speakers]:
    """Gathered once for dozens of asides, and again only when register or actions are others."""
    global _known
    if _known[0] is not project.risks or _known[1] is not project.actions:
        _known = project.risks, project.actions, speakers(project)
    return _known[2]


def _has_something(project: Project, link: str) -> bool:
    """Whether there is an answer or a finding from which a risk could come."""
    read = links.read(link)
    if read is None or read.kind is not Kind.ANSWER:
        return read is not None
    pack, _slash, question = read.id.partition("/")
    answer = project.answers.get(pack, {}).get(question)
    return answer is not None and answer.value not in (None, "", [], ())


def _named(project: Project, found: Speakers) -> list[tuple[str, str]]:
    scale, _problem = scale_in_use(project.risk_scale) if found.risks else (None, "")
    return [*((links.risk(id_), _risk_words(project.risks[id_], scale)) for id_ in found.risks),
            *((links.action(id_), _action_words(project.actions[id_])) for id_ in found.actions)]


def _risk_words(risk: Risk, scale: Scale | None) -> str:
    return _("Risk: {title}, {rating}, {state}").format(
        title=risk.title or _("without a title"), rating=rating_words(register.standing(scale, risk)),
        state=register.state_words(scale, risk))


def _action_words(action: Action) -> str:
    title = action.title or _("without a title")
    if action.done:
        return _("Action: {title}, done {day}").format(title=title, day=action.done)
    if action.due:
        return _("Action: {title}, due {day}").format(title=title, day=action.due)
    return _("Action: {title}").format(title=title)


UNDER_QUESTIONS.append(RegisterAside)
UNDER_FINDINGS.append(RegisterAside)
