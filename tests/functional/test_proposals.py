"""The records officer's page: what is asked, what is refused; nothing goes without a yes."""

from typing import Any

import pytest

from sidecar import db
from sidecar.demo.ehoks import StudyRight
from sidecar.hoks.models import LearnerPlan
from sidecar.identity.models import Role
from sidecar.outbox.models import MessageState
from sidecar.outbox.worker import sweep
from sidecar.placements.models import WorkPeriod
from sidecar.proposals.models import HoksProposal, ProposalState
from sidecar.qualifications.models import QualificationUnit
from tests.functional.steps import messages, rows, stranger
from tests.functional.town import Ehoks, connect, proposed
from tests.support.world import Browser, World, soup, text_of

UNITS = "hankittavat-ammat-tutkinnon-osat"


@pytest.fixture
def ehoks(world: World, monkeypatch: pytest.MonkeyPatch) -> Ehoks:
    return connect(world, monkeypatch)


def accept(officer: Browser, proposal: HoksProposal, **answers: Any) -> Any:
    page = officer.page(f"/proposals/{proposal.id}")
    box = page.select_one("input[name=seen]")
    seen = box["value"] if box else "0" * 16
    return officer.post(f"/proposals/{proposal.id}/accept", {"seen": seen, **answers})


def state_of(proposal: HoksProposal) -> str:
    [found] = rows(HoksProposal, HoksProposal.id == proposal.id)
    return found.state


def test_accepted_lines_arrive_and_the_page_shows_them_afterwards(
    world: World, officer: Browser, ehoks: Ehoks
):
    made = ehoks.has_plan()
    proposal = proposed(world)
    accept(officer, proposal)
    sweep()
    assert state_of(proposal) == ProposalState.DELIVERED
    [unit] = ehoks.plan()[UNITS]
    assert len(unit["osaamisen-osoittaminen"]) == 1
    calls = len(ehoks.adapter.calls)
    page = text_of(officer.page(f"/proposals/{proposal.id}"))
    assert "in the HOKS" in page
    assert "Seinän maalaus" in page
    assert len(ehoks.adapter.calls) == calls, "a decided proposal is shown as it was accepted"
    [plan] = rows(LearnerPlan)
    assert plan.plan_ref == made["id"], "the next delivery need not look it up"


def test_a_hoks_is_made_only_when_the_officer_says_so(world: World, officer: Browser, ehoks: Ehoks):
    proposal = proposed(world)
    page = officer.page(f"/proposals/{proposal.id}")
    assert page.select_one("input[name=may_create]")
    answer = accept(officer, proposal)
    assert answer.status_code == 422
    assert "May valo make one?" in answer.text
    assert (state_of(proposal), messages("hoks")) == (ProposalState.OPEN, [])

    accept(officer, proposal, may_create="1", approved_on="2026-10-01")
    sweep()

    assert state_of(proposal) == ProposalState.DELIVERED
    assert ehoks.plan()["ensikertainen-hyvaksyminen"] == "2026-10-01"
    assert len(ehoks.plan()[UNITS]) == 1


def test_the_version_of_a_new_units_code_is_asked_where_no_document_tells_it(
    world: World, officer: Browser, ehoks: Ehoks
):
    ehoks.has_plan()
    with db.transaction() as session:
        session.get_one(QualificationUnit, world.unit.id).code_version = None
    proposal = proposed(world)
    assert officer.page(f"/proposals/{proposal.id}").select_one("#unit_code_version")
    for bad in ("", "two", "0"):
        assert accept(officer, proposal, unit_code_version=bad).status_code == 422
    assert messages("hoks") == []

    accept(officer, proposal, unit_code_version="2")
    sweep()

    assert state_of(proposal) == ProposalState.DELIVERED
    [unit] = ehoks.plan()[UNITS]
    assert unit["tutkinnon-osa-koodi-versio"] == 2


def test_a_unit_that_the_hoks_has_needs_no_version(world: World, officer: Browser, ehoks: Ehoks):
    unit = {"tutkinnon-osa-koodi-uri": world.unit.code_uri, "tutkinnon-osa-koodi-versio": 3}
    ehoks.has_plan(**{UNITS: [unit]})
    with db.transaction() as session:
        session.get_one(QualificationUnit, world.unit.id).code_version = None
    proposal = proposed(world)
    assert not officer.page(f"/proposals/{proposal.id}").select_one("#unit_code_version")
    accept(officer, proposal)
    sweep()
    [unit] = ehoks.plan()[UNITS]
    assert unit["tutkinnon-osa-koodi-versio"] == 3


@pytest.mark.parametrize("day", ["2199-01-01", "yesterday"])
def test_a_bad_day_of_approval_gets_a_sentence(
    world: World, officer: Browser, ehoks: Ehoks, day: str
):
    proposal = proposed(world)
    answer = accept(officer, proposal, may_create="1", approved_on=day)
    assert answer.status_code == 422
    page = soup(answer)
    assert page.select_one("#approved_on")["value"] == day
    assert page.select_one("input[name=may_create]").has_attr("checked")
    assert "Some answers need a look." in answer.text
    assert ehoks.plan() is None
    assert state_of(proposal) == ProposalState.OPEN


