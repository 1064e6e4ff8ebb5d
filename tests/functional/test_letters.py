"""Notices by e-mail: only to a confirmed address, with one link, and not twice."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from sidecar import clock, db
from sidecar.notices.mail import Letter, Post
from sidecar.notices.models import Channel, Notice, NoticeSetting
from sidecar.outbox.handlers import Delivered, Outcome, Refused
from sidecar.outbox.worker import deliver, due
from tests.functional.steps import messages, read, rows, send
from tests.support.world import Browser, World, text_of

NOON = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
SECRET = "salainen lause"
WISHES = {"daily": "1", "instant": "1", "quiet_from": "18", "quiet_until": "7"}


class PostBox:
    """Stands where the mail server stands."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.outcome: Outcome = Delivered()

    def send(self, letter: Letter) -> Outcome:
        assert not db.database().in_transaction
        self.letters.append(letter)
        return self.outcome


@pytest.fixture
def at():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller.move_to


@pytest.fixture
def box(at, monkeypatch, world: World) -> PostBox:
    made = PostBox()
    monkeypatch.setattr(Post, "send", lambda _self, letter: made.send(letter))
    settings = world.app.extensions["valo.settings"]
    object.__setattr__(settings, "smtp_url", "smtp://mail.example.org")
    return made


def work(at, moment: datetime) -> None:
    at(moment)
    for _ in range(2):
        for message_id in due(now=moment):
            deliver(message_id)
    db.database().release()


def confirmed(world: World, box: PostBox, at) -> Browser:
    """The learner gives an address and opens the link in the letter."""
    browser = world.sign_in(world.learner)
    browser.post("/notices", {**WISHES, "email": "aino@example.org"})
    work(at, NOON)
    press(world.app, box.letters.pop())
    return browser


def link_in(letter: Letter) -> str:
    [found] = re.findall(r"https://valo\.example\.org(/\S+)", letter.text)
    return found


def press(app: Flask, letter: Letter) -> str:
    client = app.test_client()
    path = link_in(letter)
    page = client.get(path, base_url="https://valo.example.org")
    assert page.status_code == 200
    return client.post(path, base_url="https://valo.example.org").text


def setting() -> NoticeSetting:
    found = read(lambda: db.session().query(NoticeSetting).one())
    assert isinstance(found, NoticeSetting)
    return found


def help_wanted(world: World) -> None:
    entry = send(world.sign_in(world.learner), text=SECRET)
    world.sign_in(world.coach).post(f"/desk/{entry.id}", {"do": "return", "text": SECRET})


# -- the address -----------------------------------------------------------------------------------
def test_an_address_is_used_once_its_letter_was_answered(world: World, box: PostBox, at):
    browser = world.sign_in(world.learner)
    answer = browser.post("/notices", {**WISHES, "email": "aino@example.org"})
    assert "Open the link in the letter" in text_of(answer)
    work(at, NOON)
    [letter] = box.letters
    assert letter.to == "aino@example.org"
    assert setting().email_confirmed_at is None
    world.app.test_client().get(link_in(letter), base_url="https://valo.example.org")
    assert setting().email_confirmed_at is None, "scanners open links; people press the button"
    press(world.app, letter)
    assert setting().email_confirmed_at is not None
    assert "This address is confirmed." in text_of(browser.page("/notices"))


def test_a_stranger_gets_one_letter_and_no_more(world: World, box: PostBox, at):
    browser = world.sign_in(world.learner)
    browser.post("/notices", {**WISHES, "email": "stranger@example.org"})
    answer = browser.post("/notices", {**WISHES, "email": "stranger2@example.org"})
    assert answer.status_code == 422
    help_wanted(world)
    work(at, NOON + timedelta(minutes=1))
    assert [letter.to for letter in box.letters] == ["stranger@example.org"]
    assert [n.channel for n in rows(Notice)] == [Channel.PAGE]


def test_the_link_of_an_older_address_confirms_nothing(world: World, box: PostBox, at):
    browser = world.sign_in(world.learner)
    browser.post("/notices", {**WISHES, "email": "old@example.org"})
    work(at, NOON)
    old = box.letters.pop()
    at(NOON + timedelta(minutes=20))
    browser.post("/notices", {**WISHES, "email": "new@example.org"})
    assert "ei ole enää käytössä" in press(world.app, old)
    assert setting().email_confirmed_at is None


@pytest.mark.parametrize("bad", ["aino", "aino@", "a@b", "a b@example.org", "a@b.fi,c@d.fi"])
def test_what_is_no_address_is_said(world: World, box: PostBox, at, bad: str):
    answer = world.sign_in(world.learner).post("/notices", {**WISHES, "email": bad})
    assert answer.status_code == 422
    assert messages("mail") == []


def test_without_a_mail_server_nobody_is_asked_for_an_address(world: World, at):
    page = world.sign_in(world.learner).page("/notices")
    assert not page.select("input[type=email]")


# -- the letter ------------------------------------------------------------------------------------
def test_a_letter_has_one_link_and_no_word_of_the_diary(world: World, box: PostBox, at):
    confirmed(world, box, at)
    help_wanted(world)
    work(at, NOON + timedelta(minutes=1))
    [letter] = box.letters
    assert letter.to == "aino@example.org"
    assert link_in(letter).startswith("/n/")
    assert SECRET not in letter.text + letter.subject
    assert "Aino" not in letter.text
    assert "Ilmoitukset" in letter.text, "where to switch it off"
    assert rows(Notice)[0].state == "sent"
    work(at, NOON + timedelta(minutes=5))
    assert len(box.letters) == 1


def test_it_waits_for_the_end_of_the_quiet_hours(world: World, box: PostBox, at):
    confirmed(world, box, at)
    evening = NOON + timedelta(hours=10)
    at(evening)
    help_wanted(world)
    work(at, evening + timedelta(minutes=5))
    assert box.letters == []
    work(at, NOON + timedelta(hours=19, minutes=5))
    assert len(box.letters) == 1


def test_what_is_not_true_any_more_is_not_sent(world: World, box: PostBox, at):
    confirmed(world, box, at)
    evening = NOON + timedelta(hours=10)
    at(evening)
    help_wanted(world)
    work(at, evening + timedelta(minutes=5))
    from sidecar.diary.models import DiaryEntry

    with db.transaction() as session:
        session.query(DiaryEntry).one().state = "submitted"
    db.database().release()
    work(at, NOON + timedelta(hours=20))
    assert box.letters == []
    assert rows(Notice)[0].state == "dropped"


def test_a_refused_letter_is_shown_to_staff_and_stands_on_the_page(world: World, box: PostBox, at):
    browser = confirmed(world, box, at)
    box.outcome = Refused(
        code="M-550", reason="The mail server does not take letters for this address."
    )
    help_wanted(world)
    work(at, NOON + timedelta(minutes=1))
    page = text_of(world.sign_in(world.coach).page("/deliveries"))
    assert "The mail server does not take letters" in page
    assert "aino@example.org" not in page
    assert "Please add a little" in text_of(browser.page("/notices"))


def test_the_address_is_sealed_in_the_database(world: World, box: PostBox, at):
    confirmed(world, box, at)
    with db.database().engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT email FROM notice_setting").scalar_one()
    assert "aino" not in found
    assert clock.now()
