"""One learner as the coach reads them: lamps, entries, talks, cards, and the coach's own note."""

from flask import Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from sidecar import clock, db, forms
from sidecar.diary.goals import goals_of
from sidecar.diary.listing import lines_of_period
from sidecar.diary.queries import lamps
from sidecar.errors import BadInput
from sidecar.evidence.queries import observations_of
from sidecar.identity.permissions import Permission, requires
from sidecar.pages import flash, go
from sidecar.placements.models import PermitKind, WorkPeriod
from sidecar.placements.permits import note_permit, permits_of, remove_permit
from sidecar.placements.queries import coached
from sidecar.placements.schemas import PermitForm
from sidecar.review import behalf, noting, talking
from sidecar.review.schemas import NoteForm

_COACH = Permission.REVIEW_DIARIES


@requires(_COACH)
def learner(period_id: int) -> str:
    """One learner's period."""
    return _learner(coached(g.viewer.person.id, period_id))


@requires(_COACH)
def save_note(period_id: int) -> ResponseReturnValue:
    """Keep my note on a period."""
    me = g.viewer.person.id
    try:
        text = forms.read(NoteForm, request.form)["note"]
        with db.transaction():
            noting.write_note(me, coached(me, period_id), text)
    except BadInput as error:
        return _learner(coached(me, period_id), errors=error.fields), error.status
    flash(gettext("Kept. Only you see it."))
    return go("desk.learner", period_id=period_id)


@requires(_COACH)
def save_permit(period_id: int) -> ResponseReturnValue:
    """Keep a card of the learner, or its new last day."""
    me = g.viewer.person
    try:
        values = forms.read(PermitForm, request.form)
        with db.transaction():
            note_permit(coached(me.id, period_id), values, by=me)
    except BadInput as error:
        return _learner(coached(me.id, period_id), errors=error.fields), error.status
    flash(gettext("Saved."))
    return go("desk.learner", period_id=period_id, _anchor="permits")


@requires(_COACH)
def drop_permit(period_id: int, permit_id: int) -> Response:
    """Take a card off the register."""
    me = g.viewer.person
    with db.transaction():
        remove_permit(coached(me.id, period_id), permit_id, by=me)
    flash(gettext("Removed."))
    return go("desk.learner", period_id=period_id, _anchor="permits")


def permit_kinds() -> list[tuple[str, str]]:
    """The kinds of cards as people call them."""
    return [
        (PermitKind.SITE_ID, gettext("site ID card")),
        (PermitKind.SAFETY, gettext("occupational safety card")),
        (PermitKind.HOT_WORK, gettext("hot work card")),
        (PermitKind.ROAD, gettext("road safety card")),
        (PermitKind.FIRST_AID, gettext("first aid card")),
        (PermitKind.HYGIENE, gettext("hygiene pass")),
        (PermitKind.OTHER, gettext("another card")),
    ]


def _learner(period: WorkPeriod, *, errors: dict[str, list[str]] | None = None) -> str:
    today = clock.today()
    note = noting.note_of(g.viewer.person.id, period.id)
    return render_template(
        "desk/learner.html",
        period=period,
        entries=lines_of_period(period),
        lamps=lamps(period),
        seen=observations_of(period.learner_id),
        goals=goals_of(period.learner_id)[::-1][:4],
        pending=behalf.awaiting_yes(period.id),
        talks=talking.talks_of(period.id),
        permits=permits_of(period.learner_id, period.provider_id),
        permit_kinds=permit_kinds(),
        today=today,
        noted=note.saved_at.timestamp() if note else 0,
        note=request.form.get("note", note.text if note else ""),
        errors=errors or {},
    )
