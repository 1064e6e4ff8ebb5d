"""Login start: the platform names somebody, we send the browser back to its own login (OIDC).

1EdTech Security Framework 1.0 §5.1.1.
"""

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

from lti.claims import storable
from lti.errors import LaunchRefused, Problem
from lti.ports import Flow, Flows, Platform, Platforms

FLOW_LIFE = timedelta(minutes=5)
_FRAME = re.compile(r"[A-Za-z0-9_-]{1,100}")
_LONGEST = 4000


@dataclass(frozen=True, kw_only=True)
class LoginRedirect:
    """Where the browser goes (302), and the cookie that ties the launch to it where it is kept."""

    url: str
    cookie_name: str
    cookie_value: str
    storage: "Storage | None" = None
    """Where the platform keeps the cookie's value too, if it offers to (`lti_storage_target`)."""


@dataclass(frozen=True, kw_only=True)
class Storage:
    """The platform's storage for a launch (LTI postMessage storage 0.1): frame, its origin, key."""

    frame: str
    origin: str
    key: str


def storage_of(flow: Flow, platform: Platform) -> Storage | None:
    """Where the platform of this login keeps what belongs to it; None where it keeps nothing."""
    if not flow.storage_target:
        return None
    parts = urlsplit(platform.auth_login_url)
    origin = f"{parts.scheme}://{parts.netloc}"
    return Storage(frame=flow.storage_target, origin=origin, key=f"valo-{flow.state_hash[:12]}")


def hashed(secret: str) -> str:
    """What is stored of a random secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def flow_cookie_name(state: str) -> str:
    """One cookie a login: two launches on one page never disturb each other."""
    return f"__Host-valo-flow-{hashed(state)[:12]}"


def start(
    fields: Mapping[str, str],
    *,
    platforms: Platforms,
    flows: Flows,
    redirect_uri: str,
    browser: str,
    now: datetime,
) -> LoginRedirect:
    """Begin a login. Raises LaunchRefused for an unknown platform or a foreign target.

    The refusal names the registration where it was known.
    """
    names = ("iss", "login_hint", "client_id", "target_link_uri")
    issuer, hint, client_id, target = (storable(fields.get(n, ""))[:_LONGEST] for n in names)
    if not issuer or not hint:
        raise LaunchRefused(Problem.LOGIN_INCOMPLETE)
    platform = _platform(platforms, issuer, client_id or None)
    target = target or redirect_uri
    try:
        _refuse_unfit(platform, target, redirect_uri)
    except LaunchRefused as refused:
        refused.platform_id = platform.id
        raise
    state, nonce, cookie = (secrets.token_urlsafe(32) for _ in range(3))
    frame = fields.get("lti_storage_target", "")
    flow = Flow(
        state_hash=hashed(state),
        nonce=nonce,
        platform_id=platform.id,
        target_link_uri=target,
        cookie_hash=hashed(cookie),
        browser=browser,
        storage_target=frame if _FRAME.fullmatch(frame) else "",
        expires_at=now + FLOW_LIFE,
    )
    flows.add(flow)
    wish = _wish(fields, platform, redirect_uri, state=state, nonce=nonce)
    mark = "&" if urlsplit(platform.auth_login_url).query else "?"
    return LoginRedirect(
        url=f"{platform.auth_login_url}{mark}{urlencode(wish)}",
        cookie_name=flow_cookie_name(state),
        cookie_value=cookie,
        storage=storage_of(flow, platform),
    )


def _platform(platforms: Platforms, issuer: str, client_id: str | None) -> Platform:
    found = platforms.find(issuer, client_id)
    if len(found) != 1:
        raise LaunchRefused(Problem.UNKNOWN_PLATFORM, issuer=issuer, client_id=client_id or "–")
    return found[0]


def _refuse_unfit(platform: Platform, target: str, redirect_uri: str) -> None:
    if platform.is_off:
        raise LaunchRefused(Problem.SWITCHED_OFF, issuer=platform.issuer)
    refuse_other_host(target, redirect_uri, platform.issuer)


def refuse_other_host(target: str, redirect_uri: str, issuer: str) -> None:
    """The target link must lie on our own host."""
    here = urlsplit(redirect_uri)
    try:
        there = urlsplit(target)
    except ValueError as error:
        raise LaunchRefused(Problem.WRONG_TARGET, issuer=issuer, target=target) from error
    if (here.scheme, here.netloc) != (there.scheme, there.netloc):
        raise LaunchRefused(Problem.WRONG_TARGET, issuer=issuer, target=there.netloc)


def _wish(
    fields: Mapping[str, str], platform: Platform, redirect_uri: str, *, state: str, nonce: str
) -> dict[str, str]:
    wish = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": platform.client_id,
        "redirect_uri": redirect_uri,
        "login_hint": fields["login_hint"],
        "state": state,
        "nonce": nonce,
    }
    if fields.get("lti_message_hint"):
        wish["lti_message_hint"] = fields["lti_message_hint"]
    return wish
