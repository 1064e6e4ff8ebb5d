"""Who sees an entry: only me, me and my coach, in the papers; nothing moves up without my tap."""

import re
from io import BytesIO

from sidecar import clock
from sidecar.diary.models import Attachment, DiaryEntry, EntryState
from sidecar.diary.queries import evidence_for
from tests.functional.steps import JSON, approve, read, rows, send, words
from tests.support.world import Browser, World, text_of
from tests.unit.sidecar.diary.pictures import jpeg


def _layer(browser: Browser, path: str) -> str:
    return browser.page(path).select_one(".layers [aria-current]").text


def _in_papers(world: World) -> list[int]:
    found = read(lambda: evidence_for(world.learner.id, world.requirements))
    return sorted({entry.id for entries in found.values() for entry in entries})


def test_all_three_layers_are_in_view_and_the_present_one_is_marked(
    learner: Browser, coach: Browser
):
    shown = learner.page("/diary/new").select(".layers li")
    assert [one.text for one in shown] == ["only me", "me and my coach", "in the papers"]
    assert _layer(learner, "/diary/new") == "only me"
    entry = send(learner)
    assert _layer(learner, f"/diary/{entry.id}") == "me and my coach"
    approve(coach, entry)
    assert _layer(learner, f"/diary/{entry.id}") == "in the papers"


def test_approval_alone_puts_nothing_into_the_papers(
    world: World, learner: Browser, coach: Browser
):
    boxes = [str(world.requirements[0].id)]
    entry = send(learner, papers=None, requirements=boxes)
    approve(coach, entry)
    assert _in_papers(world) == []
    assert _layer(learner, f"/diary/{entry.id}") == "me and my coach"
    answer = learner.post(f"/diary/{entry.id}/papers", {"yes": "1"})
    assert "It may stand in your papers." in text_of(answer)
    assert _in_papers(world) == [entry.id]
    learner.post(f"/diary/{entry.id}/papers", {})
    assert _in_papers(world) == []


def test_one_tap_puts_all_that_is_approved_into_the_papers(
    world: World, learner: Browser, coach: Browser
):
    boxes = [str(world.requirements[0].id)]
    entries = [send(learner, papers=None, requirements=boxes, text=f"Day {n}") for n in range(3)]
    for entry in entries[:2]:
        approve(coach, entry)
    assert "2 approved entries are not in your papers." in text_of(learner.page("/diary"))
    learner.post("/diary/papers")
    assert _in_papers(world) == [entry.id for entry in entries[:2]]
    assert "not in your papers" not in text_of(learner.page("/diary"))
    waiting = rows(DiaryEntry, DiaryEntry.state == EntryState.SUBMITTED)
    assert [one.in_papers_at for one in waiting] == [None]


def test_nobody_moves_the_entry_of_another(world: World, learner: Browser):
    entry = send(learner, papers=None)
    other = world.sign_in(world.other_learner)
    assert other.post(f"/diary/{entry.id}/papers", {"yes": "1"}).status_code == 404
    assert world.sign_in(world.coach).post(f"/diary/{entry.id}/papers").status_code == 403


def test_a_day_away_and_a_draft_have_no_place_in_the_papers(learner: Browser):
    away = send(learner, kind="absence", text="", hours="", independence="")
    assert away.in_papers_at is None
    form = words(papers=None)
    learner.post("/diary/new", form)
    [draft] = rows(DiaryEntry, DiaryEntry.client_key == form["client_key"])
    for entry in (away, draft):
        learner.post(f"/diary/{entry.id}/papers", {"yes": "1"})
    assert [one.in_papers_at for one in rows(DiaryEntry)] == [None, None]


