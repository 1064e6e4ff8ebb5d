"""The corridor without a browser: launches, pages, jobs, gradebook and eHOKS, on both databases.

Nothing is faked inside: the practice platform and the practice eHOKS answer in this process.
"""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from pypdf import PdfReader
from werkzeug.test import Client, TestResponse

from sidecar import clock, db, http
from sidecar.demo import cast, qualification
from sidecar.demo.ehoks import create_ehoks, seed
from sidecar.demo.ehoks.state import DEMO_USER, INSTITUTION
from sidecar.demo.platform.people import DESK, DIARY
from sidecar.hoks.actions import tie
from sidecar.identity.models import Role
from sidecar.outbox.models import MessageState, OutboxMessage
from sidecar.outbox.worker import sweep
from sidecar.qualifications.actions import import_edition
from sidecar.qualifications.models import QualificationUnit
from sidecar.qualifications.reader import load_file, parse
from sidecar.tenancy.actions import save_provider
from sidecar.tenancy.people import grant_by_subject
from sidecar.tenancy.queries import person_by_subject, provider_named
from tests.support.platform import (
    ISSUER,
    TOOL,
    USER_AGENT,
    Harness,
    InProcess,
    build_harness,
    session_path,
    session_to,
)

EHOKS = "https://ehoks.example.org"
LEARNER, COACH, TEACHER, OFFICER, ADMINISTRATOR = "101", "201", "202", "203", "301"
LOGGED = (
    "hyväksyi päiväkirjamerkinnän",
    "luovutti näyttötutkintopaperit",
    "kirjasi arvioinnin",
    "hyväksyi HOKS-ehdotuksen",
    "vei ehdotuksen HOKSiin",
)
REAL = (
    "peruste/ajoneuvoalan-pt_OPH-5410-2021_7614470.json",
    "peruste/puuteollisuuden-pt_OPH-2455-2017_3932281.json",
    "tutkinnonosa/rakennustyomaalla-toimiminen_106512.json",
)


@dataclass
class Walker:
    """Somebody inside the page session of a real launch."""

    client: Client
    session_path: str

    def get(self, path: str) -> BeautifulSoup:
        return self._page(self._open("GET", path))

    def post(self, path: str, **fields: Any) -> BeautifulSoup:
        return self._page(self._open("POST", path, data=fields))

    def raw(self, path: str) -> TestResponse:
        return self._open("GET", path)

    def _open(self, method: str, path: str, **more: Any) -> TestResponse:
        address = path if path.startswith("/s/") else self.session_path + path
        return self.client.open(
            address,
            method=method,
            base_url=TOOL,
            headers={"User-Agent": USER_AGENT, "Sec-Fetch-Site": "same-origin"},
            follow_redirects=True,
            **more,
        )

    def _page(self, answer: TestResponse) -> BeautifulSoup:
        assert answer.status_code == 200, f"{answer.request.path} {answer.status}: {answer.text}"
        return BeautifulSoup(answer.text, "html.parser")


@dataclass
class Town:
    """Platform, sidecar and eHOKS, tied together."""

    harness: Harness
    ehoks: Any

    def visit(self, user: str, activity: str) -> Walker:
        client = self.harness.client()
        opened = self.harness.launch(user, activity, client=client)
        return Walker(client, session_path(opened))

    def plan(self, study_right: str) -> dict[str, Any]:
        return self.ehoks.extensions["ehoks"].plan_of(study_right)


@pytest.fixture
def town(app, monkeypatch: pytest.MonkeyPatch) -> Town:
    harness = build_harness(app)
    ehoks = create_ehoks(None)
    outside = {ISSUER: harness.to_platform, EHOKS: InProcess(ehoks)}
    outgoing = session_to(outside)
    monkeypatch.setattr(http, "session", lambda **_how: outgoing)
    config = {"url": EHOKS, "username": DEMO_USER.username, "password": DEMO_USER.password}
    with db.transaction():
        provider = save_provider(
            "Testipaja", organisation_oid=INSTITUTION, backend="ehoks", config=config
        )
        for subject, role in cast.ROLES.items():
            grant_by_subject(provider, subject, role, name="")
    return Town(harness, ehoks)


@pytest.fixture(params=["composed", *REAL])
def unit_id(request: pytest.FixtureRequest, town: Town) -> int:
    del town
    if request.param == "composed":
        snapshot = parse(qualification.as_bytes())
    else:
        folder: Path = request.getfixturevalue("shared")
        snapshot = load_file(folder / "data" / "eperusteet" / request.param)
    with db.transaction():
        units = import_edition(snapshot, by=None).units
        chosen: QualificationUnit = next(u for u in units if u.kind == "vocational" and u.code_uri)
        return int(chosen.id)


