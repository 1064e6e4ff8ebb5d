"""Which back-end a provider has: `ehoks`, or `none` for providers that take papers by hand."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import requests

from sidecar import http
from sidecar.backends.base import (
    N_,
    Backend,
    FieldChange,
    Missing,
    Plan,
    PlanChange,
    PlanReading,
)
from sidecar.backends.ehoks.backend import Address, EhoksBackend
from sidecar.backends.ehoks.cas import GRANTS, Grants, Login
from sidecar.errors import SettingsError
from sidecar.outbox.handlers import Outcome, Refused

KINDS = ("none", "ehoks")
_REQUIRED = ("url", "username", "password")
_OPTIONAL = ("cas_url",)
_SERVICE = "/ehoks-virkailija-backend"


class NoBackend:
    """A provider without a system of its own here: everything is done by hand."""

    def check(self) -> None:
        """Nothing to check."""

    def read(self, study_right_oid: str) -> PlanReading | None:
        return None

    def problems(self, change: PlanChange, plan: Plan | None) -> list[Missing]:
        return []

    def preview(self, change: PlanChange, plan: Plan | None) -> list[FieldChange]:
        return []

    def deliver(
        self, change: PlanChange, *, uncertain: bool, seen: Sequence[FieldChange] = ()
    ) -> Outcome:
        return Refused(
            code="NO-BACKEND",
            reason=N_(
                "This education provider is not connected to eHOKS. Write the lines there by hand."
            ),
        )


def make_backend(
    kind: str,
    config: dict[str, Any],
    *,
    caller_id: str,
    allow_private: bool,
    session: requests.Session | None = None,
    grants: Grants = GRANTS,
) -> Backend:
    """The back-end of a provider. Raises SettingsError for an unknown kind or bad settings.

    Keys of `ehoks`: `url` (scheme and host, as https://virkailija.opintopolku.fi), `username`,
    `password`; `cas_url` only when CAS is not at `<url>/cas`.
    """
    if kind == "none":
        return NoBackend()
    if kind != "ehoks":
        raise SettingsError(f"{kind!r} is not a kind of back-end; there are {', '.join(KINDS)}")
    _check(config)
    url = str(config["url"]).rstrip("/")
    login = Login(
        cas_url=str(config.get("cas_url") or f"{url}/cas").rstrip("/"),
        service=f"{url}{_SERVICE}/cas-security-check",
        username=config["username"],
        password=config["password"],
        caller_id=caller_id,
    )
    session = session or http.session(allow_private=allow_private)
    address = Address(api=f"{url}{_SERVICE}/api/v1", login=login)
    return EhoksBackend(session, address, grants=grants)


def _check(config: dict[str, Any]) -> None:
    for name in _REQUIRED:
        if not isinstance(config.get(name), str) or not config[name]:
            raise SettingsError(f"the back-end ehoks needs {name!r}")
    unknown = sorted(set(config) - {*_REQUIRED, *_OPTIONAL})
    if unknown:
        raise SettingsError(f"the back-end ehoks knows no {unknown[0]!r}")
    for name in ("url", "cas_url"):
        parts = urlsplit(str(config.get(name) or config["url"]))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingsError(f"{name!r} of the back-end ehoks must begin with https://")
