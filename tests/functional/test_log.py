"""The administrator's log: words instead of codes, a filter, pages, and nobody else's lines."""

from datetime import timedelta

import pytest
import time_machine

from sidecar import clock, db
from sidecar.audit.actions import record
from sidecar.identity.models import Role
from tests.functional.steps import stranger
from tests.support.world import Browser, World, text_of


def write(world: World, type_: str, target: str, times: int = 1) -> None:
    with db.transaction():
        for _ in range(times):
            record(type_, by=world.coach, target=target, provider_id=world.provider.id)
    db.database().release()


def lines(browser: Browser, path: str = "/audit") -> list[str]:
    return [row.get_text(" ", strip=True) for row in browser.page(path).select("tbody tr")]


def test_who_did_what_to_what(world: World, administrator: Browser):
    write(world, "paper.ready", "paper:12")
    [line] = lines(administrator)
    assert line.endswith(
        f"{world.coach.display_name} handed demonstration papers over demonstration papers 12"
    )
    assert "paper.ready" not in line


def test_pages_hold_fifty_and_keep_the_filter(world: World, administrator: Browser):
    write(world, "entry.approved", "entry:1", 60)
    write(world, "site.made", "site:1", 5)
    page = administrator.page("/audit?group=diary")
    assert len(page.select("tbody tr")) == 50
    [older] = [a["href"] for a in page.select("a.button") if "before=" in a["href"]]
    assert "group=diary" in older
    rest = administrator.page(older)
    assert len(rest.select("tbody tr")) == 10
    assert not [a for a in rest.select("a.button") if "before=" in a["href"]]


def test_the_filter_by_name_and_day(world: World, administrator: Browser):
    with time_machine.travel(clock.now() - timedelta(days=3)):
        write(world, "entry.returned", "entry:1")
    write(world, "entry.approved", "entry:2")
    today = clock.today()
    assert len(lines(administrator, f"/audit?first_day={today}")) == 1
    assert len(lines(administrator, f"/audit?last_day={today - timedelta(days=1)}")) == 1
    name = world.coach.display_name.split()[0]
    assert len(lines(administrator, f"/audit?who={name.lower()}")) == 2
    assert lines(administrator, "/audit?who=%25") == []
    assert "Nothing like this" in text_of(administrator.page("/audit?who=nobody"))


@pytest.mark.parametrize(
    "query",
    ["first_day=x", "before=-1", "first_day=2026-11-02&last_day=2026-11-01", "group=" + "x" * 30],
)
def test_a_bad_wish_gets_a_sentence(administrator: Browser, query: str):
    answer = administrator.get(f"/audit?{query}")
    assert answer.status_code == 422
    assert "Some answers need a look." in answer.text


def test_lines_of_the_whole_house_are_seen_and_of_other_providers_not(
    world: World, administrator: Browser
):
    with db.transaction():
        record(
            "qualification.imported",
            by=None,
            target="qualification:1",
            details={"register_number": "OPH-1-2026"},
        )
    stranger(world, Role.ADMINISTRATOR, standings=("staff", "setup"))
    with db.transaction():
        record("site.made", by=world.coach, target="site:1", provider_id=world.provider.id + 1)
    db.database().release()
    [line] = lines(administrator)
    assert "command line imported a qualification qualification 1 OPH-1-2026" in line


def test_only_administrators_see_it(world: World):
    for person in (world.learner, world.coach, world.teacher, world.officer):
        assert world.sign_in(person).get("/audit").status_code == 403
