"""The whole corridor in a real Moodle that has the block installed.

VALO_MOODLE_URL and VALO_MOODLE_PASSWORD (of `admin`) name it; it must be allowed to call the
loopback (cURL blocked hosts and ports). The test makes a course and people of its own.
VALO_MOODLE_CRON may name a command that runs Moodle's tasks once; else its own cron has to.
"""

import pytest

from tests.moodle import steps
from tests.moodle.site import Site, until

pytestmark = pytest.mark.browser


def test_from_set_up_to_erasure(moodle, sidecar, site: Site, cron, screenshots):
    def look(name: str) -> None:
        site.page.screenshot(path=str(screenshots / f"moodle-{name}.png"), full_page=True)

    site.sign_in("admin", moodle.password)
    steps.connect(site, sidecar)
    look("01-connected")

    coach, learner = f"valmentaja{moodle.mark}", f"oppija{moodle.mark}"
    site.add_person(coach, "Päivi")
    site.add_person(learner, "Leo")
    course = site.add_course(f"Työmaa {moodle.mark}")
    coach_id = site.enrol(course, coach, "Teacher")
    learner_id = site.enrol(course, learner, "Student")
    site.choose_content(course, 2)
    look("02-course")
    diary, desk = steps.names(site, course)

    site.sign_in(learner)
    site.activity(course, diary)
    site.sign_in(coach)
    site.activity(course, desk)
    sidecar.command("people", "grant", "coach", coach_id, "--issuer", moodle.url)
    site.activity(course, desk)
    steps.give_period(site, learner)
    look("03-coach")

    site.sign_in(learner)
    site.activity(course, diary)
    steps.write(site)
    look("04-learner")
    steps.never_quiet(site)
    site.sign_in(coach)
    site.activity(course, desk)
    assert steps.WORDS in site.frame().locator("body").inner_text()
    steps.ask_for_more(site)

    site.sign_in(learner)
    until(lambda: steps.is_told(site, cron), "the notification did not come", seconds=200)
    look("05-notification")
    site.activity(course, diary)
    steps.write_more(site)
    site.sign_in(coach)
    site.activity(course, desk)
    site.press("button[value=approve]")

    until(lambda: steps.has_grade(site, course, learner_id), "no grade in Moodle's gradebook")
    look("06-gradebook")

    site.sign_in("admin", moodle.password)
    steps.delete(site, learner_id)
    until(lambda: steps.is_erased(site, cron), "the erasure was not carried out", seconds=200)
    look("07-erased")
