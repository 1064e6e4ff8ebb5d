"""One learner as the coach reads them, the coach's own note, and the team's phrases."""

from flask import Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from sidecar import db, forms
from sidecar.diary.queries import entries_of_period, lamps
from sidecar.errors import BadInput, NotFound
from sidecar.evidence.queries import observations_of
from sidecar.identity.permissions import Permission, requires
from sidecar.pages import flash, go
from sidecar.placements.models import WorkPeriod
from sidecar.placements.queries import coached
from sidecar.review import noting, phrases
from sidecar.review.schemas import NoteForm

_COACH = Permission.REVIEW_DIARIES
_LONGEST_PHRASE = 200


@requires(_COACH)
def learner(period_id: int) -> str:
    """One learner's period: lamps, entries, what was seen, my note."""
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


def _learner(period: WorkPeriod, *, errors: dict[str, list[str]] | None = None) -> str:
    note = noting.note_of(g.viewer.person.id, period.id)
    return render_template(
        "desk/learner.html",
        period=period,
        entries=entries_of_period(period.id),
        lamps=lamps(period),
        seen=observations_of(period.learner_id),
        note=request.form.get("note", note.text if note else ""),
        errors=errors or {},
    )


@requires(_COACH)
def forget(observation_id: int) -> Response:
    """Take back something that I saw."""
    with db.transaction():
        period = noting.forget(g.viewer.person, observation_id)
    flash(gettext("Taken back."))
    return go("desk.learner", period_id=period.id)


@requires(_COACH)
def team_phrases() -> str:
    """The ready phrases of my education provider."""
    return render_template(
        "desk/phrases.html",
        rows=[*phrases.texts_of(g.viewer.provider_id), {}, {}],
        longest=_LONGEST_PHRASE,
    )


@requires(_COACH)
def save_phrases() -> Response:
    """Keep them as they stand in the form; an empty line goes."""
    if g.viewer.provider_id is None:
        raise NotFound
    columns = [
        [forms.clean(v)[:_LONGEST_PHRASE] for v in request.form.getlist(language)]
        for language in phrases.LANGUAGES
    ]
    rows = [dict(zip(phrases.LANGUAGES, row, strict=True)) for row in zip(*columns, strict=False)]
    with db.transaction():
        phrases.save(g.viewer.provider_id, rows, by=g.viewer.person)
    flash(gettext("Saved."))
    return go("desk.team_phrases")
