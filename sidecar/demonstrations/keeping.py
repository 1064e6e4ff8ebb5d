"""What stays of demonstrations when a trainee asks to be erased.

An assessment is a decision on studies: it stays as long as the education provider keeps its study
records. What it rests on stays while the trainee may ask for it to be looked at again, six months;
then the paper is blanked down to what the decision itself needs.
"""

from datetime import date, timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from sidecar import db
from sidecar.demonstrations.models import DemonstrationPaper
from sidecar.errors import N_
from sidecar.privacy.keeping import Kept

MATERIAL_STAYS = timedelta(days=183)
_DECISION = N_("The assessment of your demonstration, with your name")
_DECISION_WHY = N_(
    "It is a decision on your studies. The education provider keeps it as long as its study "
    "records."
)
_MATERIAL = N_("The demonstration paper that the assessment rests on")
_MATERIAL_WHY = N_("You may ask to have the assessment looked at again; it is kept for six months.")


def keep_assessed(person_id: int, today: date) -> list[Kept]:
    """Assessed papers with assessors and assessment; old ones without what they rested on."""
    found = []
    for paper in _assessed(person_id):
        assessment = paper.assessment
        until = assessment.assessed_on + MATERIAL_STAYS if assessment else today
        is_old = until <= today
        found.append(
            Kept(
                what=_DECISION if is_old else _MATERIAL,
                why=_DECISION_WHY if is_old else _MATERIAL_WHY,
                rows={
                    "demonstration_paper": {paper.id},
                    "assessment": {assessment.id} if assessment else set(),
                    "paper_assessor": {one.id for one in paper.assessors},
                },
                until=None if is_old else until,
                blank=partial(_blank, paper) if is_old else None,
            )
        )
    return found


def _assessed(person_id: int) -> list[DemonstrationPaper]:
    query = (
        select(DemonstrationPaper)
        .where(DemonstrationPaper.learner_id == person_id, DemonstrationPaper.assessment.has())
        .options(
            joinedload(DemonstrationPaper.assessment), selectinload(DemonstrationPaper.assessors)
        )
        .order_by(DemonstrationPaper.id)
    )
    return list(db.session().scalars(query))


def _blank(paper: DemonstrationPaper) -> None:
    paper.frozen, paper.work_situations, paper.place_description = None, [], ""
