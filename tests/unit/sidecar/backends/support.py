"""A back-end with the practice eHOKS behind it, in one process."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sidecar import http
from sidecar.backends.base import Assessor, Backend, Demonstration, PlanChange, WorkplacePeriod
from sidecar.backends.ehoks.cas import Grants
from sidecar.backends.registry import make_backend
from sidecar.demo.ehoks import Faults, State, StudyRight, create_ehoks
from tests.fakes.wsgi_adapter import WsgiAdapter

LEARNER = "1.2.246.562.98.90000001017"
STUDY_RIGHT = "1.2.246.562.15.90000001017"
UNIT = "tutkinnonosat_999001"
INSTITUTION = "1.2.246.562.99.99999900001"
HOST = "ehoks.test"
CONFIG = {"url": f"http://{HOST}", "username": "valo", "password": "valo-demo"}
API = "/ehoks-virkailija-backend/api/v1"
ORDINARY = {
    "oppija-oid": LEARNER,
    "opiskeluoikeus-oid": STUDY_RIGHT,
    "ensikertainen-hyvaksyminen": "2026-09-14",
    "osaamisen-hankkimisen-tarve": True,
}


@dataclass
class Desk:
    """Everything a delivery test touches."""

    config: dict[str, Any] = field(default_factory=lambda: dict(CONFIG))

    def __post_init__(self) -> None:
        self.app = create_ehoks(None)
        self.state: State = self.app.extensions["ehoks"]
        self.faults: Faults = self.app.extensions["faults"]
        self.state.add_study_right(StudyRight(oid=STUDY_RIGHT, owner=LEARNER))
        self.adapter = WsgiAdapter({HOST: self.app})
        session = http.session(allow_private=True)
        session.mount("http://", self.adapter)
        self.backend: Backend = make_backend(
            "ehoks",
            self.config,
            caller_id="1.2.246.562.10.00000000001.valo",
            allow_private=True,
            session=session,
            grants=Grants(),
        )

    def has(self, plan: dict[str, Any]) -> int:
        """Put a plan there, as another system would have; its number."""
        return int(self.state.create(plan)["id"])

    def plan(self) -> dict[str, Any]:
        """The learner's plan as it stands; a copy."""
        found = self.state.plan_of(STUDY_RIGHT)
        assert found is not None
        return copy.deepcopy(found)

    def unit(self) -> dict[str, Any]:
        """The unit of the change."""
        units = self.plan()["hankittavat-ammat-tutkinnon-osat"]
        return next(u for u in units if u["tutkinnon-osa-koodi-uri"] == UNIT)

    def sent(self, method: str) -> int:
        """How many calls of this method reached the plans."""
        return sum(m == method and path.startswith(f"{API}/hoks") for m, path in self.adapter.calls)


def period(**other: Any) -> WorkplacePeriod:
    values: dict[str, Any] = {
        "period_key": "valo-7f3c",
        "starts_on": date(2026, 10, 5),
        "ends_on": date(2026, 12, 18),
        "agreement": "training_agreement",
        "part_time_percent": 80,
        "workplace_name": "Kuvitteellinen Huolto Oy",
        "business_id": "9999990-9",
        "core_tasks": ["Määräaikaishuollot", "Siisteys"],
        "instructor_name": "Ohjaaja Esimerkki",
        "instructor_email": "ohjaaja@tyopaikka.example",
        "instructor_phone": "+358 (0)50 000 0000",
    }
    return WorkplacePeriod(**{**values, **other})


def demonstration(**other: Any) -> Demonstration:
    values: dict[str, Any] = {
        "starts_on": date(2026, 12, 14),
        "ends_on": date(2026, 12, 16),
        "place_name": "Kuvitteellinen Huolto Oy",
        "business_id": "9999990-9",
        "place_description": "ajoneuvokorjaamo",
        "work_situations": ["Tekee huollon", "Kirjaa työn"],
        "requirements": ["Opiskelija osaa suunnitella työnsä"],
        "assessors": [
            Assessor(kind="provider", name="Opettaja Aalto", organisation_ref=INSTITUTION),
            Assessor(
                kind="workplace",
                name="Ohjaaja Koski",
                organisation="Kuvitteellinen Huolto Oy",
                organisation_ref="9999990-9",
            ),
        ],
        "institution_oid": INSTITUTION,
    }
    return Demonstration(**{**values, **other})


def change(**other: Any) -> PlanChange:
    values: dict[str, Any] = {
        "learner_number": LEARNER,
        "study_right_oid": STUDY_RIGHT,
        "unit_code_uri": UNIT,
        "unit_code_version": 1,
        "period": period(),
        "demonstration": demonstration(),
    }
    return PlanChange(**{**values, **other})


def without_ids(value: Any) -> Any:
    """A plan without what the service makes anew at each write."""
    if isinstance(value, dict):
        return {name: without_ids(item) for name, item in value.items() if name != "module-id"}
    return [without_ids(item) for item in value] if isinstance(value, list) else value


def differences(before: Any, after: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Paths at which two plans differ; a thing that only one has counts by its own path."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in {*before, *after}:
            if name in before and name in after:
                yield from differences(before[name], after[name], (*at, name))
            else:
                yield (*at, name)
    elif isinstance(before, list) and isinstance(after, list):
        for index in range(max(len(before), len(after))):
            if index < min(len(before), len(after)):
                yield from differences(before[index], after[index], (*at, index))
            else:
                yield (*at, index)
    elif before != after:
        yield at
