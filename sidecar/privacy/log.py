"""The log, for administrators."""

from flask import Blueprint, g, render_template, request

from sidecar.audit.queries import events_of
from sidecar.identity.permissions import Permission, requires

blueprint = Blueprint("audit", __name__, url_prefix="/audit")
PAGE = 100


@blueprint.get("")
@requires(Permission.SEE_AUDIT)
def log() -> str:
    """Who did what, when: a hundred lines a page."""
    before = request.args.get("before", type=int)
    events = events_of(g.viewer.provider_id, before=before, limit=PAGE)
    older = events[-1].id if len(events) == PAGE else None
    return render_template("audit/log.html", events=events, older=older)
