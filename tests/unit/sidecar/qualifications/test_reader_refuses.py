"""Whatever is not understood is refused with a sentence, and nothing else is ever raised."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.errors import BadInput
from sidecar.i18n import catalogue
from sidecar.qualifications import reader
from sidecar.qualifications.reader import load_file, parse, read
from tests.unit.sidecar.qualifications.documents import modern_unit, older_unit, qualification


def sentence(refused: pytest.ExceptionInfo[BadInput]) -> str:
    return refused.value.message_key % refused.value.params


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (b"", "not JSON"),
        (b"<html>", "not JSON"),
        (b"\xff\xfe\xff", "not JSON"),
        (b"[" * 200_000, "not JSON"),
        (b"1" * 5000, "not JSON"),
        (b"null", "not a qualification document"),
        (b'"text"', "not a qualification document"),
        (b"[]", "not a qualification document"),
        (b'{"osat": []}', "not a qualification document"),
        (b'{"tutkinnonOsat": []}', "has no units"),
        (b'{"tutkinnonOsat": [{}, null]}', "has no units"),
        (b'{"koulutuksenOsat": [{"id": 1}]}', "parts of education"),
        (b'{"diaarinumero": "OPH-1-2026", "suoritustavat": []}', "units are left out"),
        (b'{"data": [{"diaarinumero": "OPH-1-2026"}]}', "units are left out"),
        (b'{"tutkinnonOsat": [{"id": 1, "nimi": {"fi": "Osa"}}]}', "No unit"),
    ],
)
def test_refusals(source: bytes, words: str):
    with pytest.raises(BadInput) as refused:
        parse(source)
    assert words in sentence(refused)


def test_too_large(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reader, "MAX_BYTES", 2 * 1024 * 1024)
    with pytest.raises(BadInput) as refused:
        parse(b" " * (2 * 1024 * 1024 + 1))
    assert sentence(refused) == "This document is larger than 2 MB."


def test_a_file_that_is_not_there(tmp_path: Path):
    for place in (tmp_path / "none.json", tmp_path):
        with pytest.raises(BadInput) as refused:
            load_file(place)
        assert place.name in sentence(refused)


def test_a_file_is_read(tmp_path: Path):
    place = tmp_path / "peruste.json"
    place.write_text(json.dumps(qualification(modern_unit())), encoding="utf-8-sig")
    assert load_file(place).units[0].name["sv"] == "Murning"


@pytest.mark.parametrize("locale", ["fi", "sv"])
def test_refusals_are_translated(locale: str):
    known = {message.id for message in catalogue(locale) if message.string}
    for source in (b"", b"null", b'{"tutkinnonOsat": []}', b'{"koulutuksenOsat": [1]}'):
        with pytest.raises(BadInput) as refused:
            parse(source)
        assert refused.value.message_key in known


KNOWN = {
    *("id", "nimi", "fi", "sv", "koodi", "uri", "koodiUri", "versio", "osanTyyppi", "tyyppi"),
    *("tutkinnonOsat", "suoritustavat", "tutkinnonOsaViitteet", "_tutkinnonOsa", "jarjestys"),
    *("laajuus", "laajuusMaksimi", "voimassaoloAlkaa", "globalVersion", "aikaleima", "data"),
    *("ammattitaitovaatimukset", "ammattitaitovaatimukset2019", "vaatimukset", "vaatimus"),
    *("kohdealueet", "kuvaus", "kohde", "geneerinenArviointiasteikko", "arviointi", "kriteerit"),
    *("osaamistasonKriteerit", "_osaamistaso", "osaamistaso", "arvioinninKohdealueet"),
    *("arvioinninKohteet", "otsikko", "selite", "_arviointiAsteikko", "osaAlueet", "tavoitteet"),
    *("osaamistavoitteet", "pakollisetOsaamistavoitteet", "valmaTelmaSisalto", "osaamistavoite"),
}
WORDS = ["<ul><li>a<ul><li>b", "<p>• a", "tutkinnonosat_1", "tutkinnonosa", "\ud800", "\x00", "5"]
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from([*WORDS, "&#0;&#xD800;<!--", "reformi", 10**30, -1, float("nan")])
)
NAMES = st.sampled_from(sorted(KNOWN)) | st.text(max_size=3)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=40,
)


def tolerated(document: object) -> None:
    try:
        found = read(document, source=b"")
    except BadInput:
        return
    assert any(unit.requirements for unit in found.units)
    json.dumps([unit.assessment for unit in found.units]).encode()
    for unit in found.units:
        assert unit.scale in ("grades-1-5", "t1-k3", "accepted")
        assert all(r.text and r.requirement_key for r in unit.requirements)
        assert not any("\x00" in t for r in unit.requirements for t in r.text.values())
        assert len({r.requirement_key for r in unit.requirements}) == len(unit.requirements)


@given(ANYTHING)
def test_any_json_is_read_or_refused(document: object):
    tolerated(document)


@given(ANYTHING)
def test_any_units_are_read_or_refused(units: object):
    tolerated({"tutkinnonOsat": [units, units]})


def places(document: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = document.items() if isinstance(document, dict) else ()
    inner = enumerate(document) if isinstance(document, list) else inner
    return [path, *(place for key, value in inner for place in places(value, (*path, key)))]


WHOLE = qualification(modern_unit(), older_unit())
PLACES = places(WHOLE)[1:]


@given(st.sampled_from(PLACES), ANYTHING)
def test_a_document_with_one_thing_changed_is_read_or_refused(place: tuple[Any, ...], value: Any):
    changed = json.loads(json.dumps(WHOLE))
    inner = changed
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    tolerated(changed)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(source: bytes):
    with pytest.raises(BadInput):
        parse(source)
