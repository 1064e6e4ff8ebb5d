"""Task cards: found by name; they bring their skills along."""

from typing import Any

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def tiles(page) -> Any:
    page.goto("/tiles")
    page.locator("#find").wait_for()
    return page


def test_a_card_is_found_by_a_part_of_its_name_and_a_chosen_one_stays(tiles):
    tiles.get_by_label("Sawing").check()
    tiles.locator("#find").fill("WALL")
    shown = [t.inner_text() for t in tiles.locator(".tile").all() if t.is_visible()]
    assert shown == ["Sawing", "Painting walls"]
    tiles.locator("#find").fill("")
    assert all(t.is_visible() for t in tiles.locator(".tile").all())


def test_a_card_brings_its_skills_and_takes_only_its_own_away(tiles):
    def ticked() -> list[str]:
        boxes = tiles.locator("[name=requirements]").all()
        return [str(one.get_attribute("value")) for one in boxes if one.is_checked()]

    for one in ("[value=absence]", "[value=ill]"):
        tiles.locator(one).check()
    tiles.get_by_label("Sawing").check()
    assert ticked() == ["3", "7"]
    assert not tiles.locator("[value=absence]").is_checked(), "away and at work is not possible"
    assert not tiles.locator("[value=ill]").is_checked()
    tiles.get_by_label("Painting walls").check()
    tiles.get_by_label("Sawing").uncheck()
    assert ticked() == ["7"]
