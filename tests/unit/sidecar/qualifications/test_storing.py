"""Import, once and for all, and the look-ups."""

import json
import time
from pathlib import Path

import pytest
from sqlalchemy import event, func, select

from sidecar import db
from sidecar.audit.models import AuditEvent
from sidecar.demo import qualification as demo
from sidecar.demonstrations.criteria import how_many, levels_of
from sidecar.errors import BadInput, NotFound
from sidecar.qualifications import queries
from sidecar.qualifications.actions import import_edition
from sidecar.qualifications.models import QualificationEdition, QualificationUnit, Requirement
from sidecar.qualifications.reader import load_file, parse
from tests.unit.sidecar.qualifications.documents import (
    as_read,
    modern_unit,
    older_unit,
    qualification,
)

BUDGET = 1.5
"""Seconds: design.md §6."""


def count(table: type) -> int:
    return db.session().scalar(select(func.count()).select_from(table)) or 0


def test_what_was_read_is_stored(database: db.Database):
    snapshot = as_read(qualification(modern_unit(), older_unit()))
    with db.transaction():
        edition_id = import_edition(snapshot, by=None).id
    database.release()
    edition = db.session().get_one(QualificationEdition, edition_id)
    for stored, unit in zip(edition.units, snapshot.units, strict=True):
        for name in ("code_uri", "code_version", "name", "points", "kind", "scale", "form"):
            assert getattr(stored, name) == getattr(unit, name)
        assert stored.assessment == unit.assessment
        assert [(r.requirement_key, r.text, r.heading) for r in stored.requirements] == [
            (r.requirement_key, r.text, r.heading) for r in unit.requirements
        ]
    for name in ("eperusteet_id", "register_number", "valid_from", "published_at", "source_hash"):
        assert getattr(edition, name) == getattr(snapshot, name)


def test_the_same_document_again_is_the_same_edition(database: db.Database):
    del database
    snapshot = as_read(qualification(modern_unit()))
    with db.transaction():
        first = import_edition(snapshot, by=None).id
    with db.transaction():
        assert import_edition(snapshot, by=None).id == first
    assert [count(t) for t in (QualificationEdition, QualificationUnit, Requirement)] == [1, 1, 4]
    assert count(AuditEvent) == 1


def test_a_document_published_anew_is_another_edition_with_the_same_keys(database: db.Database):
    del database
    with db.transaction():
        one = import_edition(as_read(qualification(modern_unit())), by=None)
        two = import_edition(as_read(qualification(modern_unit(id=7), muokattu=1)), by=None)
        assert one.id != two.id
        keys = [[r.requirement_key for r in e.units[0].requirements] for e in (one, two)]
    assert keys[0] == keys[1]


def test_the_log_tells_of_it(database: db.Database):
    del database
    with db.transaction():
        edition = import_edition(as_read(qualification(modern_unit())), by=None)
    line = db.session().scalars(select(AuditEvent)).one()
    assert (line.type, line.target) == ("qualification.imported", f"qualification:{edition.id}")
    assert (line.details["units"], line.details["requirements"]) == (1, 4)


def test_no_more_statements_for_more_units(database: db.Database):
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    counts = []
    for size in (2, 40):
        statements.clear()
        snapshot = as_read(qualification(*(modern_unit(1000 + n) for n in range(size))))
        with db.transaction():
            import_edition(snapshot, by=None)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_units_newest_edition_first_with_the_edition_at_hand(database: db.Database):
    with db.transaction():
        import_edition(as_read(qualification(modern_unit(), older_unit())), by=None)
        import_edition(as_read(qualification(modern_unit(3), muokattu=1)), by=None)
    database.release()
    found = queries.units()
    database.release()
    assert [u.code_uri for u in found] == [
        "tutkinnonosat_3",
        "tutkinnonosat_111111",
        "tutkinnonosat_222222",
    ]
    assert {u.edition.register_number for u in found} == {"OPH-1-2026"}


def test_one_unit_and_its_requirements(database: db.Database):
    del database
    with db.transaction():
        unit_id = import_edition(as_read(qualification(modern_unit())), by=None).units[0].id
    assert queries.unit(unit_id).edition.register_number == "OPH-1-2026"
    assert [r.position for r in queries.requirements_of(unit_id)] == [1, 2, 3, 4]
    assert queries.requirements_of(unit_id + 1) == []
    with pytest.raises(NotFound):
        queries.unit(unit_id + 1)


@pytest.mark.parametrize(
    ("text", "locale", "shown"),
    [
        ({"fi": "a", "sv": "b", "en": "c"}, "en", "c"),
        ({"fi": "a", "sv": "b"}, "en", "a"),
        ({"fi": "", "sv": "b"}, "fi", "b"),
        ({"fi": None, "en": "c"}, "sv", "c"),
        ({"fi": ["no text"]}, "fi", ""),
        ({}, "fi", ""),
    ],
)
def test_in_language(text: dict[str, object], locale: str, shown: str):
    assert queries.in_language(text, locale) == shown


def test_the_practice_qualification(database: db.Database):
    del database
    snapshot = parse(demo.as_bytes())
    assert json.loads(demo.as_bytes()) == demo.DOCUMENT
    assert snapshot.register_number == "OPH-0000-2026"
    site = snapshot.units[0]
    assert (site.code_uri, site.scale, site.points) == (demo.UNIT_CODE, "grades-1-5", "25")
    assert len(site.requirements) == 15
    assert all(set(r.text) == set(r.heading) == {"fi", "sv"} for r in site.requirements)
    assert [level["grade"] for level in site.assessment["groups"][0]["levels"]] == list("12345")
    with db.transaction():
        assert len(import_edition(snapshot, by=None).units) == 2


def test_a_large_document_is_quick(database: db.Database, shared: Path):
    """Processor time, for a machine with other work too; `./valo bench` looks at the clock."""
    del database
    [path] = (shared / "data/eperusteet/peruste").glob("ajoneuvoalan-pt_OPH-5410-2021_*.json")
    started = time.process_time()
    with db.transaction():
        edition = import_edition(load_file(path), by=None)
    taken = time.process_time() - started
    assert len(edition.units) == 78
    assert taken <= BUDGET


def test_every_real_document_is_stored_and_its_criteria_are_told(
    database: db.Database, shared: Path
):
    """On each database: what was read is what stands there, whatever generation it is of."""
    del database
    folder = shared / "data/eperusteet"
    stored = 0
    for path in sorted([*(folder / "peruste").glob("*"), *(folder / "tutkinnonosa").glob("*")]):
        try:
            snapshot = load_file(path)
        except BadInput:
            continue
        with db.transaction():
            units = import_edition(snapshot, by=None).units
            for read, kept in zip(snapshot.units, units, strict=True):
                assert [r.text for r in kept.requirements] == [r.text for r in read.requirements]
                asked = sum(
                    len(lv["criteria"]) for g in read.assessment["groups"] for lv in g["levels"]
                )
                assert how_many(levels_of(kept, kept.requirements)) == asked
        stored += 1
    assert stored == 21
