"""The first page of a launch, the language, and the page for people without a role."""

from flask import Blueprint, Response, g, render_template, request
from flask.typing import ResponseReturnValue

from sidecar import db, i18n
from sidecar.identity.permissions import Permission, requires
from sidecar.identity.sessions import speak
from sidecar.pages import go_to
from sidecar.web.navigation import home

blueprint = Blueprint("launches", __name__)


@blueprint.get("/")
@requires(Permission.SEE_START)
def start() -> Response:
    """On to the page where this person's work begins."""
    return go_to(home())


@blueprint.get("/welcome")
@requires(Permission.SEE_START)
def guest() -> str:
    """For people who have no role here yet: what to do."""
    return render_template("launches/guest.html")


@blueprint.post("/language")
@requires(Permission.SEE_START)
def language() -> ResponseReturnValue:
    """Change the language, here and for later launches."""
    chosen = i18n.supported(request.form.get("locale"))
    if chosen:
        with db.transaction():
            speak(g.page_session.id, chosen)
    back = request.form.get("next", "")
    return go_to(back if back.startswith(f"/s/{g.sid}/") else home())
