"""What a coach keeps for nobody else: a private note on a period, outside every export."""

from sqlalchemy import select

from sidecar import clock, db
from sidecar.placements.models import WorkPeriod
from sidecar.review.models import CoachNote


def note_of(coach_id: int, period_id: int) -> CoachNote | None:
    """This coach's own note on a period; never another coach's."""
    query = select(CoachNote).where(
        CoachNote.coach_id == coach_id, CoachNote.period_id == period_id
    )
    return db.session().scalar(query)


def write_note(coach_id: int, period: WorkPeriod, text: str) -> None:
    """Keep the note; without words it is gone."""
    note = note_of(coach_id, period.id)
    if note is None and text:
        note = CoachNote(coach_id=coach_id, period_id=period.id, text=text, saved_at=clock.now())
        db.session().add(note)
    elif note is not None and text:
        note.text, note.saved_at = text, clock.now()
    elif note is not None:
        db.session().delete(note)
