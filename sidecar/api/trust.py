"""Who calls the API: the Moodle block, with a token signed by its Moodle's own LTI key.

Such a token is no launch and a launch is no such token: type and audience differ, it names the
client as its subject, lives a minute at most, and carries no LTI claim. Where a
Moodle cannot sign, an API key of that one platform stands in (`tenancy/api_keys.py`).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import request

from lti import claims as c
from lti.errors import LaunchRefused, Problem
from lti.keys import RemoteKeys
from lti.ports import Platform
from lti.tokens import LEEWAY, proven, unproven
from sidecar import clock
from sidecar.launches.desk import outgoing, settings
from sidecar.launches.problems import LaunchError
from sidecar.tenancy.api_keys import KEY_PREFIX, platform_with_key
from sidecar.tenancy.calls import note_call, use_call
from sidecar.tenancy.models import PlatformRegistration
from sidecar.tenancy.stores import KeySets, Platforms

PREFIX = "/api/v1"
TYPE = "valo-plugin+jwt"
LONGEST_LIFE = timedelta(seconds=60)
LARGEST_TOKEN = 8 * 1024
_LONGEST_RELEASE = 40
_SCHEME = "bearer "
_LTI = "https://purl.imsglobal.org/"
_STATUS = {Problem.SWITCHED_OFF: 403, Problem.KEYS_UNREACHABLE: 502}


class CallRefused(LaunchError):
    """A call of the block that is not believed; the code says why, as with launches."""

    def __init__(self, refused: LaunchRefused) -> None:
        super().__init__(refused)
        self.status = _STATUS.get(refused.problem, 401)


def caller() -> PlatformRegistration:
    """The platform that sends this request; noted as seen. Raises CallRefused."""
    now = clock.now()
    try:
        token = _token()
        if token.startswith(KEY_PREFIX):
            return note_call(_keyed(token).id, release=_release(), now=now)
        platform, jti = _proven(token, now=now)
        dead_at = now + LONGEST_LIFE + 2 * LEEWAY
        row = use_call(platform.id, jti, dead_at=dead_at, release=_release(), now=now)
        if row is None:
            raise LaunchRefused(Problem.REPLAYED, issuer=platform.issuer)
        return row
    except LaunchRefused as refused:
        raise CallRefused(refused) from refused


def audience() -> str:
    """Whom a token must be meant for."""
    return settings().base_url + PREFIX


def _token() -> str:
    given = request.headers.get("Authorization", "")
    if not given.lower().startswith(_SCHEME):
        raise LaunchRefused(Problem.BAD_TOKEN, what="Authorization")
    token = given[len(_SCHEME) :].strip()
    if len(token) > LARGEST_TOKEN:
        raise LaunchRefused(Problem.TOO_BIG)
    return token


def _keyed(token: str) -> PlatformRegistration:
    """The platform of an API key. The headers say whom the block believes to be: both must fit."""
    found = platform_with_key(token)
    if found is None:
        raise LaunchRefused(Problem.UNKNOWN_PLATFORM)
    for name, expected in (("X-Valo-Issuer", found.issuer), ("X-Valo-Client", found.client_id)):
        if request.headers.get(name, expected) != expected:
            raise LaunchRefused(Problem.UNKNOWN_PLATFORM, issuer=found.issuer)
    if found.state == "off":
        raise LaunchRefused(Problem.SWITCHED_OFF)
    return found


def _proven(token: str, *, now: datetime) -> tuple[Platform, str]:
    kid, said = _read(token)
    platform = _named(said)
    key = RemoteKeys(KeySets(), outgoing()).find(platform, kid, now=now)
    claims = proven(
        token,
        key,
        issuer=platform.issuer,
        audience=audience(),
        subject=platform.client_id,
        needs=("iss", "sub", "aud", "iat", "exp", "jti"),
    )
    _short_lived(claims, platform)
    return platform, str(claims["jti"])


def _read(token: str) -> tuple[str, dict[str, Any]]:
    """Key id and claims, unproven."""
    try:
        header, claims = unproven(token)
    except (ValueError, RecursionError) as error:
        raise LaunchRefused(Problem.BAD_TOKEN) from error
    kid = header.get("kid")
    if header.get("typ") != TYPE or header.get("alg") != "RS256":
        raise LaunchRefused(Problem.BAD_TOKEN, what="typ, alg")
    if not isinstance(kid, str) or not kid:
        raise LaunchRefused(Problem.BAD_TOKEN, what="kid")
    if any(name.startswith(_LTI) for name in claims):
        raise LaunchRefused(Problem.BAD_TOKEN, what="claims")
    return kid, claims


def _named(said: Mapping[str, Any]) -> Platform:
    issuer, client_id = c.text(said, "iss"), c.text(said, "sub")
    found = Platforms().find(issuer, client_id) if issuer and client_id else []
    if not found:
        raise LaunchRefused(Problem.UNKNOWN_PLATFORM, issuer=issuer)
    if found[0].is_off:
        raise LaunchRefused(Problem.SWITCHED_OFF)
    return found[0]


def _short_lived(claims: Mapping[str, Any], platform: Platform) -> None:
    try:
        life = timedelta(seconds=float(claims["exp"]) - float(claims["iat"]))
    except (TypeError, ValueError, OverflowError) as error:
        raise LaunchRefused(Problem.BAD_TIME, issuer=platform.issuer) from error
    if life > LONGEST_LIFE:
        raise LaunchRefused(Problem.BAD_TIME, issuer=platform.issuer, what="exp")


def _release() -> str:
    """What the block says of itself, for the administrator's eyes."""
    return request.headers.get("X-Valo-Block", "")[:_LONGEST_RELEASE]
