"""A coach who has never seen the desk: fifteen entries are answered in less than ten minutes.

A script acts as a hand with a mouse does: it clicks only what is in view, and rolls until a thing
is. It waits as long as the pages make it wait, on a slow network. What a person needs for each act
is reckoned by the keystroke-level model (Card, Moran and Newell, Communications of the ACM 23(7),
1980), typing as that of an average typist who is no secretary. Reading is added: each line that
came into view, once, at the speed of Finnish adults (161 words a minute; Trauzettel-Klosinski and
Dietz, IOVS 53(9), 2012). What a coach thinks about the work itself is not in it.
"""

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from sidecar import clock, db
from sidecar.diary.models import DiaryEntry, EntryMessage, EntryState
from sidecar.placements.models import WorkPeriod
from tests.browser.conftest import Town
from tests.browser.journey import DESK, Visitor
from tests.browser.test_first_entry import ONE_PROCESS, READ
from tests.functional.steps import put_entries, read, rows

pytestmark = pytest.mark.browser

THINK = 1.35
"""M, seconds: getting ready for each act."""
POINT = 1.10
"""P: the mouse to a place; also one turn of its wheel."""
CLICK = 0.20
"""B twice: button down and up."""
HOME = 0.40
"""H: the hand from the mouse to the keys, or back."""
TYPE = 0.28
"""K, for each letter."""
WORDS_A_SECOND = 161 / 60
LIMIT = 600.0
SLOW = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 200_000,
    "uploadThroughput": 90_000,
}
"""Milliseconds, and bytes a second: a poor mobile network at a site's office."""
ENTRIES = 15
TOLD = (
    "Maalasin portaikon seinän kaksi kertaa. Ensin suojasin lattian ja teippasin listat.",
    "Sahasin laudat mittaan ja kannoin ne toiseen kerrokseen. Yksi lauta meni liian lyhyeksi.",
    "Siivosin työmaan ja lajittelin jätteet. Pölyä oli paljon, joten käytin maskia.",
)
OWN = "Hienoa, että käytit maskia. Näytä huomenna, mihin jätteet menevät."


@pytest.fixture
def entries(town: Town) -> list[int]:
    """Fifteen entries wait, one of them wants help; gives their ids."""
    db.bind(f"sqlite:///{town.folder / 'state' / 'valo.sqlite3'}")
    periods = read(lambda: list(db.session().scalars(select(WorkPeriod).limit(3))))
    for number in range(ENTRIES):
        at = clock.now() - timedelta(hours=ENTRIES - number)
        put_entries(periods[number % 3], 1, at=at, wants_help=number == 7, hours=7)
    with db.transaction() as session:
        for number, entry in enumerate(session.scalars(select(DiaryEntry))):
            entry.text = TOLD[number % len(TOLD)]
    return [entry.id for entry in rows(DiaryEntry)]


@dataclass
class Hand:
    """A hand, eyes, and a clock of what they need."""

    coach: Visitor
    needs: Counter = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    read: set[tuple[int, str]] = field(default_factory=set)
    entry: int = 0

    def looks(self) -> None:
        lines = {line for line in self.coach.frame.evaluate(READ) if line}
        told = {(self.entry if line in TOLD else 0, line) for line in lines}
        words = sum(len(line.split()) for _entry, line in told - self.read)
        self.read |= told
        self.needs["reading"] += words / WORDS_A_SECOND

    def click(self, found: Any) -> None:
        self.looks()
        for _ in range(20):
            if found.evaluate(
                """e => { const r = e.getBoundingClientRect();
                const at = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);
                return Boolean(at) && (e.contains(at) || at.contains(e)); }"""
            ):
                break
            self.coach.page.mouse.move(900, 500)
            self.coach.page.mouse.wheel(0, 300)
            self.coach.page.wait_for_timeout(60)
            self.needs["rolling"] += POINT
            self.looks()
        else:
            raise AssertionError("not to be found by rolling down")
        box = found.bounding_box()
        self.coach.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.needs["clicking"] += THINK + POINT + CLICK

    def picks(self, phrase: Any) -> None:
        """Click a ready phrase and see it in the text; again, where the page was not ready yet."""
        text = self.coach.frame.get_by_label("Tekstisi")
        for _ in range(3):
            self.click(phrase)
            self.coach.page.wait_for_timeout(300)
            self.waits.append(0.3)
            if text.input_value():
                return
        raise AssertionError("the phrase does not come into the text")

    def types(self, words: str) -> None:
        self.coach.page.keyboard.type(words)
        self.needs["typing"] += THINK + 2 * HOME + TYPE * len(words)

    def sends(self, found: Any, said: str) -> None:
        """Click, and wait until the desk says that it was done."""
        self.coach.frame.evaluate("document.body.dataset.old = '1'")
        self.click(found)
        began = time.monotonic()
        done = self.coach.frame.locator("body:not([data-old]) p.said.good")
        done.filter(has_text=said).wait_for(timeout=60_000)
        self.waits.append(time.monotonic() - began)
        self.entry += 1


def _button(coach: Visitor, words: str) -> Any:
    return coach.frame.locator("article").get_by_role("button", name=words).first


def _answers(hand: Hand, number: int) -> None:
    """As a coach would: mostly a ready phrase and a yes, sometimes own words or one thing more."""
    coach = hand.coach
    if number % 5 == 3:
        hand.click(coach.frame.get_by_text("Pyydä lisää").first)
        hand.click(coach.frame.get_by_text("kuva", exact=True).first)
        hand.sends(_button(coach, "Pyydä tätä"), "Pyydetty lisää")
    elif number % 5 == 0:
        hand.click(coach.frame.get_by_label("Tekstisi"))
        hand.types(OWN)
        hand.sends(_button(coach, "Hyväksy"), "Hyväksytty")
    else:
        hand.picks(_button(coach, "Hyvää työtä!"))
        hand.sends(_button(coach, "Hyväksy"), "Hyväksytty")


def test_fifteen_entries_in_less_than_ten_minutes(town: Town, open_browser, entries, screenshots):
    coach = Visitor(open_browser(width=1280, flags=ONE_PROCESS), town, "201", DESK)
    slow = coach.page.context.new_cdp_session(coach.page)
    slow.send("Network.enable")
    slow.send("Network.emulateNetworkConditions", SLOW)
    hand = Hand(coach)
    for number in range(ENTRIES):
        if number in (0, 1):
            coach.picture(screenshots, f"ten-minutes-{number}")
        _answers(hand, number)
    hand.looks()
    coach.picture(screenshots, "ten-minutes-done")

    states = Counter(entry.state for entry in rows(DiaryEntry))
    assert states == {EntryState.APPROVED: 12, EntryState.RETURNED: 3}
    assert len(rows(EntryMessage)) == ENTRIES, "each trainee has words"
    needs = {what: round(seconds) for what, seconds in hand.needs.items()}
    total = sum(hand.needs.values()) + sum(hand.waits)
    print(f"{total:.0f} s: {needs}, waiting {sum(hand.waits):.0f} s, longest {max(hand.waits):.1f}")
    assert total < LIMIT
