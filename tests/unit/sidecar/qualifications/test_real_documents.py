"""Real documents of both generations, where the folder of them is at hand."""

from pathlib import Path

import pytest

from sidecar.errors import BadInput
from sidecar.qualifications.reader import load_file
from sidecar.qualifications.snapshots import QualificationSnapshot

GOOD_REASONS = {
    "kaivosalan-pt-metatiedot_OPH-2218-2019_6777660": "units are left out",
    "tuva_OPH-1488-2021_7534950": "parts of education",
    "yhteiskunta-ja-tyoelamaosaaminen_400014": "No unit in this document",
    "osaalueet-3708884": "not a qualification document",
    "ote_perustustyot-2014": "not a qualification document",
}


def find(shared: Path, name: str) -> QualificationSnapshot:
    [path] = (shared / "data/eperusteet").glob(f"*/{name}*.json")
    return load_file(path)


def test_every_document_is_read_or_refused_for_a_good_reason(shared: Path):
    folder = shared / "data/eperusteet"
    refused: dict[str, str] = {}
    for path in sorted([*(folder / "peruste").glob("*"), *(folder / "tutkinnonosa").glob("*")]):
        try:
            found = load_file(path)
        except BadInput as error:
            refused[path.stem] = error.message_key
            continue
        assert all(unit.name for unit in found.units)
        rows = [r for unit in found.units for r in unit.requirements]
        assert all("<" not in words and "&nbsp" not in words for r in rows
                   for words in r.text.values())  # fmt: skip
    assert set(refused) == set(GOOD_REASONS)
    assert all(GOOD_REASONS[name] in reason for name, reason in refused.items())


@pytest.mark.parametrize(
    ("name", "units", "requirements", "read"),
    [
        ("ajoneuvoalan-pt_OPH-5410-2021", 75, 1888, ("groups", "grades-1-5")),
        ("puuteollisuuden-pt_OPH-2455-2017", 40, 232, ("rows", "grades-1-5")),
        ("rakennustyomaalla-toimiminen_106512", 1, 28, ("groups", "grades-1-5")),
        ("hiusalan-pt_43-011-2014", 11, None, ("list", "t1-k3")),
        ("elaintenhoidon-at_OPH-2487-2018", 29, None, ("rows", "accepted")),
        ("autoalan-tyonjohdon-eat_40-011-2001", 8, 8, ("prose", "accepted")),
    ],
)
def test_vocational_units(
    shared: Path, name: str, units: int, requirements: int | None, read: tuple[str, str]
):
    found = [u for u in find(shared, name).units if u.kind == "vocational"]
    rows = [r for unit in found for r in unit.requirements]
    assert len(found) == units
    assert requirements in (None, len(rows))
    assert {(u.form, u.scale) for u in found} == {read}
    assert all(r.text.get("fi") for r in rows)
    assert all(unit.requirements for unit in found)


def test_the_building_site_unit(shared: Path):
    [unit] = find(shared, "rakennustyomaalla-toimiminen_106512").units
    assert (unit.code_uri, unit.code_version) == ("tutkinnonosat_106512", 1)
    assert all(r.code_uri and r.heading.get("fi") and r.text.get("sv") for r in unit.requirements)


def test_keys_are_unique_inside_each_unit(shared: Path):
    for unit in find(shared, "ajoneuvoalan-pt_OPH-5410-2021").units:
        keys = {r.requirement_key for r in unit.requirements}
        assert len(keys) == len(unit.requirements)


def test_one_code_stands_once_though_two_trees_have_it(shared: Path):
    codes = [u.code_uri for u in find(shared, "sosiaali-ja-terveysalan-pt_79-011-2014").units]
    assert codes.count("tutkinnonosat_101065") == 1
