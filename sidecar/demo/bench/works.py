"""Works beside the pages: a paper as PDF, reading ePerusteet documents."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from sidecar import db
from sidecar.demo import qualification
from sidecar.demo.bench import seeding
from sidecar.demo.bench.house import House
from sidecar.demo.bench.meter import Figure, Measures, spread, timed
from sidecar.demo.bench.pages import launched, page
from sidecar.qualifications.actions import import_edition
from sidecar.qualifications.reader import parse

# design.md §6
PAPER: Measures = {"p50_ms": 150}
IMPORT: Measures = {"p50_ms": 1_500}
_MOST_IMPORTS = 5
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
