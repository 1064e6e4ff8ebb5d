"""The stores of `lti.ports` in plain dicts: for trying things out and for tests, not for a service.

They forget everything at the end of the process and know nothing of other processes.
"""

import threading
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from lti.ports import Flow, KeySet, Platform


class Memory:
    """Fulfils Platforms, Flows, KeySets; `tokens` fulfils Tokens."""

    def __init__(self, *platforms: tuple[Platform, Iterable[str]]) -> None:
        """Each platform with its deployment ids."""
        self._platforms = {platform.id: platform for platform, _ids in platforms}
        self._deployments = {(p.id, one) for p, ids in platforms for one in ids}
        self._flows: dict[str, Flow] = {}
        self._keys: dict[int, KeySet] = {}
        self._one_at_a_time = threading.Lock()
        self.tokens = MemoryTokens()

    def find(self, issuer: str, client_id: str | None) -> list[Platform]:
        """Those of an issuer; of one client id where it is given."""
        mine = (p for p in self._platforms.values() if p.issuer == issuer)
        return [p for p in mine if client_id in (None, p.client_id)]

    def get(self, platform_id: int) -> Platform | None:
        """One registration."""
        return self._platforms.get(platform_id)

    def has_deployment(self, platform_id: int, deployment_id: str) -> bool:
        """Whether the registration knows the deployment."""
        return (platform_id, deployment_id) in self._deployments

    def add(self, flow: Flow) -> None:
        """Store."""
        self._flows[flow.state_hash] = flow

    def peek(self, state_hash: str, now: datetime) -> Flow | None:
        """Read, and leave it."""
        found = self._flows.get(state_hash)
        return found if found and found.expires_at > now else None

    def take(self, state_hash: str, now: datetime) -> Flow | None:
        """Remove and return; `dict.pop` gives it to one thread only."""
        found = self._flows.pop(state_hash, None)
        return found if found and found.expires_at > now else None

    def load(self, platform_id: int) -> KeySet | None:
        """What was fetched last."""
        return self._keys.get(platform_id)

    def claim(self, platform_id: int, *, now: datetime, since: datetime) -> bool:
        """True for one asker."""
        with self._one_at_a_time:
            known = self._keys.get(platform_id) or KeySet(jwks={}, fetched_at=now)
            is_free = known.asked_at is None or known.asked_at <= since
            if is_free:
                self._keys[platform_id] = replace(known, asked_at=now)
            return is_free

    def save(self, platform_id: int, keys: KeySet) -> None:
        """Replace."""
        self._keys[platform_id] = keys


class MemoryTokens:
    """Fulfils Tokens."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, str], tuple[str, datetime]] = {}

    def load(self, platform_id: int, scopes: str, now: datetime) -> str | None:
        """A token that is still good."""
        token, ends = self._kept.get((platform_id, scopes), ("", now))
        return token if ends > now else None

    def save(self, platform_id: int, scopes: str, token: str, expires_at: datetime) -> None:
        """Replace."""
        self._kept[platform_id, scopes] = (token, expires_at)

    def forget(self, platform_id: int, scopes: str) -> None:
        """Drop."""
        self._kept.pop((platform_id, scopes), None)
