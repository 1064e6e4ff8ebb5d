"""Moodle's data requests reach valo: what it holds of a person comes out, and goes."""

import io
import re
import zipfile
from typing import Any

import pytest

from tests.moodle import steps
from tests.moodle.site import READY, Site, until
from tests.moodle.stage import Stage

pytestmark = pytest.mark.browser
EXPORT, ERASE = "1", "2"
WORDS = "Tämä on minun oma lauseeni."


def test_an_export_holds_the_persons_words_and_an_erasure_takes_them(
    moodle, stage: Stage, site: Site, cron, screenshots
):
    site.sign_in("admin", moodle.password)
    steps.newcomer(site, stage, "ritva")
    site.sign_in(stage.login("ritva"))
    site.activity(stage.course, stage.diary)
    site.sign_in(stage.login("coach"))
    site.activity(stage.course, stage.desk)
    site.inside("periods/new")
    steps.give_period(site, stage.login("ritva"))
    site.sign_in(stage.login("ritva"))
    site.activity(stage.course, stage.diary)
    steps.write(site, WORDS)

    site.sign_in("admin", moodle.password)
    _request(site, stage, EXPORT)
    until(lambda: _is_done(site, stage, "Download ready", cron), "no export", seconds=300)
    site.page.screenshot(path=str(screenshots / "moodle-privacy-export.png"), full_page=True)
    text = _downloaded(site, stage)
    assert WORDS in text
    assert "kept" in text

    _request(site, stage, ERASE)
    until(lambda: _is_done(site, stage, "Deleted", cron), "not deleted", seconds=300)
    until(lambda: steps.is_erased(site, cron), "the erasure was not carried out", seconds=200)
    site.page.screenshot(path=str(screenshots / "moodle-privacy-erased.png"), full_page=True)
    site.sign_in(stage.login("coach"))
    site.activity(stage.course, stage.desk)
    assert WORDS not in site.frame().locator("body").inner_text()
    assert stage.login("ritva") not in site.inside("periods").locator("main").inner_text()


def _request(site: Site, stage: Stage, kind: str) -> None:
    site.go("/admin/tool/dataprivacy/createdatarequest.php?manage=1")
    site.page.locator("#fitem_id_userid input[type=text]").first.fill(stage.login("ritva"))
    site.page.locator("[role=option]", has_text=stage.login("ritva")).first.click()
    site.page.select_option("#id_type", kind)
    site.page.click("#id_comments")  # shuts the list of people, which moves what is below it
    site.page.wait_for_function(READY)
    site.save()
    waiting = _row(site, stage, "Awaiting approval")
    if waiting.count():
        waiting.locator("[data-toggle=dropdown], [data-bs-toggle=dropdown]").first.click()
        waiting.locator("a[data-action=approve]").first.click()
        site.page.locator(".modal.show [data-action=save]").click()
        site.page.wait_for_load_state()
        site.page.wait_for_timeout(1500)


def _row(site: Site, stage: Stage, state: str) -> Any:
    """The person's request in a state: earlier runs left theirs on the page."""
    rows = site.page.locator("tr", has_text=stage.login("ritva"))
    return rows.filter(has_text=state).first


def _is_done(site: Site, stage: Stage, state: str, cron: Any) -> bool:
    cron()
    site.go("/admin/tool/dataprivacy/datarequests.php")
    return bool(_row(site, stage, state).count())


def _downloaded(site: Site, stage: Stage) -> str:
    row = _row(site, stage, "Download ready")
    row.locator("[data-toggle=dropdown], [data-bs-toggle=dropdown]").first.click()
    with site.page.expect_download() as coming:
        row.get_by_text("Download", exact=True).first.click()
    content = coming.value.path().read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        files = [name for name in found.namelist() if name.endswith((".json", ".js"))]
        texts = [found.read(name).decode("utf-8", "replace") for name in files]
    return "\n".join(re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), t) for t in texts)
