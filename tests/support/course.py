"""A harness's course at work: a trainee with a period, a coach and a teacher, known by launches."""

from dataclasses import dataclass
from typing import Any

from werkzeug.test import Client, TestResponse

from lti.testing.gradebook import Grade
from sidecar import clock, db
from sidecar.demo.platform.people import DESK
from sidecar.demonstrations.actions import assess
from sidecar.demonstrations.models import DemonstrationPaper, PaperState
from sidecar.diary.models import DiaryEntry
from sidecar.identity.models import PlatformAccount, Role
from sidecar.outbox.models import OutboxMessage
from sidecar.outbox.worker import sweep
from sidecar.placements.agreed import days_back
from sidecar.placements.models import WorkPeriod
from sidecar.review.actions import tell_gradebook
from sidecar.tenancy.models import Context, EducationProvider
from sidecar.tenancy.people import grant_by_subject
from tests.support import workshop
from tests.support.platform import COACH, LEARNER, TEACHER, TOOL, USER_AGENT, Harness, session_path


class Visitor:
    """Somebody inside the page session of a real launch; addresses are what follows /s/<sid>."""

    def __init__(self, harness: Harness, answer: TestResponse, client: Client) -> None:
        self.harness, self.client, self.path = harness, client, session_path(answer)

    def get(self, path: str = "/") -> TestResponse:
        return self._open("GET", path)

    def post(self, path: str, **fields: Any) -> TestResponse:
        return self._open("POST", path, data=fields)

    def _open(self, method: str, path: str, **more: Any) -> TestResponse:
        return self.client.open(
            self.path + path,
            method=method,
            base_url=TOOL,
            headers={"User-Agent": USER_AGENT, "Sec-Fetch-Site": "same-origin"},
            follow_redirects=True,
            **more,
        )


def come(harness: Harness, user: str = LEARNER, activity: str = "1", **how: Any) -> Visitor:
    """Launch, and stand on the first page."""
    client = how.pop("client", None) or harness.client()
    return Visitor(harness, harness.launch(user, activity, client=client, **how), client)


@dataclass
class Work:
    """One trainee's period in the harness's course."""

    harness: Harness
    period_id: int
    learner_id: int
    days: int = 0

    def approve_a_day(self) -> None:
        """One more approved day of the agreed ones, and what follows; the worker does its round."""
        self.days += 1
        with db.transaction() as session:
            period = session.get_one(WorkPeriod, self.period_id)
            entry = DiaryEntry(
                client_key=f"day-{self.days}",
                learner_id=self.learner_id,
                period_id=period.id,
                coach_id=period.coach_id,
                day=days_back(period.agreed_weekdays, clock.today(), self.days),
                state="approved",
                text="Maalasin.",
                saved_at=clock.now(),
                created_at=clock.now(),
                approved_at=clock.now(),
            )
            entry.period = period
            session.add(entry)
            session.flush()
            tell_gradebook(entry)
        self.settle()

    def assess(self, grade: str = "4") -> None:
        """A received paper is assessed; the worker does its round."""
        with db.transaction() as session:
            period = session.get_one(WorkPeriod, self.period_id)
            paper = DemonstrationPaper(
                period_id=period.id,
                learner_id=period.learner_id,
                unit_id=period.unit_id,
                state=PaperState.RECEIVED,
                created_at=clock.now(),
            )
            session.add(paper)
            session.flush()
            values = {"grade": grade, "assessed_on": clock.today(), "grounds": ""}
            assess(paper, values, by=period.coach)
        self.settle()

    def settle(self) -> None:
        db.database().release()
        sweep()
        db.database().release()

    def message(self, topic: str = "score") -> OutboxMessage:
        db.database().release()
        query = db.session().query(OutboxMessage).filter_by(topic=topic)
        return query.order_by(OutboxMessage.id.desc()).first()

    def grade(self, item_id: str = "1", user: str = LEARNER) -> Grade | None:
        """What the platform's gradebook has."""
        return self.harness.platform.gradebook.grades.get((item_id, user))


def begin_work(harness: Harness) -> Work:
    """Trainee, coach and teacher have come once; the coach has a period with the trainee."""
    for user, activity in ((LEARNER, "1"), (COACH, DESK), (TEACHER, DESK)):
        assert harness.launch(user, activity).status_code == 303
    with db.transaction() as session:
        provider = session.query(EducationProvider).one()
        coach = grant_by_subject(provider, COACH, Role.COACH, name="")
        teacher = grant_by_subject(provider, TEACHER, Role.TEACHER, name="")
        learner = session.query(PlatformAccount).filter_by(subject=LEARNER).one().person
        unit, _requirements = workshop.unit(session)
        period = workshop.period(
            session,
            unit,
            session.query(Context).one(),
            provider=provider,
            learner=learner,
            coach=coach,
            teacher=teacher,
        )
        made = Work(harness=harness, period_id=period.id, learner_id=learner.id)
    made.settle()
    return made
