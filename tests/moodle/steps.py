"""What people do on the way: an administrator in Moodle, coach and learner in valo."""

import re
from datetime import timedelta

from sidecar import clock
from tests.moodle.site import Site

WORDS = "Maalasin seinän kaksi kertaa."
TOLD = "Your coach asks for a little more"


def connect(site: Site, sidecar) -> None:
    site.go("/blocks/valo/setup.php")
    site.page.fill("#id_address", sidecar.command("registration-link").splitlines()[-1])
    site.save()
    assert "The checks found nothing that stands in the way" in site.text(), site.text()


def names(site: Site, course: str) -> list[str]:
    """Names of the tool's activities of a course, in its order."""
    site.go(f"/course/view.php?id={course}")
    links = site.page.locator("#region-main a.aalink[href*='/mod/lti/view.php']").all()
    return [re.sub(r"\s+External tool$", "", link.inner_text().strip()) for link in links]


def give_period(site: Site, learner: str) -> str:
    """A work period for a learner; the name of its unit."""
    if not site.frame().url.endswith("/periods/new"):
        site.frame().locator("a[href$='/periods']").first.click()
        site.frame("/periods").locator("a[href*='/periods/new']").first.click()
    form = site.frame("/new")
    options, chosen = {"learner_id": learner, "unit_id": ""}, ""
    for name, text in options.items():
        option = form.locator(f"select[name={name}] option:not([value=''])", has_text=text).first
        form.select_option(f"select[name={name}]", option.get_attribute("value"))
        chosen = str(option.text_content()).strip()
    today = clock.today()
    form.fill("input[name=starts_on]", (today - timedelta(days=7)).isoformat())
    form.fill("input[name=ends_on]", (today + timedelta(days=60)).isoformat())
    form.locator("input[name=agreement]").first.check()
    form.fill("input[name=workplace_name]", "Työpaja")
    form.fill("textarea[name=core_tasks]", "Maalaus")
    form.fill("input[name=instructor_name]", "Olli Ohjaaja")
    site.press("main form button.main")
    return chosen


def write(site: Site, words: str = WORDS) -> None:
    """A day's entry that shows the first requirement, sent to the coach."""
    site.frame().locator("a[href$='/diary/new']").first.click()
    form = site.frame("/diary/new")
    form.fill("textarea[name=text]", words)
    form.locator("input[name=independence][value=alone]").check()
    form.fill("input[name=hours]", "6,5")
    form.locator("details:has(input[name=requirements]) > summary").first.click()
    form.locator("input[name=requirements]").first.check()
    site.press("button[name=send]")
    assert words in site.frame().locator("body").inner_text()


def ask_for_more(site: Site) -> None:
    frame = site.frame()
    frame.locator("details[data-key-return] summary").first.click()
    form = frame.locator("form:has(input[value=return])").first
    form.locator("input[name=reason]").first.check()
    site.press("form:has(input[value=return]) button")


def never_quiet(site: Site) -> None:
    """The same hour twice: the notification shall come at any time of the day."""
    site.frame().locator("a[href$='/notices']").first.click()
    form = site.frame("/notices")
    form.select_option("select[name=quiet_from]", "7")
    form.select_option("select[name=quiet_until]", "7")
    site.press("main form button.main")


def is_told(site: Site, cron) -> bool:
    cron()
    site.go("/message/output/popup/notifications.php")
    site.page.wait_for_timeout(1500)
    return TOLD in site.text()


def write_more(site: Site) -> None:
    site.frame().locator("a[href*='/diary/']", has_text=re.compile(WORDS[:10])).first.click()
    form = site.frame()
    form.fill("textarea[name=text]", f"{WORDS} Käytin telaa.")
    site.press("button[name=send]")


def has_grade(site: Site, course: str, learner: str) -> bool:
    site.go(f"/grade/report/user/index.php?id={course}&userid={learner}")
    grades = site.page.locator("table.user-grade td.column-grade").all_inner_texts()
    return any(re.search(r"\d", grade) for grade in grades)


def delete(site: Site, person: str) -> None:
    site.go(f"/user/editadvanced.php?id={person}&course=1")
    key = site.page.evaluate("M.cfg.sesskey")
    site.go(f"/admin/user.php?delete={person}&sesskey={key}")
    with site.page.expect_navigation():
        site.page.get_by_role("button", name="Delete").first.click()


def is_erased(site: Site, cron) -> bool:
    cron()
    site.go("/report/status/index.php?detail=block_valo_queue")
    found = re.search(r"Erasures waiting: (\d+)", site.text())
    return found is not None and found[1] == "0"
