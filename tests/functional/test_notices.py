"""Notices: who is told what, when, by which way; and that no word of a diary is in them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from lti import claims as c
from sidecar import clock, db, i18n
from sidecar.diary.models import DiaryEntry, EntryState
from sidecar.notices import digests
from sidecar.notices.models import DigestDay, Notice, NoticeSetting
from sidecar.outbox.worker import deliver, due
from sidecar.proposals.models import HoksProposal
from sidecar.tenancy.models import PlatformRegistration
from tests.functional.steps import approve, entry_with, put_entries, read, rows, send
from tests.support.block import fetch, harness_of, subject_of, tell
from tests.support.platform import TOOL, Harness
from tests.support.world import World, text_of

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
"""Noon in Helsinki: nobody is quiet."""
SECRET = "salainen lause päiväkirjasta"


@pytest.fixture
def at():
    """Set the clock."""
    with time_machine.travel(TUESDAY, tick=False) as traveller:
        yield traveller.move_to


@pytest.fixture
def harness(at, world: World) -> Harness:
    return harness_of(world)


def work(at, moment: datetime) -> None:
    """The worker's minute."""
    at(moment)
    for message_id in due(now=moment):
        deliver(message_id)
    db.database().release()


def returned(world: World, text: str = SECRET) -> DiaryEntry:
    entry = send(world.sign_in(world.learner), text=SECRET, day=clock.today().isoformat())
    world.sign_in(world.coach).post(f"/desk/{entry.id}", {"do": "return", "text": text})
    return entry


def pulled(harness: Harness) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = fetch(harness, "/moodle/notices")["notices"]
    return found


# -- instant ---------------------------------------------------------------------------------------
def test_a_returned_entry_is_told_at_once_with_its_link(world: World, harness: Harness, at):
    fetch(harness, "/moodle/ping")
    entry = returned(world)
    assert pulled(harness) == [], "for ten seconds the coach may take it back"
    work(at, TUESDAY + timedelta(seconds=30))
    [found] = pulled(harness)
    assert found["user"] == subject_of(world, world.learner)
    assert (found["kind"], found["go"], found["course"]) == ("answer", f"entry:{entry.id}", "7")
    assert found["link"] == "3"
    assert set(found["text"]) == set(i18n.LOCALES)
    assert len(set(found["text"].values())) == 3, "each language has its own sentence"
    assert SECRET not in str(found)
    assert "Aino" not in str(found)


def test_what_was_taken_back_is_not_told(world: World, harness: Harness, at):
    fetch(harness, "/moodle/ping")
    entry = send(world.sign_in(world.learner))
    browser = world.sign_in(world.coach)
    page = browser.post(f"/desk/{entry.id}", {"do": "return", "text": "Kerro lisää"})
    token = page.text.split('name="token" value="')[1].split('"')[0]
    browser.post(f"/desk/{entry.id}/undo", {"token": token})
    assert entry_with(entry.client_key).state == EntryState.SUBMITTED
    work(at, TUESDAY + timedelta(minutes=1))
    assert rows(Notice) == []


def test_help_wanted_is_told_to_the_own_coach_only(world: World, harness: Harness, at):
    fetch(harness, "/moodle/ping")
    send(world.sign_in(world.learner), text=SECRET, wants_help="1")
    work(at, TUESDAY + timedelta(seconds=5))
    [found] = pulled(harness)
    assert found["user"] == subject_of(world, world.coach)
    assert found["kind"] == "help"
    assert SECRET not in str(found)


def test_what_was_done_meanwhile_is_not_told(world: World, harness: Harness, at):
    fetch(harness, "/moodle/ping")
    entry = send(world.sign_in(world.learner), wants_help="1")
    work(at, TUESDAY + timedelta(seconds=5))
    approve(world.sign_in(world.coach), entry)
    assert pulled(harness) == []
    [notice] = rows(Notice)
    assert notice.state == "dropped"


