"""The script that lets a platform's frame keep a value for us, between two origins."""

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
SCRIPTS = Path(__file__).resolve().parents[2] / "sidecar" / "static" / "js"
TOOL, PLATFORM = "http://tool.test", "http://platform.test"
HEAD = '<!doctype html><meta charset="utf-8"><script type="module" src="/js/valo.js"></script>'
WHERE = f'data-keep="valo-1" data-frame="_parent" data-origin="{PLATFORM}"'
PAGES = {
    "/keep": f'{HEAD}<a href="/next" {WHERE} data-value="secret">on</a>',
    "/ask": f'{HEAD}<form method="get" action="/launched" {WHERE}>'
    '<input type="hidden" name="stored" value=""><button>on</button></form>',
    "/next": "<h1>next</h1>",
    "/launched": "<h1>launched</h1>",
}
STORE = """<!doctype html><iframe src="%s"></iframe><script>
const kept = {};
addEventListener("message", ({data, origin, source}) => {
  if (%s) return;
  const {subject, key, message_id, value} = data;
  if (subject === "lti.put_data") kept[key] = value;
  document.title = JSON.stringify(kept);
  const known = kept[key] ?? "secret";
  source.postMessage({subject: subject + ".response", message_id, key, value: known}, origin);
});
</script>"""


@pytest.fixture
def around(open_browser):
    """A function that opens a page of the tool in the platform's frame."""
    context = open_browser()

    def answer(route: Any) -> None:
        path = route.request.url.split(".test", 1)[1].split("?")[0]
        if path.startswith("/js/"):
            script = (SCRIPTS / path.removeprefix("/js/")).read_text(encoding="utf-8")
            route.fulfill(body=script, content_type="text/javascript")
        elif path in PAGES:
            route.fulfill(body=PAGES[path], content_type="text/html")
        else:
            route.fulfill(status=404, body="")

    def open_in_frame(path: str, *, silent: bool = False) -> Any:
        page = context.new_page()
        context.route(f"{TOOL}/**", answer)
        body = STORE % (TOOL + path, "true" if silent else "false")
        context.route(
            f"{PLATFORM}/**", lambda route: route.fulfill(body=body, content_type="text/html")
        )
        page.goto(PLATFORM + "/")
        return page

    return open_in_frame


def _arrives(page: Any, path: str) -> str:
    for _ in range(60):
        if page.frames[1].url.startswith(TOOL + path):
            return str(page.frames[1].url)
        page.wait_for_timeout(50)
    raise AssertionError(page.frames[1].url)


def test_the_frame_is_asked_to_keep_it_and_the_login_goes_on(around):
    page = around("/keep")
    _arrives(page, "/next")
    assert page.title() == '{"valo-1":"secret"}'


def test_what_was_kept_comes_along_to_the_launch(around):
    assert _arrives(around("/ask"), "/launched").endswith("?stored=secret")


@pytest.mark.parametrize(("begin", "end"), [("/keep", "/next"), ("/ask", "/launched")])
def test_a_frame_that_says_nothing_stops_nobody(around, begin: str, end: str):
    arrived = _arrives(around(begin, silent=True), end)
    assert "secret" not in arrived
