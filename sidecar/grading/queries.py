"""What staff see of the gradebook beside a trainee: a teacher's own number, and what went wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from sidecar import db
from sidecar.demonstrations.actions import GRADE_TOPIC
from sidecar.grading.models import GradebookColumn, GradebookScore
from sidecar.outbox.models import MessageState, OutboxMessage
from sidecar.placements.models import WorkPeriod
from sidecar.review.actions import SCORE_TOPIC

_STOPPED = (MessageState.REFUSED, MessageState.PARKED)


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """A score that did not arrive; `reason` is an English msgid."""

    message_id: int
    reason: str


def changed_grades(period: WorkPeriod) -> list[str]:
    """The numbers that a teacher put into the gradebook for this learner, as people write them."""
    query = (
        select(GradebookScore.platform_given)
        .join(GradebookColumn, GradebookColumn.id == GradebookScore.column_id)
        .where(
            GradebookColumn.context_id == period.context_id,
            GradebookScore.person_id == period.learner_id,
            GradebookScore.overridden.is_(True),
        )
        .order_by(GradebookScore.id)
    )
    found = (given for given in db.session().scalars(query) if given is not None)
    return [f"{given:g}".replace(".", ",") for given in found]


def stopped_grades(period: WorkPeriod) -> list[Trouble]:
    """Scores of this learner that the platform refused, where no later one went through."""
    newest: dict[str, OutboxMessage] = {m.ref: m for m in _messages(period)}
    return [
        Trouble(message_id=m.id, reason=m.reason.partition(": ")[2])
        for m in newest.values()
        if m.state in _STOPPED
    ]


def _messages(period: WorkPeriod) -> Sequence[OutboxMessage]:
    """In the order in which they were written."""
    query = select(OutboxMessage).where(
        OutboxMessage.topic.in_((SCORE_TOPIC, GRADE_TOPIC)),
        OutboxMessage.provider_id == period.provider_id,
        OutboxMessage.ref.startswith(f"context:{period.context_id}:"),
        OutboxMessage.ref.endswith(f":person:{period.learner_id}"),
    )
    return db.session().scalars(query.order_by(OutboxMessage.id)).all()
