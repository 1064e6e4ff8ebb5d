"""Old logins, tickets and page sessions go, so that a launch costs the same after a year."""

from datetime import timedelta

import time_machine

from sidecar import clock, db
from sidecar.identity.models import PageSession, SessionTicket
from sidecar.tenancy.models import LoginFlow
from sidecar.tenancy.sweeping import sweep_launches
from tests.support.platform import Harness
from tests.support.world import World


def counts() -> tuple[int, int]:
    db.database().release()
    found = db.session().query(LoginFlow).count(), db.session().query(PageSession).count()
    db.database().release()
    return found


def test_a_ticket_stays_for_its_minute(world: World):
    browser = world.sign_in(world.learner)
    browser.post("/window", {"page": "/"}, headers={"Accept": "application/json"})
    for seconds, left in ((50, 1), (70, 0)):
        with time_machine.travel(clock.now() + timedelta(seconds=seconds)):
            sweep_launches()
        assert db.session().query(SessionTicket).count() == left
        db.database().release()


def test_what_nobody_can_use_any_more_goes(harness: Harness):
    harness.begin()
    harness.launch()
    assert counts() == (1, 1)
    sweep_launches()
    assert counts() == (1, 1), "what is in use stays"
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        sweep_launches()
        assert counts() == (0, 1)
    with time_machine.travel(clock.now() + timedelta(hours=33)):
        sweep_launches()
        assert counts() == (0, 1), "a day after its end it still says that it was once good"
    with time_machine.travel(clock.now() + timedelta(hours=35)):
        sweep_launches()
        assert counts() == (0, 0)
