"""What the practice service remembers: plans, study rights, service users; kept in a JSON file."""

import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sidecar.backends.ehoks import codes
from sidecar.demo.ehoks.shapes import Bounds

Plan = dict[str, Any]
INSTITUTION = "1.2.246.562.99.99999900001"
_FIRST_ID = 90001
_TOP_LISTS = (
    "aiemmin-hankitut-ammat-tutkinnon-osat",
    "aiemmin-hankitut-yhteiset-tutkinnon-osat",
    "aiemmin-hankitut-paikalliset-tutkinnon-osat",
    codes.VOCATIONAL,
    codes.COMMON,
    codes.LOCAL,
    "opiskeluvalmiuksia-tukevat-opinnot",
    "oppimisen-tuki",
    codes.TUVA_PARTS,
)
_LISTS_BELOW = {
    codes.VOCATIONAL: (codes.PERIODS, codes.DEMONSTRATIONS),
    codes.LOCAL: (codes.PERIODS, codes.DEMONSTRATIONS),
    codes.COMMON: (codes.SUB_AREAS,),
}
_WITH_MODULE_ID = (
    *(*_TOP_LISTS[:6], codes.SUB_AREAS, codes.PERIODS, codes.DEMONSTRATIONS),
    "tarkentavat-tiedot-naytto",
)
_DAYS_COUNT = ("lasna", "valiaikaisestikeskeytynyt", "valmistunut")
# ehoks.md §4.4: what a PUT without them leaves as it was.
KEPT_BY_PUT = ("puhelinnumero", "tuva-opiskeluoikeus-oid", "oppija-oid", "opiskeluoikeus-oid")


@dataclass(frozen=True, kw_only=True)
class StudyRight:
    """Opiskeluoikeus as Koski knows it. `owner`: learner number; empty when not checked."""

    oid: str
    owner: str = ""
    master: str = ""
    """The learner's number after a merge in the learner register."""
    institution: str = INSTITUTION
    parents: tuple[str, ...] = ()
    kind: str = "ammatillinenkoulutus"
    is_telma: bool = False
    starts_on: str = ""
    ends_on: str = ""
    state: str = "lasna"
    is_contained: bool = False
    name: str = ""
    """Whose it is, for the page only."""

    def bounds(self) -> Bounds:
        """What it says about its plan; its own days count in some states only (§4.1)."""
        counts = self.state in _DAYS_COUNT
        return Bounds(
            is_tuva=self.kind == "tuva",
            is_telma=self.is_telma,
            starts_on=date.fromisoformat(self.starts_on) if self.starts_on and counts else None,
            ends_on=date.fromisoformat(self.ends_on) if self.ends_on and counts else None,
        )


@dataclass(frozen=True, kw_only=True)
class ServiceUser:
    """Palvelukäyttäjä: rights (read, write, update) by organisation OID."""

    username: str
    password: str = field(repr=False)
    rights: dict[str, tuple[str, ...]]
    kind: str = "PALVELU"


DEMO_USER = ServiceUser(
    username="valo",
    password="valo-demo",  # noqa: S106 - of the practice service only
    rights={INSTITUTION: ("read", "write", "update")},
)


