"""Who is who in the demo, on valo's side: roles, work periods, study rights (all made up)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sidecar import numbers
from sidecar.demo.ehoks.seeding import DemoLearner
from sidecar.identity.models import Role

LEARNERS = ("101", "102", "103")
ROLES = {"201": Role.COACH, "202": Role.TEACHER, "203": Role.RECORDS_OFFICER}
COACH, TEACHER = "201", "202"
PROVIDER = "Harjoituspaja"


def _with_check_digit(start: str, is_right: Callable[[str], bool]) -> str:
    return next(f"{start}{digit}" for digit in range(11) if is_right(f"{start}{digit}"))


def demo_learner(subject: str, name: str, *, unit_code: str) -> DemoLearner:
    """The learner number and study right of a platform user; the same at each start."""
    number = f"900000{int(subject):04d}"
    return DemoLearner(
        learner_number=_with_check_digit(f"1.2.246.562.98.{number}", numbers.is_learner_oid),
        study_right_oid=_with_check_digit(f"1.2.246.562.15.{number}", numbers.is_study_right_oid),
        name=name,
        # One learner's plan has the unit already, the others' do not: both ways can be seen.
        unit_code_uri=unit_code if subject == LEARNERS[0] else "",
    )


def period_values(learner_id: int, teacher_id: int, unit_id: int, today: date) -> dict[str, Any]:
    """A work period of the demo, as the coach's form would give it."""
    return {
        "learner_id": learner_id,
        "unit_id": unit_id,
        "teacher_id": teacher_id,
        "starts_on": today - timedelta(days=21),
        "ends_on": today + timedelta(days=63),
        # Today too, so that the demo works on a weekend.
        "weekdays": sorted({1, 2, 3, 4, 5, today.isoweekday()}),
        "agreement": "training_agreement",
        "part_time_percent": 100,
        "workplace_name": "Rakennus Esimerkki Oy",
        "business_id": _with_check_digit("9876543-", numbers.is_business_id),
        "core_tasks": "Seinien maalaus\nSuojaus ja siivous",
        "instructor_name": "Timo Työnohjaaja",
        "instructor_email": "timo@esimerkki.example",
        "instructor_phone": "040 000 0000",
        "apprenticeship_basis": "",
    }
