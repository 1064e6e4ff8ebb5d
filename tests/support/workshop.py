"""Rows of the small workshop of world.py: a course, its people, a unit, two work periods."""

import secrets
from datetime import date, timedelta

from sqlalchemy.orm import Session

from sidecar import clock
from sidecar.hoks.models import LearnerPlan
from sidecar.identity.models import Person, PlatformAccount, Role, RoleGrant
from sidecar.placements.models import WorkPeriod
from sidecar.qualifications.models import QualificationEdition, QualificationUnit, Requirement
from sidecar.tenancy.models import (
    Context,
    Deployment,
    EducationProvider,
    Membership,
    PlatformRegistration,
    ResourceLink,
)

ISSUER = "https://moodle.example.org"
SERVICES = f"{ISSUER}/mod/lti/services.php/7"
SKILLS = (
    "Plan the day",
    "Mask the surfaces",
    "Fill the cracks",
    "Sand",
    "Prime",
    "Paint",
    "Tidy up",
)
NAMES = {
    "learner": "Aino Oppija",
    "other_learner": "Ben Elev",
    "coach": "Carita Coach",
    "other_coach": "Dan Coach",
    "teacher": "Eero Ope",
    "officer": "Fanni Tieto",
    "administrator": "Gunilla Admin",
}
LEARNERS = ("learner", "other_learner")
ROLES = {
    "coach": Role.COACH,
    "other_coach": Role.COACH,
    "teacher": Role.TEACHER,
    "officer": Role.RECORDS_OFFICER,
}
FIRST_SUBJECT = 11
People = dict[str, Person]


def provider(session: Session) -> tuple[EducationProvider, PlatformRegistration]:
    """An education provider with one platform."""
    made = EducationProvider(
        name="Testipaja", organisation_oid="1.2.246.562.10.10000000009", created_at=clock.now()
    )
    session.add(made)
    session.flush()
    registration = _registration(made)
    session.add(registration)
    session.flush()
    session.add(Deployment(registration_id=registration.id, deployment_id="1"))
    return made, registration


def _registration(provider: EducationProvider) -> PlatformRegistration:
    return PlatformRegistration(
        provider_id=provider.id,
        issuer=ISSUER,
        client_id="client-1",
        auth_login_url=f"{ISSUER}/mod/lti/auth.php",
        auth_token_url=f"{ISSUER}/mod/lti/token.php",
        key_set_url=f"{ISSUER}/mod/lti/certs.php",
        product="moodle",
        state="active",
        created_at=clock.now(),
    )


def course(session: Session, registration: PlatformRegistration) -> tuple[Context, ResourceLink]:
    """A course with one activity."""
    context = Context(
        registration_id=registration.id,
        context_ref="7",
        title="Pintakäsittely",
        roster_url=f"{SERVICES}/members",
        line_items_url=f"{SERVICES}/lineitems",
        scopes=["https://purl.imsglobal.org/spec/lti-ags/scope/score"],
    )
    session.add(context)
    session.flush()
    link = ResourceLink(
        context_id=context.id,
        link_ref="3",
        title="Työpäiväkirja",
        line_item_url=f"{SERVICES}/lineitems/3/lineitem",
    )
    session.add(link)
    return context, link


def people(session: Session, registration: PlatformRegistration, context: Context) -> People:
    """Two trainees and those around them, members of the course."""
    found = {name: Person(display_name=NAMES[name], created_at=clock.now()) for name in NAMES}
    session.add_all(found.values())
    session.flush()
    for subject, (name, person) in enumerate(found.items(), start=FIRST_SUBJECT):
        standing = "trainee" if name in LEARNERS else "staff"
        session.add_all(
            [
                PlatformAccount(
                    registration_id=registration.id, subject=str(subject), person_id=person.id
                ),
                Membership(
                    context_id=context.id,
                    person_id=person.id,
                    standings=[standing],
                    subject=str(subject),
                ),
            ]
        )
    return found


def grant_roles(session: Session, provider: EducationProvider, people: People) -> None:
    """The roles that no launch brings."""
    session.add_all(
        RoleGrant(
            person_id=people[name].id, provider_id=provider.id, role=role, granted_at=clock.now()
        )
        for name, role in ROLES.items()
    )


def unit(session: Session) -> tuple[QualificationUnit, list[Requirement]]:
    """A unit with seven requirements."""
    edition = _edition()
    session.add(edition)
    session.flush()
    made = QualificationUnit(
        edition_id=edition.id,
        code_uri="tutkinnonosat_999001",
        code_version=1,
        name={"fi": "Pintojen maalaus", "sv": "Målning av ytor"},
        points="30",
        scale="grades-1-5",
        position=1,
    )
    session.add(made)
    session.flush()
    requirements = [_requirement(made, n, skill) for n, skill in enumerate(SKILLS, start=1)]
    session.add_all(requirements)
    session.flush()
    return made, requirements


def _edition() -> QualificationEdition:
    return QualificationEdition(
        register_number="OPH-0000-2026",
        name={"fi": "Testitutkinto", "sv": "Testexamen"},
        source_hash="test",
        imported_at=clock.now(),
    )


def _requirement(unit: QualificationUnit, number: int, skill: str) -> Requirement:
    return Requirement(
        unit_id=unit.id,
        requirement_key=f"r{number}",
        heading={"fi": "Työ", "sv": "Arbete"},
        text={"fi": f"{skill} (fi)", "sv": f"{skill} (sv)"},
        position=number,
    )


def period(
    session: Session,
    unit: QualificationUnit,
    context: Context,
    *,
    provider: EducationProvider,
    learner: Person,
    coach: Person,
    teacher: Person,
) -> WorkPeriod:
    """A work period that began a month ago and lasts two more."""
    made = WorkPeriod(
        period_key=secrets.token_hex(16),
        provider_id=provider.id,
        context_id=context.id,
        learner_id=learner.id,
        coach_id=coach.id,
        teacher_id=teacher.id,
        unit_id=unit.id,
        **_work(clock.today()),
    )
    session.add(made)
    session.flush()
    return made


def _work(today: date) -> dict[str, object]:
    return {
        "starts_on": today - timedelta(days=30),
        "ends_on": today + timedelta(days=60),
        "agreement": "training_agreement",
        "workplace_name": "Maalaamo Oy",
        "business_id": "1234567-1",
        "core_tasks": ["Seinien maalaus"],
        "instructor_name": "Olli Ohjaaja",
        "instructor_email": "olli@example.org",
        "instructor_phone": "0401234567",
        "created_at": clock.now(),
    }


def plan(session: Session, provider: EducationProvider, learner: Person) -> LearnerPlan:
    """A trainee's study right."""
    made = LearnerPlan(
        learner_id=learner.id,
        provider_id=provider.id,
        learner_number="1.2.246.562.24.12312312319",
        study_right_oid="1.2.246.562.15.10000000009",
    )
    session.add(made)
    session.flush()
    return made
