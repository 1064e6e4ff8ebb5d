"""The demo as a process of its own, and Chromium with third-party cookies allowed or blocked."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

ROOT = Path(__file__).resolve().parents[2]
START_WITHIN = 60


def find_chromium() -> str | None:
    return next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )


@pytest.fixture(scope="session")
def chromium() -> str:
    found = find_chromium()
    if found is None:
        if os.environ.get("VALO_REQUIRE_BROWSER"):
            pytest.fail("VALO_REQUIRE_BROWSER is set, but there is no Chromium here")
        pytest.skip("no Chromium here: browser journeys were NOT run")
    return found


@dataclass(frozen=True)
class Town:
    """Where the running demo answers, and where its state lies."""

    tool: str
    platform: str
    ehoks: str
    folder: Path
    pid: int


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, chromium: str) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("demo")
    with running(folder) as found:
        yield found


@contextmanager
def running(folder: Path, *arguments: str, port: int | None = None) -> Iterator[Town]:
    """`./valo demo` until the end of the block; with the port of before, the same town again."""
    port = port or _free_ports()
    environ = {k: v for k, v in os.environ.items() if not k.startswith("VALO_")}
    command = [sys.executable, "-m", "sidecar.cli", "demo", "--port", str(port)]
    with (folder / "console.log").open("wb") as console:
        process = subprocess.Popen(
            [*command, "--folder", str(folder / "state"), *arguments],
            cwd=ROOT,
            env=environ,
            stdout=console,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for_start(process, folder / "console.log")
            yield Town(
                tool=f"http://127.0.0.1:{port}",
                platform=f"http://localhost:{port + 1}",
                ehoks=f"http://127.0.0.1:{port + 2}",
                folder=folder,
                pid=process.pid,
            )
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_for_start(process: subprocess.Popen, console: Path) -> None:
    end = time.monotonic() + START_WITHIN
    while time.monotonic() < end:
        said = console.read_text(encoding="utf-8", errors="replace")
        if "Start here" in said:
            return
        assert process.poll() is None, f"the demo stopped:\n{said[-3000:]}"
        time.sleep(0.1)
    raise AssertionError(f"the demo did not start:\n{console.read_text()[-3000:]}")


def _free_ports() -> int:
    """The first of three free ports in a row; runs side by side begin at ports of their own."""
    for first in range(21_000 + os.getpid() % 1_600 * 7, 60_000, 7):
        with socket.socket() as one, socket.socket() as two, socket.socket() as three:
            try:
                for n, sock in enumerate((one, two, three)):
                    sock.bind(("127.0.0.1", first + n))
            except OSError:
                continue
            return first
    raise AssertionError("no free ports")


@pytest.fixture
def open_browser(chromium: str, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """`open_browser(block=True, width=390, scripts=True)` → a Playwright context."""
    from playwright.sync_api import sync_playwright

    contexts = []
    with sync_playwright() as playwright:

        def open_one(
            *,
            block: bool = False,
            width: int = 390,
            scripts: bool = True,
            flags: tuple[str, ...] = (),
            **more: Any,
        ):
            profile = tmp_path / f"profile-{len(contexts)}"
            _prefer(profile, block=block)
            context = playwright.chromium.launch_persistent_context(
                str(profile),
                executable_path=chromium,
                headless=True,
                args=["--no-sandbox", "--disable-dev-shm-usage", *flags],
                viewport={"width": width, "height": 800},
                java_script_enabled=scripts,
                reduced_motion="reduce",
                **more,
            )
            context.set_default_timeout(15_000)
            contexts.append(context)
            return context

        yield open_one
        for context in contexts:
            context.close()


def _prefer(profile: Path, *, block: bool) -> None:
    """Chromium's own setting "block third-party cookies"."""
    (profile / "Default").mkdir(parents=True)
    wish = {"cookie_controls_mode": 1 if block else 0, "block_third_party_cookies": block}
    (profile / "Default" / "Preferences").write_text(json.dumps({"profile": wish}))


@pytest.fixture
def screenshots(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Where pictures go: VALO_SCREENSHOTS, else a temporary folder."""
    wanted = os.environ.get("VALO_SCREENSHOTS")
    folder = Path(wanted) if wanted else tmp_path / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def points_in_gradebook(town: Town) -> str:
    return requests.get(f"{town.platform}/gradebook", timeout=10).text
