"""The button that has the course's members read."""

from flask import Blueprint, Response, g
from flask_babel import gettext

from sidecar import db
from sidecar.identity.permissions import Permission, requires
from sidecar.pages import flash, go
from sidecar.roster.actions import ask_now
from sidecar.roster.queries import course_of

blueprint = Blueprint("roster", __name__, url_prefix="/roster")


@blueprint.post("")
@requires(Permission.MANAGE_PERIODS)
def fetch() -> Response:
    """Ask for the members of the course that I came from."""
    with db.transaction():
        ask_now(course_of(g.viewer), locale=g.viewer.locale)
    flash(gettext("Moodle is asked for the trainees. They are here in a moment."))
    return go("placements.periods")
