"""Launching like a browser: the demo's set-up does it, so that people exist before a click."""

from urllib.parse import parse_qsl, urlsplit

import requests
from flask import Flask

from sidecar.demo.platform.practice import practice


def visit(platform: Flask, user_id: str, activity_id: str, http: requests.Session) -> None:
    """Open an activity as a user: login start, the platform's answer, launch. All over HTTP.

    Raises RuntimeError when the tool does not let the person in.
    """
    with platform.app_context():
        fake = practice().fake
        tool = practice().tool()
        if tool is None:
            raise RuntimeError("no tool is registered on the platform")
        activity = next(a for a in fake.course.activities if a.id == activity_id)
        user = fake.users[user_id]
        address, fields = fake.login_form(tool, user, activity)
        answer = http.post(address, data=fields)
        wish = dict(parse_qsl(urlsplit(answer.headers.get("Location", "")).query))
        target, posted = fake.authorise(wish, user)
        opened = http.post(target, data=posted)
    if opened.status_code != requests.codes.see_other:
        raise RuntimeError(f"the launch of user {user_id} answered {opened.status_code}")
