"""Progress for the gradebook: agreed days with an approved entry, never the amount of writing."""

from datetime import timedelta

from sidecar import clock, db
from sidecar.grading.progress import progress_of
from sidecar.placements.models import WorkPeriod
from tests.functional.steps import approve, read, send
from tests.support.world import World


def test_only_agreed_days_with_an_approved_entry_count_and_each_once(world: World):
    today = clock.today()
    yesterday, before = today - timedelta(days=1), today - timedelta(days=2)
    with db.transaction() as session:
        period = session.get_one(WorkPeriod, world.period.id)
        period.agreed_weekdays = f"{yesterday.isoweekday()}{before.isoweekday()}"
    learner, coach = world.sign_in(world.learner), world.sign_in(world.coach)
    for day in (today, yesterday, yesterday):
        approve(coach, send(learner, day=day.isoformat(), text="Lots of words. " * 50))
    send(learner, day=before.isoformat())
    approve(coach, send(learner, day=before.isoformat(), kind="absence", text="", independence=""))

    found = read(lambda: progress_of(db.session().get_one(WorkPeriod, world.period.id)))
    assert found.done == 1
    assert found.agreed == sum(
        (world.period.starts_on + timedelta(days=n)).weekday()
        in (yesterday.weekday(), before.weekday())
        for n in range((world.period.ends_on - world.period.starts_on).days + 1)
    )
