"""What one address may ask for in a minute: a school passes, a flood does not."""

import pytest
import time_machine
from werkzeug.test import Client

from sidecar import clock
from sidecar.web import limits
from sidecar.web.limits import DOORS, PAGES, Limits
from tests.support.platform import TOOL, USER_AGENT, Harness, build_harness
from tests.support.world import text_of


@pytest.fixture
def harness(app) -> Harness:
    return build_harness(app)


def test_a_whole_school_behind_one_address_passes(harness: Harness):
    """300 launches and 3,000 requests in one minute, counted as the doors count them."""
    counts, now = Limits(), 1_000_000 * 60.0
    doors = [counts.ask(DOORS, "192.0.2.1", now + n / 20) for n in range(600)]
    pages = [counts.ask(PAGES, "192.0.2.1", now + n / 100) for n in range(3_000)]
    assert set(doors) == set(pages) == {0}


def client_at(harness: Harness, address: str) -> Client:
    """A browser whose requests come from an address."""
    made = harness.client()
    made.environ_base["REMOTE_ADDR"] = address
    return made


def test_launches_of_one_address_pass_through_the_doors(harness: Harness):
    client = client_at(harness, "192.0.2.1")
    with time_machine.travel(clock.now().replace(second=1), tick=False):
        for _ in range(30):
            assert harness.launch(client=client).status_code == 303
        seen = harness.app.extensions["valo.limits"]
        assert sum(c.asked for c in seen._counts.values()) == 60, "every request is counted"


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