def test_from_a_launch_to_the_hoks(town: Town, unit_id: int):
    learner, coach = town.visit(LEARNER, DIARY), town.visit(COACH, DESK)
    town.visit(TEACHER, DESK), town.visit(OFFICER, DESK)
    study_right = _tie_and_seed(town, unit_id)
    before = town.plan(study_right)
    _make_period(coach, unit_id)

    form = learner.get("/diary/new")
    boxes = [box["value"] for box in form.select("input[name=requirements]")]
    sent = learner.post(
        "/diary/new",
        client_key=form.select_one("input[name=client_key]")["value"],
        revision="0",
        day=clock.today().isoformat(),
        text="Tein seinän ja siivosin.",
        hours="6,5",
        independence="alone",
        papers="1",
        requirements=boxes[:2],
        send="1",
    )
    assert "Tein seinän ja siivosin." in sent.get_text()

    entry = coach.get("/desk").select_one("article form")["action"]
    coach.post(entry, do="approve", text="Hyvä!")
    assert "Hyvä!" in learner.get("/diary").get_text()
    assert len(learner.get("/diary").select(".board .lamp.full")) == min(2, len(boxes))
    # Nothing is sent while the coach may still undo.
    with time_machine.travel(clock.now() + timedelta(seconds=20)):
        sweep()
    _assert_state("score")
    [grade] = town.harness.platform.gradebook.grades.values()
    assert grade.given > 0

    paper = _write_paper(coach)
    teacher = town.visit(TEACHER, DESK)
    teacher.post(f"{paper}/receive")
    page = teacher.get(paper)
    best = page.select("input[name=grade]")[0]["value"]
    teacher.post(f"{paper}/assess", grade=best, assessed_on=clock.today().isoformat(), grounds="")
    for language in ("fi", "sv"):
        answer = teacher.raw(f"{paper}/pdf/{language}")
        text = "".join(p.extract_text() for p in PdfReader(answer_stream(answer)).pages)
        assert "Tein seinän ja siivosin." in " ".join(text.split())

    coach.post(f"/periods/{_period_number(coach)}/proposal")
    officer = town.visit(OFFICER, DESK)
    proposal = officer.get("/proposals").select_one("a.item")["href"]
    page = officer.get(proposal)
    seen = page.select_one("input[name=seen]")["value"]
    officer.post(f"{proposal}/accept", seen=seen)
    sweep()
    _assert_delivered(town, study_right, before)
    log = town.visit(ADMINISTRATOR, DESK).get("/audit").get_text()
    assert all(done in log for done in LOGGED)


def inside(address: Any) -> str:
    """The part of an address that is the same in everybody's session."""
    return "/" + str(address).split("/", 3)[3]


def answer_stream(answer: TestResponse) -> Any:
    assert answer.mimetype == "application/pdf"
    return BytesIO(answer.get_data())


def _tie_and_seed(town: Town, unit_id: int) -> str:
    with db.transaction() as session:
        provider = provider_named("Testipaja")
        assert provider is not None
        unit = session.get_one(QualificationUnit, unit_id)
        made = cast.demo_learner(LEARNER, "Amina Warsame", unit_code=unit.code_uri)
        tie(
            provider.id,
            person_by_subject(provider.id, LEARNER),
            learner_number=made.learner_number,
            study_right_oid=made.study_right_oid,
            by=None,
        )
    seed(town.ehoks.extensions["ehoks"], [made])
    return made.study_right_oid


def _make_period(coach: Walker, unit_id: int) -> None:
    form = coach.get("/periods/new")
    learner = form.select_one("select[name=learner_id] option:not([value=''])")["value"]
    teacher = form.select_one("select[name=teacher_id] option:not([value=''])")["value"]
    values = cast.period_values(int(learner), int(teacher), unit_id, clock.today())
    given = {k: v if isinstance(v, list) else str(v) for k, v in values.items()}
    coach.post("/periods/new", **given)


def _period_number(coach: Walker) -> str:
    link = coach.get("/periods").select_one("li.card a.button")["href"]
    return str(link).rsplit("/", 1)[1]


def _write_paper(coach: Walker) -> str:
    coach.post(f"/periods/{_period_number(coach)}/paper")
    paper = inside(coach.get("/papers").select_one("a.item")["href"])
    first = clock.today() + timedelta(days=7)
    coach.post(
        paper,
        work_situations="Seinän teko\nSiivous",
        place_name="Rakennus Esimerkki Oy",
        business_id="",
        place_description="",
        starts_on=first.isoformat(),
        ends_on=(first + timedelta(days=1)).isoformat(),
        provider_assessor="Johan Lindqvist",
        workplace_assessor="Timo Työnohjaaja",
        workplace_organisation="Rakennus Esimerkki Oy",
        ready="1",
    )
    return paper


def _assert_state(topic: str) -> None:
    states = {m.topic: (m.state, m.reason) for m in db.session().query(OutboxMessage)}
    db.database().release()
    assert states[topic][0] == MessageState.DELIVERED, states


def _assert_delivered(town: Town, study_right: str, before: dict[str, Any]) -> None:
    _assert_state("hoks")
    after = town.plan(study_right)
    [unit_before] = before["hankittavat-ammat-tutkinnon-osat"]
    [unit] = after["hankittavat-ammat-tutkinnon-osat"]
    assert len(unit["osaamisen-osoittaminen"]) == 1
    assert "Seinän teko" in str(unit["osaamisen-osoittaminen"])
    ways = (unit["osaamisen-hankkimistavat"], unit_before["osaamisen-hankkimistavat"])
    assert len(ways[0]) == len(ways[1]) + 1
    ours = {"osaamisen-osoittaminen", "osaamisen-hankkimistavat"}
    assert _without(unit, ours) == _without(unit_before, ours)
    top = "hankittavat-ammat-tutkinnon-osat"
    assert _without(after, {top, "paivitetty"}) == _without(before, {top, "paivitetty"})


def _without(value: Any, names: set[str]) -> Any:
    """The value without some keys and without the ids that the service makes anew at each PUT."""
    new_each_time = {"module-id", "id", "eid"}
    if isinstance(value, dict):
        return {
            k: _without(v, new_each_time)
            for k, v in value.items()
            if k not in names | new_each_time
        }
    return [_without(v, names) for v in value] if isinstance(value, list) else value


def test_roles_of_the_demo_are_those_that_can_be_granted():
    assert set(cast.ROLES.values()) == {Role.COACH, Role.TEACHER, Role.RECORDS_OFFICER}