def test_the_learner_sees_when_the_coach_has_opened_it(
    learner: Browser, coach: Browser, world: World
):
    entry = send(learner)
    coach.page("/desk")
    assert "sent" in learner.page("/diary").select_one("a.item .tag").text
    coach.page(f"/desk/{entry.id}")
    assert "read" in learner.page("/diary").select_one("a.item .tag").text
    [kept] = rows(DiaryEntry)
    assert kept.seen_at is not None
    assert kept.seen_at <= clock.now()
    assert world.sign_in(world.other_coach).get(f"/desk/{entry.id}").status_code == 404


def test_versions_that_were_sent_before_can_be_read(learner: Browser, coach: Browser):
    entry = send(learner, text="The first way")
    coach.post(f"/desk/{entry.id}", {"do": "return", "reason": "other", "text": "Add the time"})
    [returned] = rows(DiaryEntry)
    assert returned.state == EntryState.RETURNED
    form = words(client_key=entry.client_key, text="The second way", revision="1", send="1")
    learner.post(f"/diary/{entry.id}", form)
    page = learner.page(f"/diary/{entry.id}")
    assert "The second way" in page.select_one("#told").text
    assert "The first way" in page.select_one("details").text


def test_the_coach_reads_on_the_paper_what_the_learner_has_not_let_in(
    world: World, learner: Browser, coach: Browser
):
    entry = send(learner, papers=None, requirements=[str(world.requirements[0].id)])
    approve(coach, entry)
    coach.post(f"/periods/{world.period.id}/paper", {})
    sentence = "1 approved entry is not in the papers. Only the trainee can put it there."
    assert sentence in text_of(coach.page("/papers/1"))
    learner.post(f"/diary/{entry.id}/papers", {"yes": "1"})
    assert sentence not in text_of(coach.page("/papers/1"))


def test_what_is_changed_in_a_returned_entry_is_the_learners_own_until_it_is_sent(
    world: World, learner: Browser, coach: Browser
):
    entry = send(learner, text="As it was sent", learnt="One thing")
    coach.post(f"/desk/{entry.id}", {"do": "return", "text": "Which paint?"})
    form = words(client_key=entry.client_key, revision="1", text="Not sent yet", learnt="A secret")
    assert learner.post("/diary/autosave", form, headers=JSON).status_code == 200
    for path in (f"/desk/{entry.id}", f"/desk/learners/{world.period.id}"):
        page = text_of(coach.page(path))
        assert "As it was sent" in page
        assert "Not sent yet" not in page
        assert "A secret" not in page
    assert "Not sent yet" in learner.page(f"/diary/{entry.id}").select_one("#text").text
    assert rows(DiaryEntry)[0].text == "Not sent yet", "looking changes nothing"
    learner.post(f"/diary/{entry.id}", {**form, "revision": "9", "send": "1"})
    assert "Not sent yet" in text_of(coach.page(f"/desk/{entry.id}"))


def test_so_are_its_hours_and_photos(learner: Browser, coach: Browser):
    entry = send(learner, hours="6")
    coach.post(f"/desk/{entry.id}", {"do": "return", "text": "Which paint?"})
    form = words(client_key=entry.client_key, revision="1", hours="3")
    photo = {"photos": (BytesIO(jpeg()), "wall.jpg")}
    learner.post(f"/diary/{entry.id}", {**form, **photo, "keep": "1"})
    [kept], [file] = rows(DiaryEntry), rows(Attachment)
    assert _hours_and_photos(coach, entry) == ("6", 0)
    assert coach.get(f"/desk/{entry.id}/photos/{file.id}").status_code == 404
    learner.post(f"/diary/{entry.id}", {**form, "revision": str(kept.revision), "send": "1"})
    assert _hours_and_photos(coach, entry) == ("3", 1)
    assert coach.get(f"/desk/{entry.id}/photos/{file.id}").status_code == 200


def _hours_and_photos(coach: Browser, entry: DiaryEntry) -> tuple[str, int]:
    """As the coach's page of an entry has them."""
    page = coach.page(f"/desk/{entry.id}")
    [hours] = re.findall(r"(\d+) h\b", text_of(page))
    return hours, len(page.select("img[src*=photos]"))
