"""Chromium, with a server whose failures can be switched."""

import os
import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.browser.scripts.server import Server, make_app


class Quiet(WSGIRequestHandler):
    def log(self, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    program = shutil.which("chromium")
    if program is None:
        if os.environ.get("VALO_REQUIRE_BROWSER") == "1":
            pytest.fail("Chromium is not installed, and VALO_REQUIRE_BROWSER=1 asks for it.")
        pytest.skip("Chromium is not installed: the scripts were not tried in a browser.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--use-fake-device-for-media-stream"]
        )
        yield browser
        browser.close()


@pytest.fixture
def address(server: Server) -> Iterator[str]:
    """Its own for each test: what the test before has sent late arrives nowhere."""
    http = make_server("127.0.0.1", 0, make_app(server), threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=http.serve_forever, args=[0.02], daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{http.server_port}"
    http.shutdown()
    thread.join()
    http.server_close()


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def context(chromium, address: str, server: Server) -> Iterator[Any]:
    """One phone. Scripts must neither fail nor talk: nothing personal reaches the console."""
    made = chromium.new_context(base_url=address)
    made.set_default_timeout(8000)
    said: list[str] = []
    made.on("weberror", lambda e: said.append(str(e.error)))
    made.on("console", lambda m: said.append(m.text) if "Failed to load" not in m.text else None)
    yield made
    server.hold.set()
    made.close()
    assert said == []


@pytest.fixture
def page(context) -> Any:
    return context.new_page()


@pytest.fixture
def speaking(context) -> Any:
    """A page that may use the microphone, which hums."""
    context.grant_permissions(["microphone"])
    return context.new_page()
