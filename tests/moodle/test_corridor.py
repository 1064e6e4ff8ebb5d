"""The whole corridor in a real Moodle that has the block installed.

VALO_MOODLE_URL and VALO_MOODLE_PASSWORD (of `admin`) name it; it must be allowed to call the
loopback (cURL blocked hosts and ports). The test makes a course and people of its own.
VALO_MOODLE_CRON may name a command that runs Moodle's tasks once; else its own cron has to.
"""

import re
from datetime import timedelta

import pytest

from sidecar import clock
from tests.moodle.site import Site, until

pytestmark = pytest.mark.browser
WORDS = "Maalasin seinän kaksi kertaa."
TOLD = "Your coach asks for a little more"


def test_from_set_up_to_erasure(moodle, sidecar, site: Site, cron, screenshots):
    def look(name: str) -> None:
        site.page.screenshot(path=str(screenshots / f"moodle-{name}.png"), full_page=True)

    site.sign_in("admin", moodle.password)
    _connect(site, sidecar)
    look("01-connected")

    coach, learner = f"valmentaja{moodle.mark}", f"oppija{moodle.mark}"
    site.add_person(coach, "Päivi")
    site.add_person(learner, "Leo")
    course = site.add_course(f"Työmaa {moodle.mark}")
    coach_id = site.enrol(course, coach, "Teacher")
    learner_id = site.enrol(course, learner, "Student")
    site.choose_content(course, 2)
    look("02-course")
    diary, desk = _names(site, course)

    site.sign_in(learner)
    site.activity(course, diary)
    site.sign_in(coach)
    site.activity(course, desk)
    sidecar.command("people", "grant", "coach", coach_id, "--issuer", moodle.url)
    site.activity(course, desk)
    _give_period(site, learner)
    look("03-coach")

    site.sign_in(learner)
    site.activity(course, diary)
    _write(site)
    look("04-learner")
    _never_quiet(site)
    site.sign_in(coach)
    site.activity(course, desk)
    assert WORDS in site.frame().locator("body").inner_text()
    _ask_for_more(site)

    site.sign_in(learner)
    until(lambda: _is_told(site, cron), "the notification did not come", seconds=200)
    look("05-notification")
    site.activity(course, diary)
    _write_more(site)
    site.sign_in(coach)
    site.activity(course, desk)
    site.press("button[value=approve]")

    until(lambda: _has_grade(site, course, learner_id), "no grade in Moodle's gradebook")
    look("06-gradebook")

    site.sign_in("admin", moodle.password)
    _delete(site, learner_id)
    until(lambda: _is_erased(site, cron), "the erasure was not carried out", seconds=200)
    look("07-erased")


def _connect(site: Site, sidecar) -> None:
    site.go("/blocks/valo/setup.php")
    site.page.fill("#id_address", sidecar.command("registration-link").splitlines()[-1])
    site.save()
    assert "The checks found nothing that stands in the way" in site.text(), site.text()


def _names(site: Site, course: str) -> tuple[str, str]:
    site.go(f"/course/view.php?id={course}")
    links = site.page.locator("#region-main a.aalink[href*='/mod/lti/view.php']").all()
    names = [re.sub(r"\s+External tool$", "", link.inner_text().strip()) for link in links]
    assert len(names) == 2, names
    return names[0], names[1]


def _give_period(site: Site, learner: str) -> None:
    site.frame().locator("a[href$='/periods']").first.click()
    site.frame("/periods").locator("a[href*='/periods/new']").first.click()
    form = site.frame("/new")
    options = {"learner_id": learner, "unit_id": ""}
    for name, text in options.items():
        option = form.locator(f"select[name={name}] option:not([value=''])", has_text=text).first
        form.select_option(f"select[name={name}]", option.get_attribute("value"))
    today = clock.today()
    form.fill("input[name=starts_on]", (today - timedelta(days=7)).isoformat())
    form.fill("input[name=ends_on]", (today + timedelta(days=60)).isoformat())
    form.locator("input[name=agreement]").first.check()
    form.fill("input[name=workplace_name]", "Työpaja")
    form.fill("textarea[name=core_tasks]", "Maalaus")
    form.fill("input[name=instructor_name]", "Olli Ohjaaja")
    site.press("main form button.main")


def _write(site: Site) -> None:
    site.frame().locator("a[href$='/diary/new']").first.click()
    form = site.frame("/diary/new")
    form.fill("textarea[name=text]", WORDS)
    form.locator("input[name=independence][value=alone]").check()
    form.fill("input[name=hours]", "6,5")
    form.locator("details:has(input[name=requirements]) > summary").first.click()
    form.locator("input[name=requirements]").first.check()
    site.press("button[name=send]")
    assert WORDS in site.frame().locator("body").inner_text()


def _ask_for_more(site: Site) -> None:
    frame = site.frame()
    frame.locator("details[data-key-return] summary").first.click()
    form = frame.locator("form:has(input[value=return])").first
    form.locator("input[name=reason]").first.check()
    site.press("form:has(input[value=return]) button")


def _never_quiet(site: Site) -> None:
    """The same hour twice: the notification shall come at any time of the day."""
    site.frame().locator("a[href$='/notices']").first.click()
    form = site.frame("/notices")
    form.select_option("select[name=quiet_from]", "7")
    form.select_option("select[name=quiet_until]", "7")
    site.press("main form button.main")


def _is_told(site: Site, cron) -> bool:
    cron()
    site.go("/message/output/popup/notifications.php")
    site.page.wait_for_timeout(1500)
    return TOLD in site.text()


def _write_more(site: Site) -> None:
    site.frame().locator("a[href*='/diary/']", has_text=re.compile(WORDS[:10])).first.click()
    form = site.frame()
    form.fill("textarea[name=text]", f"{WORDS} Käytin telaa.")
    site.press("button[name=send]")


def _has_grade(site: Site, course: str, learner: str) -> bool:
    site.go(f"/grade/report/user/index.php?id={course}&userid={learner}")
    grades = site.page.locator("table.user-grade td.column-grade").all_inner_texts()
    return any(re.search(r"\d", grade) for grade in grades)


def _delete(site: Site, person: str) -> None:
    site.go(f"/user/editadvanced.php?id={person}&course=1")
    key = site.page.evaluate("M.cfg.sesskey")
    site.go(f"/admin/user.php?delete={person}&sesskey={key}")
    with site.page.expect_navigation():
        site.page.get_by_role("button", name="Delete").first.click()


def _is_erased(site: Site, cron) -> bool:
    cron()
    site.go("/report/status/index.php?detail=block_valo_queue")
    found = re.search(r"Erasures waiting: (\d+)", site.text())
    return found is not None and found[1] == "0"
