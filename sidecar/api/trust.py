"""Who calls the API: the Moodle block, with a token signed by its Moodle's own LTI key.

Such a token is no launch and a launch is no such token: type and audience differ, it names the
client as its subject, lives a minute at most, and carries no LTI claim (lti.md §5.3).
"""

import hashlib
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import jwt
from flask import request

from lti import claims as c
from lti.errors import LaunchRefused, Problem
from lti.keys import RemoteKeys
from lti.ports import Platform
from sidecar import clock, db
from sidecar.launches.desk import outgoing, settings
from sidecar.launches.problems import LaunchError
from sidecar.tenancy.models import PlatformRegistration
from sidecar.tenancy.stores import KeySets, Platforms

PREFIX = "/api/v1"
TYPE = "valo-plugin+jwt"
LONGEST_LIFE = timedelta(seconds=60)
LEEWAY = timedelta(seconds=10)
LARGEST_TOKEN = 8 * 1024
_SCHEME = "bearer "
_LTI = "https://purl.imsglobal.org/"
_STATUS = {Problem.SWITCHED_OFF: 403, Problem.KEYS_UNREACHABLE: 502}


class CallRefused(LaunchError):
    """A call of the block that is not believed; the code says why, as with launches."""

    def __init__(self, refused: LaunchRefused) -> None:
        super().__init__(refused)
        self.status = _STATUS.get(refused.problem, 401)


def caller() -> PlatformRegistration:
    """The platform that signed this request. Raises CallRefused."""
    try:
        platform = _proven(_token(), now=clock.now())
    except LaunchRefused as refused:
        raise CallRefused(refused) from refused
    found = db.session().get(PlatformRegistration, platform.id)
    if found is None:
        raise CallRefused(LaunchRefused(Problem.UNKNOWN_PLATFORM, issuer=platform.issuer))
    return found


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


def _proven(token: str, *, now: datetime) -> Platform:
    kid, unproven = _read(token)
    platform = _named(unproven)
    key = RemoteKeys(KeySets(), outgoing()).find(platform, kid, now=now)
    claims = _verified(token, key, platform)
    _short_lived(claims, platform)
    _first_time(platform, str(claims["jti"]), now)
    return platform


def _read(token: str) -> tuple[str, dict[str, Any]]:
    """Key id and claims, unproven."""
    try:
        header = jwt.get_unverified_header(token)
        claims = jwt.decode(token, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
        raise LaunchRefused(Problem.BAD_TOKEN) from error
    kid = header.get("kid")
    if header.get("typ") != TYPE or header.get("alg") != "RS256":
        raise LaunchRefused(Problem.BAD_TOKEN, what="typ, alg")
    if not isinstance(kid, str) or not kid:
        raise LaunchRefused(Problem.BAD_TOKEN, what="kid")
    if any(name.startswith(_LTI) for name in claims):
        raise LaunchRefused(Problem.BAD_TOKEN, what="claims")
    return kid, claims


def _named(unproven: Mapping[str, Any]) -> Platform:
    issuer, client_id = c.text(unproven, "iss"), c.text(unproven, "sub")
    found = Platforms().find(issuer, client_id) if issuer and client_id else []
    if not found:
        raise LaunchRefused(Problem.UNKNOWN_PLATFORM, issuer=issuer)
    if found[0].is_off:
        raise LaunchRefused(Problem.SWITCHED_OFF)
    return found[0]


def _verified(token: str, key: Any, platform: Platform) -> dict[str, Any]:
    try:
        found: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=["RS256"],
            audience=audience(),
            issuer=platform.issuer,
            subject=platform.client_id,
            leeway=LEEWAY,
            options={"require": ["iss", "sub", "aud", "iat", "exp", "jti"], "strict_aud": True},
        )
    except (
        jwt.ExpiredSignatureError,
        jwt.ImmatureSignatureError,
        jwt.InvalidIssuedAtError,
    ) as error:
        raise LaunchRefused(Problem.BAD_TIME, issuer=platform.issuer) from error
    except jwt.InvalidAudienceError as error:
        raise LaunchRefused(Problem.BAD_AUDIENCE, issuer=platform.issuer) from error
    except jwt.InvalidSignatureError as error:
        raise LaunchRefused(Problem.BAD_SIGNATURE, issuer=platform.issuer) from error
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise LaunchRefused(Problem.BAD_TOKEN, issuer=platform.issuer) from error
    return found


def _short_lived(claims: Mapping[str, Any], platform: Platform) -> None:
    try:
        life = timedelta(seconds=float(claims["exp"]) - float(claims["iat"]))
    except (TypeError, ValueError, OverflowError) as error:
        raise LaunchRefused(Problem.BAD_TIME, issuer=platform.issuer) from error
    if life > LONGEST_LIFE:
        raise LaunchRefused(Problem.BAD_TIME, issuer=platform.issuer, what="exp")


# Ids that were used, until their token is dead anyway. Each web worker keeps its own: a token that
# is repeated within its minute at another worker reads the same numbers once more, and no route
# behind a token writes. A route that does must keep its ids in the database.
_used: dict[tuple[int, str], datetime] = {}
_lock = threading.Lock()


def _first_time(platform: Platform, jti: str, now: datetime) -> None:
    key = platform.id, hashlib.sha256(jti.encode("utf-8", "ignore")).hexdigest()
    with _lock:
        for old in [k for k, dead in _used.items() if dead < now]:
            del _used[old]
        if key in _used:
            raise LaunchRefused(Problem.REPLAYED, issuer=platform.issuer)
        _used[key] = now + LONGEST_LIFE + 2 * LEEWAY
