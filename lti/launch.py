"""The launch: from the posted form to a `Launch` that can be trusted.

What is cheap and safe is checked first: the form, the login it answers (used up by this), whose
token it is, its key and signature and times, its nonce, and only then what it says.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from lti import claims as c
from lti._pylti1p3 import check_message
from lti.errors import LaunchRefused, Problem
from lti.keys import RemoteKeys
from lti.login import hashed, refuse_other_host
from lti.message import Launch, read_message
from lti.ports import Flow, Flows, Platform, Platforms
from lti.tokens import proven, unproven

OLDEST_TOKEN = timedelta(minutes=10)
LARGEST_FORM = 64 * 1024


@dataclass(frozen=True, kw_only=True)
class LaunchDesk:
    """Everything a launch is checked with."""

    platforms: Platforms
    flows: Flows
    keys: RemoteKeys
    redirect_uri: str


def receive(
    form: Mapping[str, str],
    desk: LaunchDesk,
    *,
    flow_cookie: str | None,
    browser: str,
    now: datetime,
) -> Launch:
    """The launch behind a posted form; writes only the used state.

    `form`: the fields as the browser sent them (`id_token` and `state`, or `error`).
    `flow_cookie`: the value of the login's cookie, None where the browser kept none.
    `browser`: what `login.start` was given. `now`: aware. Raises LaunchRefused, which names the
    registration and the person's language where they could be known.
    """
    try:
        return _received(form, desk, flow_cookie=flow_cookie, browser=browser, now=now)
    except LaunchRefused as refused:
        refused.locale = _locale(form.get("id_token", ""))
        raise


def _received(
    form: Mapping[str, str],
    desk: LaunchDesk,
    *,
    flow_cookie: str | None,
    browser: str,
    now: datetime,
) -> Launch:
    try:
        token, state = _token_and_state(form)
    except LaunchRefused as refused:
        _place(refused, desk.flows.peek(hashed(form.get("state", "")), now), desk)
        raise
    flow = desk.flows.take(hashed(state), now)
    if flow is None:
        raise LaunchRefused(Problem.FLOW_GONE, issuer=_issuer(token))
    try:
        _same_browser(flow, flow_cookie, browser)
        return _checked(token, flow, desk, now=now)
    except LaunchRefused as refused:
        _place(refused, flow, desk)
        raise


def _place(refused: LaunchRefused, flow: Flow | None, desk: LaunchDesk) -> None:
    """Note the registration that the login began with: it says whose administrator to ask."""
    platform = desk.platforms.get(flow.platform_id) if flow else None
    if platform is not None:
        refused.platform_id = platform.id
        refused.facts.setdefault("issuer", platform.issuer)


def _checked(token: str, flow: Flow, desk: LaunchDesk, *, now: datetime) -> Launch:
    platform = desk.platforms.get(flow.platform_id)
    if platform is None or platform.is_off:
        raise LaunchRefused(Problem.SWITCHED_OFF)
    claims = _verified(token, platform, desk.keys, now=now)
    _check_claims(claims, platform, flow, desk)
    return read_message(claims, platform)


def _token_and_state(form: Mapping[str, str]) -> tuple[str, str]:
    if form.get("error"):
        why = form.get("error_description", "")
        raise LaunchRefused(Problem.PLATFORM_SAID_NO, error=form["error"], why=why)
    token, state = form.get("id_token", ""), form.get("state", "")
    if len(token) + len(state) > LARGEST_FORM:
        raise LaunchRefused(Problem.TOO_BIG)
    if token and not state:
        # A platform's app with automatic login off: a token that we did not ask for.
        raise LaunchRefused(Problem.NO_LOGIN_START, issuer=_issuer(token))
    if not token:
        raise LaunchRefused(Problem.BAD_TOKEN, what="id_token")
    return token, state


def _claimed(token: str) -> Mapping[str, Any]:
    """What a token says, whoever signed it: to help people with, never to believe."""
    if len(token) > LARGEST_FORM:
        return {}
    try:
        return unproven(token)[1]
    except (ValueError, RecursionError):
        return {}


def _issuer(token: str) -> str:
    return c.text(_claimed(token), "iss")


def _locale(token: str) -> str:
    """The language for the page that says no."""
    claims = _claimed(token)
    return c.text(c.part(claims, c.LAUNCH_PRESENTATION), "locale") or c.text(claims, "locale")


def _same_browser(flow: Flow, cookie: str | None, browser: str) -> None:
    wrong = cookie is not None and not hmac.compare_digest(hashed(cookie), flow.cookie_hash)
    if wrong or not hmac.compare_digest(flow.browser, browser):
        raise LaunchRefused(Problem.OTHER_BROWSER)


def _verified(token: str, platform: Platform, keys: RemoteKeys, *, now: datetime) -> dict[str, Any]:
    kid = _key_id(token, platform)
    key = keys.find(platform, kid, now=now)
    found = proven(token, key, issuer=platform.issuer, needs=("exp", "iat"))
    _not_old(found, platform, now=now)
    return found


def _key_id(token: str, platform: Platform) -> str:
    """The key id of a token that names the platform of this very login."""
    try:
        header, claims = unproven(token)
    except (ValueError, RecursionError) as error:
        raise LaunchRefused(Problem.BAD_TOKEN, issuer=platform.issuer) from error
    kid = header.get("kid")
    if header.get("alg") != "RS256" or not isinstance(kid, str) or not kid:
        raise LaunchRefused(Problem.BAD_TOKEN, issuer=platform.issuer, what="alg, kid")
    if claims.get("iss") != platform.issuer:
        raise LaunchRefused(Problem.UNKNOWN_PLATFORM, issuer=c.text(claims, "iss"))
    _check_audience(claims, platform)
    return kid


def _check_audience(claims: Mapping[str, Any], platform: Platform) -> None:
    """`aud` is our client id; among several, `azp` must say that it is meant for us."""
    given = claims.get("aud")
    names = given if isinstance(given, list) else [given]
    azp = claims.get("azp")
    meant = platform.client_id in names and (len(names) == 1 or azp == platform.client_id)
    if not meant or azp not in (None, "", platform.client_id):
        raise LaunchRefused(Problem.BAD_AUDIENCE, issuer=platform.issuer)


def _not_old(claims: Mapping[str, Any], platform: Platform, *, now: datetime) -> None:
    issued = claims.get("iat")
    try:
        age = now - datetime.fromtimestamp(float(issued), UTC)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError, OSError) as error:
        raise LaunchRefused(Problem.BAD_TIME, issuer=platform.issuer, what="iat") from error
    if age > OLDEST_TOKEN:
        raise LaunchRefused(Problem.BAD_TIME, issuer=platform.issuer, what="iat")


def _check_claims(claims: dict[str, Any], platform: Platform, flow: Flow, desk: LaunchDesk) -> None:
    issuer = platform.issuer
    nonce = c.identifier(claims.get("nonce"))
    if nonce is None or not hmac.compare_digest(nonce.encode(), flow.nonce.encode()):
        raise LaunchRefused(Problem.REPLAYED, issuer=issuer)
    if c.identifier(claims.get("sub")) is None:
        raise LaunchRefused(Problem.NO_PERSON, issuer=issuer)
    if not isinstance(claims.get(c.ROLES), list):
        raise LaunchRefused(Problem.BAD_MESSAGE, issuer=issuer, what="roles")
    check_message(claims, issuer=issuer)
    deployment = c.identifier(claims.get(c.DEPLOYMENT_ID))
    if deployment is None or not desk.platforms.has_deployment(platform.id, deployment):
        sent = str(claims.get(c.DEPLOYMENT_ID) or "–")
        raise LaunchRefused(Problem.UNKNOWN_DEPLOYMENT, issuer=issuer, deployment=sent)
    refuse_other_host(c.text(claims, c.TARGET_LINK_URI, longest=4000), desk.redirect_uri, issuer)
