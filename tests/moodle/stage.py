"""A connected Moodle with a course, its people and their work periods: where each part begins."""

from dataclasses import dataclass
from typing import Any

from tests.moodle import steps
from tests.moodle.site import PASSWORD, Site, until

ROLES = {
    "coach": "editingteacher",
    "teacher": "editingteacher",
    "officer": "editingteacher",
    "leo": "student",
    "ada": "student",
}


@dataclass(frozen=True)
class Stage:
    """A course, the names of its activities, and ids of its people; log-ins are in `login`."""

    course: str
    diary: str
    desk: str
    paper: str
    unit: str
    people: dict[str, str]
    mark: str

    def login(self, who: str) -> str:
        return f"{who}{self.mark}"

    def name(self, who: str) -> str:
        return f"{who.capitalize()} {self.login(who)}"


def build(site: Site, moodle: Any, sidecar: Any) -> Stage:
    """Set everything up by pages, as an administrator and a coach do."""
    site.sign_in("admin", moodle.password)
    steps.connect(site, sidecar)
    course, people = _course_with_people(site, moodle.mark)
    site.choose_content(course, 2)
    diary, desk = steps.names(site, course)
    for who in ("coach", "teacher", "officer"):
        role = "records_officer" if who == "officer" else who
        arguments = (role, people[who], "--name", who.capitalize(), "--issuer", moodle.url)
        sidecar.command("people", "grant", *arguments)
    site.sign_in(f"coach{moodle.mark}")
    site.activity(course, desk)
    unit = ""
    for who in ("leo", "ada"):
        until(lambda who=who: _is_known(site, f"{who}{moodle.mark}"), "members are not read")
        unit = steps.give_period(site, f"{who}{moodle.mark}", "Teacher")
        site.activity(course, desk)
    site.sign_in("admin", moodle.password)
    site.choose_content(course, 1, f": {unit}")
    paper = steps.names(site, course)[2]
    return Stage(course, diary, desk, paper, unit, people, moodle.mark)


def _course_with_people(site: Site, mark: str) -> tuple[str, dict[str, str]]:
    name = f"Pintakäsittely {mark}"
    course = site.add_course(name)
    rows = ["username,password,firstname,lastname,email,course1,role1"]
    for who, role in ROLES.items():
        login = f"{who}{mark}"
        email = f"{login}@example.org"
        rows.append(f"{login},{PASSWORD},{who.capitalize()},{login},{email},{name},{role}")
    site.upload_people("\n".join(rows))
    found = site.people_of(course)
    return course, {who: found[f"{who}{mark}"] for who in ROLES}


def _is_known(site: Site, learner: str) -> bool:
    form = site.inside("periods/new")
    return bool(form.locator("option", has_text=learner).count())
