"""Documents since 2020, common units, VALMA and TELMA."""

from datetime import UTC, date, datetime

from sidecar.qualifications.snapshots import UnitSnapshot
from tests.unit.sidecar.qualifications.documents import (
    as_read,
    finnish,
    generic_scale,
    listed,
    modern_unit,
    qualification,
    requirement,
    target,
    text,
    unit_of,
)


def keys(unit: UnitSnapshot) -> list[str]:
    return [r.requirement_key for r in unit.requirements]


def test_the_document_itself():
    found = as_read(qualification(modern_unit()))
    assert (found.eperusteet_id, found.register_number) == (12345, "OPH-1-2026")
    assert found.name == {"fi": "Muurarin tutkinto", "sv": "Murarexamen"}
    assert found.published_at == datetime(2022, 5, 23, 12, 15, 49, 662000, tzinfo=UTC)


def test_days_are_those_of_finland_and_not_one_early():
    found = as_read(qualification(modern_unit()))
    assert found.valid_from == found.transition_until == date(2022, 8, 1)
    assert found.valid_until is None


def test_requirements_without_a_heading_come_first_and_none_comes_twice():
    unit = unit_of(modern_unit())
    assert unit.form == "groups"
    assert finnish(unit) == [
        "tulee ajoissa",
        "sekoittaa laastin",
        "pesee välineet",
        "pesee välineet",
    ]
    assert [r.heading.get("fi", "") for r in unit.requirements] == ["", "Laasti", "Laasti", ""]
    assert [r.position for r in unit.requirements] == [1, 2, 3, 4]
    codes = [r.code_uri for r in unit.requirements]
    assert codes == [None, "ammattitaitovaatimukset_77", None, None]


def test_criteria_are_sorted_by_the_scale_and_not_by_their_place():
    unit = unit_of(modern_unit())
    assert unit.scale == "grades-1-5"
    [group] = unit.assessment["groups"]
    assert [level["grade"] for level in group["levels"]] == ["1", "2", "3", "4", "5"]
    assert group["levels"][0]["criteria"][0]["fi"] == "taso 5"
    assert group["requirement_key"] == ""


def test_a_scale_given_as_objects_reads_the_same():
    scale = generic_scale() | {"_arviointiAsteikko": None, "arviointiAsteikko": {"id": 3}}
    for level in scale["osaamistasonKriteerit"]:
        level["osaamistaso"] = {"id": int(level.pop("_osaamistaso"))}
    unit = unit_of(modern_unit(geneerinenArviointiasteikko=scale))
    assert unit.assessment == unit_of(modern_unit()).assessment


def test_texts_are_plain():
    unit = unit_of(modern_unit())
    assert unit.demonstration_text["fi"] == "Muuraa seinän.\nSiivoaa."
    wild = requirement("<b>sahaa</b> &lt; 5 mm &amp; hioo<script>alert(1)</script>\x00")
    held = {"vaatimukset": [wild], "kohdealueet": []}
    assert finnish(unit_of(modern_unit(ammattitaitovaatimukset2019=held))) == [
        "sahaa < 5 mm & hioo"
    ]


def test_keys_stay_when_ids_order_blanks_and_case_change():
    before, republished = modern_unit(), modern_unit(id=999)
    held = republished["ammattitaitovaatimukset2019"]
    held["kohdealueet"].reverse()
    held["vaatimukset"][0]["vaatimus"]["fi"] = "  Tulee  ajoissa. "
    assert set(keys(unit_of(before))) == set(keys(unit_of(republished)))


def test_keys_differ_inside_a_unit_and_between_units():
    one, other = unit_of(modern_unit()), unit_of(modern_unit(333333))
    assert len({*keys(one), *keys(other)}) == 8


def test_a_new_sentence_has_a_new_key_unless_its_code_stays():
    before, after = modern_unit(), modern_unit()
    held = after["ammattitaitovaatimukset2019"]
    held["vaatimukset"][0]["vaatimus"]["fi"] = "tulee jalan"
    held["kohdealueet"][0]["vaatimukset"][0]["vaatimus"]["fi"] = "tekee laastin"
    old, new = keys(unit_of(before)), keys(unit_of(after))
    assert [a == b for a, b in zip(old, new, strict=True)] == [False, True, True, True]