# -- quiet hours and switches ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("first", "last", "hour", "expected"),
    [
        (18, 7, 12, 12), (18, 7, 17, 17), (18, 7, 18, 31), (18, 7, 23, 31), (18, 7, 6, 7),
        (8, 16, 9, 16), (8, 16, 16, 16), (9, 9, 9, 9),
    ],
)  # fmt: skip
def test_quiet_hours_end_on_the_hour(first: int, last: int, hour: int, expected: int):
    """Hours of 24 November in Helsinki; 31 is seven o'clock the next morning."""
    from sidecar.notices.wishes import end_of_quiet

    midnight = datetime(2026, 11, 24, tzinfo=clock.HELSINKI)
    setting = NoticeSetting(quiet_from=first, quiet_until=last)
    found = end_of_quiet(setting, midnight + timedelta(hours=hour))
    assert found == midnight + timedelta(hours=expected)


def test_in_quiet_hours_nothing_comes_until_they_end(world: World, harness: Harness, at):
    evening = TUESDAY + timedelta(hours=9)
    at(evening)
    fetch(harness, "/moodle/ping")
    returned(world)
    work(at, evening + timedelta(minutes=1))
    assert pulled(harness) == []
    at(datetime(2026, 11, 25, 5, 0, tzinfo=UTC))
    assert len(pulled(harness)) == 1


def test_switched_off_it_only_stands_on_the_page(world: World, harness: Harness, at):
    fetch(harness, "/moodle/ping")
    browser = world.sign_in(world.learner)
    browser.post("/notices", {"daily": "1", "quiet_from": "18", "quiet_until": "7"})
    entry = returned(world)
    work(at, TUESDAY + timedelta(minutes=1))
    assert pulled(harness) == []
    page = browser.page("/notices")
    assert "Please add a little to it." in text_of(page)
    assert page.select(f'a[href$="/diary/{entry.id}"]')
    assert not page.select("input[name=instant][checked]")
    assert page.select("input[name=daily][checked]")


def test_bad_hours_are_said_and_nothing_changes(world: World, at):
    browser = world.sign_in(world.learner)
    answer = browser.post("/notices", {"quiet_from": "25", "quiet_until": "x"})
    assert answer.status_code == 422
    assert read(lambda: db.session().scalars(select(NoticeSetting)).all()) == []


def test_everybody_sees_only_their_own(world: World, harness: Harness, at):
    returned(world)
    work(at, TUESDAY + timedelta(minutes=1))
    assert "Please add" in text_of(world.sign_in(world.learner).page("/notices"))
    assert "Please add" not in text_of(world.sign_in(world.other_learner).page("/notices"))


# -- pull and acknowledge --------------------------------------------------------------------------
def test_each_comes_until_it_is_acknowledged_and_then_never_again(
    world: World, harness: Harness, at
):
    fetch(harness, "/moodle/ping")
    returned(world)
    soon = TUESDAY + timedelta(minutes=1)
    work(at, soon)
    [first] = pulled(harness)
    assert pulled(harness) == [], "lent to the task that fetched it"
    at(soon + timedelta(minutes=6))
    [again] = pulled(harness)
    assert again["id"] == first["id"]
    sent = {"ids": [first["id"], first["id"], "999", "rubbish"]}
    assert tell(harness, "/moodle/notices/ack", sent).json == {"acknowledged": 1}
    assert tell(harness, "/moodle/notices/ack", sent).json == {"acknowledged": 0}
    at(soon + timedelta(hours=2))
    assert pulled(harness) == []
    assert rows(Notice)[0].state == "sent"


def test_ids_do_not_come_again_when_the_database_is_made_anew(world: World, harness: Harness, at):
    fetch(harness, "/moodle/ping")
    returned(world)
    work(at, TUESDAY + timedelta(minutes=1))
    [found] = pulled(harness)
    [notice] = rows(Notice)
    assert found["id"] != str(notice.id)
    with db.transaction() as session:
        made_anew = session.get_one(Notice, notice.id)
        made_anew.created_at, made_anew.leased_until = TUESDAY + timedelta(days=1), None
    db.database().release()
    assert pulled(harness)[0]["id"] != found["id"], "the block remembers the ids that it showed"


