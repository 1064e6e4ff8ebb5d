"""LTI's own addresses: login start, launch, our key set."""

from flask import Blueprint, Response, jsonify, make_response, redirect, request
from flask.typing import ResponseReturnValue

from lti import claims
from lti.errors import LaunchRefused, Problem
from lti.keys import public_key_set
from lti.launch import receive
from lti.login import flow_cookie_name, start
from lti.message import Launch
from sidecar import clock, db, i18n, log
from sidecar.errors import N_
from sidecar.identity import sessions, windows
from sidecar.identity.permissions import may_choose, public
from sidecar.launches.desk import LAUNCH_PATH, language_of, launch_desk, open_pages, redirect_uri
from sidecar.launches.keeping import kept_value, page_that_asks, page_that_keeps
from sidecar.launches.landing import begin
from sidecar.launches.problems import LaunchError
from sidecar.tenancy.keys import published_keys
from sidecar.tenancy.platforms import note_refusal
from sidecar.tenancy.stores import Flows, Platforms
from sidecar.web.language import speak

blueprint = Blueprint("lti", __name__)
_logger = log.get(__name__)
_NAMELESS = N_("Trainee")
_ANSWERED = (
    claims.RESOURCE_LINK_REQUEST,
    claims.DEEP_LINKING_REQUEST,
    claims.SUBMISSION_REVIEW_REQUEST,
)


def _browser() -> str:
    return request.headers.get("User-Agent", "")


@blueprint.route("/lti/login", methods=["GET", "POST"])
@public("the platform sends people here before they are known")
def login() -> ResponseReturnValue:
    """Login start: 302 to the platform, so that it stays the one who began."""
    try:
        wanted = start(
            request.values,
            platforms=Platforms(),
            flows=Flows(),
            redirect_uri=redirect_uri(),
            browser=sessions.browser_hash(_browser()),
            now=clock.now(),
        )
    except LaunchRefused as refused:
        raise _seen(refused) from refused
    found = page_that_keeps(wanted) if wanted.storage else redirect(wanted.url, code=302)
    response = make_response(found)
    _set_cookie(response, wanted.cookie_name, wanted.cookie_value, seconds=300)
    return response


@blueprint.post(LAUNCH_PATH)
@public("the platform's signed message says who comes")
def launch() -> ResponseReturnValue:
    """The launch: checked, written, and answered with 303 to the pages of its session."""
    asking = page_that_asks()
    if asking is not None:
        return asking
    cookie_name = flow_cookie_name(request.form.get("state", ""))
    try:
        found = receive(
            request.form,
            launch_desk(),
            flow_cookie=kept_value(),
            browser=sessions.browser_hash(_browser()),
            now=clock.now(),
        )
        _refuse_unfit(found)
    except LaunchRefused as refused:
        raise _seen(refused) from refused
    locale = language_of(found)
    opened, entered = open_pages(
        found,
        locale=locale,
        nameless=i18n.translations(locale).gettext(_NAMELESS),
        user_agent=_browser(),
        cookies=request.cookies,
        now=clock.now(),
    )
    _logger.info("launched", platform=found.platform.id, person=opened.session.person_id)
    response = make_response(redirect(begin(opened, entered), code=303))
    _set_cookie(response, opened.cookie_name, opened.cookie_value, seconds=36_000)
    response.delete_cookie(
        cookie_name, secure=True, httponly=True, samesite="None", partitioned=True
    )
    return response


def _refuse_unfit(found: Launch) -> None:
    """Messages that we have no page for, and requests for content from people who give none."""
    if found.message_type not in _ANSWERED:
        raise LaunchRefused(
            Problem.BAD_MESSAGE, issuer=found.platform.issuer, what=found.message_type
        )
    standings = [str(s) for s in found.standings]
    if found.message_type == claims.DEEP_LINKING_REQUEST and not may_choose(standings):
        raise LaunchRefused(Problem.NOT_STAFF, issuer=found.platform.issuer)


@blueprint.get("/w/<ticket>")
@public("the one-time ticket in the address is the permission")
def window(ticket: str) -> ResponseReturnValue:
    """The pages of a launch once more, in a window of their own."""
    now = clock.now()
    taken = windows.take_ticket(ticket, now)
    if taken is None:
        raise windows.gone()
    session_id, page = taken
    with db.transaction():
        opened = windows.open_window(session_id, user_agent=_browser(), now=now)
    _logger.info("window_opened", person=opened.session.person_id)
    response = make_response(redirect(f"/s/{opened.sid}{page}", code=303))
    # First-party: no frame around this window, so Lax, and no partition.
    response.set_cookie(
        opened.cookie_name,
        opened.cookie_value,
        max_age=36_000,
        secure=True,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


@blueprint.get("/lti/jwks.json")
@public("public keys")
def jwks() -> Response:
    """Our public keys."""
    return jsonify(public_key_set(published_keys()))


def _set_cookie(response: Response, name: str, value: str, *, seconds: int) -> None:
    """All cookies of a launch carry the same attributes."""
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
    # The platform's own sentence is for the page only: it may name somebody.
    facts = {name: value for name, value in refused.facts.items() if name != "why"}
    _logger.warning("launch_refused", problem=refused.problem.value, **facts)
    note_refusal(refused)
    speak(i18n.supported(refused.locale))
    return LaunchError(refused)
