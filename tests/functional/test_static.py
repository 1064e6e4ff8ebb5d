"""Style and scripts: kept for ever by their version; all that a form's script needs comes along."""

import re
from pathlib import Path

from sidecar.web.assets import FOLDER
from tests.support.world import Browser

IMPORTED = re.compile(r'(?:from|import\()\s*"\./(\w+)\.js"')


def _scripts(name: str) -> set[str]:
    text = (FOLDER / "js" / f"{name}.js").read_text(encoding="utf-8")
    return {name}.union(*map(_scripts, IMPORTED.findall(text)))


def test_what_a_page_names_is_kept_for_ever_and_so_is_what_that_imports(learner: Browser):
    page = learner.page("/diary")
    [script] = [tag["src"] for tag in page.select("script[src]")]
    styles = [tag["href"] for tag in page.select("link[rel=stylesheet]")]
    beside = [f"{Path(script).parent}/{name}.js" for name in ("draft", "store")]
    for address in [script, *styles, *beside]:
        answer = learner.app.test_client().get(address)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_another_version_is_answered_with_ours_and_asked_for_again(learner: Browser):
    ours = learner.app.test_client().get("/static/v-00000000/js/draft.js")
    assert (ours.status_code, ours.headers["Cache-Control"]) == (200, "no-cache")
    assert ours.data == (FOLDER / "js" / "draft.js").read_bytes()


def test_nothing_beside_the_folder_is_served(learner: Browser):
    for name in ("../app.py", "js/../../app.py", "none.css"):
        assert learner.app.test_client().get(f"/static/v-00000000/{name}").status_code == 404


def test_the_form_brings_every_script_that_keeps_its_words(learner: Browser):
    page = learner.page("/diary/new")
    brought = {Path(tag["href"]).stem for tag in page.select("link[rel=modulepreload]")}
    assert brought == _scripts("draft")
