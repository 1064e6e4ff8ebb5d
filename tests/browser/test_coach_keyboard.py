"""Fifteen entries answered with the keyboard alone, counted; and the same desk without scripts."""

import time
from collections import Counter

import pytest
from sqlalchemy import select

from sidecar import clock, db
from sidecar.diary.models import DiaryEntry, EntryMessage, EntryState
from sidecar.identity.models import Role
from sidecar.identity.permissions import ROLE_PERMISSIONS
from sidecar.placements.models import WorkPeriod
from sidecar.review.facts import facts_of
from sidecar.review.models import MidTalk
from tests.browser.conftest import Town
from tests.browser.journey import DESK, Visitor, WithoutScripts
from tests.functional.steps import put_entries, read, rows

pytestmark = pytest.mark.browser
ENTRIES = 15
MINUTES = 10
KEYS_EACH = 12
"""At most, words not counted: the way to an answer is short."""
READY = """() => {
  const keys = document.querySelector("[data-key-off]");
  return !document.documentElement.dataset.left && document.readyState === "complete"
    && (!keys || keys.onchange !== null);
}"""
"""The page that was left is gone, and the module for the keys of the new one has begun."""


@pytest.fixture
def diaries(town: Town) -> list[int]:
    """Fifteen entries of two trainees wait; gives their ids."""
    db.bind(f"sqlite:///{town.folder / 'state' / 'valo.sqlite3'}")
    for entry in _all():
        _settle(entry.id)
    before = {entry.id for entry in _all()}
    periods = read(lambda: list(db.session().scalars(select(WorkPeriod).limit(2))))
    put_entries(periods[0], 8)
    put_entries(periods[1], ENTRIES - 8)
    return [entry.id for entry in _all() if entry.id not in before]


def _all() -> list[DiaryEntry]:
    query = select(DiaryEntry).order_by(DiaryEntry.id)
    return read(lambda: list(db.session().scalars(query)))


def _settle(entry_id: int) -> None:
    with db.transaction() as session:
        session.get_one(DiaryEntry, entry_id).state = EntryState.APPROVED


