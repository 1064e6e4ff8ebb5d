"""Work periods, always seen from somebody who belongs to them."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import joinedload

from sidecar import db
from sidecar.errors import NotFound
from sidecar.identity.models import Role
from sidecar.identity.permissions import Viewer
from sidecar.placements.models import WorkPeriod
from sidecar.qualifications.models import QualificationUnit


def _all() -> Select[WorkPeriod]:
    return select(WorkPeriod).options(
        joinedload(WorkPeriod.learner),
        joinedload(WorkPeriod.coach),
        joinedload(WorkPeriod.teacher),
        joinedload(WorkPeriod.unit),
        joinedload(WorkPeriod.environment),
    )


def visible(viewer: Viewer) -> Select[WorkPeriod]:
    """Periods that the viewer may see: as learner, coach or teacher, or as records officer."""
    me = viewer.person.id
    mine = or_(WorkPeriod.learner_id == me, WorkPeriod.coach_id == me, WorkPeriod.teacher_id == me)
    if Role.RECORDS_OFFICER in viewer.roles:
        mine = or_(mine, WorkPeriod.provider_id == viewer.provider_id)
    return _all().where(mine, WorkPeriod.provider_id == viewer.provider_id)


def periods_of(viewer: Viewer) -> Sequence[WorkPeriod]:
    """The viewer's periods, the newest first."""
    query = visible(viewer).order_by(WorkPeriod.starts_on.desc(), WorkPeriod.id.desc()).limit(200)
    return db.session().scalars(query).all()


def coached(coach_id: int, period_id: int) -> WorkPeriod:
    """A period of this coach; NotFound for anybody else's."""
    query = _all().where(WorkPeriod.id == period_id, WorkPeriod.coach_id == coach_id)
    return _found(db.session().scalar(query))


def period_of(viewer: Viewer, period_id: int) -> WorkPeriod:
    """One of the periods that the viewer may see; NotFound for any other."""
    return _found(db.session().scalar(visible(viewer).where(WorkPeriod.id == period_id)))


def _found(period: WorkPeriod | None) -> WorkPeriod:
    if period is None:
        raise NotFound
    return period


@cache
def _of_learner() -> Select[WorkPeriod]:
    mine = WorkPeriod.learner_id == bindparam("learner")
    drawn = (WorkPeriod.coach, WorkPeriod.unit, WorkPeriod.environment)
    query = select(WorkPeriod).options(*(joinedload(one) for one in drawn))
    return query.where(mine).order_by(WorkPeriod.starts_on.desc())


def current(learner_id: int, today: date) -> WorkPeriod | None:
    """The learner's period of today; else the one that ended last or begins next."""
    periods = db.session().scalars(_of_learner(), {"learner": learner_id}).all()
    running = [p for p in periods if p.starts_on <= today <= p.ends_on]
    past = [p for p in periods if p.starts_on <= today]
    return next(iter(running or past or periods), None)


def coached_learner(coach_id: int, learner_id: int, today: date) -> WorkPeriod | None:
    """The period of a learner with this coach: of today, else the one that began last."""
    query = _all().where(WorkPeriod.learner_id == learner_id, WorkPeriod.coach_id == coach_id)
    periods = db.session().scalars(query.order_by(WorkPeriod.starts_on.desc())).all()
    running = [p for p in periods if p.starts_on <= today <= p.ends_on]
    return next(iter(running or periods), None)


def editions_in(context_id: int | None) -> set[int]:
    """Ids of the qualifications that people of a course have work periods for."""
    if context_id is None:
        return set()
    query = (
        select(QualificationUnit.edition_id)
        .join(WorkPeriod, WorkPeriod.unit_id == QualificationUnit.id)
        .where(WorkPeriod.context_id == context_id)
        .distinct()
    )
    return set(db.session().scalars(query))
