"""Signed tokens: what they say before anything is proven, and the proof (RS256)."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import jwt

from lti.errors import LaunchRefused, Problem

LEEWAY = timedelta(seconds=10)
_TIMES = ("exp", "iat", "nbf")


def unproven(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims as they stand there. ValueError, RecursionError where they are none."""
    header, payload, _signature = token.split(".")
    found = [json.loads(urlsafe_b64decode(part + "==")) for part in (header, payload)]
    if not all(isinstance(one, dict) for one in found):
        raise ValueError("no objects")
    return found[0], found[1]


def proven(
    token: str,
    key: Any,
    *,
    issuer: str,
    needs: Sequence[str],
    audience: str | None = None,
    subject: str | None = None,
) -> dict[str, Any]:
    """The claims of a token that `key` signed and whose time is now, all of `needs` among them.

    `audience`, `subject`: what they must be; None where the caller looks for itself. Raises
    LaunchRefused with the problem that an administrator can do something about.
    """
    try:
        found: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=["RS256"],
            issuer=issuer,
            audience=audience,
            subject=subject,
            leeway=LEEWAY,
            options={
                "require": list(needs),
                "verify_aud": audience is not None,
                "strict_aud": True,
                "verify_sub": subject is not None,
            },
        )
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise _refusal(error, issuer) from error
    return found


def _refusal(error: Exception, issuer: str) -> LaunchRefused:
    match error:
        case jwt.MissingRequiredClaimError(claim=claim) if claim in _TIMES:
            return LaunchRefused(Problem.BAD_TIME, issuer=issuer, what=claim)
        case jwt.ExpiredSignatureError() | jwt.ImmatureSignatureError():
            return LaunchRefused(Problem.BAD_TIME, issuer=issuer)
        case jwt.InvalidIssuedAtError():
            return LaunchRefused(Problem.BAD_TIME, issuer=issuer, what="iat")
        case jwt.InvalidAudienceError():
            return LaunchRefused(Problem.BAD_AUDIENCE, issuer=issuer)
        case jwt.InvalidSignatureError():
            return LaunchRefused(Problem.BAD_SIGNATURE, issuer=issuer)
    return LaunchRefused(Problem.BAD_TOKEN, issuer=issuer)
