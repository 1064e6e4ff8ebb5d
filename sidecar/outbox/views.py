"""What is on its way to other systems, for staff: state, reason, and a button to try again."""

from flask import Blueprint, Response, g, render_template
from flask_babel import gettext

from sidecar import db
from sidecar.identity.permissions import Permission, requires
from sidecar.outbox import queries
from sidecar.outbox.actions import try_again
from sidecar.outbox.models import OutboxMessage
from sidecar.pages import flash, go

blueprint = Blueprint("outbox", __name__, url_prefix="/deliveries")
_AGAIN = ("refused", "parked", "unknown")


@blueprint.get("")
@requires(Permission.SEE_DELIVERIES)
def deliveries() -> str:
    """The newest messages of my provider."""
    found = queries.messages_of(g.viewer.provider_id)
    rows = [(m, _sentence(m), m.state in _AGAIN) for m in found]
    return render_template("outbox/deliveries.html", rows=rows)


def _sentence(message: OutboxMessage) -> str:
    code, colon, sentence = message.reason.partition(": ")
    if colon:
        return f"{gettext(sentence)} ({code})"
    return gettext(message.reason) if message.reason else ""


@blueprint.post("/<int:message_id>/again")
@requires(Permission.SEE_DELIVERIES)
def again(message_id: int) -> Response:
    """Try again now."""
    with db.transaction():
        try_again(queries.message_of(g.viewer.provider_id, message_id), by=g.viewer.person)
    flash(gettext("On its way again."))
    return go("outbox.deliveries")
