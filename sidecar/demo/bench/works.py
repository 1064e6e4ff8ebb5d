"""Works beside the pages: a paper as PDF, reading ePerusteet documents, keeping what is typed."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from sidecar import clock, db
from sidecar.demo import qualification
from sidecar.demo.bench import seeding
from sidecar.demo.bench.diaries import words
from sidecar.demo.bench.house import House
from sidecar.demo.bench.meter import Figure, Measures, spread, timed
from sidecar.demo.bench.pages import launched, page
from sidecar.demo.bench.visitor import Visitor
from sidecar.qualifications.actions import import_edition
from sidecar.qualifications.reader import parse

# design.md §6
PAPER: Measures = {"p50_ms": 150}
IMPORT: Measures = {"p50_ms": 1_500}
AUTOSAVE: Measures = {"per_second": 300}
THREADS = 2
_MOST_IMPORTS = 5
_SAVES_A_ROUND = 10
_SHARED = Path(__file__).resolve().parents[4] / "shared"


def printed_paper(house: House, ground: seeding.Ground, rounds: int) -> Figure:
    """A paper with all the evidence of one learner."""
    paper_id = seeding.add_paper(ground, seeding.LEARNER)
    db.database().release()
    coach = launched(house, seeding.HEAD_COACH)
    return page("paper_pdf", coach, f"/papers/{paper_id}/pdf/fi", rounds, PAPER)


def imports(rounds: int) -> Iterator[Figure]:
    """The demo's document; and the largest real one, where there are some."""
    yield _importing("import_demo_document", qualification.as_bytes(), rounds, {})
    largest = _largest_document()
    if largest is not None:
        yield _importing("import_largest_document", largest.read_bytes(), rounds, IMPORT)


def _importing(name: str, source: bytes, rounds: int, budget: Measures) -> Figure:
    numbers = count(1)

    def load() -> None:
        # Space at the end makes it another document each time: nothing is known from before.
        snapshot = parse(source + b" " * next(numbers))
        with db.transaction():
            import_edition(snapshot, by=None)
        db.database().release()

    measured = spread(timed(load), min(rounds, _MOST_IMPORTS))
    return Figure(name=name, measured={**measured, "bytes": len(source)}, budget=budget)


def _largest_document() -> Path | None:
    folder = Path(os.environ.get("VALO_SHARED") or _SHARED) / "data" / "eperusteet" / "peruste"
    return max(folder.glob("*.json"), key=lambda path: path.stat().st_size, default=None)


def autosaves(house: House, rounds: int) -> Figure:
    """Learners who type at the same time, each in a thread; every save is one more revision."""
    visitors = [launched(house, f"learner-{n}") for n in range(THREADS)]
    times = rounds * _SAVES_A_ROUND
    for visitor in visitors:
        _type(visitor, 1)
    began = time.perf_counter()
    _side_by_side([lambda visitor=v: _type(visitor, times) for v in visitors])  # type: ignore[misc]
    seconds = time.perf_counter() - began
    measured = {"per_second": round(THREADS * times / seconds, 1)}
    return Figure(name="autosave", measured=measured, budget=AUTOSAVE)


def _type(visitor: Visitor, times: int) -> None:
    revision, began_as = 0, f"typing-{times}"
    for n in range(times):
        form = {
            "client_key": began_as,
            "revision": str(revision),
            "day": clock.today().isoformat(),
            "text": f"{words(began_as)} {n}",
            "hours": "4",
        }
        answer = visitor.post("/diary/autosave", form)
        revision = int(answer.get_json()["revision"])


def _side_by_side(steps: list[Callable[[], None]]) -> None:
    """Run all at once; what one of them raises is raised here."""
    failed: list[Exception] = []

    def guarded(step: Callable[[], None]) -> None:
        try:
            step()
        except Exception as error:  # noqa: BLE001 - handed on to the caller's thread below
            failed.append(error)

    threads = [threading.Thread(target=guarded, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
