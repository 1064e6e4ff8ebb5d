"""valo is down, or swallows every call: Moodle's pages stay as quick as they were."""

import os
import signal
import statistics
import time

import pytest

from tests.moodle.site import Site
from tests.moodle.stage import Stage
from tests.moodle.test_card import _on_every_dashboard

pytestmark = pytest.mark.browser
SOON = 20
"""Seconds for a page of Moodle with its scripts on a busy machine; valo gets three of them."""


def test_a_silent_sidecar_slows_no_page(moodle, sidecar, stage: Stage, site: Site, screenshots):
    site.sign_in("admin", moodle.password)
    _on_every_dashboard(site)
    site.sign_in(stage.login("ada"))
    site.go("/my/")
    awake = _p50(site)
    os.kill(sidecar.pid, signal.SIGSTOP)
    try:
        silent = _p50(site)
        begun = time.monotonic()
        # The tool's own icon is valo's too: the browser may wait for it, the page does not.
        site.page.goto(f"{site.url}/my/", wait_until="domcontentloaded")
        assert site.card().strip(), "the card says what was known"
        took = time.monotonic() - begun
        site.page.screenshot(path=str(screenshots / "moodle-silent.png"))
        assert took < SOON, took
    finally:
        os.kill(sidecar.pid, signal.SIGCONT)
    print(f"dashboard p50: {awake * 1000:.0f} ms awake, {silent * 1000:.0f} ms silent")
    assert silent < 1.6 * awake + 0.2, (awake, silent)


def _p50(site: Site) -> float:
    """How long the server needs for the dashboard, seen from outside."""
    took = []
    for _ in range(15):
        begun = time.monotonic()
        answer = site.context.request.get(f"{site.url}/my/")
        took.append(time.monotonic() - begun)
        assert answer.ok
        assert "block_valo_card" in answer.text()
    return statistics.median(took)
