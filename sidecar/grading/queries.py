"""Where the teacher's number in the gradebook stands above ours."""

from sqlalchemy import select

from sidecar import db
from sidecar.grading.models import ProgressScore
from sidecar.placements.models import WorkPeriod
from sidecar.tenancy.models import ResourceLink


def changed_grades(period: WorkPeriod) -> list[str]:
    """The numbers that a teacher put into the gradebook for this learner, as people write them."""
    query = (
        select(ProgressScore.platform_given)
        .join(ResourceLink, ResourceLink.id == ProgressScore.resource_link_id)
        .where(
            ResourceLink.context_id == period.context_id,
            ProgressScore.person_id == period.learner_id,
            ProgressScore.overridden.is_(True),
        )
        .order_by(ProgressScore.id)
    )
    return [f"{given:g}" for given in db.session().scalars(query) if given is not None]
