"""valo's signing key changes while Moodle uses it; an API key in the place of the signature."""

import pytest

from tests.moodle import steps
from tests.moodle.site import Site, until
from tests.moodle.stage import Stage

pytestmark = pytest.mark.browser


def test_a_new_signing_key_stops_nothing(moodle, sidecar, stage: Stage, site: Site, screenshots):
    site.sign_in("admin", moodle.password)
    before = sidecar.command("keys", "rotate")
    site.choose_content(stage.course, 1, "desk")
    assert len(steps.names(site, stage.course)) > 3, (
        "Moodle took the answer that the new key signed"
    )

    site.activity(stage.course, stage.diary)
    site.inside("platforms")
    row = f".card:has-text('{moodle.url}')"
    site.press(f"{row} form[action$='/test'] button")
    assert "The connection works" in site.frame().locator("body").inner_text(), "token, new key"
    site.page.screenshot(path=str(screenshots / "moodle-keys.png"), full_page=True)

    assert sidecar.command("keys", "rotate") != before
    steps.approved(site, stage, "ada", "Avaimet vaihtuivat, hioin seinän.")
    leads_to = lambda: steps.has_grade(site, stage.course, stage.people["ada"])  # noqa: E731
    until(leads_to, "no grade after the key was changed")


def test_an_api_key_stands_in_for_the_signature(moodle, sidecar, stage: Stage, site: Site):
    rows = sidecar.command("platforms", "list").splitlines()
    [number] = [row.split("\t")[0] for row in rows if moodle.url in row]
    site.sign_in("admin", moodle.password)
    try:
        _enter(site, sidecar.command("platforms", "key", number))
        assert "The checks found nothing" in _checked(site)
        _enter(site, "valo_wrong")
        assert "The checks found nothing" not in _checked(site), "the key is what is looked at"
    finally:
        _enter(site, "")
        sidecar.command("platforms", "key", number, "--drop")
    assert "The checks found nothing" in _checked(site)


def _enter(site: Site, key: str) -> None:
    site.go("/admin/settings.php?section=blocksettingvalo")
    edit = site.page.locator("#admin-apikey [data-passwordunmask=edit]")
    edit.first.click()
    site.page.keyboard.press("Control+a")
    site.page.keyboard.type(key) if key else site.page.keyboard.press("Delete")
    site.page.keyboard.press("Enter")
    site.save("#adminsettings button[type=submit]")


def _checked(site: Site) -> str:
    site.go("/blocks/valo/setup.php")
    site.page.get_by_text("Check again").first.click()
    site.page.wait_for_load_state()
    return site.text()
