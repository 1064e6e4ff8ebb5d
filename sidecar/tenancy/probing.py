"""Testing the connection to a platform: its key set, and a token for its member list."""

from datetime import datetime

import requests

from lti import claims
from lti.errors import LaunchRefused, ServiceRefused
from lti.keys import RemoteKeys, SigningKey
from lti.ports import KeySet, Platform
from lti.services import ServiceClient
from sidecar import clock
from sidecar.errors import N_

GOOD = N_("The connection works: the keys were fetched, and Moodle gave a token for the members.")
NO_KEYS = N_(
    "Moodle's key set cannot be fetched. Check its address, and that valo's server can reach it."
)
EMPTY_KEYS = N_("Moodle's key set has no key that valo can use. Check its address.")
NO_TOKEN_SERVICE = N_(
    "Moodle's token service does not answer. Check its address, and that valo's server can reach "
    "it."
)
NOT_KNOWN = N_(
    "Moodle does not know valo by its signature. Check the client id, and that Moodle can fetch "
    "valo's key set."
)
NOT_GRANTED = N_(
    "Moodle does not let valo read the members. In the tool's settings, allow names and roles."
)
ODD = N_("Moodle's token service gave an answer that valo cannot use. Check its address.")


class _Keys:
    """A store that keeps the fetched keys for the length of one test."""

    def __init__(self) -> None:
        self.found: KeySet | None = None

    def load(self, platform_id: int) -> KeySet | None:
        return self.found

    def claim(self, platform_id: int, *, now: datetime, since: datetime) -> bool:
        return True

    def save(self, platform_id: int, keys: KeySet) -> None:
        self.found = keys


class _NoTokens:
    """A store that keeps nothing: the test asks for a token of its own."""

    def load(self, platform_id: int, scopes: str, now: datetime) -> str | None:
        return None

    def save(self, platform_id: int, scopes: str, token: str, expires_at: datetime) -> None:
        """Forget it."""

    def forget(self, platform_id: int, scopes: str) -> None:
        """Nothing is kept."""


def probe(platform: Platform, key: SigningKey, http: requests.Session) -> str:
    """One sentence (English msgid) on how it went; GOOD when all works. Not in a transaction."""
    return _keys_trouble(platform, http) or _token_trouble(platform, key, http) or GOOD


def _keys_trouble(platform: Platform, http: requests.Session) -> str | None:
    kept = _Keys()
    try:
        RemoteKeys(kept, http).find(platform, "", now=clock.now())
    except LaunchRefused:
        if kept.found is None or kept.found.tried_at is not None:
            return NO_KEYS
    rows = kept.found.jwks.get("keys") if kept.found else None
    usable = [r for r in rows if isinstance(r, dict)] if isinstance(rows, list) else []
    return None if any(r.get("kty") == "RSA" and r.get("kid") for r in usable) else EMPTY_KEYS


def _token_trouble(platform: Platform, key: SigningKey, http: requests.Session) -> str | None:
    client = ServiceClient(platform, [claims.SCOPE_ROSTER], key=key, tokens=_NoTokens(), http=http)
    try:
        client.prove()
    except ServiceRefused as refused:
        return _sentence(refused)
    except requests.RequestException:
        return NO_TOKEN_SERVICE
    return None


def _sentence(refused: ServiceRefused) -> str:
    if refused.reason == "invalid_scope":
        return NOT_GRANTED
    if refused.reason == "invalid_client" or refused.status in (400, 401, 403):
        return NOT_KNOWN
    return ODD
