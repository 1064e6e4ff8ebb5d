"""The page on which a coach or an administrator accepts what Moodle's groups offer."""

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from sidecar import clock, db
from sidecar.errors import BadInput
from sidecar.identity.permissions import Permission, requires
from sidecar.pages import flash, go
from sidecar.placements.offers import offer_of, offers_to
from sidecar.placements.pairing import decide

blueprint = Blueprint("groups", __name__, url_prefix="/groups")


@blueprint.get("")
@requires(Permission.PAIR_PEOPLE)
def listing() -> str:
    """What the groups of my courses offer."""
    return _page()


@blueprint.post("/<int:group_id>")
@requires(Permission.PAIR_PEOPLE)
def answer(group_id: int) -> ResponseReturnValue:
    """Accept or decline the chosen pairs."""
    accept = request.form.get("answer") != "decline"
    try:
        with db.transaction():
            offer = offer_of(g.viewer, group_id, clock.today())
            decide(g.viewer, offer, request.form.getlist("pair"), accept=accept)
    except BadInput as error:
        return _page(wrong=(group_id, gettext(error.message_key))), error.status
    flash(gettext("Saved.") if accept else gettext("Good. These are not offered again."))
    return go("groups.listing")


def _page(*, wrong: tuple[int, str] | None = None) -> str:
    offers = offers_to(g.viewer, clock.today())
    return render_template("placements/groups.html", offers=offers, wrong=wrong)
