"""The jobs that tell the platform's gradebook: a diary's progress, a demonstration's grade."""

from lti.grades import Column
from sidecar import db, i18n
from sidecar.demonstrations.models import DemonstrationPaper
from sidecar.demonstrations.scales import highest_points, points_of
from sidecar.errors import N_
from sidecar.grading.progress import progress_of
from sidecar.grading.sending import Grade, Sender, load_task
from sidecar.outbox.handlers import Delivered, MessageView, Outcome
from sidecar.placements.models import WorkPeriod
from sidecar.qualifications.queries import in_language
from sidecar.tenancy.models import DIARY, PAPER

POINTS_OF_A_NEW_DIARY = 100
"""Highest points of a diary's column; a score is a share of them."""
DIARY_COLUMN = N_("Work diary")
PAPER_COLUMN = N_("Demonstration: %(unit)s")
_NOT_YET = N_("This assessment has no points for the gradebook.")


class ScoreSender(Sender):
    """Delivers messages of the topic `score`: a learner's progress, as it is now."""

    def __call__(self, message: MessageView) -> Outcome:
        period = db.session().get(WorkPeriod, message.payload["period_id"])
        grade = _of_diary(period, message) if period is not None else None
        return self.send(load_task(grade) if grade else None, message)


class GradeSender(Sender):
    """Delivers messages of the topic `grade`: what was decided about a demonstration."""

    def __call__(self, message: MessageView) -> Outcome:
        paper = db.session().get(DemonstrationPaper, message.payload["paper_id"])
        if paper is not None and _points(paper) is None:
            return Delivered(note=_NOT_YET)
        grade = _of_paper(paper, message) if paper is not None else None
        return self.send(load_task(grade) if grade else None, message)


def _of_diary(period: WorkPeriod, message: MessageView) -> Grade | None:
    if period.context_id is None:
        return None
    progress = progress_of(period)
    return Grade(
        context_id=period.context_id,
        about=message.payload["about"],
        person_id=period.learner_id,
        given=progress.done,
        maximum=progress.agreed,
        column=Column(
            label=_say(DIARY_COLUMN),
            maximum=POINTS_OF_A_NEW_DIARY,
            resource_id=DIARY,
            tag=DIARY,
            review={"page": DIARY},
        ),
    )


def _points(paper: DemonstrationPaper) -> float | None:
    decided = paper.assessment
    return points_of(decided.scale, decided.grade) if decided is not None else None


def _of_paper(paper: DemonstrationPaper, message: MessageView) -> Grade | None:
    points = _points(paper)
    if points is None or paper.period.context_id is None:
        return None
    unit = paper.unit.code_uri or ""
    return Grade(
        context_id=paper.period.context_id,
        about=message.payload["about"],
        person_id=paper.learner_id,
        given=points,
        maximum=highest_points(paper.unit.scale),
        column=Column(
            label=_say(PAPER_COLUMN) % {"unit": in_language(paper.unit.name, i18n.DEFAULT)},
            maximum=highest_points(paper.unit.scale),
            resource_id=unit,
            tag=PAPER,
            review={"page": PAPER, "unit": unit},
        ),
    )


def _say(sentence: str) -> str:
    """In the language of the house: a column has one name for all who read the gradebook."""
    return i18n.translations(i18n.DEFAULT).gettext(sentence)