class Typist:
    """Somebody without a mouse: presses keys, counts them, waits for pages."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.keys = visitor, 0
        self._arrive()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.visitor.page.keyboard.press(key)
            self.keys += 1

    def send(self, *keys: str) -> None:
        """The last key sends a form."""
        self.press(*keys[:-1])
        with self.visitor.page.expect_response(lambda a: a.request.method == "POST"):
            self.go(keys[-1])

    def go(self, key: str) -> None:
        """A key that leads to another page."""
        self.visitor.frame.evaluate("document.documentElement.dataset.left = '1'")
        self.press(key)
        self._arrive()

    def _arrive(self) -> None:
        self.visitor.frame.wait_for_function(READY)
        self.visitor.frame.wait_for_selector("main h1")

    def into_the_frame(self) -> None:
        for _ in range(30):
            if self.visitor.page.evaluate("document.activeElement.tagName") == "IFRAME":
                return
            self.press("Tab")
        raise AssertionError("the keyboard does not reach the tool")


def test_fifteen_entries_with_the_keyboard_alone(town: Town, open_browser, diaries: list[int]):
    coach = Visitor(open_browser(width=1280), town, "201", DESK)
    typist = Typist(coach)
    began = time.monotonic()
    typist.into_the_frame()
    typist.keys = 0
    for _ in range(9):
        typist.send("a")
    for _ in range(2):
        typist.press("c")
        coach.page.keyboard.type("Hyvä, a ja r ja j ovat vain kirjaimia.")
        typist.send("Control+Enter")
    typist.send("r", "ArrowDown", "Enter")
    typist.go("j")
    typist.send("a")
    typist.send("r", "Space", "Enter")
    typist.send("a")
    took = time.monotonic() - began

    now = {e.id: e.state for e in _all() if e.id in diaries}
    assert Counter(now.values()) == {EntryState.APPROVED: 13, EntryState.RETURNED: 2}
    said = read(lambda: list(db.session().scalars(select(EntryMessage.text))))
    assert said.count("Hyvä, a ja r ja j ovat vain kirjaimia.") == 2
    assert {"Kerro vielä, mitä teit.", "Lisää vielä kuva."} <= set(said)
    print(f"{ENTRIES} entries, {typist.keys} keys besides the words, {took:.0f} s")
    assert typist.keys <= ENTRIES * KEYS_EACH
    assert took < MINUTES * 60
    coach.assert_accessible()


def test_the_keys_can_be_turned_off(town: Town, open_browser, diaries: list[int]):
    coach = Visitor(open_browser(width=1280), town, "201", DESK)
    typist = Typist(coach)
    coach.frame.locator("[data-key-off]").check()
    typist.press("a", "r")
    coach.page.wait_for_timeout(300)
    assert {e.state for e in _all() if e.id in diaries} == {EntryState.SUBMITTED}
    assert not coach.frame.locator("[data-key-return]").evaluate("one => one.open")
    coach.frame.locator("[data-key-off]").uncheck()
    typist.press("r")
    assert coach.frame.locator("[data-key-return]").evaluate("one => one.open")


PAGES = {
    "desk.queue": "/desk",
    "desk.entry": "/desk/{entry}",
    "desk.today": "/desk/today",
    "desk.observe": "/desk/observe",
    "desk.plain": "/desk/plain",
    "desk.team_phrases": "/desk/phrases",
    "desk.learner": "/desk/learners/1",
    "desk.write": "/desk/learners/1/write",
    "desk.new_talk": "/desk/learners/1/talks",
    "desk.talk": "/desk/talks/{talk}",
    "placements.periods": "/periods",
    "placements.new": "/periods/new",
    "placements.edit": "/periods/1",
    "groups.listing": "/groups",
    "sites.listing": "/sites",
    "sites.new": "/sites/new",
    "sites.edit": "/sites/1",
    "sites.new_card": "/sites/1/cards/new",
    "sites.edit_card": "/sites/1/cards/1",
    "demonstrations.papers": "/papers",
    "proposals.listing": "/proposals",
    "outbox.deliveries": "/deliveries",
    "notices.mine": "/notices",
}
ELSEWHERE = {
    "demonstrations.paper": "test_corridor.py looks at it with what stands in it",
    "proposals.proposal": "test_corridor.py looks at it with what stands in it",
    "desk.photo": "a picture",
    "desk.voice": "a sound",
    "reports.paper_pdf": "a print; tests/unit/sidecar/reports reads its tags",
    "launches.start": "leads on to another page",
    "launches.review": "leads on to another page",
    "launches.guest": "for people without a role",
    "launches.name": "for people whose platform tells no name",
    "launches.copied": "for a course that was copied",
}


def test_every_page_of_a_coach_is_looked_at(app):
    """A page that is added must be looked at here, or say where it is."""
    mine = ROLE_PERMISSIONS[Role.COACH]
    found = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/s/")
        and "GET" in (rule.methods or ())
        and getattr(app.view_functions[rule.endpoint], "valo_permission", None) in mine
    }
    assert found == {*PAGES, *ELSEWHERE}


@pytest.fixture
def talk(diaries: list[int]) -> int:
    """A talk that is not confirmed yet; gives its id."""
    [period] = rows(WorkPeriod, WorkPeriod.id == 1)
    now = clock.now()
    with db.transaction() as session:
        made = MidTalk(
            period_id=period.id,
            coach_id=period.coach_id,
            held_on=clock.today(),
            facts=facts_of(period, clock.today()),
            agreed="Maalaat katon yksin.",
            saved_at=now,
        )
        session.add(made)
    return made.id


def test_each_page_is_whole_at_320_px_in_three_languages(
    town: Town, open_browser, diaries, talk: int, screenshots
):
    coach = Visitor(open_browser(width=320), town, "201", DESK)
    root = "/".join(coach.frame.url.split("/")[:5])
    for language in ("sv", "en", "fi"):
        coach.press(f"button[name=locale][value={language}], button[value={language}]")
        for name, path in PAGES.items():
            coach.frame.goto(root + path.format(entry=diaries[0], talk=talk))
            assert coach.frame.locator("html").get_attribute("lang") == language
            assert coach.frame.locator("h1").count() == 1, path
            coach.assert_whole()
            if language == "fi":
                coach.assert_accessible()
                coach.picture(screenshots, f"coach-{name}")


def test_an_entry_goes_back_without_scripts(town: Town, open_browser, diaries: list[int]):
    coach = WithoutScripts(open_browser(scripts=False), town, "201", DESK)
    coach.frame.locator("details[data-key-return] > summary").click()
    coach.frame.locator("input[name=reason][value=photo]").check()
    coach.press("details[data-key-return] button")
    assert Counter(e.state for e in _all() if e.id in diaries)[EntryState.RETURNED] == 1
