"""Numbers for Prometheus: answers of pages, what waits in the outbox; names of ours, nobody's."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import requests
from prometheus_client import REGISTRY

from sidecar import clock, db, metrics
from sidecar.outbox.models import MessageState, OutboxMessage
from sidecar.outbox.waiting import OutboxCollector
from sidecar.web_server import child_exit
from tests.support.world import World

ROOT = Path(__file__).resolve().parents[2]


def _requests(endpoint: str, status: str) -> float:
    labels = {"endpoint": endpoint, "method": "GET", "status": status}
    return REGISTRY.get_sample_value("valo_requests_total", labels) or 0.0


def test_each_answer_is_counted_by_the_name_of_its_page(world: World):
    learner = world.sign_in(world.learner)
    before, lost = _requests("diary.mine", "200"), _requests("", "404")
    learner.page("/diary")
    world.app.test_client().get("/no-such-page/of-anybody")
    assert _requests("diary.mine", "200") == before + 1
    assert _requests("", "404") == lost + 1
    labels = [str(s.labels) for m in REGISTRY.collect() for s in m.samples]
    assert not [text for text in labels if learner.sid in text or "of-anybody" in text]


def _wait(state: MessageState, minutes: int) -> None:
    with db.transaction() as session:
        session.add(
            OutboxMessage(
                topic="score",
                ref="1",
                idempotency_key=f"{state}{minutes}",
                payload={},
                state=state,
                created_at=clock.now() - timedelta(minutes=minutes),
                next_try_at=clock.now(),
            )
        )


def test_what_waits_is_counted_with_the_age_of_the_oldest(world: World):
    del world
    for state, minutes in (("pending", 5), ("unknown", 30), ("refused", 90), ("delivered", 95)):
        _wait(MessageState(state), minutes)
    counts, ages = OutboxCollector().collect()
    assert {s.labels["state"]: s.value for s in counts.samples} == {
        "pending": 1,
        "unknown": 1,
        "refused": 1,
    }
    [age] = ages.samples
    assert age.labels == {"topic": "score"}
    assert 1800 <= age.value < 1900


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """`./valo serve` with two processes: the address of its pages and that of its metrics."""
    pages, numbers = f"127.0.0.1:{_free_port()}", f"127.0.0.1:{_free_port()}"
    environ = {k: v for k, v in os.environ.items() if not k.startswith("VALO_")} | {
        "VALO_SECRET_KEY": "only for tests, not a secret at all",
        "VALO_DEV": "1",
        "VALO_BASE_URL": f"http://{pages}",
        "VALO_DATABASE_URL": f"sqlite:///{tmp_path / 'valo.sqlite3'}",
        "VALO_STORAGE_URL": f"file:{tmp_path / 'files'}",
        "VALO_WEB_BIND": pages,
        "VALO_METRICS_BIND": numbers,
    }
    valo = [sys.executable, "-m", "sidecar.cli"]
    subprocess.run([*valo, "db", "upgrade"], cwd=ROOT, env=environ, check=True, capture_output=True)
    with (tmp_path / "console.log").open("wb") as console:
        server = subprocess.Popen(
            [*valo, "serve"], cwd=ROOT, env=environ, stdout=console, stderr=console
        )
        try:
            _until_it_answers(f"http://{pages}/healthz", server, tmp_path / "console.log")
            yield f"http://{pages}", f"http://{numbers}"
        finally:
            server.terminate()
            server.wait(timeout=30)


def _until_it_answers(url: str, server: subprocess.Popen, console: Path) -> None:
    for _ in range(900):
        assert server.poll() is None, console.read_text(encoding="utf-8")[-2000:]
        try:
            if requests.get(url, timeout=2).ok:
                return
        except requests.RequestException:
            time.sleep(0.1)
    raise AssertionError(console.read_text(encoding="utf-8")[-2000:])


def test_a_web_process_that_ends_stops_nothing_where_there_are_no_metrics(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.delenv(metrics.SHARED_FOLDER, raising=False)
    child_exit(None, SimpleNamespace(pid=os.getpid()))
    assert metrics.SHARED_FOLDER not in os.environ


@pytest.mark.processes
def test_several_web_processes_add_up_their_numbers(served: tuple[str, str]):
    pages, numbers = served
    for _ in range(12):
        assert requests.get(f"{pages}/healthz", timeout=5).ok
    text = requests.get(f"{numbers}/metrics", timeout=5).text
    [line] = [
        one
        for one in text.splitlines()
        if one.startswith("valo_requests_total{") and 'endpoint="health.healthz"' in one
    ]
    assert float(line.rsplit(" ", 1)[1]) >= 13, "twelve of ours, and one when it first answered"
    assert requests.get(f"{pages}/metrics", timeout=5).status_code == 404, "never beside the pages"
