"""Why a login, a launch or a service call is refused; the tool turns these into sentences."""

from enum import StrEnum

from lti.claims import storable


class Problem(StrEnum):
    """One kind of trouble each; stable, for error pages and logs."""

    LOGIN_INCOMPLETE = "LTI-LOGIN"
    UNKNOWN_PLATFORM = "LTI-PLATFORM"
    SWITCHED_OFF = "LTI-OFF"
    PLATFORM_SAID_NO = "LTI-DENIED"
    NO_LOGIN_START = "LTI-NOSTART"
    TOO_BIG = "LTI-SIZE"
    FLOW_GONE = "LTI-STATE"
    OTHER_BROWSER = "LTI-BROWSER"
    BAD_TOKEN = "LTI-TOKEN"  # noqa: S105 - a code, not a secret
    BAD_SIGNATURE = "LTI-KEY"
    KEYS_UNREACHABLE = "LTI-KEYSET"
    BAD_TIME = "LTI-TIME"
    BAD_AUDIENCE = "LTI-AUDIENCE"
    REPLAYED = "LTI-NONCE"
    BAD_MESSAGE = "LTI-MESSAGE"
    UNKNOWN_DEPLOYMENT = "LTI-DEPLOYMENT"
    NO_PERSON = "LTI-PERSON"
    WRONG_TARGET = "LTI-TARGET"
    NOT_STAFF = "LTI-ROLE"


class LaunchRefused(Exception):
    """A launch or login that does not go on. `facts` are for an administrator: no personal data."""

    def __init__(self, problem: Problem, **facts: str) -> None:
        self.problem = problem
        self.platform_id: int | None = None
        """The registration, where it was known by then."""
        self.locale = ""
        """The language that the message asks for, unproven: for the page that says no."""
        cleaned = {name: storable(value)[:200] for name, value in facts.items()}
        self.facts = {name: value for name, value in cleaned.items() if value}
        super().__init__(problem.value)


class RegistrationFailed(Exception):
    """Dynamic registration did not work; `reason` is one of a few plain words."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason, self.detail = reason, detail[:300]
        super().__init__(reason)


class ServiceRefused(Exception):
    """A platform's service answered with an error status (or the token service did)."""

    def __init__(self, status: int, where: str, reason: str = "") -> None:
        self.status, self.where = status, where
        self.reason = storable(reason)[:100]
        """The error code of a token service, such as `invalid_scope`; "" where it gave none."""
        super().__init__(f"{where}: {status}")


class RosterUnreadable(Exception):
    """A member list that is not one, or that has no end: nobody may count as gone because of it."""
