"""Every component in every state: accessible, in light and dark, and never wider than a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Town

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_all_components_are_accessible(town: Town, open_browser, screenshots, width, scheme):
    page = open_browser(width=width, color_scheme=scheme).new_page()
    page.goto(f"{town.tool}/gallery")
    page.screenshot(path=str(screenshots / f"gallery-{width}-{scheme}.png"), full_page=True)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