class State:
    """All of it, behind one lock. Writes go into the file at once, when there is one."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.lock = threading.RLock()
        self.plans: dict[int, Plan] = {}
        self.archived: set[str] = set()
        self.arrived: dict[int, list[str]] = {}
        """By plan: module-ids of the periods and demonstrations that its last write brought."""
        self.study_rights: dict[str, StudyRight] = {}
        self.users: dict[str, ServiceUser] = {DEMO_USER.username: DEMO_USER}
        self._load()

    def _load(self) -> None:
        if self.path is None or not self.path.exists():
            return
        kept = json.loads(self.path.read_text(encoding="utf-8"))
        self.plans = {int(ref): plan for ref, plan in kept["plans"].items()}
        self.archived = set(kept["archived"])
        self.arrived = {int(ref): ids for ref, ids in kept.get("arrived", {}).items()}
        for row in kept["study_rights"]:
            row["parents"] = tuple(row["parents"])
            self.add_study_right(StudyRight(**row))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One write at a time, saved at its end."""
        with self.lock:
            yield
            self._save()

    def _save(self) -> None:
        if self.path is None:
            return
        rights = [asdict(right) for right in self.study_rights.values()]
        kept = {
            "plans": self.plans,
            "archived": sorted(self.archived),
            "arrived": self.arrived,
            "study_rights": rights,
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        beside = self.path.with_suffix(".new")
        beside.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
        beside.replace(self.path)

    def add_study_right(self, right: StudyRight) -> None:
        """Make a study right known to "Koski"."""
        self.study_rights[right.oid] = right

    def add_user(self, user: ServiceUser) -> None:
        """Make a service user known to CAS."""
        self.users[user.username] = user

    def plan_of(self, study_right_oid: str) -> Plan | None:
        """The plan of a study right."""
        found = (p for p in self.plans.values() if p["opiskeluoikeus-oid"] == study_right_oid)
        return next(found, None)

    def create(self, body: Plan) -> Plan:
        """Store a new plan; its number is the next."""
        with self.writing():
            number = max(self.plans, default=_FIRST_ID - 1) + 1
            head = {"id": number, "eid": str(uuid.uuid4()), "manuaalisyotto": False}
            self.plans[number] = {**head, **stored(body)}
            self.arrived[number] = _new_parts({}, self.plans[number])
            return self.plans[number]

    def replace(self, number: int, body: Plan) -> None:
        """PUT: lists are replaced, what is left out is gone, but for four fields."""
        with self.writing():
            before = self.plans[number]
            kept = {n: before[n] for n in ("eid", "manuaalisyotto", *KEPT_BY_PUT) if n in before}
            self.plans[number] = {**kept, **stored({**body, "id": number})}
            self.arrived[number] = _new_parts(before, self.plans[number])

    def update(self, number: int, fields: Plan) -> None:
        """PATCH: top-level fields."""
        with self.writing():
            self.plans[number] |= fields


def _new_parts(before: Plan, after: Plan) -> list[str]:
    """module-ids of periods and demonstrations that say what none said before."""
    known = {_words(part) for part in _moving(before)}
    return [part["module-id"] for part in _moving(after) if _words(part) not in known]


def _moving(value: Any, under: str = "") -> Iterator[Plan]:
    if isinstance(value, list):
        for item in value:
            yield from _moving(item, under)
    elif isinstance(value, dict):
        if under in (codes.PERIODS, codes.DEMONSTRATIONS):
            yield value
        for name, below in value.items():
            yield from _moving(below, name)


def _words(part: Plan) -> str:
    return json.dumps({n: i for n, i in part.items() if n != "module-id"}, sort_keys=True)


def in_some_order(value: Any) -> Any:
    """The same with every list in another order: the service's GET has none (§8)."""
    if isinstance(value, dict):
        return {name: in_some_order(item) for name, item in value.items()}
    return [in_some_order(item) for item in reversed(value)] if isinstance(value, list) else value


def stored(body: Plan) -> Plan:
    """A body as GET will show it: every list there, new module-ids, no ids of its own below."""
    whole = {**{name: [] for name in _TOP_LISTS}, **body}
    return {name: _part(name, item) for name, item in whole.items()}


def _part(name: str, item: Any) -> Any:
    if isinstance(item, list):
        return [_member(name, one) for one in item]
    if item is None and name in _TOP_LISTS:
        return []
    return (
        {n: _part(n, i) for n, i in item.items() if n != "id"} if isinstance(item, dict) else item
    )


def _member(of: str, item: Any) -> Any:
    if not isinstance(item, dict):
        return item
    below: Plan = {name: [] for name in _LISTS_BELOW.get(of, ())}
    whole = {n: _part(n, i) for n, i in {**below, **item}.items() if n != "id"}
    is_code = of == codes.SUB_AREAS and "koodi-uri" in item
    if of in _WITH_MODULE_ID and not is_code:
        whole["module-id"] = str(uuid.uuid4())
    return whole
