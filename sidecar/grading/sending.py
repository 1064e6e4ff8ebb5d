"""Sending one score: find its column, leave a teacher's number alone, else post ours."""

from dataclasses import dataclass, replace
from datetime import timedelta

import requests

from lti import claims
from lti.errors import ServiceRefused
from lti.grades import Column, Score, post_score, results
from lti.paging import PagesUnreadable
from lti.ports import Platform
from lti.services import ServiceClient
from sidecar import clock, db, http
from sidecar.grading import columns, outcomes
from sidecar.grading.results import Told, override, told
from sidecar.grading.scores import (
    next_moment,
    note_attempt,
    note_override,
    remember,
    row_of,
)
from sidecar.outbox.handlers import Delivered, Held, MessageView, Outcome, Refused
from sidecar.tenancy.keys import signing_key
from sidecar.tenancy.models import Context, PlatformRegistration
from sidecar.tenancy.platforms import WAITS
from sidecar.tenancy.queries import membership
from sidecar.tenancy.stores import Tokens, platform_of

_A_MOMENT = timedelta(seconds=10)
_HARDLY_READABLE = (outcomes.GONE_STATUS, outcomes.TOO_MANY)


@dataclass(frozen=True, kw_only=True)
class Grade:
    """What is to be told: of whom, in which course, and how a new column would be called."""

    context_id: int
    about: str
    person_id: int
    given: float
    maximum: float
    column: Column


@dataclass(frozen=True, kw_only=True)
class Task:
    """Everything that sending one score needs, read before the call."""

    platform: Platform
    place: columns.Place
    items_url: str
    column: Column
    score: Score
    person_id: int
    may_read: bool
    told: list[Told]


def load_task(grade: Grade) -> Task | None:
    """The score as of now; None when the learner or the column is gone here."""
    session = db.session()
    context = session.get(Context, grade.context_id)
    member = membership(grade.context_id, grade.person_id)
    place = columns.place_of(context, grade.about, clock.now()) if context and member else None
    if context is None or member is None or place is None:
        return None
    last = row_of(place.column_id, grade.person_id)
    return Task(
        platform=platform_of(session.get_one(PlatformRegistration, context.registration_id)),
        place=place,
        items_url=context.line_items_url or "",
        column=grade.column,
        score=Score(
            subject=member.subject,
            given=grade.given,
            maximum=grade.maximum,
            at=next_moment(clock.now(), last.sent_at if last else None),
        ),
        person_id=grade.person_id,
        may_read=claims.SCOPE_RESULT in context.scopes,
        told=told(last),
    )


class Sender:
    """Sends scores; `allow_private` is for development."""

    def __init__(self, *, allow_private: bool) -> None:
        self.allow_private = allow_private

    def send(self, task: Task | None, message: MessageView) -> Outcome:
        """Send the newest number; one that arrives twice is the same score."""
        if task is None:
            return Refused(code="G-MEMBER", reason=outcomes.NO_MEMBER)
        if task.platform.is_off:
            return Held(reason=WAITS)
        if not task.place.url:
            found = self._find_place(task)
            if not isinstance(found, columns.Place):
                return found
            task = replace(task, place=found)
        return self._tell(task, message)

    def _find_place(self, task: Task) -> columns.Place | Outcome:
        if not columns.claim(task.place, clock.now()):
            return outcomes.later("column", _A_MOMENT)
        client = self.client(task.platform, claims.SCOPE_LINE_ITEM)
        try:
            url = columns.find_or_make(client, task.items_url, task.column)
        except ServiceRefused as refused:
            columns.unclaim(task.place)
            return outcomes.no_column(refused)
        except PagesUnreadable:
            columns.unclaim(task.place)
            return Refused(code="G-COLUMN", reason=outcomes.NO_COLUMN)
        except requests.RequestException as error:
            columns.unclaim(task.place)
            return outcomes.later(type(error).__name__)
        columns.keep(task.place, url)
        return replace(task.place, url=url)

    def _tell(self, task: Task, message: MessageView) -> Outcome:
        try:
            return self._leave(task) or self._post(task)
        except ServiceRefused as refused:
            if refused.status == outcomes.GONE_STATUS and refused.where == "service":
                columns.forget(task.place)
            return outcomes.outcome_of(refused, message)
        except requests.RequestException as error:
            return outcomes.later(type(error).__name__)

    def _leave(self, task: Task) -> Outcome | None:
        """Delivered, without a call, where a teacher's number stands; None where we may send."""
        if not task.told or not task.may_read:
            return None
        client = self.client(task.platform, claims.SCOPE_RESULT)
        try:
            rows = results(client, task.place.url)
        except ServiceRefused as refused:
            if refused.status in _HARDLY_READABLE or refused.status >= outcomes.FAULT:
                raise
            # Reading is not granted (any more); Moodle itself keeps what a teacher overrode.
            return None
        found = override(rows, task.score.subject, task.told)
        note_override(task.place.column_id, task.person_id, found)
        return None if found is None else Delivered(note=outcomes.LEFT_ALONE)

    def _post(self, task: Task) -> Outcome:
        client = self.client(task.platform, claims.SCOPE_SCORE)
        note_attempt(task.place.column_id, task.person_id, task.score)
        post_score(client, task.place.url, task.score)
        remember(task.place.column_id, task.person_id, task.score)
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