def test_a_batch_says_whether_there_is_more(world: World, harness: Harness, at):
    fetch(harness, "/moodle/ping")
    for _ in range(3):
        returned(world)
    work(at, TUESDAY + timedelta(minutes=1))
    first = fetch(harness, "/moodle/notices", limit="2")
    assert (len(first["notices"]), first["more"]) == (2, True)
    second = fetch(harness, "/moodle/notices", limit="2")
    assert (len(second["notices"]), second["more"]) == (1, False)


def test_another_platform_gets_and_settles_nothing(world: World, harness: Harness, at):
    fetch(harness, "/moodle/ping")
    returned(world)
    work(at, TUESDAY + timedelta(minutes=1))
    number = rows(Notice)[0].id
    with db.transaction() as session:
        mine = session.get_one(PlatformRegistration, world.registration.id)
        others = session.scalars(
            select(PlatformRegistration).where(PlatformRegistration.id != mine.id)
        ).one()
        mine.client_id, others.client_id = "away", mine.client_id
        mine.issuer, others.issuer = "https://away.example.org", mine.issuer
    db.database().release()
    assert pulled(harness) == []
    assert rows(Notice)[0].leased_until is None, "the other Moodle does not even hold it up"
    answer = tell(harness, "/moodle/notices/ack", {"ids": [str(number)]})
    assert answer.json == {"acknowledged": 0}


# -- the link --------------------------------------------------------------------------------------
def test_the_link_goes_to_the_activity_and_the_next_launch_lands_on_the_entry(
    world: World, harness: Harness, at
):
    fetch(harness, "/moodle/ping")
    entry = returned(world)
    work(at, TUESDAY + timedelta(minutes=1))
    [found] = pulled(harness)
    client = harness.app.test_client()
    answer = client.get(found["url"], base_url=TOOL)
    assert answer.status_code == 303
    assert answer.location == "https://moodle.example.org/mod/lti/view.php?l=3"
    assert "Set-Cookie" not in answer.headers
    me = subject_of(world, world.learner)
    assert landing(harness, me).endswith(f"/diary/{entry.id}")
    assert landing(harness, me).endswith("/diary"), "once"


def landing(harness: Harness, subject: str, **custom: str) -> str:
    """Where a launch of this person ends."""

    def bend(claims):
        claims["sub"] = subject
        claims.setdefault(c.CUSTOM, {}).update(custom)
        return claims

    client = harness.client()
    answer = harness.launch("101", bend=bend, client=client)
    assert answer.status_code == 303, answer.text[:500]
    return str(answer.location)


def test_the_blocks_own_page_does_the_same(world: World, harness: Harness, at):
    entry = send(world.sign_in(world.learner))
    me = subject_of(world, world.learner)
    sent = {"user": me, "go": f"entry:{entry.id}"}
    assert tell(harness, "/moodle/open", sent).json == {"remembered": True}
    at(TUESDAY + timedelta(minutes=16))
    assert landing(harness, me).endswith("/diary"), "after a quarter of an hour it is forgotten"
    tell(harness, "/moodle/open", sent)
    assert landing(harness, me).endswith(f"/diary/{entry.id}")
    assert tell(harness, "/moodle/open", {**sent, "user": "999"}).json == {"remembered": False}


@pytest.mark.parametrize(
    "go", ["entry:{other}", "entry:99999", "desk", "//evil.example", "entry:x"]
)
def test_a_link_opens_nothing_that_the_person_may_not_see(
    world: World, harness: Harness, at, go: str
):
    other = send(world.sign_in(world.other_learner))
    me = subject_of(world, world.learner)
    tell(harness, "/moodle/open", {"user": me, "go": go.format(other=other.id)})
    assert landing(harness, me).endswith("/diary")


def test_made_up_links_lead_nowhere(world: World, harness: Harness, at):
    client = harness.app.test_client()
    for path in ("/n/rubbish", "/n/confirm/rubbish"):
        assert client.get(path, base_url=TOOL).status_code == 404


