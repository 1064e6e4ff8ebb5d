"""Deliveries to the HOKS: our own part of one, and many side by side.

The other side is canned: it answers what was put last, after a wait that a real service would take.
"""

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from typing import Any

import requests
from requests.adapters import BaseAdapter
from urllib3 import HTTPResponse

from sidecar import clock, http
from sidecar.backends.base import Assessor, Backend, Demonstration, PlanChange, WorkplacePeriod
from sidecar.backends.ehoks.cas import Grants
from sidecar.backends.registry import make_backend
from sidecar.demo import cast
from sidecar.demo.bench.meter import Figure, Measures, Stopwatch, spread, timed
from sidecar.outbox.handlers import Delivered

# design.md §6
OWN_PART: Measures = {"p50_ms": 10}
SIDE_BY_SIDE: Measures = {"ratio": 1.5}
"""Times what the other side alone would take, were we nothing."""
THREADS = 8
_UNITS = 30
_PERIODS = 3
_WAIT = 0.02
"""Seconds that the other side takes for a call."""
_PLANS_A_ROUND = 20
_FIRST = 90001


class Canned(BaseAdapter):
    """CAS and eHOKS in one: gives tickets, and back what was put."""

    def __init__(self, wait: float) -> None:
        super().__init__()
        self.wait = wait
        self.plans: dict[str, bytes] = {}
        self.calls = 0
        self._lock = threading.Lock()

    def send(
        self, request: requests.PreparedRequest, *_args: Any, **_how: Any
    ) -> requests.Response:
        with self._lock:
            self.calls += 1
        if self.wait:
            time.sleep(self.wait)
        return _response(request, *self._answer(request))

    def _answer(self, request: requests.PreparedRequest) -> tuple[int, bytes]:
        url = str(request.url)
        if url.endswith("/cas/v1/tickets"):
            return 201, b""
        if "/cas/" in url:
            return 200, b"ST-1"
        if request.method == "PUT":
            self.plans[url] = bytes(request.body or b"")  # type: ignore[arg-type]
            return 204, b""
        return 200, b'{"meta":{},"data":' + self.plans[url] + b"}"

    def close(self) -> None:
        """Nothing is open."""


def _response(request: requests.PreparedRequest, status: int, body: bytes) -> requests.Response:
    answer = requests.Response()
    answer.status_code, answer.url, answer.request = status, str(request.url), request
    answer.headers["Location"] = f"{request.url}/TGT-1"
    answer.raw = HTTPResponse(body=BytesIO(body), status=status, preload_content=False)
    return answer


def deliveries(rounds: int) -> Iterator[Figure]:
    """Our own part of a delivery into a large plan; and many plans in eight threads."""
    yield _own_part(rounds)
    yield _many(rounds * _PLANS_A_ROUND)


def _own_part(rounds: int) -> Figure:
    """The other side takes no time; the plan stands anew before the watch runs."""
    canned = Canned(wait=0)
    backend = _backend(canned)

    def once(watch: Stopwatch) -> None:
        _put_plan(canned, _FIRST)
        timed(lambda: _deliver(backend, _FIRST))(watch)

    size = {"bytes": len(_put_plan(canned, _FIRST))}
    measured = {**spread(once, rounds), **size}
    return Figure(name="hoks_delivery_own_part", measured=measured, budget=OWN_PART)


def _many(plans: int) -> Figure:
    canned = Canned(wait=_WAIT)
    backend = _backend(canned)
    numbers = range(_FIRST, _FIRST + plans)
    for number in numbers:
        _put_plan(canned, number)
    began = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda number: _deliver(backend, number), numbers))
    seconds = time.perf_counter() - began
    alone = canned.calls * _WAIT / min(THREADS, plans)
    measured = {"per_second": round(plans / seconds, 1), "ratio": round(seconds / alone, 2)}
    return Figure(name="hoks_deliveries_8_threads", measured=measured, budget=SIDE_BY_SIDE)


def _backend(canned: Canned) -> Backend:
    session = http.session(allow_private=True)
    session.mount("https://", canned)
    config = {"url": "https://ehoks.example.org", "username": "x", "password": "x"}
    return make_backend(
        "ehoks", config, caller_id="x", allow_private=True, session=session, grants=Grants()
    )


def _deliver(backend: Backend, number: int) -> None:
    outcome = backend.deliver(_change(number), uncertain=False)
    if outcome != Delivered():
        raise RuntimeError(f"the delivery ended with {outcome}")


def _put_plan(canned: Canned, number: int) -> bytes:
    """A plan with thirty units, each with periods and demonstrations of others."""
    learner = cast.demo_learner("101", "", unit_code="")
    plan = {
        "id": number,
        "oppija-oid": learner.learner_number,
        "opiskeluoikeus-oid": learner.study_right_oid,
        "ensikertainen-hyvaksyminen": "2026-08-10",
        "osaamisen-hankkimisen-tarve": True,
        "hankittavat-ammat-tutkinnon-osat": [_unit(n) for n in range(_UNITS)],
    }
    body = json.dumps(plan).encode()
    canned.plans[f"https://ehoks.example.org/ehoks-virkailija-backend/api/v1/hoks/{number}"] = body
    return body


def _unit(number: int) -> dict[str, Any]:
    days = {"alku": "2026-08-10", "loppu": "2026-12-18"}
    period = {
        **days,
        "osaamisen-hankkimistapa-koodi-uri": "osaamisenhankkimistapa_koulutussopimus",
        "osaamisen-hankkimistapa-koodi-versio": 1,
        "osa-aikaisuustieto": 100,
        "tyopaikalla-jarjestettava-koulutus": {
            "tyopaikan-nimi": "Rakennus Esimerkki Oy",
            "keskeiset-tyotehtavat": ["Seinien maalaus", "Suojaus ja siivous"],
            "vastuullinen-tyopaikka-ohjaaja": {"nimi": "Timo Työnohjaaja"},
        },
    }
    shown = {
        **days,
        "nayttoymparisto": {"nimi": f"Kohde {number}"},
        "sisallon-kuvaus": [f"Työtehtävä {n} tehdään ohjeen mukaan" for n in range(20)],
    }
    return {
        "tutkinnon-osa-koodi-uri": f"tutkinnonosat_{999100 + number}",
        "tutkinnon-osa-koodi-versio": 1,
        "opetus-ja-ohjaus-maara": 42.5,
        "osaamisen-hankkimistavat": [
            {**period, "yksiloiva-tunniste": f"muu-{number}-{n}"} for n in range(_PERIODS)
        ],
        "osaamisen-osoittaminen": [shown],
    }


def _change(number: int) -> PlanChange:
    learner, today = cast.demo_learner("101", "", unit_code=""), clock.today()
    values = cast.period_values(0, 0, 0, today)
    return PlanChange(
        learner_number=learner.learner_number,
        study_right_oid=learner.study_right_oid,
        unit_code_uri="tutkinnonosat_999101",
        unit_code_version=1,
        plan_ref=number,
        period=WorkplacePeriod(
            period_key="a" * 32,
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
            agreement="training_agreement",
            part_time_percent=100,
            workplace_name=values["workplace_name"],
            business_id=values["business_id"],
            instructor_name=values["instructor_name"],
        ),
        demonstration=Demonstration(
            starts_on=today,
            ends_on=today + timedelta(days=1),
            place_name=values["workplace_name"],
            work_situations=["Portaikon maalaus"],
            requirements=[f"Opiskelija osaa asian {n}" for n in range(15)],
            assessors=[Assessor(kind="provider", name="Johan Lindqvist")],
        ),
    )
