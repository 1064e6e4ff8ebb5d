"""The card with live numbers: learner, coach, officer; narrow and wide; without a script."""

import re

import pytest

from tests.moodle import steps
from tests.moodle.site import Site
from tests.moodle.stage import Stage

pytestmark = pytest.mark.browser
WIDTHS = (320, 360, 1280)


def test_the_card_says_what_to_do_on_every_width(
    moodle, stage: Stage, site: Site, open_browser, screenshots
):
    site.sign_in("admin", moodle.password)
    _on_every_dashboard(site)
    site.sign_in(stage.login("leo"))
    site.activity(stage.course, stage.diary)
    steps.write(site, "Kortin lukuja varten tasoitin seinän.")

    expected = {
        "leo": r"(Today's entry is with your coach|approved today's entry).*lamps are lit",
        "coach": r"entry waits|entries wait",
        "officer": r"proposal",
    }
    for who, words in expected.items():
        for width in WIDTHS:
            narrow = Site(open_browser(width=width), moodle.url, site.tool)
            narrow.sign_in(stage.login(who))
            narrow.go("/my/")
            text = narrow.card()
            assert re.search(words, text, re.DOTALL), (who, text)
            card = narrow.page.locator(".block_valo_card").first
            assert card.is_visible(), f"{who} at {width}"
            inside = card.evaluate("e => e.scrollWidth <= e.clientWidth + 1")
            assert inside, f"{who} at {width}: the card is cut"
            card.scroll_into_view_if_needed()
            narrow.page.screenshot(path=str(screenshots / f"moodle-card-{who}-{width}.png"))
            narrow.context.close()

    plain = Site(open_browser(width=360, scripts=False), moodle.url, site.tool)
    plain.page.goto(f"{moodle.url}/login/index.php")
    plain.page.fill("#username", stage.login("leo"))
    plain.page.fill("#password", steps.PASSWORD)
    plain.page.click("#loginbtn")
    plain.page.goto(f"{moodle.url}/my/")
    refresh = plain.page.locator(".block_valo noscript a, a[href*='refresh=1']").first
    plain.page.goto(str(refresh.get_attribute("href")))
    card = plain.page.locator(".block_valo_card").first
    assert re.search(expected["leo"], card.inner_text(), re.DOTALL), "without a script, by the link"
    plain.page.screenshot(path=str(screenshots / "moodle-card-plain.png"), full_page=True)
    card.locator("a.btn").first.click()
    assert "/mod/lti/view.php" in plain.page.url


def _on_every_dashboard(site: Site) -> None:
    site.go("/my/indexsys.php")
    if not site.page.locator("input[name=setmode]").is_checked():
        with site.page.expect_navigation():
            site.page.locator("input[name=setmode]").click()
    if not site.page.locator(".block_valo").count():
        key = site.page.evaluate("M.cfg.sesskey")
        middle = "bui_addblock=valo&bui_blockregion=content"  # the drawer is shut for most
        site.go(f"/my/indexsys.php?{middle}&sesskey={key}")
    with site.page.expect_navigation():
        site.page.get_by_role("button", name="Reset Dashboard for all users").click()
    site.page.get_by_text("have been reset").first.wait_for()
