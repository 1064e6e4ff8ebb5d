"""A whole LTI 1.3 tool on top of `lti/`: it greets whoever comes. Stores are plain dicts."""

# ruff: noqa: INP001 - a page of documentation, not a package

from collections.abc import Mapping
from datetime import UTC, datetime

import requests

from lti import launch, login
from lti.keys import RemoteKeys
from lti.ports import Flow, KeySet, Platform

CALLBACK = "https://tool.example.org/launch"


class Memory:
    """Fulfils the ports Platforms, Flows and KeySets. A real tool has a database here."""

    def __init__(self, platform: Platform, deployment: str) -> None:
        self.platform, self.deployment = platform, deployment
        self.flows: dict[str, Flow] = {}
        self.keys: dict[int, KeySet] = {}

    def find(self, issuer: str, client_id: str | None) -> list[Platform]:
        is_it = issuer == self.platform.issuer and client_id in (None, self.platform.client_id)
        return [self.platform] if is_it else []

    def get(self, platform_id: int) -> Platform | None:
        return self.platform if platform_id == self.platform.id else None

    def has_deployment(self, platform_id: int, deployment_id: str) -> bool:
        return (platform_id, deployment_id) == (self.platform.id, self.deployment)

    def add(self, flow: Flow) -> None:
        self.flows[flow.state_hash] = flow

    def take(self, state_hash: str, now: datetime) -> Flow | None:
        flow = self.flows.pop(state_hash, None)
        return flow if flow and flow.expires_at > now else None

    def load(self, platform_id: int) -> KeySet | None:
        return self.keys.get(platform_id)

    def save(self, platform_id: int, keys: KeySet) -> None:
        self.keys[platform_id] = keys


# The tool itself: two addresses. `fields` is what the browser sent, `browser` its User-Agent.


def begin(memory: Memory, fields: Mapping[str, str], browser: str) -> login.LoginRedirect:
    """GET or POST /login: answer 302 to `.url`, and set the cookie that it names."""
    return login.start(
        fields,
        platforms=memory,
        flows=memory,
        redirect_uri=CALLBACK,
        browser=browser,
        now=datetime.now(UTC),
    )


def greet(memory: Memory, form: Mapping[str, str], browser: str, cookie: str | None) -> str:
    """POST /launch: LaunchRefused says why not; `cookie` is None where the browser kept none."""
    keys = RemoteKeys(memory, requests.Session())
    desk = launch.LaunchDesk(platforms=memory, flows=memory, keys=keys, redirect_uri=CALLBACK)
    now = datetime.now(UTC)
    who = launch.receive(form, desk, flow_cookie=cookie, browser=browser, now=now)
    return f"Hello {who.name} from {who.course.title if who.course else 'nowhere'}"
