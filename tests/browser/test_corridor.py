"""From a launch to the HOKS in Chromium, on a phone's width, inside the platform's frames."""

import time
from datetime import timedelta

import pytest
import requests

from sidecar import clock
from tests.browser.conftest import Town, points_in_gradebook
from tests.browser.journey import DESK, DIARY, Visitor, photo

pytestmark = pytest.mark.browser
LEARNERS = {False: "101", True: "102"}
NAMES = {"101": "Amina Warsame", "102": "Eetu Mäkelä"}
WORDS = "Maalasin seinän kaksi kertaa ja suojasin lattian."


@pytest.mark.parametrize("block", [True, False], ids=["blocked", "allowed"])
def test_from_a_launch_to_the_hoks(town: Town, open_browser, screenshots, block: bool):
    context = open_browser(block=block)
    learner = Visitor(context, town, LEARNERS[block], DIARY)
    shots = f"{'blocked' if block else 'allowed'}-"

    def look(visitor: Visitor, name: str) -> None:
        visitor.picture(screenshots, shots + name)
        visitor.assert_accessible()

    look(learner, "01-diary")
    _write(learner)
    look(learner, "02-form")
    learner.send()
    assert WORDS in learner.text()
    look(learner, "03-sent")

    coach = Visitor(context, town, "201", DESK)
    assert WORDS in coach.text()
    look(coach, "04-desk")
    coach.frame.fill("textarea[name=text]", "Hyvä, suojasit lattian ensin.")
    coach.press("button[value=approve]")
    look(coach, "05-desk-after")

    learner = Visitor(context, town, LEARNERS[block], DIARY)
    assert "Hyvä, suojasit lattian ensin." in learner.text()
    look(learner, "06-answer")
    assert learner.frame.locator(".board .lamp.full").count() == 2
    _until(lambda: _points(town, LEARNERS[block]), "the grade did not arrive")

    _prepare_paper(coach, LEARNERS[block], look)
    _assess(Visitor(context, town, "202", DESK), look)
    # The teacher sat down at this browser: the coach's page of the same activity is over (X30).
    coach = Visitor(context, town, "201", DESK)
    _propose(coach, LEARNERS[block])
    look(coach, "09-proposal")

    officer = Visitor(context, town, "203", DESK)
    officer.frame.locator("a.item").first.click()
    officer.frame.wait_for_selector("form[action$='/accept']")
    look(officer, "10-officer")
    officer.press("form[action$='/accept'] button")
    _until(lambda: _delivered(town, LEARNERS[block]), "the line did not reach the practice eHOKS")
    officer.frame.goto(officer.frame.url)
    look(officer, "11-delivered")

    administrator = Visitor(context, town, "301", DESK)
    administrator.go("/audit")
    assert "hyväksyi HOKS-ehdotuksen" in administrator.text()
    look(administrator, "12-log")
    hoks = context.new_page()
    hoks.goto(town.ehoks + _plan_of(town, LEARNERS[block]))
    assert NAMES[LEARNERS[block]] in hoks.locator("h1").inner_text()
    arrived = hoks.locator(".part.newest", has_text="Portaikon maalaus")
    arrived.scroll_into_view_if_needed()
    assert arrived.is_visible()
    assert "osaamisen-osoittaminen" in arrived.locator("h3").first.inner_text()
    assert hoks.locator(".part.newest", has_text="yksiloiva-tunniste").count() == 1
    hoks.screenshot(path=str(screenshots / f"{shots}13-ehoks-line.png"))
    hoks.screenshot(path=str(screenshots / f"{shots}13-ehoks.png"), full_page=True)


def _write(learner: Visitor) -> None:
    learner.go("/diary/new")
    form = learner.frame
    form.fill("textarea[name=text]", WORDS)
    picture = {"name": "wall.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    form.set_input_files("input[name=photos]", [picture])
    form.locator("input[name=independence][value=alone]").check()
    form.fill("input[name=hours]", "6,5")
    form.locator("details > summary").click()
    for box in form.locator("input[name=requirements]").all()[:2]:
        box.check()
    form.locator("input[name=papers]").check()


def _card_of(coach: Visitor, learner: str):
    coach.go("/periods")
    return coach.frame.locator("li.card", has_text=NAMES[learner])


def _propose(coach: Visitor, learner: str) -> None:
    card = _card_of(coach, learner)
    with coach.page.expect_response(lambda answer: answer.request.method == "POST"):
        card.locator("form[action$='/proposal'] button").click()
    coach.frame.wait_for_url("**/proposals/*")
    coach.frame.wait_for_selector("main h1")


def _prepare_paper(coach: Visitor, learner: str, look) -> None:
    card = _card_of(coach, learner)
    with coach.page.expect_response(lambda answer: answer.request.method == "POST"):
        card.locator("form[action$='/paper'] button").click()
    coach.frame.wait_for_selector("textarea[name=work_situations]")
    today = clock.today()
    form = coach.frame
    form.fill("textarea[name=work_situations]", "Portaikon maalaus\nSuojaus")
    form.fill("input[name=starts_on]", (today + timedelta(days=7)).isoformat())
    form.fill("input[name=ends_on]", (today + timedelta(days=8)).isoformat())
    coach.press("button[name=ready]")
    assert form.locator("form[action$='/reopen']").count() == 1, coach.text()
    look(coach, "07-paper")


def _assess(teacher: Visitor, look) -> None:
    teacher.frame.locator("a.item").first.click()
    teacher.frame.wait_for_selector("form[action$='/receive']")
    teacher.press("form[action$='/receive'] button")
    teacher.frame.locator("input[name=grade][value='4']").check()
    teacher.press("form[action$='/assess'] button.main")
    look(teacher, "08-assessed")


def _points(town: Town, learner: str) -> bool:
    del learner
    return "0" in points_in_gradebook(town) and _score_count(town) > 0


def _score_count(town: Town) -> int:
    import json

    state = json.loads((town.folder / "state" / "platform.json").read_text(encoding="utf-8"))
    return len(state["gradebook"]["grades"])


def _plan_of(town: Town, learner: str) -> str:
    """Address of the learner's own plan in the practice eHOKS."""
    listing = requests.get(town.ehoks, timeout=10).text
    [row] = [part for part in listing.split("<tr>") if NAMES[learner] in part]
    return row.split('href="')[1].split('"')[0]


def _delivered(town: Town, learner: str) -> bool:
    page = requests.get(town.ehoks + _plan_of(town, learner), timeout=10).text
    return "Portaikon maalaus" in page


def _until(condition, sentence: str, seconds: int = 25) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.3)
    raise AssertionError(sentence)
