"""Where a launch begins: the chooser, somebody's evidence, what a message led to, or a page."""

from collections.abc import Mapping
from typing import Any

from flask import g, url_for

from lti import claims
from sidecar import clock
from sidecar.demonstrations.queries import newest_about, papers_of
from sidecar.errors import N_, NotFound
from sidecar.identity.models import NOBODY
from sidecar.identity.permissions import Permission, Viewer
from sidecar.identity.sessions import Opened
from sidecar.launches.copies import copy_offer
from sidecar.notices.things import address_of
from sidecar.placements.queries import coached_learner
from sidecar.tenancy.entering import Entered
from sidecar.tenancy.models import DESK, DIARY, PAPER
from sidecar.tenancy.queries import person_behind
from sidecar.web.gate import belonging_of, viewer_of
from sidecar.web.navigation import home

_PAGES = {
    DIARY: (Permission.WRITE_DIARY, "diary.mine"),
    DESK: (Permission.REVIEW_DIARIES, "desk.queue"),
    PAPER: (Permission.SEE_PAPERS, "demonstrations.papers"),
}
_NOTHING = N_(
    "There is nothing here of this trainee that you may see. The trainee's own coach sees the "
    "diary, the teacher sees the demonstration papers once the coach has begun them."
)


def begin(opened: Opened, entered: Entered) -> str:
    """Where a launch that was just written lands: a redirect more is a moment more on a phone."""
    page = opened.session
    g.sid, g.page_session = opened.sid, page
    g.viewer = viewer_of(page, belonging_of(entered.registration, entered.granted))
    return first_page(g.viewer, page.launch)


def first_page(viewer: Viewer, launch: Mapping[str, Any]) -> str:
    """The address on which a launch lands."""
    if viewer.may(Permission.CHOOSE_CONTENT):
        return url_for("launches.choose")
    if launch.get("message_type") == claims.SUBMISSION_REVIEW_REQUEST:
        return url_for("launches.review")
    if viewer.person.named_by == NOBODY:
        return url_for("launches.name")
    return after_questions(viewer, launch)


def after_questions(viewer: Viewer, launch: Mapping[str, Any]) -> str:
    """The same once the name is known; first a course that was copied, where there is one."""
    if copy_offer(viewer, clock.today()) is not None:
        return url_for("launches.copied")
    return page_of(viewer, launch)


def page_of(viewer: Viewer, launch: Mapping[str, Any]) -> str:
    """The page that the activity opens, where the viewer may see it; else where they begin."""
    thing = address_of(viewer, str(launch.get("thing") or ""))
    if thing is not None:
        return thing
    permission, endpoint = _PAGES.get(str(launch.get("page")), (None, ""))
    if permission is None or not viewer.may(permission):
        return home()
    unit = str(launch.get("unit") or "")
    return _paper_of_unit(viewer, unit) or url_for(endpoint)


def _paper_of_unit(viewer: Viewer, unit: str) -> str | None:
    """The one paper of this unit that the viewer may see; None where there are several or none."""
    found = [p for p in papers_of(viewer) if p.unit.code_uri == unit] if unit else []
    if len(found) != 1:
        return None
    return url_for("demonstrations.paper", paper_id=found[0].id)


def evidence_of(viewer: Viewer, subject: str, launch: Mapping[str, Any]) -> str:
    """The page with the evidence of whom the platform calls `subject`.

    Of a column for demonstrations: the paper of its unit. NotFound, in the same words, for a
    stranger and for somebody else's trainee.
    """
    person_id = person_behind(viewer.registration_id, subject)
    unit = str(launch.get("unit") or "") if launch.get("page") == PAPER else ""
    found = None
    if person_id is not None:
        found = _paper(viewer, person_id, unit) if unit else _evidence(viewer, person_id)
    if found is None:
        raise NotFound(_NOTHING)
    return found


def _evidence(viewer: Viewer, person_id: int) -> str | None:
    me = viewer.person.id
    if person_id == me and viewer.may(Permission.WRITE_DIARY):
        return url_for("diary.mine")
    if viewer.may(Permission.REVIEW_DIARIES):
        period = coached_learner(me, person_id, clock.today())
        if period is not None:
            return url_for("desk.learner", period_id=period.id)
    return _paper(viewer, person_id, "")


def _paper(viewer: Viewer, person_id: int, unit: str) -> str | None:
    if not viewer.may(Permission.SEE_PAPERS):
        return None
    paper = newest_about(viewer, person_id, unit)
    return url_for("demonstrations.paper", paper_id=paper.id) if paper is not None else None
