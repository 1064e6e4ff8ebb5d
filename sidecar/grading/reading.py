"""The job that reads results back: where a teacher's number stands, it is noted and shown."""

from collections.abc import Sequence
from dataclasses import dataclass

import requests
from sqlalchemy import select

from lti import claims
from lti.errors import ServiceRefused
from lti.grades import results
from lti.ports import Platform
from sidecar import db
from sidecar.errors import N_
from sidecar.grading import outcomes
from sidecar.grading.models import GradebookColumn, GradebookScore
from sidecar.grading.results import Told, override, told
from sidecar.grading.scores import note_override
from sidecar.grading.sending import Sender
from sidecar.outbox.handlers import Delivered, Held, MessageView, Outcome, Refused, Retry
from sidecar.tenancy.models import Context, Membership, PlatformRegistration
from sidecar.tenancy.platforms import WAITS
from sidecar.tenancy.stores import platform_of

TRIES = 3
UNREADABLE = N_("Moodle does not say which grades stand in its gradebook. Nothing was changed.")


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A score of ours, and whom the platform means by it."""

    url: str
    column_id: int
    person_id: int
    subject: str
    told: list[Told]


class ResultReader(Sender):
    """Delivers messages of the topic `results`: one call for each column that we wrote into."""

    def __call__(self, message: MessageView) -> Outcome:
        """Read and note; doing it twice changes nothing more."""
        platform, sent = _load(int(message.payload["context_id"]))
        if platform is None or not sent:
            return Delivered()
        if platform.is_off:
            return Held(reason=WAITS)
        try:
            found = sum(self._read(platform, url, sent) for url in {one.url for one in sent})
        except ServiceRefused as refused:
            if refused.status == outcomes.TOO_MANY or refused.status >= outcomes.FAULT:
                return _later(message, f"{refused.where} {refused.status}")
            return Refused(code=f"G-READ-{refused.status}", reason=UNREADABLE)
        except requests.RequestException as error:
            return _later(message, type(error).__name__)
        return Delivered(note=str(found))

    def _read(self, platform: Platform, url: str, sent: Sequence[Sent]) -> int:
        """How many people have another number than ours in this column."""
        client = self.client(platform, claims.SCOPE_RESULT)
        try:
            rows = results(client, url)
        except ServiceRefused as refused:
            if refused.status == outcomes.GONE_STATUS:
                return 0
            raise
        found = 0
        for one in (one for one in sent if one.url == url):
            number = override(rows, one.subject, one.told)
            note_override(one.column_id, one.person_id, number)
            found += number is not None
        return found


def _load(context_id: int) -> tuple[Platform | None, list[Sent]]:
    session = db.session()
    context = session.get(Context, context_id)
    if context is None:
        return None, []
    query = (
        select(GradebookScore, GradebookColumn.url, Membership.subject)
        .join(GradebookColumn, GradebookColumn.id == GradebookScore.column_id)
        .join(Membership, Membership.person_id == GradebookScore.person_id)
        .where(
            GradebookColumn.context_id == context_id,
            Membership.context_id == context_id,
            GradebookColumn.url != "",
            GradebookScore.sent_at.is_not(None),
        )
    )
    sent = [
        Sent(
            url=url,
            column_id=score.column_id,
            person_id=score.person_id,
            subject=subject,
            told=told(score),
        )
        for score, url, subject in session.execute(query)
    ]
    return platform_of(session.get_one(PlatformRegistration, context.registration_id)), sent


def _later(message: MessageView, reason: str) -> Outcome:
    if message.attempts >= TRIES:
        return Refused(code="G-READ", reason=UNREADABLE)
    return Retry(reason=f"{reason}: {UNREADABLE}")
