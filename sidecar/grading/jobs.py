"""The job that tells the platform's gradebook of a learner's progress (AGS; lti.md §2.6, §7.4)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import requests
from sqlalchemy import select

from lti import claims
from lti.errors import ServiceRefused
from lti.grades import Score, post_score
from lti.ports import Platform
from lti.services import ServiceClient
from sidecar import clock, db, http
from sidecar.errors import N_
from sidecar.grading.models import ProgressScore
from sidecar.grading.progress import progress_of
from sidecar.grading.results import Told, override, told
from sidecar.outbox.handlers import Delivered, MessageView, Outcome, Refused, Retry
from sidecar.placements.models import WorkPeriod
from sidecar.tenancy.keys import signing_key
from sidecar.tenancy.models import Context, PlatformRegistration, ResourceLink
from sidecar.tenancy.queries import membership
from sidecar.tenancy.stores import Tokens, platform_of

_TRIES_OF_A_FAULT = 3
_FAULT, _GONE, _TOO_MANY = 500, 404, 429
NOT_A_STUDENT = N_(
    "Moodle takes no grade for this person. In Moodle, check that they are a student of the course."
)
GONE = N_("The activity's column is no longer in Moodle's gradebook.")
LOCKED = N_("Moodle does not take the grade. The column or the grade may be locked in Moodle.")
DENIED = N_("Moodle does not let valo send grades. In the tool's settings, allow grade services.")
NO_MEMBER = N_("The learner is not in this course any more.")
OFF = N_("This Moodle is switched off in valo. Ask the administrator.")
LEFT_ALONE = N_("The teacher has changed the grade in Moodle. valo leaves it.")
_REFUSALS = {400: NOT_A_STUDENT, 401: DENIED, 403: DENIED, 404: GONE}


@dataclass(frozen=True, kw_only=True)
class Task:
    """Everything that sending one score needs, read before the call."""

    platform: Platform
    line_item_url: str
    score: Score
    link_id: int
    person_id: int
    may_read: bool
    told: list[Told]


class ScoreSender:
    """Delivers messages of the topic `score`."""

    def __init__(self, *, allow_private: bool) -> None:
        self.allow_private = allow_private

    def __call__(self, message: MessageView) -> Outcome:
        """Send the newest progress; a score that arrives twice is the same score."""
        task = load_task(message)
        if task is None:
            return Refused(code="G-MEMBER", reason=NO_MEMBER)
        if task.platform.is_off:
            return Refused(code="G-OFF", reason=OFF)
        try:
            return self._leave(task) or self._send(task)
        except ServiceRefused as refused:
            return outcome_of(refused, message)
        except requests.RequestException as error:
            return Retry(reason=type(error).__name__)

    def _leave(self, task: Task) -> Outcome | None:
        """Delivered, without a call, where a teacher's number stands; None where we may send."""
        if not task.told or not task.may_read:
            return None
        client = self.client(task.platform, claims.SCOPE_RESULT)
        try:
            found = override(client, task.line_item_url, task.score.subject, task.told)
        except ServiceRefused as refused:
            if refused.status in (_GONE, _TOO_MANY) or refused.status >= _FAULT:
                raise
            # Reading is not granted (any more); Moodle itself keeps what a teacher overrode.
            return None
        note_override(task, found)
        return None if found is None else Delivered(note=LEFT_ALONE)

    def _send(self, task: Task) -> Outcome:
        client = self.client(task.platform, claims.SCOPE_SCORE)
        note_attempt(task)
        post_score(client, task.line_item_url, task.score)
        remember(task)
        return Delivered(note=f"{task.score.given:g}/{task.score.maximum:g}")

    def client(self, platform: Platform, scope: str) -> ServiceClient:
        """A client with the one scope that a call needs; leaves no database session open."""
        key = signing_key()
        db.database().release()
        return ServiceClient(
            platform,
            [scope],
            key=key,
            tokens=Tokens(),
            http=http.session(allow_private=self.allow_private),
        )


def load_task(message: MessageView) -> Task | None:
    """The score as of now; None when the learner or the column is gone here."""
    session = db.session()
    link = session.get(ResourceLink, message.payload["link_id"])
    period = session.get(WorkPeriod, message.payload["period_id"])
    if link is None or period is None or not link.line_item_url:
        return None
    member = membership(link.context_id, period.learner_id)
    if member is None:
        return None
    context = session.get_one(Context, link.context_id)
    last = _row(link.id, period.learner_id)
    return Task(
        platform=platform_of(session.get_one(PlatformRegistration, context.registration_id)),
        line_item_url=link.line_item_url,
        score=_score(period, member.subject, last),
        link_id=link.id,
        person_id=period.learner_id,
        may_read=claims.SCOPE_RESULT in context.scopes,
        told=told(last),
    )


def _score(period: WorkPeriod, subject: str, last: ProgressScore | None) -> Score:
    progress = progress_of(period)
    return Score(
        subject=subject,
        given=progress.done,
        maximum=progress.agreed,
        at=next_moment(clock.now(), last.sent_at if last else None),
    )


def next_moment(now: datetime, last: datetime | None) -> datetime:
    """A whole second, later than the one sent last: Moodle answers 409 otherwise."""
    moment = now.replace(microsecond=0)
    return moment if last is None or moment > last else last + timedelta(seconds=1)


def _row(link_id: int, person_id: int) -> ProgressScore | None:
    query = select(ProgressScore).where(
        ProgressScore.resource_link_id == link_id, ProgressScore.person_id == person_id
    )
    return db.session().scalar(query)


def _own_row(task: Task) -> ProgressScore:
    row = _row(task.link_id, task.person_id)
    if row is None:
        row = ProgressScore(resource_link_id=task.link_id, person_id=task.person_id)
        db.session().add(row)
    return row


def note_attempt(task: Task) -> None:
    """Write what will be sent: if the answer gets lost, the number there is known as ours."""
    with db.transaction():
        row = _own_row(task)
        row.given, row.maximum = int(task.score.given), int(task.score.maximum)


def note_override(task: Task, found: float | None) -> None:
    """Write whether a teacher's number stands in the gradebook, and which."""
    with db.transaction():
        row = _own_row(task)
        row.overridden, row.platform_given = found is not None, found


def remember(task: Task) -> None:
    """Write what the gradebook was told, and when."""
    with db.transaction():
        row = _own_row(task)
        row.sent_given, row.sent_maximum = int(task.score.given), int(task.score.maximum)
        row.sent_at = task.score.at


def outcome_of(refused: ServiceRefused, message: MessageView) -> Outcome:
    """What a status means for the message (lti.md §7.4)."""
    if refused.status in _REFUSALS:
        reason = DENIED if refused.where == "token" else _REFUSALS[refused.status]
        return Refused(code=f"G-{refused.status}", reason=reason)
    if refused.status == _FAULT and message.attempts >= _TRIES_OF_A_FAULT:
        return Refused(code="G-500", reason=LOCKED)
    return Retry(reason=f"{refused.where} {refused.status}")
