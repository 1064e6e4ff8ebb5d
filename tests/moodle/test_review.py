"""From Moodle's gradebook a teacher opens what stands behind a grade; nobody else's."""

import pytest

from tests.moodle import steps
from tests.moodle.site import Site
from tests.moodle.stage import Stage

pytestmark = pytest.mark.browser


def test_the_gradebook_opens_the_very_evidence(
    moodle, sidecar, stage: Stage, site: Site, screenshots
):
    words = "Arvosanan takaa: tasoitin katon."
    steps.approved(site, stage, "leo", words)
    _open(site, stage, stage.diary, "leo")
    assert words in site.frame().locator("body").inner_text()
    assert stage.login("leo") in site.frame().locator("h1").inner_text()
    site.page.screenshot(path=str(screenshots / "moodle-review.png"))

    site.sign_in("admin", moodle.password)
    stranger = steps.newcomer(site, stage, "vieras", "editingteacher")
    sidecar.command("people", "grant", "teacher", stranger, "--issuer", moodle.url)
    site.sign_in(stage.login("vieras"))
    _open(site, stage, stage.diary, "leo")
    assert words not in site.frame().locator("body").inner_text()
    assert (
        "nothing here of this trainee that you may see" in site.frame().locator("main").inner_text()
    )
    site.page.screenshot(path=str(screenshots / "moodle-review-stranger.png"))


def _open(site: Site, stage: Stage, activity: str, who: str) -> None:
    """In the menu beside the learner's grade: Grade analysis."""
    site.go(f"/grade/report/user/index.php?id={stage.course}&userid={stage.people[who]}")
    row = site.page.locator("table.user-grade tr", has_text=activity).first
    row.locator("[data-bs-toggle=dropdown], [data-toggle=dropdown]").first.click()
    link = site.page.locator(".dropdown-menu.show a", has_text="Grade analysis").first
    site.page.goto(str(link.get_attribute("href")))
    site.frame()
