"""Platform storage (`lti_storage_target`): the platform's frame keeps what a cookie cannot.

The value is the flow cookie's own: whoever shows it at the launch is the browser that began. With
neither cookie nor storage the launch goes on as it always does.
"""

from flask import g, render_template, request

from lti.login import LoginRedirect, flow_cookie_name, hashed, storage_of
from sidecar import clock
from sidecar.launches.desk import LAUNCH_PATH
from sidecar.tenancy.stores import Flows, Platforms
from sidecar.web.gate import frame_ancestors

FIELD = "stored"


def page_that_keeps(wanted: LoginRedirect) -> str:
    """Instead of the 302: a page that hands the value to the platform's frame, then goes on."""
    if wanted.storage is not None:
        g.frame_ancestors = (wanted.storage.origin,)
    return render_template(
        "launches/keep.html", storage=wanted.storage, value=wanted.cookie_value, next=wanted.url
    )


def page_that_asks() -> str | None:
    """A page that fetches the value and posts the launch once more; None where nothing is kept."""
    state = request.form.get("state", "")
    if FIELD in request.form or flow_cookie_name(state) in request.cookies:
        return None
    flow = Flows().peek(hashed(state), clock.now())
    platform = Platforms().get(flow.platform_id) if flow else None
    storage = storage_of(flow, platform) if flow and platform else None
    if storage is None or platform is None:
        return None
    g.frame_ancestors = frame_ancestors(platform.issuer, platform.auth_login_url)
    fields = {name: request.form.get(name, "") for name in ("id_token", "state")}
    return render_template(
        "launches/ask.html", storage=storage, fields=fields, action=LAUNCH_PATH, field=FIELD
    )


def kept_value() -> str | None:
    """What proves that this is the browser that began: the cookie, else what was kept for it."""
    cookie = request.cookies.get(flow_cookie_name(request.form.get("state", "")))
    return cookie or request.form.get(FIELD) or None
