"""What one address may ask for in a minute: a school passes, a flood does not."""

import time

import pytest
import time_machine
from werkzeug.test import Client

from lti.testing import User
from sidecar import clock
from sidecar.web import limits
from sidecar.web.limits import DOORS, LIMITS, PAGES, Limits
from tests.support.platform import TOOL, USER_AGENT, Harness, session_path
from tests.support.world import text_of

SCHOOL = "192.0.2.1"


def client_at(harness: Harness, address: str) -> Client:
    """A browser whose requests come from an address."""
    made = harness.client()
    made.environ_base["REMOTE_ADDR"] = address
    return made


def test_a_whole_school_behind_one_address_passes_and_a_flood_does_not(harness: Harness):
    """300 launches and 3,000 pages in one minute from one address, through the real doors."""
    with time_machine.travel(clock.now().replace(second=1), tick=False):
        seen = {status for n in range(300) for status in day_begins(harness, n)}
        assert seen == {303}, "nobody is refused, nobody is told to wait"
        flood(harness, DOORS, LIMITS[DOORS] - 600)
        assert harness.begin(client=client_at(harness, SCHOOL)).status_code == 429
        flood(harness, PAGES, LIMITS[PAGES] - 3_000)
        page = harness.open(client_at(harness, SCHOOL), "/s/any/")
        assert page.status_code == 429
        assert harness.begin(client=client_at(harness, "192.0.2.9")).status_code == 302


def day_begins(harness: Harness, number: int) -> list[int]:
    """One person of the school comes in, in a browser of their own, and opens ten pages."""
    client = client_at(harness, SCHOOL)
    launched = harness.launch(User(f"pupil-{number}", "Aino", "Virtanen", "Learner"), client=client)
    path = session_path(launched) + "/"
    pages = [harness.open(client, path).status_code for _ in range(10)]
    return [launched.status_code, *pages]


def flood(harness: Harness, kind: str, requests: int) -> None:
    """As many requests as the school still may send."""
    for _ in range(requests):
        harness.app.extensions["valo.limits"].ask(kind, SCHOOL, time.time())


def test_a_flood_is_told_to_wait(harness: Harness, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(limits.LIMITS, DOORS, 5)
    client = client_at(harness, "192.0.2.1")
    with time_machine.travel(clock.now().replace(second=10), tick=False) as now:
        answers = [harness.begin(client=client) for _ in range(6)]
        assert [a.status_code for a in answers] == [302] * 5 + [429]
        assert answers[-1].headers["Retry-After"] == "50"
        assert "E-TOO-MANY" in text_of(answers[-1])
        assert harness.open(client, "/healthz").status_code == 200
        now.shift(50)
        assert harness.begin(client=client).status_code == 302


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_the_machine_itself_is_not_counted(
    harness: Harness, monkeypatch: pytest.MonkeyPatch, address: str
):
    monkeypatch.setitem(limits.LIMITS, DOORS, 1)
    client = client_at(harness, address)
    assert {harness.begin(client=client).status_code for _ in range(5)} == {302}


def test_each_address_counts_for_itself(harness: Harness, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(limits.LIMITS, DOORS, 1)
    with time_machine.travel(clock.now().replace(second=1), tick=False):
        for address, status in (("192.0.2.1", 200), ("192.0.2.2", 200), ("192.0.2.1", 429)):
            answer = harness.client().get(
                "/lti/jwks.json",
                base_url=TOOL,
                headers={"User-Agent": USER_AGENT, "X-Forwarded-For": address},
            )
            assert answer.status_code == status


def test_many_addresses_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "_MOST_ADDRESSES", 10)
    counts = Limits()
    for n in range(100):
        counts.ask(DOORS, str(n), 60.0)
    assert len(counts._counts) <= 12
