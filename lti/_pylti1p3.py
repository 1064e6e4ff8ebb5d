"""The one door to pylti1p3: its validators of each message's own claims."""

from typing import Any

from pylti1p3.exception import LtiException
from pylti1p3.message_validators import get_validators

from lti.errors import LaunchRefused, Problem

_VALIDATORS: list[Any] = get_validators()  # type: ignore[no-untyped-call]


def check_message(claims: dict[str, Any], *, issuer: str) -> None:
    """Refuse a message whose own claims are incomplete, or of a type that nobody knows.

    The library stumbles over null and wrong types instead of refusing them, so a
    stumble counts as a refusal.
    """
    fitting = [v for v in _VALIDATORS if v.can_validate(claims)]
    if len(fitting) != 1:
        raise LaunchRefused(Problem.BAD_MESSAGE, issuer=issuer, what="message_type")
    try:
        fitting[0].validate(claims)
    except LtiException as error:
        raise LaunchRefused(Problem.BAD_MESSAGE, issuer=issuer, what=str(error)) from error
    except (AttributeError, TypeError, KeyError, ValueError) as error:
        raise LaunchRefused(Problem.BAD_MESSAGE, issuer=issuer, what="claims") from error
