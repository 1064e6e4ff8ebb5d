"""The coach's round: today's people with one-tap absence, and what is plain at one go."""

from flask import Response, g, render_template, request
from flask_babel import gettext, ngettext

from sidecar import clock, db, forms
from sidecar.errors import Conflict, NotFound
from sidecar.evidence.queries import shown_by
from sidecar.identity.permissions import Permission, requires
from sidecar.pages import flash, go
from sidecar.placements.permits import expiring
from sidecar.placements.queries import coached
from sidecar.review import actions, behalf, days, queries, undoing
from sidecar.review.schemas import PlainForm

_COACH = Permission.REVIEW_DIARIES


@requires(_COACH)
def today() -> str:
    """My people of today, and who has written; how fast answers came lately."""
    me, today = g.viewer.person.id, clock.today()
    return render_template(
        "desk/today.html",
        rows=days.roster(me, today),
        today=today,
        hours=days.answer_hours(me, clock.now()),
        expiring=expiring(me, today),
    )


@requires(_COACH)
def away(period_id: int) -> Response:
    """One tap: away today; the same button takes it back."""
    me, today = g.viewer.person, clock.today()
    with db.transaction():
        period = coached(me.id, period_id)
        if request.form.get("back"):
            behalf.take_back_away(period, today, by=me)
        else:
            behalf.mark_away(period, today, by=me)
    return go("desk.today", _anchor=f"p{period_id}")


@requires(_COACH)
def plain() -> str:
    """The plain entries with their words and the skills that a yes confirms, all ticked."""
    entries, more = queries.plain_entries(g.viewer.person.id)
    return render_template(
        "desk/plain.html",
        entries=entries,
        more=more,
        shown=shown_by(entry.id for entry in entries),
        undo_all=undoing.all_of_address(),
    )


@requires(_COACH)
def approve_plain() -> Response:
    """Approve those that stayed ticked, each in its own transaction; say how many, go on."""
    values = forms.read(PlainForm, request.form)
    wanted = values["entries"][: queries.PAGE]
    done = [one for one in map(_approve, wanted) if one is not None]
    if done:
        flash(ngettext("Approved %(num)s entry.", "Approved %(num)s entries.", len(done)))
    if len(done) < len(wanted):
        left = len(wanted) - len(done)
        sentence = ngettext(
            "%(num)s entry changed meanwhile. Look at it on its own.",
            "%(num)s entries changed meanwhile. Look at them one by one.",
            left,
        )
        flash(sentence, "notice")
    undo = {"undo_all": undoing.token_of_all(done)} if done else {}
    return go("desk.plain" if values["more"] and done else "desk.queue", **undo)


def _approve(entry_id: int) -> actions.Done | None:
    """One of them; None when it is no longer plain."""
    me = g.viewer.person.id
    try:
        with db.transaction():
            found = queries.locked_entry(me, entry_id)
            if not queries.plain_ids(me, among=[entry_id]):
                return None
            return actions.approve(found, "", by=g.viewer.person)
    except (NotFound, Conflict):
        return None


@requires(_COACH)
def undo_plain() -> Response:
    """Take back all that were approved together a moment ago, each in its own transaction."""
    done = undoing.read_all(request.form.get("token", ""))
    if not done:
        flash(gettext("The ten seconds are over. Open an entry to open it again."), "notice")
        return go("desk.queue")
    back = sum(map(_take_back, done))
    flash(ngettext("Taken back: %(num)s entry.", "Taken back: %(num)s entries.", back))
    return go("desk.queue")


def _take_back(done: actions.Done) -> bool:
    me = g.viewer.person
    try:
        with db.transaction():
            undoing.undo(queries.locked_entry(me.id, done.entry_id), done, by=me)
    except (NotFound, Conflict):
        return False
    return True
