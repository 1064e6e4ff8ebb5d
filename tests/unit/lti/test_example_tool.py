"""The example of lti/README.md works as it stands in docs/example_tool.py."""

import importlib
import json
import socket
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import responses
from werkzeug.test import Client

from lti import claims as c
from lti.errors import LaunchRefused, Problem
from lti.memory import Memory
from lti.ports import Platform
from lti.testing import Activity, Course, FakePlatform, Tool, User

BROWSER = "Test browser"
ISSUER = "https://moodle.example.org"
TOOL = "https://tool.example.org"
USER = User("7", "Aino", "Virtanen", "Learner")


DOCS = Path(__file__).resolve().parents[3] / "docs"


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(DOCS))
    return importlib.import_module("example_tool")


@pytest.fixture
def service(example: ModuleType) -> ModuleType:
    """The same tool, served without a web framework."""
    return importlib.import_module("example_service")


@pytest.fixture
def moodle() -> FakePlatform:
    course = Course("1", "Carpentry", "CARP", [Activity("5", "Hello")])
    return FakePlatform(ISSUER, course, [USER])


@pytest.fixture
def tool(moodle: FakePlatform) -> Tool:
    body = {
        "client_name": "Example",
        "initiate_login_uri": f"{TOOL}/login",
        "redirect_uris": [f"{TOOL}/launch"],
        "jwks_uri": f"{TOOL}/jwks.json",
        c.TOOL_CONFIGURATION: {
            "domain": "tool.example.org",
            "target_link_uri": f"{TOOL}/launch",
        },
    }
    answer = moodle.register(body, moodle.new_registration_token())
    return moodle.tools[answer["client_id"]]


@pytest.fixture
def memory(moodle: FakePlatform, tool: Tool) -> Memory:
    addresses = moodle.configuration()
    platform = Platform(
        id=1,
        issuer=ISSUER,
        client_id=tool.client_id,
        auth_login_url=addresses["authorization_endpoint"],
        auth_token_url=addresses["token_endpoint"],
        key_set_url=addresses["jwks_uri"],
    )
    return Memory((platform, [tool.deployment_id]))


def _to_the_launch(
    example: ModuleType, moodle: FakePlatform, tool: Tool, memory: Any
) -> tuple[dict[str, str], str]:
    """The form that the browser posts to the tool, and the cookie of the login."""
    _, fields = moodle.login_form(tool, USER, moodle.course.activities[0])
    redirect = example.begin(memory, fields, BROWSER)
    wish = dict(parse_qsl(urlsplit(redirect.url).query))
    _, form = moodle.authorise(wish, USER)
    return form, redirect.cookie_value


@pytest.fixture(autouse=True)
def _is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """The platform's name leads to a public address."""
    row = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked: [row])


@responses.activate
@pytest.mark.parametrize("keeps_cookies", [True, False])
def test_the_example_greets(
    example: ModuleType, moodle: FakePlatform, tool: Tool, memory: Any, keeps_cookies: bool
):
    responses.get(moodle.configuration()["jwks_uri"], json=moodle.jwks())
    form, cookie = _to_the_launch(example, moodle, tool, memory)
    said = example.greet(memory, form, BROWSER, cookie if keeps_cookies else None)
    assert said == "Hello Aino Virtanen from Carpentry"


@responses.activate
def test_the_example_takes_a_launch_once(
    example: ModuleType, moodle: FakePlatform, tool: Tool, memory: Any
):
    responses.get(moodle.configuration()["jwks_uri"], json=moodle.jwks())
    form, cookie = _to_the_launch(example, moodle, tool, memory)
    example.greet(memory, form, BROWSER, cookie)
    with pytest.raises(LaunchRefused) as refused:
        example.greet(memory, form, BROWSER, cookie)
    assert refused.value.problem is Problem.FLOW_GONE


@responses.activate
@pytest.mark.parametrize("keeps_cookies", [True, False])
def test_the_example_as_a_service(
    service: ModuleType, moodle: FakePlatform, tool: Tool, memory: Memory, keeps_cookies: bool
):
    """From the platform's form to the greeting, over HTTP, as a stranger would run it."""
    responses.get(moodle.configuration()["jwks_uri"], json=moodle.jwks())
    (platform,) = memory.find(ISSUER, None)
    row = {**asdict(platform), "deployments": [tool.deployment_id]}
    store = service.store_of(json.loads(json.dumps([row])))
    browser = Client(service.application(store), use_cookies=keeps_cookies)
    how = {"method": "POST", "base_url": TOOL, "headers": {"User-Agent": BROWSER}}
    _, fields = moodle.login_form(tool, USER, moodle.course.activities[0])
    begun = browser.open("/login", data=fields, **how)
    assert begun.status_code == 302
    assert "Partitioned" in begun.headers["Set-Cookie"]
    _, form = moodle.authorise(dict(parse_qsl(urlsplit(begun.location).query)), USER)
    assert browser.open("/launch", data=form, **how).text == "Hello Aino Virtanen from Carpentry"
    again = browser.open("/launch", data=form, **how)
    assert again.status_code == 400
    assert again.text.startswith("LTI-STATE")
    assert ISSUER in again.text


def test_it_is_as_short_as_its_page_says():
    lines = (
        (DOCS / "example_tool.py")
        .read_text(encoding="utf-8")
        .split("CALLBACK = ")[1]
        .splitlines()[1:]
    )
    code = [line for line in lines if line.strip() and not line.startswith("#")]
    assert len(code) <= 10
