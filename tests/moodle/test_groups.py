"""Moodle's groups are offered as pairs; people who are suspended are out, and come back."""

import pytest

from tests.moodle import steps
from tests.moodle.site import Site
from tests.moodle.stage import Stage

pytestmark = pytest.mark.browser


def test_a_group_is_offered_and_a_suspended_person_is_out(
    moodle, stage: Stage, site: Site, cron, screenshots
):
    site.sign_in("admin", moodle.password)
    newcomer = steps.newcomer(site, stage, "olga")
    group = _group(site, stage, [stage.people["coach"], newcomer])
    steps.settled(site, moodle.password, cron)

    site.sign_in(stage.login("coach"))
    site.activity(stage.course, stage.desk)
    offered = site.inside("groups").locator(".card", has_text=group)
    offered.first.wait_for()
    assert stage.login("olga") in offered.first.inner_text()
    site.page.screenshot(path=str(screenshots / "moodle-groups.png"))
    assert stage.login("olga") not in site.inside("periods").locator("main").inner_text()
    assert stage.login("olga") in _could_begin(site)

    site.sign_in("admin", moodle.password)
    for status, is_here in ((1, False), (0, True)):
        _enrolment(site, stage, "olga", status)
        steps.settled(site, moodle.password, cron)
        site.sign_in(stage.login("coach"))
        site.activity(stage.course, stage.desk)
        assert (stage.login("olga") in _could_begin(site)) is is_here, status
        site.sign_in("admin", moodle.password)


def _could_begin(site: Site) -> str:
    """Whom the coach could give a work period."""
    return str(site.inside("periods/new").locator("select[name=learner_id]").inner_text())


def _group(site: Site, stage: Stage, people: list[str]) -> str:
    name = f"Pari {stage.mark}"
    site.go(f"/group/group.php?courseid={stage.course}")
    site.page.fill("#id_name", name)
    site.save()
    site.go(f"/group/index.php?id={stage.course}")
    option = site.page.locator("#groups option", has_text=name).first
    site.go(f"/group/members.php?group={option.get_attribute('value')}")
    site.page.select_option("#addselect", people)
    site.save("#add")
    return name


def _enrolment(site: Site, stage: Stage, who: str, status: int) -> None:
    site.go(f"/user/index.php?id={stage.course}&perpage=5000")
    row = site.page.locator("#region-main table tr", has_text=stage.login(who)).first
    number = row.locator("[data-action=editenrolment]").get_attribute("rel")
    site.go(f"/enrol/editenrolment.php?ue={number}")
    site.page.select_option("#id_status", str(status))
    site.save()
