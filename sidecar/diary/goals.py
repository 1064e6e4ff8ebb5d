"""Weekly goals: what a learner wants from a week, in own words; never scored."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import bindparam, select

from sidecar import clock, db
from sidecar.diary.models import WeeklyGoal

_GOAL = select(WeeklyGoal).where(
    WeeklyGoal.learner_id == bindparam("learner"), WeeklyGoal.monday == bindparam("first_day")
)


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of a day's week."""
    return monday_of(day), monday_of(day) + timedelta(days=6)


def set_goal(learner_id: int, day: date, text: str, *, reached: bool) -> None:
    """Keep the goal of the week of `day`; without words there is none."""
    goal = goal_of(learner_id, monday_of(day))
    if not text:
        if goal is not None:
            db.session().delete(goal)
        return
    if goal is None:
        goal = WeeklyGoal(learner_id=learner_id, monday=monday_of(day))
        db.session().add(goal)
    goal.text, goal.reached, goal.saved_at = text, reached, clock.now()


def goal_of(learner_id: int, monday: date) -> WeeklyGoal | None:
    """What the learner wants from the week that begins on this Monday."""
    return db.session().scalar(_GOAL, {"learner": learner_id, "first_day": monday})


def key_of(goal: WeeklyGoal | None, monday: date) -> str:
    """What a phone keeps words for it under: another one as soon as they have arrived."""
    return f"{monday}-{goal.saved_at.timestamp() if goal else 0}"


def goals_of(learner_id: int) -> Sequence[WeeklyGoal]:
    """All goals of a learner, the oldest week first."""
    query = select(WeeklyGoal).where(WeeklyGoal.learner_id == learner_id)
    return db.session().scalars(query.order_by(WeeklyGoal.monday)).all()
