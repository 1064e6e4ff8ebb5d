"""The example tool as a service of its own, without any web framework.

    PYTHONPATH=. python docs/example_service.py https://tool.example.org platform.json

`platform.json` is a list of registrations: the fields of `lti.ports.Platform`, and `deployments`.
"""

# ruff: noqa: INP001, D103 - a page of documentation, not a package

import json
import sys
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import parse_qsl
from wsgiref.simple_server import make_server

import example_tool

from lti.errors import LaunchRefused
from lti.login import flow_cookie_name
from lti.memory import Memory
from lti.ports import Platform

KEEP = "Path=/; Max-Age=300; Secure; HttpOnly; SameSite=None; Partitioned"


def store_of(rows):
    pairs = ((dict(row), row["deployments"]) for row in rows)
    return Memory(*((Platform(**{k: row[k] for k in row if k != "deployments"}), ids)
                    for row, ids in pairs))  # fmt: skip


def application(store):  # a WSGI application
    def answer(environ, start_response):
        fields, browser = _fields(environ), environ.get("HTTP_USER_AGENT", "")
        try:
            if environ["PATH_INFO"] == "/login":
                begun = example_tool.begin(store, fields, browser)
                cookie = f"{begun.cookie_name}={begun.cookie_value}; {KEEP}"
                start_response("302 Found", [("Location", begun.url), ("Set-Cookie", cookie)])
                return []
            kept = SimpleCookie(environ.get("HTTP_COOKIE", ""))
            cookie = kept.get(flow_cookie_name(fields.get("state", "")))
            said = example_tool.greet(store, fields, browser, cookie.value if cookie else None)
        except LaunchRefused as no:  # a code, and what an administrator has to compare
            start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
            return [f"{no.problem.value} {no.facts}".encode()]
        start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
        return [said.encode()]

    return answer


def _fields(environ):  # of a form, or of the address
    size = min(int(environ.get("CONTENT_LENGTH") or 0), 100_000)
    sent = environ["wsgi.input"].read(size).decode("utf-8", "replace")
    return dict(parse_qsl(f"{environ.get('QUERY_STRING', '')}&{sent}", keep_blank_values=True))


if __name__ == "__main__":
    base, platforms = sys.argv[1:]
    example_tool.CALLBACK = f"{base}/launch"
    rows = json.loads(Path(platforms).read_text(encoding="utf-8"))
    make_server("127.0.0.1", 8000, application(store_of(rows))).serve_forever()
