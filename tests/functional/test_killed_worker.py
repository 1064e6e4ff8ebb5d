"""A worker that dies between its PUT and the answer leaves one demonstration, not two."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

from sidecar import clock, db
from sidecar.backends.base import PlanChange
from sidecar.demo import cast
from sidecar.demo.ehoks import create_ehoks, seed
from sidecar.demo.ehoks.state import DEMO_USER, INSTITUTION
from sidecar.demonstrations import actions as papers
from sidecar.hoks.actions import tie
from sidecar.outbox.models import MessageState, OutboxMessage
from sidecar.proposals.actions import Yes, accept, draw_up, fingerprint
from sidecar.proposals.models import HoksProposal, ProposalState
from sidecar.settings import Settings, variable
from sidecar.tenancy.actions import save_provider
from sidecar.tenancy.keys import ensure_signing_key
from tests.support.world import World

pytestmark = pytest.mark.processes
ROOT = Path(__file__).resolve().parents[2]


class HoldingAnswers:
    """The practice eHOKS; it does what a PUT says and then keeps the answer to itself."""

    def __init__(self) -> None:
        self.app = create_ehoks(None)
        self.puts = 0
        self.has_written = threading.Event()
        self.may_answer = threading.Event()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        body = self.app(environ, start_response)
        if environ["REQUEST_METHOD"] == "PUT":
            self.puts += 1
            self.has_written.set()
            self.may_answer.wait(timeout=30)
        return body

    @contextmanager
    def served(self) -> Iterator[str]:
        server = make_server("127.0.0.1", 0, self, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        self.may_answer.set()
        server.shutdown()


@contextmanager
def worker(settings: Settings) -> Iterator[subprocess.Popen]:
    environ = {k: v for k, v in os.environ.items() if not k.startswith("VALO_")}
    environ |= {
        variable("base_url"): settings.base_url,
        variable("secret_key"): settings.secret_key,
        variable("database_url"): settings.database_url,
        variable("storage_url"): settings.storage_url,
        variable("queue_url"): settings.queue_url,
        variable("caller_id"): settings.caller_id,
        variable("dev"): "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "sidecar.cli", "worker"], cwd=ROOT, env=environ
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_killed_between_put_and_answer(world: World, settings: Settings):
    ehoks = HoldingAnswers()
    with ehoks.served() as url:
        proposal_id = _accepted(world, ehoks, url)
        with worker(settings) as first:
            assert ehoks.has_written.wait(timeout=30), "the worker sent nothing"
            first.send_signal(signal.SIGKILL)
            first.wait()
        assert _message().state == MessageState.SENDING
        _let_the_lease_run_out()
        ehoks.may_answer.set()
        with worker(settings):
            _until(lambda: _message().state == MessageState.DELIVERED)
    assert _proposal(proposal_id).state == ProposalState.DELIVERED
    [unit] = _plan(ehoks, proposal_id)["hankittavat-ammat-tutkinnon-osat"]
    assert len(unit["osaamisen-osoittaminen"]) == 1
    assert ehoks.puts == 1, "the second worker asked first and had nothing to send"


def _accepted(world: World, ehoks: HoldingAnswers, url: str) -> int:
    made = cast.demo_learner("101", "Aino Oppija", unit_code=world.unit.code_uri)
    seed(ehoks.app.extensions["ehoks"], [made])
    config = {"url": url, "username": DEMO_USER.username, "password": DEMO_USER.password}
    with db.transaction() as session:
        ensure_signing_key()
        provider = save_provider(
            world.provider.name, organisation_oid=INSTITUTION, backend="ehoks", config=config
        )
        tie(
            provider.id,
            session.merge(world.learner),
            learner_number=made.learner_number,
            study_right_oid=made.study_right_oid,
            by=None,
        )
        period = session.merge(world.period)
        period.business_id, period.part_time_percent = "9876543-0", 100
        paper = papers.open_paper(period, by=world.coach)
        papers.plan(paper, _plan_values(), provider, by=world.coach)
        session.flush()
        papers.mark_ready(paper, by=world.coach)
        proposal = draw_up(period, by=world.coach)
        seen = fingerprint(PlanChange.from_json(proposal.change))
        accept(proposal, seen=seen, yes=Yes(), by=world.officer)
        return int(proposal.id)


def _plan_values() -> dict[str, Any]:
    first = clock.today() + timedelta(days=3)
    return {
        "work_situations": "Seinän maalaus",
        "place_name": "Maalaamo Oy",
        "business_id": "9876543-0",
        "place_description": "",
        "starts_on": first,
        "ends_on": first,
        "provider_assessor": "Eero Ope",
        "workplace_assessor": "Olli Ohjaaja",
        "workplace_organisation": "Maalaamo Oy",
    }


def _message() -> OutboxMessage:
    try:
        return db.session().query(OutboxMessage).filter_by(topic="hoks").one()
    finally:
        db.database().release()


def _proposal(proposal_id: int) -> HoksProposal:
    try:
        return db.session().get_one(HoksProposal, proposal_id)
    finally:
        db.database().release()


def _plan(ehoks: HoldingAnswers, proposal_id: int) -> dict[str, Any]:
    right = PlanChange.from_json(_proposal(proposal_id).change).study_right_oid
    return ehoks.app.extensions["ehoks"].plan_of(right)


def _let_the_lease_run_out() -> None:
    with db.transaction() as session:
        message = session.query(OutboxMessage).filter_by(topic="hoks").one()
        message.claimed_until = clock.now() - timedelta(seconds=1)


def _until(condition: Any, seconds: int = 30) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.2)
    raise AssertionError(f"it stayed {_message().state}: {_message().reason}")
