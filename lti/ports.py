"""What the protocol needs from the tool that uses it: a few stores, fulfilled in any database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, kw_only=True)
class Platform:
    """A registration: (issuer, client id) and the platform's addresses."""

    id: int
    issuer: str
    client_id: str
    auth_login_url: str
    auth_token_url: str
    key_set_url: str
    audience: str | None = None
    """`aud` of token requests, where it is not the token address."""
    is_off: bool = False


@dataclass(frozen=True, kw_only=True)
class Flow:
    """A login that has begun. Only hashes of its secrets are stored."""

    state_hash: str
    nonce: str
    platform_id: int
    target_link_uri: str
    cookie_hash: str
    browser: str
    expires_at: datetime
    storage_target: str = ""
    """The platform's frame that keeps the cookie's value for us too; "" where it has none."""


@dataclass(frozen=True, kw_only=True)
class KeySet:
    """A platform's public keys as last fetched; none at all before the first time."""

    jwks: dict[str, Any]
    fetched_at: datetime
    tried_at: datetime | None = None
    """When a later attempt to fetch them failed."""
    asked_at: datetime | None = None
    """When somebody last set out to fetch them; what came of it is noted above."""


class Platforms(Protocol):
    """Registrations and their deployments."""

    def find(self, issuer: str, client_id: str | None) -> Sequence[Platform]:
        """Those of an issuer; of one client id where it is given."""
        ...

    def get(self, platform_id: int) -> Platform | None:
        """One registration."""
        ...

    def has_deployment(self, platform_id: int, deployment_id: str) -> bool:
        """Whether the registration knows the deployment."""
        ...


class Flows(Protocol):
    """Logins that have begun."""

    def add(self, flow: Flow) -> None:
        """Store; commits."""
        ...

    def peek(self, state_hash: str, now: datetime) -> Flow | None:
        """The login, left where it is; None when it is used or too old."""
        ...

    def take(self, state_hash: str, now: datetime) -> Flow | None:
        """Remove and return, in one step and for good: two takers never both get it."""
        ...


class KeySets(Protocol):
    """Cached public keys of platforms."""

    def load(self, platform_id: int) -> KeySet | None:
        """What was fetched last, by whatever process."""
        ...

    def claim(self, platform_id: int, *, now: datetime, since: datetime) -> bool:
        """Note `asked_at=now`, in one step and for good, unless somebody asked after `since`.

        True for one of many askers, in whatever process: that one fetches. Where nothing was ever
        fetched it notes an empty set.
        """
        ...

    def save(self, platform_id: int, keys: KeySet) -> None:
        """Replace; commits."""
        ...


class Tokens(Protocol):
    """Cached access tokens, by registration and set of scopes."""

    def load(self, platform_id: int, scopes: str, now: datetime) -> str | None:
        """A token that is still good."""
        ...

    def save(self, platform_id: int, scopes: str, token: str, expires_at: datetime) -> None:
        """Replace; commits."""
        ...

    def forget(self, platform_id: int, scopes: str) -> None:
        """Drop a token that the platform no longer takes."""
        ...
