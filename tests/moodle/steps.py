"""What people do on the way: an administrator in Moodle, coach and learner in valo."""

import re
from datetime import timedelta
from typing import Any, Protocol

from sidecar import clock
from tests.moodle.site import PASSWORD, Site, until


class Where(Protocol):
    """What the steps need of a stage."""

    course: str
    diary: str
    desk: str
    paper: str

    def login(self, who: str) -> str: ...


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


def give_period(site: Site, learner: str, teacher: str = "") -> str:
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
    if teacher:
        option = form.locator("select[name=teacher_id] option", has_text=teacher).first
        form.select_option("select[name=teacher_id]", option.get_attribute("value"))
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


def approved(site: Site, stage: Where, who: str, words: str = WORDS) -> None:
    """A learner's entry of today, written and approved."""
    site.sign_in(stage.login(who))
    site.activity(stage.course, stage.diary)
    write(site, words)
    site.sign_in(stage.login("coach"))
    site.activity(stage.course, stage.desk)
    approve(site, words)


def approve(site: Site, words: str) -> None:
    """The coach, on the desk, approves what waits, up to the entry with these words."""
    is_there = False
    while not is_there:
        is_there = words in site.frame().locator("article").first.inner_text()
        site.press("button[value=approve]")


def settled(site: Site, password: str, cron: Any) -> None:
    """Everything that happened in Moodle has reached valo."""
    site.sign_in("admin", password)

    def is_empty() -> bool:
        cron()
        site.go("/report/status/index.php?detail=block_valo_queue")
        return "Waiting: 0. Refused: 0." in site.text()

    cron()  # a course's announcement is a task of its own
    until(is_empty, "the outbox did not empty", seconds=240)


def demonstrated(site: Site, stage: Where, who: str) -> None:
    """Papers begun by the coach, made ready, and a demonstration that the teacher assessed."""
    site.sign_in(stage.login("coach"))
    site.activity(stage.course, stage.desk)
    site.inside("periods")
    site.press(f"li.card:has-text('{stage.login(who)}') form[action$='/paper'] button")
    form = site.frame()
    form.wait_for_selector("textarea[name=work_situations], form[action$='/reopen']")
    if form.locator("button[name=ready]").count():
        form.fill("textarea[name=work_situations]", "Portaikon maalaus\nSuojaus")
        today = clock.today()
        form.fill("input[name=starts_on]", (today + timedelta(days=7)).isoformat())
        form.fill("input[name=ends_on]", (today + timedelta(days=8)).isoformat())
        form.fill("input[name=provider_assessor]", "Tea Opettaja")
        form.fill("input[name=workplace_assessor]", "Olli Ohjaaja")
        form.fill("input[name=workplace_organisation]", "Työpaja")
        site.press("button[name=ready]")
        site.frame().wait_for_selector("form[action$='/reopen']")

    site.sign_in(stage.login("teacher"))
    site.activity(stage.course, stage.paper)
    if not site.frame().locator("form[action$='/receive']").count():
        site.frame().locator("a.item", has_text=stage.login(who)).first.click()
        site.frame().wait_for_selector("form[action$='/receive']")
    site.press("form[action$='/receive'] button")
    site.frame().locator("input[name=grade][value='4']").check()
    site.press("form[action$='/assess'] button.main")


def newcomer(site: Site, stage: Where, who: str, role: str = "student") -> str:
    """Somebody who comes to the course later; the person's id. The administrator is signed in."""
    login, name = stage.login(who), who.capitalize()
    site.go(f"/course/edit.php?id={stage.course}")
    short = site.page.input_value("#id_shortname")
    head = "username,password,firstname,lastname,email,course1,role1"
    row = f"{login},{PASSWORD},{name},{login},{login}@example.org,{short},{role}"
    site.upload_people(f"{head}\n{row}")
    return site.people_of(stage.course)[login]
