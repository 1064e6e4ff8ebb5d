"""The pages of a day: coming in, the learner's diary, the coach's queue, reading one learner."""

from collections.abc import Callable, Iterator
from itertools import count

from sidecar import db
from sidecar.demo.bench import seeding
from sidecar.demo.bench.house import House
from sidecar.demo.bench.meter import (
    Figure,
    Measures,
    Stopwatch,
    counted,
    sizes,
    spread,
    timed,
)
from sidecar.demo.bench.visitor import Visitor

# design.md §6
LAUNCH: Measures = {"p50_ms": 13}
DIARY: Measures = {"p50_ms": 8, "bytes": 60_000}
QUEUE: Measures = {"p50_ms": 35, "bytes": 100_000}
READING: Measures = {"p50_ms": 15}
MOST_GROWTH = 1.5


def launches(house: House, rounds: int) -> Iterator[Figure]:
    """Coming in: to the first page, only through the doors, and for the very first time."""
    learner = seeding.user(seeding.LEARNER)
    numbers = count()

    def to_page(watch: Stopwatch) -> None:
        Visitor(house, learner).launch(watch)

    def doors(watch: Stopwatch) -> None:
        Visitor(house, learner).launch(watch, to_page=False)

    def first_time(watch: Stopwatch) -> None:
        Visitor(house, seeding.user(f"newcomer-{next(numbers)}")).launch(watch)

    yield _launching("launch_to_first_page", to_page, rounds, LAUNCH)
    yield _launching("launch_doors_only", doors, rounds, {})
    yield _launching("first_launch_of_a_person", first_time, rounds, {})


def _launching(
    name: str, step: Callable[[Stopwatch], None], rounds: int, budget: Measures
) -> Figure:
    measured = spread(step, rounds)
    with counted() as seen:
        step(Stopwatch())
    return Figure(name=name, measured={**measured, "statements": len(seen)}, budget=budget)


def group_queue(house: House, rounds: int) -> Figure:
    """The queue of a coach with a group of the usual size."""
    return page("coach_queue_of_15", launched(house, seeding.COACH), "/desk", rounds)


def daily(house: House, ground: seeding.Ground, rounds: int) -> Iterator[Figure]:
    """The three pages that people open each day, where one coach has everybody."""
    period_id = seeding.period_of(ground, seeding.LEARNER).id
    db.database().release()
    learner, coach = launched(house, seeding.LEARNER), launched(house, seeding.HEAD_COACH)
    reading = f"/desk/learners/{period_id}"
    yield page("learner_diary", learner, "/diary", rounds, DIARY)
    yield page("coach_queue", coach, "/desk", rounds, QUEUE)
    yield page("coach_reads_learner", coach, reading, rounds, READING)


def launched(house: House, subject: str) -> Visitor:
    """A visitor who has come in."""
    made = Visitor(house, seeding.user(subject))
    made.launch(Stopwatch())
    return made


def page(
    name: str, visitor: Visitor, path: str, rounds: int, budget: Measures | None = None
) -> Figure:
    """Time, size and statements of a page."""
    measured = spread(timed(lambda: visitor.get(path)), rounds)
    with counted() as seen:
        body = visitor.get(path)
    measured |= {**sizes(body), "statements": len(seen)}
    return Figure(name=name, measured=measured, budget=budget or {})


def compared(before: Figure, after: Figure, times: int) -> Figure:
    """A page of the grown house against the same page before: time hardly, statements never."""
    ratio = round(after.measured["p50_ms"] / before.measured["p50_ms"], 2)
    return Figure(
        name=f"{before.name}_x{times}",
        measured={**after.measured, "ratio": ratio},
        budget={"ratio": MOST_GROWTH, "statements": before.measured["statements"]},
    )
