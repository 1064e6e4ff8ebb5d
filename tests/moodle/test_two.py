"""Two people at once; and a grade that a teacher changes in Moodle is left alone."""

import pytest

from tests.moodle import steps
from tests.moodle.site import Site, until
from tests.moodle.stage import Stage

pytestmark = pytest.mark.browser
BOTH = ("leo", "ada")


def test_two_learners_write_at_once_and_a_changed_grade_stays(
    moodle, stage: Stage, site: Site, open_browser, screenshots
):
    pages = {who: Site(open_browser(width=390), moodle.url, site.tool) for who in BOTH}
    for who, page in pages.items():
        page.sign_in(stage.login(who))
        page.activity(stage.course, stage.diary)
        page.frame().locator("a[href$='/diary/new']").first.click()
    for who, page in pages.items():
        form = page.frame("/diary/new")
        form.fill("textarea[name=text]", f"Yhtä aikaa kirjoitti {who}.")
        form.locator("input[name=independence][value=alone]").check()
        form.fill("input[name=hours]", "6")
    for page in pages.values():
        page.press("button[name=send]")
    for who, page in pages.items():
        text = page.frame().locator("body").inner_text()
        assert f"Yhtä aikaa kirjoitti {who}." in text
        assert stage.login(who) in text
        page.context.close()

    site.sign_in(stage.login("coach"))
    for who in BOTH:
        site.activity(stage.course, stage.desk)
        steps.approve(site, f"Yhtä aikaa kirjoitti {who}.")
    has = lambda who: steps.has_grade(site, stage.course, stage.people[who])  # noqa: E731
    for who in BOTH:
        until(lambda who=who: has(who), f"no grade for {who}")

    _change_grade(site, stage, "ada", "77")
    steps.approved(site, stage, "ada", "Vielä yksi merkintä.")
    site.page.wait_for_timeout(20_000)
    site.go(f"/grade/report/user/index.php?id={stage.course}&userid={stage.people['ada']}")
    site.page.screenshot(path=str(screenshots / "moodle-override.png"), full_page=True)
    assert "77" in site.page.locator("table.user-grade").inner_text(), "left alone"


def _change_grade(site: Site, stage: Stage, who: str, grade: str) -> None:
    person = stage.people[who]
    site.go(f"/grade/report/singleview/index.php?id={stage.course}&item=user&itemid={person}")
    switch = site.page.locator("input[name=setmode]")
    if not switch.is_checked():
        with site.page.expect_navigation():
            switch.click()
    row = site.page.locator("tr", has_text=stage.diary).first
    row.locator("input[type=checkbox][name^=override]").check()
    row.locator("input[name^=finalgrade]").fill(grade)
    site.save("form input[type=submit][value=Save], form button:has-text('Save')")
