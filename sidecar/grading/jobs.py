"""The job that tells the platform's gradebook of a learner's progress (AGS; lti.md §2.6, §7.4)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import requests
from sqlalchemy import select

from lti import claims
from lti.errors import ServiceRefused
from lti.grades import Score, post_score
from lti.services import ServiceClient
from sidecar import clock, db, http
from sidecar.errors import N_
from sidecar.grading.models import ProgressScore
from sidecar.grading.progress import progress_of
from sidecar.outbox.handlers import Delivered, MessageView, Outcome, Refused, Retry
from sidecar.placements.models import WorkPeriod
from sidecar.tenancy.keys import signing_key
from sidecar.tenancy.models import Context, PlatformRegistration, ResourceLink
from sidecar.tenancy.queries import membership
from sidecar.tenancy.stores import Tokens, platform_of

_TRIES_OF_A_FAULT = 3
NOT_A_STUDENT = N_(
    "Moodle takes no grade for this person. In Moodle, check that they are a student of the course."
)
GONE = N_("The activity's column is no longer in Moodle's gradebook.")
LOCKED = N_("Moodle does not take the grade. The column or the grade may be locked in Moodle.")
DENIED = N_("Moodle does not let valo send grades. In the tool's settings, allow grade services.")
NO_MEMBER = N_("The learner is not in this course any more.")
_REFUSALS = {400: NOT_A_STUDENT, 401: DENIED, 403: DENIED, 404: GONE}


@dataclass(frozen=True, kw_only=True)
class Task:
    """Everything that sending one score needs, read before the call."""

    registration: PlatformRegistration
    line_item_url: str
    score: Score
    link_id: int
    person_id: int


class ScoreSender:
    """Delivers messages of the topic `score`."""

    def __init__(self, *, allow_private: bool) -> None:
        self.allow_private = allow_private

    def __call__(self, message: MessageView) -> Outcome:
        """Send the newest progress; a score that arrives twice is the same score."""
        task = load_task(message)
        client = self.client(task.registration) if task else None
        db.database().release()
        if task is None or client is None:
            return Refused(code="G-MEMBER", reason=NO_MEMBER)
        try:
            post_score(client, task.line_item_url, task.score)
        except ServiceRefused as refused:
            return outcome_of(refused, message)
        except requests.RequestException as error:
            return Retry(reason=type(error).__name__)
        remember(task)
        return Delivered(note=f"{task.score.given:g}/{task.score.maximum:g}")

    def client(self, registration: PlatformRegistration) -> ServiceClient:
        """A client with the one scope that this job needs."""
        return ServiceClient(
            platform_of(registration),
            [claims.SCOPE_SCORE],
            key=signing_key(),
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
    progress = progress_of(period)
    last = _row(link.id, period.learner_id)
    score = Score(
        subject=member.subject,
        given=progress.done,
        maximum=progress.agreed,
        at=next_moment(clock.now(), last.sent_at if last else None),
    )
    return Task(
        registration=session.get_one(PlatformRegistration, context.registration_id),
        line_item_url=link.line_item_url,
        score=score,
        link_id=link.id,
        person_id=period.learner_id,
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


def remember(task: Task) -> None:
    """Write what the gradebook was told, and when."""
    with db.transaction() as session:
        row = _row(task.link_id, task.person_id)
        if row is None:
            row = ProgressScore(resource_link_id=task.link_id, person_id=task.person_id)
            session.add(row)
        row.given = row.sent_given = int(task.score.given)
        row.maximum, row.sent_at = int(task.score.maximum), task.score.at


def outcome_of(refused: ServiceRefused, message: MessageView) -> Outcome:
    """What a status means for the message (lti.md §7.4)."""
    if refused.status in _REFUSALS:
        return Refused(code=f"G-{refused.status}", reason=_REFUSALS[refused.status])
    if refused.status == 500 and message.attempts >= _TRIES_OF_A_FAULT:  # noqa: PLR2004 - HTTP
        return Refused(code="G-500", reason=LOCKED)
    return Retry(reason=f"{refused.where} {refused.status}")
