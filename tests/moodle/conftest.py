"""A real Moodle, named by the environment, and a sidecar of its own on the loopback."""

import os
import shlex
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.conftest import (  # noqa: F401 - fixtures
    ROOT,
    Town,
    chromium,
    open_browser,
    running,
    screenshots,
)
from tests.moodle.site import Site
from tests.moodle.stage import Stage, build


@dataclass(frozen=True)
class Named:
    """The Moodle that the environment names; `mark` makes names that nobody else uses."""

    url: str
    password: str
    cron: str
    mark: str


@pytest.fixture(scope="session")
def moodle() -> Named:
    url, password = os.environ.get("VALO_MOODLE_URL"), os.environ.get("VALO_MOODLE_PASSWORD")
    if not url or not password:
        pytest.skip(
            "no Moodle named by VALO_MOODLE_URL and VALO_MOODLE_PASSWORD:"
            " the corridor in a real Moodle was NOT walked"
        )
    if os.environ.get("PYTEST_XDIST_WORKER"):
        pytest.skip(
            "a Moodle is connected to one sidecar at a time: the corridor was NOT walked;"
            " walk it by itself with ./valo test tests/moodle"
        )
    cron = os.environ.get("VALO_MOODLE_CRON", "")
    return Named(url=url.rstrip("/"), password=password, cron=cron, mark=uuid.uuid4().hex[:6])


class Sidecar:
    """A running demo, and its commands."""

    def __init__(self, town: Town, state: Path) -> None:
        self.town, self.pid = town, town.pid
        self._environ = {k: v for k, v in os.environ.items() if not k.startswith("VALO_")} | {
            "VALO_DEV": "1",
            "VALO_BASE_URL": town.tool,
            "VALO_DATABASE_URL": f"sqlite:///{state / 'valo.sqlite3'}",
            "VALO_STORAGE_URL": f"file:{state / 'files'}",
            "VALO_SECRET_KEY": (state / "secret").read_text("ascii"),
        }

    def command(self, *arguments: str) -> str:
        """What `./valo ARGUMENTS` prints."""
        done = subprocess.run(
            [sys.executable, "-m", "sidecar.cli", *arguments],
            cwd=ROOT,
            env=self._environ,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return done.stdout.strip()


@pytest.fixture(scope="session")
def sidecar(tmp_path_factory: pytest.TempPathFactory, moodle: Named, chromium: str):  # noqa: F811
    folder = tmp_path_factory.mktemp("sidecar")
    with running(folder) as town:
        yield Sidecar(town, folder / "state")


@pytest.fixture(scope="session")
def stage(moodle: Named, sidecar: Sidecar, chromium: str, cron, tmp_path_factory) -> Stage:  # noqa: F811
    """Built once; each part of the corridor begins there and adds what it needs."""
    from playwright.sync_api import sync_playwright

    cron()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        site = Site(context, moodle.url, sidecar.town.tool)
        try:
            return build(site, moodle, sidecar)
        except BaseException:
            site.page.screenshot(path=str(tmp_path_factory.getbasetemp() / "stage.png"))
            raise
        finally:
            browser.close()


@pytest.fixture
def site(moodle: Named, sidecar: Sidecar, open_browser, screenshots: Path) -> Iterator[Site]:  # noqa: F811
    found = Site(open_browser(width=1280), moodle.url, sidecar.town.tool)
    yield found
    found.page.screenshot(path=str(screenshots / "moodle-last.png"), full_page=True)


@pytest.fixture(scope="session")
def cron(moodle: Named):
    """Let Moodle's tasks run: by the command in VALO_MOODLE_CRON, else Moodle's own minute."""

    def run() -> None:
        if moodle.cron:
            subprocess.run(shlex.split(moodle.cron), check=True, capture_output=True, timeout=300)

    return run
