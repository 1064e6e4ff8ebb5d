"""A person's notices and settings, and the links that lead from a message to the thing."""

from typing import Any

from flask import Blueprint, current_app, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from sidecar import clock, db, forms
from sidecar.errors import BadInput, NotFound
from sidecar.identity.permissions import Permission, public, requires
from sidecar.notices import changing, links, queries, texts
from sidecar.notices.models import Notice
from sidecar.notices.schemas import WishesForm
from sidecar.notices.things import address_of
from sidecar.notices.wishes import has_block, wishes_of
from sidecar.pages import flash, go
from sidecar.tenancy.queries import registration_of

blueprint = Blueprint("notices", __name__, url_prefix="/notices")
outside = Blueprint("links", __name__, url_prefix="/n")


@blueprint.get("")
@requires(Permission.SEE_START)
def mine() -> str:
    """My latest notices, and how I want to be told."""
    return _page(wishes_of(g.viewer.person.id))


@blueprint.post("")
@requires(Permission.SEE_START)
def save() -> ResponseReturnValue:
    """Keep my settings."""
    try:
        values = forms.read(WishesForm, request.form)
        with db.transaction():
            asks = changing.save_wishes(g.viewer.person.id, values, now=clock.now())
    except BadInput as error:
        return _page(request.form, errors=error.fields), error.status
    flash(
        gettext("Saved. Open the link in the letter that comes to your e-mail.")
        if asks
        else gettext("Saved.")
    )
    return go("notices.mine")


def _page(values: Any, *, errors: dict[str, list[str]] | None = None) -> str:
    me = g.viewer
    platform = registration_of(me.provider_id, me.registration_id)
    return render_template(
        "notices/mine.html",
        notices=[_row(notice) for notice in queries.latest_of(me.person.id)],
        values=values,
        confirmed=wishes_of(me.person.id).email_confirmed_at,
        by_moodle=has_block(platform, clock.now()),
        by_mail=bool(current_app.extensions["valo.settings"].smtp_url),
        errors=errors or {},
    )


def _row(notice: Notice) -> tuple[Notice, str, str | None]:
    return notice, texts.text_of(notice, g.viewer.locale), address_of(g.viewer, notice.thing)


@outside.get("/<token>")
@public("notes where a launch begins and goes on to the platform; shows nothing of anybody")
def follow(token: str) -> ResponseReturnValue:
    """On to the activity in the platform; the launch from there lands at the thing itself."""
    notice = links.notice_of(token)
    if notice is None:
        raise NotFound
    with db.transaction():
        links.land_next(notice.person_id, notice.registration_id, notice.thing, now=clock.now())
    return redirect(queries.way_to(notice), code=303)


@outside.get("/confirm/<token>")
@public("the sealed link in the letter is the permission")
def ask_confirm(token: str) -> str:
    """Ask for one press: mail scanners open links, people press buttons."""
    if not links.read_link(token).get("person"):
        raise NotFound
    return render_template("notices/confirm.html", token=token, done=None)


@outside.post("/confirm/<token>")
@public("the sealed link in the letter is the permission")
def confirm(token: str) -> str:
    """The address is right."""
    with db.transaction():
        done = changing.confirm_address(links.read_link(token), now=clock.now())
    return render_template("notices/confirm.html", token=token, done=done)