@pytest.mark.parametrize(("go", "end"), [("entry:{own}", "/diary/{own}"), ("entry:99", "/diary")])
def test_an_activity_may_name_its_thing(world: World, harness: Harness, at, go: str, end: str):
    """The custom parameter `valo_go`, as a platform sends it."""
    own = send(world.sign_in(world.learner)).id
    me = subject_of(world, world.learner)
    found = landing(harness, me, valo_go=go.format(own=own))
    assert found.endswith(end.format(own=own))


# -- the day's digest ------------------------------------------------------------------------------
MORNING = datetime(2026, 11, 25, 6, 30, tzinfo=UTC)
"""Half past eight in Helsinki."""


def morning(at, moment: datetime = MORNING) -> list[Notice]:
    at(moment)
    digests.write_digests()
    return rows(Notice)


def test_the_coach_is_told_once_a_day_what_waits(world: World, harness: Harness, at):
    put_entries(world.period, 3, at=TUESDAY - timedelta(days=4))
    put_entries(world.period, 1, wants_help=True)
    [notice] = morning(at)
    assert notice.person_id == world.coach.id
    assert notice.facts == {"waiting": 4, "help": 1, "oldest_days": 4}
    assert notice.thing == "desk"
    assert len(morning(at, MORNING + timedelta(minutes=1))) == 1
    assert len(morning(at, MORNING + timedelta(days=1))) == 2


def test_with_nothing_new_nobody_is_told(world: World, harness: Harness, at):
    assert morning(at) == []
    assert read(lambda: db.session().scalars(select(DigestDay.day)).all()) == [date(2026, 11, 25)]


@pytest.mark.parametrize(
    "moment", [datetime(2026, 11, 25, 5, 59, tzinfo=UTC), datetime(2026, 11, 28, 9, tzinfo=UTC)]
)
def test_not_before_eight_and_not_on_a_saturday(world: World, harness: Harness, at, moment):
    put_entries(world.period, 1)
    assert morning(at, moment) == []


def test_the_trainee_is_told_of_words_and_approvals(world: World, harness: Harness, at):
    first = send(world.sign_in(world.learner), text=SECRET)
    second = send(world.sign_in(world.learner), text=SECRET)
    coach = world.sign_in(world.coach)
    approve(coach, first, "Hyvä! " + SECRET)
    coach.post(f"/desk/{second.id}", {"do": "answer", "text": SECRET})
    [mine] = [n for n in morning(at) if n.person_id == world.learner.id]
    assert mine.facts == {"answers": 2, "approved": 1}
    page = text_of(world.sign_in(world.learner).page("/notices"))
    assert "New words from your coach: 2. Approved entries: 1." in page
    assert SECRET not in page


def test_the_officer_is_told_of_open_proposals(world: World, harness: Harness, at):
    with db.transaction() as session:
        session.add(
            HoksProposal(
                plan_id=world.plan.id, provider_id=world.provider.id, period_id=world.period.id,
                change={}, created_at=clock.now(), created_by_id=world.coach.id,
            )
        )  # fmt: skip
    db.database().release()
    [notice] = morning(at)
    assert (notice.person_id, notice.facts) == (world.officer.id, {"proposals": 1})


def test_old_notices_are_forgotten(world: World, harness: Harness, at):
    put_entries(world.period, 1)
    [first] = morning(at)
    with db.transaction() as session:
        session.get_one(Notice, first.id).settled_at = clock.now()
    db.database().release()
    later = morning(at, MORNING + timedelta(days=62))
    assert first.id not in {n.id for n in later}


def test_what_waits_for_a_block_that_is_gone_comes_onto_the_page(
    world: World, harness: Harness, at
):
    fetch(harness, "/moodle/ping")
    put_entries(world.period, 1)
    [notice] = morning(at)
    assert (notice.channel, notice.state) == ("block", "waiting")
    later = {n.id: n for n in morning(at, MORNING + timedelta(days=2, hours=4))}
    assert (later[notice.id].channel, later[notice.id].state) == ("page", "sent")
    assert pulled(harness) == []
