"""The team's ready phrases."""

from flask import Response, g, render_template, request
from flask_babel import gettext

from sidecar import db, forms
from sidecar.errors import NotFound
from sidecar.identity.permissions import Permission, requires
from sidecar.pages import flash, go
from sidecar.review import phrases

_COACH = Permission.REVIEW_DIARIES
_LONGEST_PHRASE = 200


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
