"""The administrator's console of platforms: state, deployments, keys, and a test of each."""

from typing import Any

from flask import Blueprint, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from sidecar import clock, db, forms, http
from sidecar.errors import BadInput
from sidecar.identity.permissions import Permission, requires
from sidecar.pages import flash, go
from sidecar.tenancy import platforms, queries
from sidecar.tenancy.actions import invite_platform
from sidecar.tenancy.api_keys import drop_api_key, make_api_key
from sidecar.tenancy.keys import (
    PUBLISHED_AFTER_RETIREMENT,
    rotate_signing_key,
    signing_key,
    signing_key_since,
)
from sidecar.tenancy.probing import GOOD, probe
from sidecar.tenancy.stores import platform_of

blueprint = Blueprint("platforms", __name__, url_prefix="/platforms")
_ALLOWED = Permission.MANAGE_PLATFORMS


class DeploymentForm(forms.FormSchema):
    """A deployment id, as it stands in the platform's tool page."""

    deployment_id = forms.line(required=True, max_length=255)


@blueprint.get("")
@requires(_ALLOWED)
def listing() -> str:
    """The provider's platforms and how each is."""
    return _page()


@blueprint.get("/<int:platform_id>/off")
@requires(_ALLOWED)
def ask_off(platform_id: int) -> str:
    """Say what switching off means, and ask."""
    return _off_page(platform_id, done=False)


@blueprint.post("/<int:platform_id>/off")
@requires(_ALLOWED)
def switch_off(platform_id: int) -> ResponseReturnValue:
    """Switch off. Without the word of confirmation the question is asked instead."""
    if not request.form.get("sure"):
        return _off_page(platform_id, done=False)
    with db.transaction():
        found = queries.registration_of(g.viewer.provider_id, platform_id)
        platforms.switch_off(found, by=g.viewer.person)
    if platform_id == g.viewer.registration_id:
        # Our own session is over with this click: no redirect would open.
        return _off_page(platform_id, done=True)
    flash(gettext("Switched off."))
    return go("platforms.listing")


@blueprint.post("/<int:platform_id>/on")
@requires(_ALLOWED)
def switch_on(platform_id: int) -> Response:
    """Switch on."""
    with db.transaction():
        found = queries.registration_of(g.viewer.provider_id, platform_id)
        platforms.switch_on(found, by=g.viewer.person)
    flash(gettext("Switched on."))
    return go("platforms.listing")


@blueprint.post("/<int:platform_id>/deployments")
@requires(_ALLOWED)
def add_deployment(platform_id: int) -> ResponseReturnValue:
    """Add a deployment id by hand."""
    try:
        wanted = forms.read(DeploymentForm, request.form)["deployment_id"]
        with db.transaction():
            found = queries.registration_of(g.viewer.provider_id, platform_id)
            platforms.add_deployment(found, wanted, by=g.viewer.person)
    except BadInput as error:
        sentences = error.fields.get("deployment_id") or [gettext(error.message_key)]
        return _page(wrong=(platform_id, sentences)), error.status
    flash(gettext("Saved."))
    return go("platforms.listing")


@blueprint.post("/<int:platform_id>/test")
@requires(_ALLOWED)
def test(platform_id: int) -> Response:
    """Fetch the keys and ask for a token, now; say in one sentence how it went."""
    platform = platform_of(queries.registration_of(g.viewer.provider_id, platform_id))
    key = signing_key()
    db.database().release()
    sentence = probe(platform, key, _outgoing())
    flash(f"{platform.issuer}: {gettext(sentence)}", "good" if sentence == GOOD else "notice")
    return go("platforms.listing")


@blueprint.post("/invitations")
@requires(_ALLOWED)
def invite() -> str:
    """A new invitation link. It is on this one page and never again: only its hash is stored."""
    with db.transaction():
        provider = queries.provider(g.viewer.provider_id)
        token = invite_platform(provider, by=g.viewer.person)
    base = current_app.extensions["valo.settings"].base_url
    return _page(link=f"{base}/lti/register?invite={token}")


@blueprint.post("/<int:platform_id>/api-key")
@requires(_ALLOWED)
def api_key(platform_id: int) -> ResponseReturnValue:
    """A new key for a block that cannot sign, shown on this one page; or none any more."""
    with db.transaction():
        found = queries.registration_of(g.viewer.provider_id, platform_id)
        if request.form.get("drop"):
            drop_api_key(found, by=g.viewer.person)
            made = ""
        else:
            made = make_api_key(found, by=g.viewer.person)
    if not made:
        flash(gettext("The key opens nothing any more."))
        return go("platforms.listing")
    return _page(key=made)


@blueprint.post("/keys")
@requires(_ALLOWED)
def rotate() -> Response:
    """Sign with a new key from now on."""
    with db.transaction():
        rotate_signing_key(by=g.viewer.person, provider_id=g.viewer.provider_id)
    days = PUBLISHED_AFTER_RETIREMENT.days
    flash(gettext("valo signs with a new key. The old one stays valid for %(n)s days.", n=days))
    return go("platforms.listing")


def _outgoing() -> http.OutgoingSession:
    made: http.OutgoingSession = current_app.extensions.get("valo.http") or http.session(
        allow_private=current_app.extensions["valo.settings"].dev
    )
    return made


def _page(*, link: str = "", key: str = "", wrong: tuple[int, list[str]] | None = None) -> str:
    since = signing_key_since()
    return render_template(
        "platforms/listing.html",
        platforms=queries.registrations_of(g.viewer.provider_id),
        deployments=queries.deployments_of(g.viewer.provider_id),
        key_days=(clock.now() - since).days if since else None,
        link=link,
        key=key,
        wrong=wrong,
        typed=request.form.get("deployment_id", ""),
    )


def _off_page(platform_id: int, **more: Any) -> str:
    found = queries.registration_of(g.viewer.provider_id, platform_id)
    is_mine = platform_id == g.viewer.registration_id
    return render_template("platforms/off.html", platform=found, is_mine=is_mine, **more)