def test_units_follow_the_tree_that_is_preferred():
    links = [
        {"_tutkinnonOsa": "111111", "jarjestys": 2, "laajuus": 15.0},
        {"_tutkinnonOsa": "333333", "jarjestys": 0, "laajuus": 2.5},
    ]
    trees = [
        {"suoritustapakoodi": "naytto", "tutkinnonOsaViitteet": []},
        {"suoritustapakoodi": "ops", "tutkinnonOsaViitteet": links},
    ]
    twin = modern_unit(111111, id=444444)
    alone = modern_unit(555555)
    units = [alone, twin, modern_unit(111111), modern_unit(333333)]
    found = as_read(qualification(*units, suoritustavat=trees)).units
    assert [u.eperusteet_unit_id for u in found] == [333333, 111111, 555555]
    assert [u.points for u in found] == ["2.5", "15", ""]


def test_a_single_unit_is_a_document_too():
    for document in (modern_unit(), [modern_unit()], {"data": [modern_unit()], "sivu": 0}):
        found = as_read(document)
        assert found.name == {"fi": "Muuraus", "sv": "Murning"}
        assert found.eperusteet_id is None
        assert len(found.units[0].requirements) == 4


def test_a_scale_known_by_number_only():
    unit = unit_of(
        modern_unit(geneerinenArviointiasteikko=None, _geneerinenArviointiasteikko="6783341")
    )
    assert unit.scale == "grades-1-5"
    assert unit.assessment["groups"] == []


def test_without_any_scale_the_kind_of_education_tells():
    bare = modern_unit(geneerinenArviointiasteikko=None)
    further = qualification(bare, koulutustyyppi="koulutustyyppi_11")
    assert as_read(further).units[0].scale == "accepted"
    assert as_read(qualification(bare)).units[0].scale == "grades-1-5"


def test_common_units_have_their_requirements_in_areas():
    held = {"vaatimukset": [], "kohdealueet": [{"kuvaus": text("Teksti"), "vaatimukset": []}]}
    held["kohdealueet"][0]["vaatimukset"].append(requirement("kirjoittaa hakemuksen"))
    optional = {"vaatimukset": [requirement("pitää puheen")]}
    areas = [
        {
            "nimi": text("Viestintä"),
            "pakollisetOsaamistavoitteet": {"tavoitteet": held},
            "valinnaisetOsaamistavoitteet": {"tavoitteet": optional},
            "arviointi": generic_scale(),
        }
    ]
    unit = unit_of(
        modern_unit(tyyppi="reformi_tutke2", osaAlueet=areas, ammattitaitovaatimukset2019={})
    )
    assert (unit.kind, unit.form, unit.scale) == ("common", "areas", "grades-1-5")
    assert [r.heading["fi"] for r in unit.requirements] == [
        "Viestintä: Teksti",
        "Viestintä (valinnainen)",
    ]
    assert unit.requirements[1].heading["sv"].endswith("(valfri)")
    assert unit.assessment["groups"][0]["heading"]["fi"] == "Viestintä"


def test_older_common_units():
    goals = {
        "pakollinen": False,
        "tavoitteet": {"fi": listed("Opiskelija osaa", "laskea alan", "laskea hinnan")},
        "arviointi": {
            "arvioinninKohdealueet": [
                {"otsikko": {"fi": "Nimetön"}, "arvioinninKohteet": [target("Opiskelija laskee")]}
            ]
        },
    }
    areas = [{"nimi": text("Matematiikka"), "osaamistavoitteet": [goals]}]
    unit = unit_of(modern_unit(tyyppi="tutke2", osaAlueet=areas, ammattitaitovaatimukset2019=None))
    assert finnish(unit) == ["laskea alan", "laskea hinnan"]
    assert unit.requirements[0].heading["fi"] == "Matematiikka (valinnainen)"
    heading = unit.assessment["groups"][0]["heading"]["fi"]
    assert heading == "Matematiikka (valinnainen): Opiskelija laskee"


def test_goals_of_preparatory_education():
    goals = {"nimi": text("Arki"), "tavoitteet": [text("hoitaa raha-asiansa"), None, {}]}
    unit = unit_of(
        {
            "id": 5,
            "nimi": text("Arjen taidot"),
            "valmaTelmaSisalto": {"osaamistavoite": [goals]},
            "laajuus": 5,
            "laajuusMaksimi": 18.0,
        }
    )
    assert (unit.kind, unit.form, unit.scale) == ("preparatory", "goals", "accepted")
    assert (unit.points, finnish(unit)) == ("5–18", ["hoitaa raha-asiansa"])


def test_english_that_only_repeats_the_finnish_is_left_out():
    named = modern_unit(nimi={"fi": "Muuraus", "en": "muuraus"})
    assert unit_of(named).name == {"fi": "Muuraus"}
    named = modern_unit(nimi={"fi": "Muuraus", "en": "Masonry"})
    assert unit_of(named).name == {"fi": "Muuraus", "en": "Masonry"}
