"""Dynamic registration (IMS LTI Dynamic Registration 1.0)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests

from lti import claims as c
from lti.errors import RegistrationFailed
from lti.outgoing import read_json

_ENDPOINTS = (
    "authorization_endpoint",
    "token_endpoint",
    "jwks_uri",
    "registration_endpoint",
)


@dataclass(frozen=True, kw_only=True)
class PlatformDescription:
    """What a platform's OpenID configuration says."""

    issuer: str
    auth_login_url: str
    auth_token_url: str
    key_set_url: str
    registration_url: str
    product: str
    version: str


@dataclass(frozen=True, kw_only=True)
class ToolDescription:
    """What we say of ourselves. Addresses are whole; `claims` are those we ask for."""

    name: str
    description: str
    base_url: str
    login_url: str
    launch_url: str
    key_set_url: str
    logo_url: str
    scopes: tuple[str, ...]
    claims: tuple[str, ...]
    custom: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Registered:
    """The platform's answer."""

    client_id: str
    deployment_id: str | None


def describe_platform(
    url: str, http: requests.Session, *, token: str | None
) -> PlatformDescription:
    """Fetch and check a configuration. Raises RegistrationFailed.

    The address came from outside: issuer and every endpoint must share its host, and
    its scheme, lest logins go over http where the rest goes over https.
    """
    headers = {"Accept": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    found = _object(_answer(lambda: http.get(url, headers=headers), "unreachable"))
    urls = {name: c.url(found, name) for name in (*_ENDPOINTS, "issuer")}
    if any(value is None for value in urls.values()):
        raise RegistrationFailed("incomplete", ", ".join(n for n, v in urls.items() if v is None))
    if {place_of(str(v)) for v in urls.values()} != {place_of(url)}:
        raise RegistrationFailed("other-host", " ".join(place_of(url)))
    more = c.part(found, c.PLATFORM_CONFIGURATION)
    return PlatformDescription(
        issuer=str(urls["issuer"]),
        auth_login_url=str(urls["authorization_endpoint"]),
        auth_token_url=str(urls["token_endpoint"]),
        key_set_url=str(urls["jwks_uri"]),
        registration_url=str(urls["registration_endpoint"]),
        product=c.text(more, "product_family_code"),
        version=c.text(more, "version"),
    )


def register(
    platform: PlatformDescription,
    tool: ToolDescription,
    http: requests.Session,
    *,
    token: str | None,
) -> Registered:
    """Send our description. Raises RegistrationFailed with the platform's reason."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = _answer(
        lambda: http.post(platform.registration_url, json=tool_body(tool), headers=headers),
        "refused",
    )
    found = _object(answer)
    client_id = c.text(found, "client_id", longest=c.LONGEST_ID)
    if not client_id:
        raise RegistrationFailed("no-client-id")
    more = c.part(found, c.TOOL_CONFIGURATION)
    deployment = more.get("deployment_id")
    is_id = isinstance(deployment, str | int) and not isinstance(deployment, bool)
    return Registered(client_id=client_id, deployment_id=str(deployment) if is_id else None)


def tool_body(tool: ToolDescription) -> dict[str, Any]:
    """The registration as the standard writes it."""
    return {
        "application_type": "web",
        "response_types": ["id_token"],
        "grant_types": ["implicit", "client_credentials"],
        "token_endpoint_auth_method": "private_key_jwt",
        "client_name": tool.name,
        "initiate_login_uri": tool.login_url,
        "redirect_uris": [tool.launch_url],
        "jwks_uri": tool.key_set_url,
        "logo_uri": tool.logo_url,
        "scope": " ".join(tool.scopes),
        c.TOOL_CONFIGURATION: {
            "domain": urlsplit(tool.base_url).netloc,
            "description": tool.description,
            "target_link_uri": tool.launch_url,
            "custom_parameters": dict(tool.custom),
            "claims": list(tool.claims),
            "messages": [
                {"type": message, "target_link_uri": tool.launch_url}
                for message in (c.RESOURCE_LINK_REQUEST, c.DEEP_LINKING_REQUEST)
            ],
        },
    }


def place_of(url: str) -> tuple[str, str]:
    """Scheme and host; nothing for an address that is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.scheme, parts.netloc


def _answer(send: Any, reason: str) -> requests.Response:
    try:
        answer: requests.Response = send()
    except (requests.RequestException, ValueError) as error:
        # ValueError: the address came from outside and may be none, such as `https://[`.
        raise RegistrationFailed("unreachable", type(error).__name__) from error
    if not answer.ok:
        raise RegistrationFailed(reason, f"{answer.status_code}")
    return answer


def _object(answer: requests.Response) -> dict[str, Any]:
    try:
        found = read_json(answer)
    except ValueError as error:
        raise RegistrationFailed("not-json") from error
    if not isinstance(found, dict):
        raise RegistrationFailed("not-json")
    return found
