"""Documents up to about 2019: lists in HTML, criteria of their own for every unit."""

import pytest

from tests.unit.sidecar.qualifications.documents import (
    area,
    as_read,
    finnish,
    listed,
    older_unit,
    qualification,
    target,
    text,
    unit_of,
)

FIXED = ("1. Työprosessin hallinta", "Työmenetelmien hallinta", "Elinikäisen oppimisen taidot")


def with_areas(*areas, **other):
    return older_unit(arviointi={"arvioinninKohdealueet": list(areas)}, **other)


def test_a_kohdealue_for_each_list_item_is_the_row_and_the_list_is_not_added():
    unit = unit_of(older_unit())
    assert unit.form == "rows"
    assert finnish(unit) == ["Opiskelija leikkaa laatan.", "Opiskelija saumaa pinnan."]
    assert unit.requirements[0].code_uri == "ammattitaitovaatimukset_5"


def test_each_row_has_its_own_criteria_and_empty_levels_are_left_out():
    unit = unit_of(older_unit())
    groups = unit.assessment["groups"]
    assert [g["requirement_key"] for g in groups] == [r.requirement_key for r in unit.requirements]
    assert [[level["grade"] for level in g["levels"]] for g in groups] == [["3"], ["3"]]
    assert unit.scale == "grades-1-5"


@pytest.mark.parametrize("heading", FIXED)
def test_under_the_fixed_headings_the_list_items_are_the_rows(heading: str):
    unit = unit_of(with_areas(area(heading, target("Mitat", "2", "3")), area("Muu", target(None))))
    assert unit.form == "list"
    assert finnish(unit) == ["leikata laatan", "saumata pinnan"]
    assert unit.requirements[0].heading == {"fi": "Opiskelija osaa", "sv": "Den studerande kan"}
    assert unit.requirements[1].text["sv"] == "foga ytan"
    group = unit.assessment["groups"][0]
    assert (group["heading"]["fi"], group["requirement_key"]) == (f"{heading}: Mitat", "")
    assert (unit.scale, group["levels"][0]["grade"]) == ("t1-k3", "2")


def test_accepted_is_a_scale_of_one():
    unit = unit_of(with_areas(area("Opiskelija auttaa", target("Apu", "1", "1"))))
    assert unit.scale == "accepted"
    assert unit.assessment["groups"][0]["levels"][0]["grade"] == "accepted"


def test_swedish_bullets_written_as_paragraphs_pair_too():
    html = {
        "fi": listed("Opiskelija osaa", "leikata laatan", "saumata pinnan"),
        "sv": "<p>Den studerande kan</p><p>•&nbsp;skära plattan</p><p>- foga ytan</p>",
    }
    unit = unit_of(with_areas(ammattitaitovaatimukset=html))
    assert [r.text["sv"] for r in unit.requirements] == ["skära plattan", "foga ytan"]


def test_swedish_that_does_not_pair_is_kept_apart():
    html = {
        "fi": listed("Opiskelija osaa", "leikata laatan", "saumata pinnan"),
        "sv": listed("Den studerande kan", "skära plattan"),
    }
    unit = unit_of(with_areas(ammattitaitovaatimukset=html))
    assert [list(r.text) for r in unit.requirements] == [["fi"], ["fi"]]
    assert unit.assessment["unpaired"] == {"sv": "Den studerande kan\n– skära plattan"}


def test_a_list_inside_an_item_belongs_to_the_item():
    inner = "saumata pinnan<ul><li>märässä tilassa</li></ul>"
    html = {"fi": listed("Osaa", "leikata laatan", inner)}
    unit = unit_of(with_areas(ammattitaitovaatimukset=html))
    assert finnish(unit) == ["leikata laatan", "saumata pinnan\n– märässä tilassa"]


def test_several_lists_have_several_headings():
    html = {"fi": listed("Ensin", "leikata") + listed("Sitten", "saumata")}
    unit = unit_of(with_areas(ammattitaitovaatimukset=html))
    assert [r.heading["fi"] for r in unit.requirements] == ["Ensin", "Sitten"]


def test_running_prose_is_one_requirement():
    notes = text("<p>Hyväksytty, kun pinta on suora.</p>")
    html = {"fi": "<p>Osaa laatoittaa.</p><p>Tuntee aineet.</p>"}
    unit = unit_of(older_unit(ammattitaitovaatimukset=html, arviointi={"lisatiedot": notes}))
    assert (unit.form, finnish(unit)) == ("prose", ["Osaa laatoittaa.\nTuntee aineet."])
    assert unit.assessment["notes"]["fi"] == "Hyväksytty, kun pinta on suora."


def test_an_empty_2019_object_beside_the_older_fields_does_not_count():
    empty = {"kohde": None, "vaatimukset": [], "kohdealueet": [{"vaatimukset": []}]}
    assert unit_of(older_unit(ammattitaitovaatimukset2019=empty)).form == "rows"


def test_a_unit_without_a_scale_takes_that_of_its_fellows():
    silent = older_unit(333333, arviointi=None)
    fellow = with_areas(area(FIXED[0], target("Mitat", "2", "4")))
    units = as_read(qualification(fellow, silent)).units
    assert [u.scale for u in units] == ["t1-k3", "t1-k3"]


def test_empty_objects_among_the_units_are_no_units():
    assert len(as_read(qualification({}, older_unit(), None, 7)).units) == 1
