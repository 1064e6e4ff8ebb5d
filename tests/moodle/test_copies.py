"""A course is copied by Moodle's own command: valo asks and moves nothing by itself. A reset."""

import pytest

from tests.moodle import steps
from tests.moodle.site import Site, until
from tests.moodle.stage import Stage

pytestmark = pytest.mark.browser


def test_a_copied_course_is_offered_and_a_reset_empties_it(
    moodle, stage: Stage, site: Site, cron, screenshots
):
    site.sign_in("admin", moodle.password)
    name = f"Kopio {stage.mark}"
    copy = _copy(site, stage, name, cron)
    names = steps.names(site, copy)
    assert stage.diary in names
    steps.settled(site, moodle.password, cron)

    site.sign_in(stage.login("coach"))
    site.activity(copy, stage.desk)
    asked = site.frame("/copied").locator("main").inner_text()
    assert "Does the work go on in this course?" in asked
    assert stage.login("leo") in asked
    site.page.screenshot(path=str(screenshots / "moodle-copy.png"))
    site.activity(stage.course, stage.desk)
    assert stage.login("leo") in _periods(site), "nothing moved by asking"
    site.activity(copy, stage.desk)
    site.press("button[value=no]")
    site.activity(copy, stage.desk)
    assert not site.frame().url.endswith("/copied"), "asked once"

    site.sign_in("admin", moodle.password)
    _reset(site, copy)
    steps.settled(site, moodle.password, cron)
    site.go(f"/user/index.php?id={copy}")
    assert stage.login("leo") not in site.text()
    site.sign_in(stage.login("coach"))
    site.activity(stage.course, stage.desk)
    assert stage.login("leo") in _periods(site), "what was learnt stays"


def _periods(site: Site) -> str:
    return str(site.inside("periods").locator("main").inner_text())


def _copy(site: Site, stage: Stage, name: str, cron) -> str:
    site.go(f"/backup/copy.php?id={stage.course}")
    site.page.fill("#id_fullname", name)
    site.page.fill("#id_shortname", name)
    for box in site.page.locator("input[type=checkbox][name^=role_]").all():
        box.check()
    site.page.select_option("#id_userdata", "1")
    site.save("#id_submitreturn")

    def found() -> bool:
        cron()
        site.go(f"/course/search.php?q={stage.mark}")
        return bool(site.page.locator("a[href*='/course/view.php?id=']", has_text=name).count())

    until(found, "the copy was not made", seconds=300)
    link = site.page.locator("a[href*='/course/view.php?id=']", has_text=name).first
    return str(link.get_attribute("href")).split("id=")[1]


def _reset(site: Site, course: str) -> None:
    site.go(f"/course/reset.php?id={course}")
    site.page.select_option("#id_unenrol_users", label="Student")
    site.page.locator("#id_submitbutton").click()
    sure = site.page.locator(
        ".modal.show button[data-action=delete], .modal.show button.btn-danger"
    )
    sure.first.or_(site.page.locator(".modal.show button.btn-primary").first).first.click()
    site.page.locator("a[href*='/course/view.php'], button", has_text="Continue").first.wait_for()
