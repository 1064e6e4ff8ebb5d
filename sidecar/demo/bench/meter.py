"""Taking the measure: rounds, percentiles, bytes, statements; and whether a budget is kept."""

import gzip
import math
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from sqlalchemy import event

from sidecar import db

Measures = Mapping[str, float]
MEASURES = (
    "p50_ms",
    "p95_ms",
    "best_ms",
    "cpu_ms",
    "asking_ms",
    "bytes",
    "gzip_bytes",
    "statements",
    "per_second",
    "ratio",
    "failed",
)
_MORE_IS_BETTER = frozenset({"per_second"})
_WARM_UP = 3
_LATE = 0.95


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One thing measured, and the limits that design.md §6 sets for it."""

    name: str
    measured: Measures
    budget: Measures = field(default_factory=dict)

    @property
    def within(self) -> bool | None:
        """Whether every limit is kept; None where there is none."""
        if not self.budget:
            return None
        return all(_keeps(name, self.measured[name], limit) for name, limit in self.budget.items())

    def as_json(self) -> dict[str, Any]:
        """The figure as plain values; what was not measured is None."""
        measures = {name: self.measured.get(name) for name in MEASURES}
        budget = dict(self.budget) or None
        return {"name": self.name, **measures, "budget": budget, "within": self.within}


def _keeps(name: str, value: float, limit: float) -> bool:
    return value >= limit if name in _MORE_IS_BETTER else value <= limit


class Stopwatch:
    """Seconds that passed while it ran, and those that this process was really at work."""

    def __init__(self) -> None:
        self.wall = self.cpu = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Counts the time of the block."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.wall += time.perf_counter() - wall
        self.cpu += time.process_time() - cpu


def spread(step: Callable[[Stopwatch], object], rounds: int) -> dict[str, float]:
    """Median, 95th percentile and best of a step, and the median of its work on the processor; ms.

    Best and work are nearer the truth on a machine that does other things too. The first
    rounds are not counted: templates and statements are compiled then.
    """
    for _ in range(min(_WARM_UP, rounds)):
        step(Stopwatch())
    watches = [Stopwatch() for _ in range(rounds)]
    for watch in watches:
        step(watch)
    times = sorted(watch.wall for watch in watches)
    late = times[math.ceil(_LATE * len(times)) - 1]
    work = median(watch.cpu for watch in watches)
    measured = {"p50_ms": median(times), "p95_ms": late, "best_ms": times[0], "cpu_ms": work}
    return {name: _ms(seconds) for name, seconds in measured.items()}


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)


def timed(step: Callable[[], object]) -> Callable[[Stopwatch], None]:
    """The step, with the watch running from its beginning to its end."""

    def measured(watch: Stopwatch) -> None:
        with watch.running():
            step()

    return measured


def sizes(body: bytes) -> dict[str, float]:
    """Bytes as they were sent, and how many a compressing proxy would send."""
    return {"bytes": len(body), "gzip_bytes": len(gzip.compress(body, 6))}


@contextmanager
def counted() -> Iterator[list[str]]:
    """The SQL statements of the block, without those that only begin a transaction."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    engine = db.database().engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
