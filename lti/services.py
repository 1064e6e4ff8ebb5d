"""Calls to a platform's services with an access token (OAuth 2 client credentials, signed).

A platform may grant a part of the scopes only, so tokens are kept by the set asked.
"""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from lti.errors import ServiceRefused
from lti.keys import SigningKey, sign
from lti.outgoing import read_json
from lti.ports import Platform, Tokens

_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ASSERTION_LIFE = 60
_EARLY = timedelta(seconds=60)
_UNAUTHORISED = 401


class ServiceClient:
    """Authorised calls to one platform, with one set of scopes."""

    def __init__(
        self,
        platform: Platform,
        scopes: list[str],
        *,
        key: SigningKey,
        tokens: Tokens,
        http: requests.Session,
    ) -> None:
        self.platform, self.key, self.tokens, self.http = platform, key, tokens, http
        self.scopes = " ".join(sorted(scopes))

    def call(
        self, method: str, url: str, *, accept: str, body: str | None = None
    ) -> requests.Response:
        """Send; a token that was withdrawn is fetched anew once.

        Raises ServiceRefused for an error status, requests.RequestException when nothing answers.
        """
        answer = self._send(method, url, accept=accept, body=body)
        if answer.status_code == _UNAUTHORISED:
            self.tokens.forget(self.platform.id, self.scopes)
            answer = self._send(method, url, accept=accept, body=body)
        if not answer.ok:
            raise ServiceRefused(answer.status_code, "service")
        return answer

    def _send(self, method: str, url: str, *, accept: str, body: str | None) -> requests.Response:
        headers = {"Authorization": f"Bearer {self._token()}", "Accept": accept}
        if body is not None:
            headers["Content-Type"] = accept
        data = body.encode() if body is not None else None
        return self.http.request(method, url, headers=headers, data=data)

    def prove(self) -> None:
        """Ask for a fresh token: whether the platform knows us and grants a scope of ours.

        Raises ServiceRefused and requests.RequestException.
        """
        self.tokens.forget(self.platform.id, self.scopes)
        self._token()

    def _token(self) -> str:
        now = datetime.now(UTC)
        known = self.tokens.load(self.platform.id, self.scopes, now)
        if known is not None:
            return known
        answer = self.http.post(self.platform.auth_token_url, data=self._request(now))
        if not answer.ok:
            raise ServiceRefused(answer.status_code, "token", _error_of(answer))
        token, life = _read_token(answer)
        self.tokens.save(self.platform.id, self.scopes, token, now + life - _EARLY)
        return token

    def _request(self, now: datetime) -> dict[str, str]:
        issued = int(now.timestamp())
        claims = {
            "iss": self.platform.client_id,
            "sub": self.platform.client_id,
            "aud": self.platform.audience or self.platform.auth_token_url,
            "iat": issued,
            "exp": issued + _ASSERTION_LIFE,
            "jti": secrets.token_urlsafe(16),
        }
        return {
            "grant_type": "client_credentials",
            "client_assertion_type": _ASSERTION,
            "client_assertion": sign(claims, self.key),
            "scope": self.scopes,
        }


def _error_of(answer: requests.Response) -> str:
    """The error code of OAuth, where the answer has one."""
    try:
        found: Any = read_json(answer)
    except ValueError:
        return ""
    error = found.get("error") if isinstance(found, dict) else ""
    return error if isinstance(error, str) else ""


def _read_token(answer: requests.Response) -> tuple[str, timedelta]:
    try:
        found: Any = read_json(answer)
        token, seconds = found["access_token"], int(found.get("expires_in") or 0)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ServiceRefused(answer.status_code, "token") from error
    if not isinstance(token, str) or not token:
        raise ServiceRefused(answer.status_code, "token")
    return token, timedelta(seconds=max(0, min(seconds, 86_400)))