def test_what_stops_it_is_named_and_there_is_no_button(
    world: World, officer: Browser, ehoks: Ehoks
):
    ehoks.has_plan()
    with db.transaction() as session:
        session.get_one(WorkPeriod, world.period.id).part_time_percent = None
    proposal = proposed(world)
    page = officer.page(f"/proposals/{proposal.id}")
    assert "Add the part-time percentage; 100 is full time." in text_of(page)
    assert not page.select("form[action$='/accept']")
    assert accept(officer, proposal).status_code == 422
    assert state_of(proposal) == ProposalState.OPEN


def test_another_learners_hoks_is_not_offered(world: World, officer: Browser, ehoks: Ehoks):
    ehoks.state.add_study_right(StudyRight(oid=ehoks.study_right))
    ehoks.learner_number = "1.2.246.562.98.90000001017"
    ehoks.has_plan()
    page = officer.page(f"/proposals/{proposed(world).id}")
    assert "another learner number" in text_of(page)
    assert not page.select("form[action$='/accept']")


def test_while_ehoks_is_down_the_page_says_so_and_nothing_is_accepted(
    world: World, officer: Browser, ehoks: Ehoks
):
    ehoks.has_plan()
    proposal = proposed(world)
    ehoks.faults.order("down", times=4)
    page = officer.page(f"/proposals/{proposal.id}")
    assert "is down" in text_of(page)
    assert not page.select("form[action$='/accept']")
    assert accept(officer, proposal).status_code == 422
    assert state_of(proposal) == ProposalState.OPEN


def test_a_change_in_ehoks_after_the_yes_stops_the_delivery_and_is_told(
    world: World, officer: Browser, ehoks: Ehoks
):
    ehoks.has_plan()
    first = proposed(world)
    accept(officer, first)
    sweep()
    with db.transaction() as session:
        session.get_one(WorkPeriod, world.period.id).part_time_percent = 60
    coach = world.sign_in(world.coach)
    coach.post(f"/periods/{world.period.id}/proposal")
    second = rows(HoksProposal)[-1]
    accept(officer, second)
    [period] = ehoks.plan()[UNITS][0]["osaamisen-hankkimistavat"]
    period["osa-aikaisuustieto"] = 40

    sweep()

    assert state_of(second) == ProposalState.REFUSED
    assert period["osa-aikaisuustieto"] == 40
    assert "after they were accepted" in text_of(officer.page(f"/proposals/{second.id}"))
    assert messages("hoks")[-1].state == MessageState.REFUSED


def test_returning_needs_a_reason_and_keeps_the_proposal(
    world: World, officer: Browser, ehoks: Ehoks
):
    ehoks.has_plan()
    proposal = proposed(world)
    answer = officer.post(f"/proposals/{proposal.id}/return", {"reason": " "})
    assert answer.status_code == 422
    assert "Say in a few words what to add." in answer.text
    long = "Pitkä syy. " * 200
    answer = officer.post(f"/proposals/{proposal.id}/return", {"reason": long})
    assert (answer.status_code, long.strip() in answer.text) == (422, True)
    officer.post(f"/proposals/{proposal.id}/return", {"reason": "Y-tunnus on vanha."})
    assert state_of(proposal) == ProposalState.RETURNED
    coach = world.sign_in(world.coach)
    assert "Y-tunnus on vanha." in text_of(coach.page(f"/proposals/{proposal.id}"))


def test_a_yes_to_lines_that_were_drawn_up_anew_is_not_taken(
    world: World, officer: Browser, ehoks: Ehoks
):
    ehoks.has_plan()
    proposal = proposed(world)
    page = officer.page(f"/proposals/{proposal.id}")
    seen = page.select_one("input[name=seen]")["value"]
    with db.transaction() as session:
        session.get_one(WorkPeriod, world.period.id).workplace_name = "Toinen Oy"
    world.sign_in(world.coach).post(f"/periods/{world.period.id}/proposal")
    answer = officer.post(f"/proposals/{proposal.id}/accept", {"seen": seen})
    assert answer.status_code == 409
    assert "drawn up anew" in answer.text
    assert messages("hoks") == []


def test_only_the_officer_of_this_provider_decides(world: World, ehoks: Ehoks):
    ehoks.has_plan()
    proposal = proposed(world)
    path = f"/proposals/{proposal.id}/accept"
    assert world.sign_in(world.coach).post(path, {"seen": "x"}).status_code == 403
    assert world.sign_in(world.learner).get(f"/proposals/{proposal.id}").status_code == 403
    assert stranger(world, Role.RECORDS_OFFICER).post(path, {"seen": "x"}).status_code == 404
