"""What people do in these tests, in one call each, and what stands in the database afterwards."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from io import BytesIO
from typing import Any, TypeVar

from sqlalchemy import event, select, update
from werkzeug.test import TestResponse

from sidecar import clock, db
from sidecar.audit.models import AuditEvent
from sidecar.diary.models import DiaryEntry, EntryState
from sidecar.environments.models import LearningEnvironment, TaskCard
from sidecar.identity import sessions
from sidecar.identity.models import Person, PlatformAccount, Role, RoleGrant
from sidecar.outbox.models import OutboxMessage
from sidecar.placements.models import WorkPeriod
from sidecar.tenancy.models import EducationProvider, PlatformRegistration
from tests.support.world import USER_AGENT, Browser, World

T = TypeVar("T")
JSON = {"Accept": "application/json"}


def words(**changed: Any) -> dict[str, Any]:
    """A diary form that is right; changed fields, and None for those left out."""
    values = {
        "client_key": secrets.token_hex(12),
        "revision": "0",
        "day": clock.today().isoformat(),
        "text": "Maalasin seinän ja siivosin.",
        "hours": "6,5",
        "independence": "alone",
        "papers": "1",
    }
    return {k: v for k, v in {**values, **changed}.items() if v is not None}


def send(browser: Browser, **changed: Any) -> DiaryEntry:
    """Write a new entry and send it; the entry as it stands then."""
    form = words(**changed)
    answer = browser.post("/diary/new", {**form, "send": "1"})
    assert answer.status_code == 200, answer.text[:1500]
    return entry_with(form["client_key"])


def approve(browser: Browser, entry: DiaryEntry, text: str = "") -> TestResponse:
    return browser.post(f"/desk/{entry.id}", {"do": "approve", "text": text})


def listed(coach: Browser, query: str = "") -> list[int]:
    """The ids of the entries at the side of the coach's desk, in order."""
    links = coach.page(f"/desk{query}").select("[data-list] a")
    return [int(a["href"].partition("?")[0].rpartition("/")[2]) for a in links]


def photo(content: bytes, name: str = "photo.jpg") -> tuple[BytesIO, str]:
    return BytesIO(content), name


def read(reader: Callable[[], T]) -> T:
    """What a function finds in the database now, with nothing kept from before."""
    db.database().release()
    try:
        return reader()
    finally:
        db.database().release()


def rows(model: type[T], *where: Any) -> list[T]:
    """All rows of a table, in order."""
    query = select(model).where(*where).order_by(model.id)  # type: ignore[attr-defined]
    return read(lambda: list(db.session().scalars(query)))


def entry_with(client_key: str) -> DiaryEntry:
    [found] = rows(DiaryEntry, DiaryEntry.client_key == client_key)
    return found


def messages(topic: str) -> list[OutboxMessage]:
    return rows(OutboxMessage, OutboxMessage.topic == topic)


def registration() -> PlatformRegistration:
    """The one registered platform."""
    [found] = rows(PlatformRegistration)
    return found


def audited() -> list[str]:
    """The kinds of all lines in the log."""
    return [event.type for event in rows(AuditEvent)]


def put_entries(
    period: WorkPeriod,
    how_many: int,
    *,
    state: EntryState = EntryState.SUBMITTED,
    at: datetime | None = None,
    day: date | None = None,
    **more: Any,
) -> None:
    """Entries straight into the database, where the way they came is not what matters."""
    now = at or clock.now()
    with db.transaction() as session:
        session.add_all(
            DiaryEntry(
                client_key=secrets.token_hex(12),
                learner_id=period.learner_id,
                period_id=period.id,
                coach_id=period.coach_id,
                day=day or clock.today(),
                text=f"Words {number}",
                state=state,
                created_at=now,
                saved_at=now,
                submitted_at=now,
                **more,
            )
            for number in range(how_many)
        )
    db.database().release()


def newcomer(world: World, name: str, *roles: Role) -> Person:
    """Somebody else of the same provider, with roles."""
    with db.transaction() as session:
        person = Person(display_name=name, created_at=clock.now())
        session.add(person)
        session.flush()
        session.add(
            PlatformAccount(
                registration_id=world.registration.id,
                subject=f"new-{person.id}",
                person_id=person.id,
            )
        )
        for role in roles:
            _grant(person, world.provider.id, role)
    db.database().release()
    return person


def stranger(world: World, role: Role, *, standings: tuple[str, ...] = ("staff",)) -> Browser:
    """A browser of somebody at another provider, on another platform, with a role there."""
    with db.transaction() as session:
        provider = EducationProvider(name=f"Other {secrets.token_hex(4)}", created_at=clock.now())
        person = Person(display_name="Sten Stranger", created_at=clock.now())
        session.add_all([provider, person])
        session.flush()
        registration = PlatformRegistration(
            provider_id=provider.id,
            issuer=f"https://other-{provider.id}.example.org",
            client_id="client-2",
            auth_login_url="https://other.example.org/auth",
            auth_token_url="https://other.example.org/token",
            key_set_url="https://other.example.org/certs",
            state="active",
            created_at=clock.now(),
        )
        session.add(registration)
        session.flush()
        if role not in {Role.ADMINISTRATOR, Role.GUEST, Role.LEARNER}:
            _grant(person, provider.id, role)
        opened = sessions.open_session(
            person=person,
            registration_id=registration.id,
            context_id=None,
            resource_link_id=None,
            standings=list(standings),
            locale="en",
            launch={},
            user_agent=USER_AGENT,
            now=clock.now(),
        )
    db.database().release()
    return Browser(world.app, opened.sid, opened.cookie_value)


def _grant(person: Person, provider_id: int, role: Role) -> None:
    db.session().add(
        RoleGrant(person_id=person.id, provider_id=provider_id, role=role, granted_at=clock.now())
    )


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """The SQL statements that are sent inside the block."""
    seen: list[str] = []

    def note(_conn, _cursor, statement, *_rest) -> None:
        seen.append(statement)

    engine = db.database().engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def task_card(world: World) -> int:
    """A task card of the period's site that brings the second and third requirement."""
    with db.transaction() as session:
        site = LearningEnvironment(
            provider_id=world.provider.id, name="Site", created_at=clock.now()
        )
        session.add(site)
        session.flush()
        keys = [r.requirement_key for r in world.requirements[1:3]]
        card = TaskCard(environment_id=site.id, name={"fi": "Maalaus"}, requirement_keys=keys)
        session.add(card)
        session.execute(
            update(WorkPeriod)
            .where(WorkPeriod.id == world.period.id)
            .values(environment_id=site.id)
        )
        session.flush()
        return card.id
