"""What is learnt shows in Moodle: calendar, completion, competencies with evidence in a plan."""

import re
from typing import Any

import pytest

from tests.moodle import steps
from tests.moodle.site import Site, until
from tests.moodle.stage import Stage

pytestmark = pytest.mark.browser


def test_a_demonstration_shows_in_calendar_completion_and_plan(
    moodle, stage: Stage, site: Site, cron, screenshots
):
    def look(name: str) -> None:
        site.page.screenshot(path=str(screenshots / f"moodle-{name}.png"), full_page=True)

    site.sign_in("admin", moodle.password)
    _ticked_by_hand(site, stage)
    for task in ("sync_competencies", "follow_progress"):
        site.each_minute(task)
    until(lambda: _has_framework(site, cron), "the competencies did not come")
    plan = _plan(site, stage)
    look("plan-empty")

    steps.approved(site, stage, "leo", "Maalasin portaat, tämä näkyy suunnitelmassa.")
    steps.demonstrated(site, stage, "leo")

    site.sign_in(stage.login("leo"))
    opened: set[str] = set()
    until(lambda: _leads_to_entry(site, stage, plan, cron, opened), "no evidence leads to it", 300)
    look("plan-link")
    _open_competency(site, stage, plan)
    look("plan-evidence")
    assert re.search(r"[Rr]eview", site.text()), "a rating is asked for"

    _is_on_the_calendar(site, stage)
    look("calendar")
    site.go(f"/course/view.php?id={stage.course}")
    row = site.page.locator("li.activity", has_text=stage.paper).first
    assert row.get_by_text("Done").count(), row.inner_text()
    look("completion")


def _ticked_by_hand(site: Site, stage: Stage) -> None:
    site.go(f"/course/view.php?id={stage.course}")
    link = site.page.locator("#region-main a[href*='/mod/lti/view.php']", has_text=stage.paper)
    number = str(link.first.get_attribute("href")).split("id=")[1]
    site.go(f"/course/modedit.php?update={number}")
    box = site.page.locator("input[name=completion][value='1']")
    box.evaluate("e => e.click()")
    site.save("#id_submitbutton2")


def _has_framework(site: Site, cron: Any) -> bool:
    """A task that was just changed is due at the next full minute, not at once."""
    cron()
    site.go("/admin/tool/lp/competencyframeworks.php?pagecontextid=1")
    return bool(site.page.locator("a[href*='competencies.php?competencyframeworkid=']").count())


def _plan(site: Site, stage: Stage) -> str:
    """A learning plan with the unit's competency; the address of that competency in it."""
    person = stage.people["leo"]
    site.go(f"/admin/tool/lp/editplan.php?userid={person}")
    site.page.fill("#id_name", "Polku")
    site.page.select_option("#id_status", label="Active")
    site.save()
    plan = site.page.url.split("id=")[-1].split("&")[0]
    if "plan.php" not in site.page.url:
        site.go(f"/admin/tool/lp/plans.php?userid={person}")
        link = site.page.locator("a[href*='/admin/tool/lp/plan.php?id=']").first
        plan = str(link.get_attribute("href")).split("id=")[1].split("&")[0]
    site.go(f"/admin/tool/lp/plan.php?id={plan}")
    for which in ("li:not(:has(ul))", "li:has(ul) li:has(ul)"):
        site.page.get_by_role("button", name="Add competency").click()
        one = site.page.locator(f".competency-tree:visible {which}").first
        one.wait_for()
        site.page.wait_for_timeout(1500)
        one.locator("span").first.click()
        site.page.locator("[data-region=link-buttons] [data-action=add]:visible").first.evaluate(
            "e => e.click()"
        )
        site.page.wait_for_timeout(3000)
    return f"/admin/tool/lp/plan.php?id={plan}"


def _leads_to_entry(site: Site, stage: Stage, plan: str, cron: Any, opened: set[str]) -> bool:
    """Whether a link in the plan opens the entry: one that was not opened before."""
    cron()
    _open_competency(site, stage, plan)
    links = site.page.locator("a[href*='/blocks/valo/open.php'][href*='entry']").all()
    for url in {str(link.get_attribute("href")) for link in links} - opened:
        opened.add(url)
        site.page.goto(url)
        if "tämä näkyy suunnitelmassa" in site.frame().locator("main").inner_text():
            return True
    return False


def _open_competency(site: Site, stage: Stage, plan: str) -> None:
    site.go(plan)
    row = site.page.locator("tr[data-node=user-competency]").first
    number, person = row.get_attribute("data-id"), stage.people["leo"]
    query = f"userid={person}&planid={plan.rsplit('=', 1)[-1]}&competencyid={number}"
    site.go(f"/admin/tool/lp/user_competency_in_plan.php?{query}")
    site.page.wait_for_load_state()


def _is_on_the_calendar(site: Site, stage: Stage) -> None:
    site.go(f"/calendar/view.php?view=upcoming&course={stage.course}")
    text = site.text()
    assert "Demonstration day" in text, text
    assert stage.unit in text, "the learner's own event says what"
