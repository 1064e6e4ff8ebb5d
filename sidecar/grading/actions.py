"""Asking what stands in the gradebook: when staff come, once an hour for a course at most."""

from datetime import datetime, timedelta

from sqlalchemy import Exists, exists, select

from lti.claims import SCOPE_RESULT
from sidecar import db
from sidecar.grading.models import GradebookColumn, GradebookScore
from sidecar.outbox.actions import enqueue
from sidecar.tenancy.models import Context, PlatformRegistration

TOPIC = "results"
OLD_AFTER = timedelta(hours=1)
_STAFF = frozenset({"staff", "setup"})


def ask_results_after_launch(
    context: Context | None, standings: list[str], *, now: datetime
) -> None:
    """Have the results read by a job, where we sent any. In the caller's transaction."""
    if context is None or SCOPE_RESULT not in context.scopes or not _STAFF & set(standings):
        return
    asked = context.results_asked_at
    if asked is not None and now - asked < OLD_AFTER:
        return
    if not db.session().scalar(select(_has_scores(context.id))):
        return
    context.results_asked_at = now
    registration = db.session().get_one(PlatformRegistration, context.registration_id)
    enqueue(
        TOPIC,
        ref=f"context:{context.id}",
        key=f"results:{context.id}:{now.isoformat()}",
        payload={"context_id": context.id},
        provider_id=registration.provider_id,
    )


def _has_scores(context_id: int) -> Exists:
    return exists().where(
        GradebookScore.column_id == GradebookColumn.id,
        GradebookColumn.context_id == context_id,
        GradebookScore.sent_at.is_not(None),
    )
