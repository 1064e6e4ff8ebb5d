"""LTI's own addresses: login start, launch, our key set."""

from flask import Blueprint, Response, jsonify, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from lti import claims
from lti.errors import LaunchRefused, Problem
from lti.keys import public_key_set
from lti.launch import receive
from lti.login import flow_cookie_name, start
from sidecar import clock, log
from sidecar.identity import sessions
from sidecar.identity.permissions import public
from sidecar.launches.desk import LAUNCH_PATH, language_of, launch_desk, open_pages
from sidecar.launches.problems import LaunchError
from sidecar.tenancy.keys import published_keys
from sidecar.tenancy.stores import Flows, Platforms

blueprint = Blueprint("lti", __name__)
_logger = log.get(__name__)


def _browser() -> str:
    return request.headers.get("User-Agent", "")


@blueprint.route("/lti/login", methods=["GET", "POST"])
@public("the platform sends people here before they are known")
def login() -> ResponseReturnValue:
    """Login start: 302 to the platform, so that it stays the one who began (lti.md §2.3)."""
    desk = launch_desk()
    try:
        wanted = start(
            request.values,
            platforms=Platforms(),
            flows=Flows(),
            redirect_uri=desk.redirect_uri,
            browser=sessions.browser_hash(_browser()),
            now=clock.now(),
        )
    except LaunchRefused as refused:
        raise _seen(refused) from refused
    response = make_response(redirect(wanted.url, code=302))
    _set_cookie(response, wanted.cookie_name, wanted.cookie_value, seconds=300)
    return response


@blueprint.post(LAUNCH_PATH)
@public("the platform's signed message says who comes")
def launch() -> ResponseReturnValue:
    """The launch: checked, written, and answered with 303 to the pages of its session."""
    cookie_name = flow_cookie_name(request.form.get("state", ""))
    try:
        found = receive(
            request.form,
            launch_desk(),
            flow_cookie=request.cookies.get(cookie_name),
            browser=sessions.browser_hash(_browser()),
            now=clock.now(),
        )
        if found.message_type != claims.RESOURCE_LINK_REQUEST:
            raise LaunchRefused(
                Problem.BAD_MESSAGE, issuer=found.platform.issuer, what=found.message_type
            )
    except LaunchRefused as refused:
        raise _seen(refused) from refused
    locale = language_of(found)
    with force_locale(locale):
        nameless = gettext("Trainee")
    opened = open_pages(
        found, locale=locale, nameless=nameless, user_agent=_browser(), now=clock.now()
    )
    _logger.info("launched", platform=found.platform.id, person=opened.session.person_id)
    response = make_response(redirect(f"/s/{opened.sid}/", code=303))
    _set_cookie(response, opened.cookie_name, opened.cookie_value, seconds=36_000)
    response.delete_cookie(
        cookie_name, secure=True, httponly=True, samesite="None", partitioned=True
    )
    return response


@blueprint.get("/lti/jwks.json")
@public("public keys")
def jwks() -> Response:
    """Our public keys."""
    return jsonify(public_key_set(published_keys()))


def _set_cookie(response: Response, name: str, value: str, *, seconds: int) -> None:
    """All cookies of a launch carry the same attributes (lti.md §3.2)."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        secure=True,
        httponly=True,
        samesite="None",
        partitioned=True,
        path="/",
    )


def _seen(refused: LaunchRefused) -> LaunchError:
    _logger.warning("launch_refused", problem=refused.problem.value, **refused.facts)
    return LaunchError(refused)
