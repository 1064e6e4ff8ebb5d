"""Our rows of scores: what was sent, what may have arrived, what a teacher put there instead."""

from datetime import datetime, timedelta

from sqlalchemy import select

from lti.grades import Score
from sidecar import db
from sidecar.grading.models import GradebookScore


def row_of(column_id: int, person_id: int) -> GradebookScore | None:
    """What we know of a person's score in a column."""
    query = select(GradebookScore).where(
        GradebookScore.column_id == column_id, GradebookScore.person_id == person_id
    )
    return db.session().scalar(query)


def next_moment(now: datetime, last: datetime | None) -> datetime:
    """A whole second, later than the one sent last: Moodle answers 409 otherwise."""
    moment = now.replace(microsecond=0)
    return moment if last is None or moment > last else last + timedelta(seconds=1)


def _own_row(column_id: int, person_id: int) -> GradebookScore:
    row = row_of(column_id, person_id)
    if row is None:
        row = GradebookScore(column_id=column_id, person_id=person_id)
        db.session().add(row)
    return row


def note_attempt(column_id: int, person_id: int, score: Score) -> None:
    """Write what will be sent: if the answer gets lost, the number there is known as ours."""
    with db.transaction():
        row = _own_row(column_id, person_id)
        row.given, row.maximum = score.given, score.maximum


def note_override(column_id: int, person_id: int, found: float | None) -> None:
    """Write whether a teacher's number stands in the gradebook, and which."""
    with db.transaction():
        row = _own_row(column_id, person_id)
        row.overridden, row.platform_given = found is not None, found


def remember(column_id: int, person_id: int, score: Score) -> None:
    """Write what the gradebook was told, and when."""
    with db.transaction():
        row = _own_row(column_id, person_id)
        row.sent_given, row.sent_maximum, row.sent_at = score.given, score.maximum, score.at
