"""What an administrator does by clicking, done by a program: over HTTP, through the same doors."""

from typing import Any
from urllib.parse import urljoin

import requests
from flask import Flask
from lxml import html

from lti.testing import Tool
from sidecar.demo.platform.pages import registration_address
from sidecar.demo.platform.practice import practice


def register_tool(app: Flask, registration_url: str, http: requests.Session) -> Tool:
    """Open the tool's registration page and press its button.

    The platform must be up at its address, for the tool asks it. RuntimeError says why it failed.
    """
    with app.app_context():
        address = registration_address(registration_url)
        before = set(practice().fake.tools)
        page = _checked(http.get(address))
        _checked(_press(page, address, http))
        made = [tool for key, tool in practice().fake.tools.items() if key not in before]
    if not made:
        raise RuntimeError("the tool's registration page did not register it")
    return made[0]


def _press(page: requests.Response, address: str, http: requests.Session) -> requests.Response:
    tree: Any = html.fromstring(page.content)
    forms = [form for form in tree.forms if form.method == "POST"]
    if not forms:
        raise RuntimeError("the tool's registration page has no form")
    return http.post(urljoin(address, forms[0].action or address), data=forms[0].form_values())


def _checked(answer: requests.Response) -> requests.Response:
    if not answer.ok:
        raise RuntimeError(f"the tool's registration page answered {answer.status_code}")
    return answer
