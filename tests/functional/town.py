"""The practice eHOKS behind a small workshop, without sockets."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from sidecar import clock, db, http
from sidecar.backends.ehoks.cas import GRANTS
from sidecar.demo.ehoks import Faults, State, StudyRight, create_ehoks
from sidecar.demo.ehoks.state import DEMO_USER, INSTITUTION
from sidecar.demonstrations import actions as papers
from sidecar.demonstrations.models import DemonstrationPaper
from sidecar.placements.models import WorkPeriod
from sidecar.proposals.actions import draw_up
from sidecar.proposals.models import HoksProposal
from sidecar.tenancy.actions import save_provider
from tests.fakes.wsgi_adapter import WsgiAdapter
from tests.functional.steps import rows
from tests.support.world import World

HOST = "ehoks.test"
PLAN = {
    "work_situations": "Seinän maalaus",
    "place_name": "Maalaamo Oy",
    "business_id": "1234567-1",
    "place_description": "",
    "provider_assessor": "Eero Ope",
    "workplace_assessor": "Olli Ohjaaja",
    "workplace_organisation": "Maalaamo Oy",
}


def plan_form(**other: Any) -> dict[str, Any]:
    """A plan of a demonstration as the form sends it."""
    first = (clock.today() + timedelta(days=3)).isoformat()
    return {**PLAN, "starts_on": first, "ends_on": first, **other}


@dataclass
class Ehoks:
    """The practice service that the world's provider is connected to."""

    state: State
    faults: Faults
    adapter: WsgiAdapter
    learner_number: str
    study_right: str

    def has_plan(self, **more: Any) -> dict[str, Any]:
        head = {
            "oppija-oid": self.learner_number,
            "opiskeluoikeus-oid": self.study_right,
            "ensikertainen-hyvaksyminen": "2026-09-14",
            "osaamisen-hankkimisen-tarve": True,
        }
        return self.state.create({**head, **more})

    def plan(self) -> dict[str, Any] | None:
        return self.state.plan_of(self.study_right)


def connect(world: World, monkeypatch: pytest.MonkeyPatch) -> Ehoks:
    """Tie the world's provider to a fresh practice eHOKS; outgoing calls go nowhere else."""
    app = create_ehoks(None)
    adapter = WsgiAdapter({HOST: app})
    session = http.session(allow_private=True)
    session.mount("https://", adapter)
    monkeypatch.setattr(http, "session", lambda **_how: session)
    config = {"url": f"https://{HOST}", "username": "valo", "password": DEMO_USER.password}
    with db.transaction() as database:
        save_provider(
            world.provider.name, organisation_oid=INSTITUTION, backend="ehoks", config=config
        )
        database.get_one(WorkPeriod, world.period.id).part_time_percent = 100
    db.database().release()
    state: State = app.extensions["ehoks"]
    number, right = world.plan.learner_number, world.plan.study_right_oid
    state.add_study_right(StudyRight(oid=right, owner=number))
    GRANTS._kept.clear()
    return Ehoks(state, app.extensions["faults"], adapter, number, right)


def handed_over(world: World) -> DemonstrationPaper:
    """A paper that waits for the teacher."""
    form = plan_form()
    with db.transaction() as session:
        period = session.get_one(WorkPeriod, world.period.id)
        paper = papers.open_paper(period, by=world.coach)
        day = clock.today() + timedelta(days=3)
        papers.plan(
            paper, {**form, "starts_on": day, "ends_on": day}, world.provider, by=world.coach
        )
        session.flush()
        papers.mark_ready(paper, by=world.coach)
    db.database().release()
    [found] = rows(DemonstrationPaper)
    return found


def proposed(world: World) -> HoksProposal:
    """A proposal of the world's period and its paper, as the coach draws it up."""
    handed_over(world)
    with db.transaction() as session:
        draw_up(session.get_one(WorkPeriod, world.period.id), by=world.coach)
    db.database().release()
    return rows(HoksProposal)[-1]
