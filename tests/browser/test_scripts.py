"""The page scripts in a real browser, with a server whose failures can be switched."""

import io
import os
import re
import secrets
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Template
from typing import Any

import pytest
from flask import Flask, Response, g, jsonify, redirect, request, send_from_directory
from PIL import Image
from werkzeug.serving import WSGIRequestHandler, make_server

from sidecar.diary.sounds import checked, read_sound
from sidecar.web import headers

pytestmark = pytest.mark.browser

PAGES = Path(__file__).parent / "pages"
SCRIPTS = Path(__file__).resolve().parents[2] / "sidecar" / "static" / "js"
ANNA, BERIT = "7", "8"


class Server:
    """What the scripts talk to: pages, modules, and an autosave that can misbehave."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.failure: str | int = ""  # "", "no answer", "lost answer", "café" or a status
        self.hold = threading.Event()
        self.hold.set()
        self.entries: dict[str, dict[str, Any]] = {}
        self.saves: list[str] = []
        self.files: dict[tuple[str, str], dict[int, bytes]] = {}  # by key and field
        self.file_failure: int | None = None
        self.came = 0
        self.under_way = self.most_under_way = 0
        self.sent: list[dict[str, Any]] = []
        self.decided: list[dict[str, str]] = []

    def text_of(self, key: str) -> str:
        return str(self.entries.get(key, {}).get("text"))

    def kept(self, page: Any, name: str = "photos") -> list[bytes]:
        return list(self.files.get((key_of(page), name), {}).values())

    def keep_files(self, key: str, name: str) -> int | None:
        """As the real one: the same file twice is one; `away` takes out. Gives the last number."""
        here = self.files.setdefault((key, name), {})
        for number in request.form.getlist("away"):
            here.pop(int(number), None)
        number = None
        for content in filter(None, (f.read() for f in request.files.getlist(name))):
            self.came += 1
            number = next((n for n, c in here.items() if c == content), self.came)
            here[number] = content
        return number

    def keep(self) -> dict[str, Any]:
        key = request.form["client_key"]
        numbers = [self.keep_files(key, name) for name in ("photos", "sounds")]
        old = self.entries.get(key, {"revision": 0})
        self.entries[key] = {**request.form.to_dict(), "revision": old["revision"] + 1}
        file = next(filter(None, numbers), None)
        return {"id": len(key), "revision": old["revision"] + 1, "file": file}


class _Quiet(WSGIRequestHandler):
    def log(self, *args: Any) -> None:
        pass


def _page(name: str, **values: object) -> str:
    return Template((PAGES / f"{name}.html").read_text(encoding="utf-8")).substitute(values)


def _break_off() -> Response:
    request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
    return Response(status=500)


def _make_app(server: Server) -> Flask:
    app = Flask(__name__, static_folder=None)
    headers.register(app)
    app.add_url_rule(
        "/js/<path:name>", view_func=lambda name: send_from_directory(SCRIPTS, name), endpoint="js"
    )

    @app.before_request
    def framed() -> None:
        g.frame_ancestors = ("'self'",)

    @app.get("/new")
    def new() -> str:
        values = {"key": secrets.token_hex(12), "revision": 0, "text": "", "hours": ""}
        return _page("form", person=request.args["person"], **values)

    @app.get("/edit/<key>")
    def edit(key: str) -> str:
        kept = {"revision": 1, "text": "", "hours": "", **server.entries.get(key, {})}
        values = {n: kept[n] for n in ("revision", "text", "hours")}
        return _page("form", person=request.args["person"], key=key, **values)

    @app.get("/diary")
    def diary() -> str:
        said = '<p class="said good">Sent to your coach.</p>' if request.args.get("note") else ""
        known = " ".join(server.entries)
        return _page("diary", person=request.args["person"], known=known, said=said)

    _add_posts(app, server)
    _add_still_pages(app)
    return app


def _add_posts(app: Flask, server: Server) -> None:  # noqa: C901 - three pages, one misbehaving server
    @app.post("/autosave")
    def autosave() -> Any:
        server.saves.append(request.form["text"])
        server.under_way += 1
        server.most_under_way = max(server.most_under_way, server.under_way)
        server.hold.wait(10)
        server.under_way -= 1
        if server.failure == "no answer":
            return _break_off()
        if isinstance(server.failure, int):
            return Response("{}", status=server.failure, mimetype="application/json")
        if server.file_failure and request.files:
            return Response("{}", status=server.file_failure, mimetype="application/json")
        if server.failure == "café":
            return "<h1>Welcome to our network</h1>"
        answer = server.keep()
        return _break_off() if server.failure == "lost answer" else jsonify(answer)

    @app.post("/send")
    def send() -> Any:
        if server.failure == "no answer":
            return _break_off()
        if isinstance(server.failure, int):
            return Response("<h1>no</h1>", status=server.failure)
        brought = [f.filename for f in request.files.values() if f.filename]
        server.keep()
        key = request.form["client_key"]
        files = {n: list(server.files[key, n].values()) for n in ("photos", "sounds")}
        server.sent.append({**request.form.to_dict(), **files, "brought": brought})
        if server.failure == "lost answer":
            return _break_off()
        return redirect(f"/diary?person={request.args['person']}&note=1", code=303)

    @app.post("/decide")
    def decide() -> Response:
        server.decided.append(request.form.to_dict())
        return Response(status=204)


def _add_still_pages(app: Flask) -> None:
    @app.get("/<any(desk, inside):name>")
    def page(name: str) -> str:
        return _page(name)

    @app.get("/frame")
    def frame() -> Response:
        return Response(_page("frame"), headers={"Content-Security-Policy": "frame-src 'self'"})


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, Server]]:
    server = Server()
    http = make_server("127.0.0.1", 0, _make_app(server), threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{http.server_port}", server
    http.shutdown()
    thread.join()
    http.server_close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    program = shutil.which("chromium")
    if program is None:
        if os.environ.get("VALO_REQUIRE_BROWSER") == "1":
            pytest.fail("Chromium is not installed, and VALO_REQUIRE_BROWSER=1 asks for it.")
        pytest.skip("Chromium is not installed: the scripts were not tried in a browser.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--use-fake-device-for-media-stream"]
        )
        yield browser
        browser.close()


@pytest.fixture
def server(address: tuple[str, Server]) -> Server:
    address[1].reset()
    return address[1]


@pytest.fixture
def context(chromium, address, server) -> Iterator[Any]:
    """One phone. Scripts must neither fail nor talk: nothing personal reaches the console."""
    made = chromium.new_context(base_url=address[0])
    made.set_default_timeout(8000)
    said: list[str] = []
    made.on("weberror", lambda e: said.append(str(e.error)))
    made.on("console", lambda m: said.append(m.text) if "Failed to load" not in m.text else None)
    yield made
    server.hold.set()
    made.close()
    assert said == []


@pytest.fixture
def page(context) -> Any:
    return context.new_page()


@pytest.fixture
def speaking(context) -> Any:
    """A page that may use the microphone, which hums."""
    context.grant_permissions(["microphone"])
    return context.new_page()


def says(page: Any, words: str | re.Pattern[str]) -> None:
    from playwright.sync_api import expect

    expect(page.locator("[data-draft-state]")).to_have_text(words)


def until(page: Any, true: Callable[[], bool], seconds: float = 8) -> None:
    for _ in range(int(seconds * 20)):
        if true():
            return
        page.wait_for_timeout(50)
    raise AssertionError("this did not happen in time")


def network_is_back(page: Any) -> None:
    page.evaluate("dispatchEvent(new Event('online'))")


def key_of(page: Any) -> str:
    return str(page.locator("[name=client_key]").input_value())


def write(page: Any, text: str) -> None:
    page.locator("#text").press_sequentially(text, delay=5)


def open_new(page: Any, person: str = ANNA) -> None:
    page.goto(f"/new?person={person}")
    page.wait_for_load_state("networkidle")


# --- drafts


def test_what_is_typed_is_kept_here_and_then_on_the_server(page, server):
    open_new(page)
    write(page, "Painted a wall")
    says(page, "on this phone")
    says(page, "kept here")
    assert server.text_of(key_of(page)) == "Painted a wall"
    assert page.locator("[name=revision]").input_value() == "1"
    assert server.saves == ["Painted a wall"]


def test_all_fields_survive_a_reload_while_the_server_does_not_answer(page, server):
    server.failure = "no answer"
    open_new(page)
    key = key_of(page)
    write(page, "Sanded\nthe floor")
    page.locator("[value=with_help]").check()
    page.locator("[name=hours]").fill("6,5")
    page.locator("summary").click()
    page.locator("[name=requirements][value='2']").check()
    page.locator("[name=wants_help]").check()
    says(page, "on this phone; no network")
    page.reload()
    says(page, re.compile("^your words are back"))
    assert key_of(page) == key
    assert page.locator("#text").input_value() == "Sanded\nthe floor"
    assert page.locator("[name=hours]").input_value() == "6,5"
    for name, value in (("independence", "with_help"), ("requirements", "2"), ("wants_help", "1")):
        assert page.locator(f"[name={name}][value='{value}']").is_checked()
    assert not page.locator("[name=requirements][value='1']").is_checked()
    assert page.locator("[name=requirements][value='2']").is_visible()
    server.failure = ""
    network_is_back(page)
    until(page, lambda: server.text_of(key) == "Sanded\nthe floor", 12)


def test_the_last_letter_is_kept_when_the_page_goes_at_once(page, server):
    server.failure = 500
    open_new(page)
    write(page, "abc")
    page.reload()
    says(page, re.compile("^your words are back"))
    assert page.locator("#text").input_value() == "abc"


def test_an_entry_that_was_begun_before_gets_the_words_of_this_phone(page, server):
    server.failure = "no answer"
    page.goto(f"/edit/k1?person={ANNA}")
    page.wait_for_load_state("networkidle")
    write(page, "mine")
    says(page, "on this phone; no network")
    page.goto(f"/edit/k1?person={ANNA}")
    says(page, re.compile("^your words are back"))
    assert page.locator("#text").input_value() == "mine"


def test_words_of_another_device_are_not_written_over_by_confirmed_old_ones(page, server):
    page.goto(f"/edit/k1?person={ANNA}")
    page.wait_for_load_state("networkidle")
    write(page, "old")
    says(page, "kept here")
    server.entries["k1"]["text"] = "newer, from the computer"
    page.goto(f"/edit/k1?person={ANNA}")
    page.wait_for_timeout(400)
    assert page.locator("#text").input_value() == "newer, from the computer"
    assert server.saves == ["old"]


def test_last_words_win_after_lost_answers(page, server):
    server.failure = "lost answer"
    open_new(page)
    write(page, "one")
    until(page, lambda: server.saves == ["one"])
    says(page, "on this phone; no network")
    write(page, " two")
    server.failure = ""
    network_is_back(page)
    says(page, "kept here")
    assert server.saves[-1] == server.text_of(key_of(page)) == "one two"
    assert page.locator("[name=revision]").input_value() == str(
        server.entries[key_of(page)]["revision"]
    )


def test_one_request_at_a_time_and_the_last_words_last(page, server):
    server.hold.clear()
    open_new(page)
    write(page, "one")
    until(page, lambda: server.saves == ["one"])
    write(page, " two")
    page.wait_for_timeout(1500)
    write(page, " three")
    page.wait_for_timeout(1500)
    assert server.saves == ["one"]
    says(page, "on this phone")
    server.hold.set()
    says(page, "kept here")
    assert server.saves == ["one", "one two three"]
    assert server.most_under_way == 1


def test_an_answer_confirms_only_the_words_that_it_answers(page, server):
    server.hold.clear()
    open_new(page)
    key = key_of(page)
    write(page, "one")
    until(page, lambda: server.saves == ["one"])
    write(page, " two")
    server.hold.set()
    until(page, lambda: page.locator("[name=revision]").input_value() == "1")
    page.goto(f"/diary?person={ANNA}")
    page.locator("[data-draft-offers] a").click()
    says(page, re.compile("^your words are back"))
    assert (key_of(page), page.locator("#text").input_value()) == (key, "one two")


def test_it_is_tried_again_without_anybody_asking(page, server):
    server.failure = "no answer"
    page.clock.install()
    open_new(page)
    write(page, "one")
    page.clock.run_for(1500)
    says(page, "on this phone; no network")
    for _ in range(4):
        page.clock.run_for(20_000)
        page.wait_for_timeout(150)
    tried = len(server.saves)
    assert 4 <= tried <= 8
    server.failure = ""
    page.clock.run_for(21_000)
    says(page, "kept here")


@pytest.mark.parametrize("status", [401, 404])
def test_a_session_that_has_ended_is_not_asked_again(page, server, status):
    server.failure = status
    open_new(page)
    write(page, "one")
    until(page, lambda: len(server.saves) == 1)
    says(page, "open again")
    write(page, " two")
    network_is_back(page)
    page.wait_for_timeout(1600)
    assert len(server.saves) == 1
    page.goto(f"/diary?person={ANNA}")
    page.locator("[data-draft-offers] a").click()
    says(page, re.compile("^your words are back"))
    assert page.locator("#text").input_value() == "one two"


@pytest.mark.parametrize("status", [409, 422])
def test_refused_words_are_not_sent_again_but_other_words_are(page, server, status):
    server.failure = status
    open_new(page)
    write(page, "refused")
    until(page, lambda: "refused" in server.saves)
    network_is_back(page)
    page.wait_for_timeout(1600)
    assert server.saves.count("refused") == 1
    server.failure = ""
    write(page, "!")
    says(page, "kept here")


def test_a_page_of_a_cafes_network_is_not_an_answer(page, server):
    server.failure = "café"
    open_new(page)
    write(page, "one")
    until(page, lambda: len(server.saves) == 1)
    page.wait_for_timeout(200)
    says(page, "on this phone")


def test_unconfirmed_words_are_offered_with_their_day(page, server):
    server.failure = "no answer"
    open_new(page)
    key = key_of(page)
    write(page, "one")
    says(page, "on this phone; no network")
    page.goto(f"/diary?person={ANNA}")
    offer = page.locator("[data-draft-offers] a")
    offer.wait_for()
    assert re.fullmatch(r"Not sent yet: Monday\W+11/23", offer.inner_text())
    offer.click()
    says(page, re.compile("^your words are back"))
    assert key_of(page) == key


def test_another_person_on_this_phone_sees_nothing(page, server):
    server.failure = "no answer"
    open_new(page)
    key = key_of(page)
    write(page, "my secret")
    says(page, "on this phone; no network")
    page.goto(f"/diary?person={BERIT}")
    page.wait_for_timeout(300)
    assert page.locator("[data-draft-offers] a").count() == 0
    for url in (f"/new?person={BERIT}&draft={key}", f"/edit/{key}?person={BERIT}"):
        page.goto(url)
        page.wait_for_timeout(300)
        assert page.locator("#text").input_value() == ""
    page.goto(f"/diary?person={ANNA}")
    page.locator("[data-draft-offers] a").wait_for()


def test_confirmed_words_are_not_offered_and_leave_the_phone(page, server):
    open_new(page)
    write(page, "one")
    says(page, "kept here")
    page.goto(f"/diary?person={ANNA}")
    page.wait_for_timeout(300)
    assert page.locator("[data-draft-offers] a").count() == 0
    assert stored(page) == []


def test_a_sent_draft_leaves_the_phone_when_it_has_arrived(page, server):
    open_new(page)
    write(page, "one")
    page.get_by_text("Send").click()
    page.wait_for_url("**/diary**")
    page.wait_for_timeout(400)
    assert server.sent[0]["text"] == "one"
    assert page.locator("[data-draft-offers] a").count() == 0
    assert stored(page) == []
    assert "note" not in page.url
    page.wait_for_timeout(1300)
    assert server.saves == []


def test_a_draft_whose_sending_failed_stays(page, server):
    """Even when the server knows the entry from an earlier autosave."""
    open_new(page)
    write(page, "one")
    says(page, "kept here")
    server.failure = "no answer"
    write(page, " two")
    page.get_by_text("Send").click(no_wait_after=True)
    page.wait_for_timeout(500)
    server.failure = ""
    page.goto(f"/diary?person={ANNA}")
    page.locator("[data-draft-offers] a").click()
    says(page, re.compile("^your words are back"))
    assert page.locator("#text").input_value() == "one two"


def test_drafts_end_after_sixty_days(page, server):
    server.failure = "no answer"
    open_new(page)
    write(page, "one")
    says(page, "on this phone; no network")
    page.goto(f"/diary?person={ANNA}")
    page.locator("[data-draft-offers] a").wait_for()
    for days, left in ((59, 1), (61, 0)):
        later = page.context.new_page()
        later.clock.install()
        later.goto(f"/inside?{days}")
        later.clock.run_for(days * 24 * 3600 * 1000)
        count = "(async () => (await (await import('/js/store.js')).draftsOf('7')).length)()"
        assert later.evaluate(count) == left
        later.close()


def stored(page: Any) -> list[Any]:
    """What is in the phone's two places, seen without our modules."""
    return page.evaluate(
        """() => new Promise((done) => {
          const opened = indexedDB.open("valo", 1);
          opened.onsuccess = () => {
            const rows = opened.result.transaction("drafts").objectStore("drafts").getAll();
            rows.onsuccess = () => {
              opened.result.close();
              done([...rows.result, ...Object.keys(localStorage)]);
            };
          };
        })"""
    )


NO_INDEXED_DB = "Object.defineProperty(window, 'indexedDB', {get() { throw new Error('no') }});"
NO_LOCAL_STORAGE = (
    "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }});"
)
HANGING = "IDBFactory.prototype.open = () => ({});"
FULL = (
    "IDBObjectStore.prototype.put = Storage.prototype.setItem = () => { throw new Error('full') };"
)


@pytest.mark.parametrize("trouble", [NO_INDEXED_DB, HANGING], ids=["blocked", "hanging"])
def test_without_indexed_db_drafts_are_kept_all_the_same(page, server, trouble):
    page.add_init_script(trouble)
    server.failure = "no answer"
    open_new(page)
    write(page, "one")
    says(page, "on this phone; no network")
    page.reload()
    says(page, re.compile("^your words are back"))
    assert page.locator("#text").input_value() == "one"


@pytest.mark.parametrize(
    "trouble", [NO_INDEXED_DB + NO_LOCAL_STORAGE, FULL], ids=["blocked", "full"]
)
def test_without_any_storage_typing_and_sending_work(page, server, trouble):
    page.add_init_script(trouble)
    open_new(page)
    write(page, "one")
    says(page, "the phone cannot keep this")
    says(page, "kept here")
    page.get_by_text("Send").click()
    page.wait_for_url("**/diary**")
    assert server.sent[0]["text"] == "one"


# --- photos


def picture(width: int, height: int, *, orientation: int = 1, kind: str = "JPEG") -> bytes:
    image = Image.effect_noise((width // 8, height // 8), 60).resize((width, height)).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    image.save(out, kind, exif=exif, quality=95)
    return out.getvalue()


def add_photos(page: Any, *files: tuple[str, str, bytes]) -> None:
    page.locator("#photos").set_input_files(
        [{"name": n, "mimeType": t, "buffer": b} for n, t, b in files]
    )


def photos_shown(page: Any, count: int) -> None:
    from playwright.sync_api import expect

    expect(page.locator(".photos canvas")).to_have_count(count)


def sent_photos(server: Server) -> list[bytes]:
    return [content for content in server.sent[-1]["photos"] if content]


def test_a_large_photo_becomes_small_and_stands_upright(page, server):
    open_new(page)
    add_photos(page, ("wall.jpg", "image/jpeg", picture(4000, 3000, orientation=6)))
    photos_shown(page, 1)
    page.get_by_text("Send").click()
    page.wait_for_url("**/diary**")
    sent = Image.open(io.BytesIO(sent_photos(server)[0]))
    assert (sent.format, sent.size) == ("JPEG", (1200, 1600))


def test_sending_waits_for_the_photos(page, server):
    open_new(page)
    one, two = picture(4000, 3000), picture(4000, 3008)
    add_photos(page, ("1.jpg", "image/jpeg", one), ("2.jpg", "image/jpeg", two))
    page.get_by_text("Send").click()
    page.wait_for_url("**/diary**")
    assert server.sent[0]["send"] == "1"
    assert [max(Image.open(io.BytesIO(b)).size) for b in sent_photos(server)] == [1600, 1600]


def test_small_and_unreadable_photos_stay_as_they_are(page, server):
    small, odd = picture(800, 600), b"this is no picture" * 90_000
    open_new(page)
    add_photos(page, ("small.jpg", "image/jpeg", small), ("odd.jpg", "image/jpeg", odd))
    page.get_by_text("odd.jpg").wait_for()
    photos_shown(page, 1)
    assert page.locator(".photos canvas").evaluate("c => c.width") == 150
    page.get_by_text("Send").click()
    page.wait_for_url("**/diary**")
    assert sent_photos(server) == [small, odd]


def test_photos_join_those_before_and_can_be_taken_away(page, server):
    one, two, three = (picture(800, 600 + n) for n in range(3))
    open_new(page)
    for name, content in (("1.jpg", one), ("2.jpg", two), ("3.jpg", three)):
        add_photos(page, (name, "image/jpeg", content))
    photos_shown(page, 3)
    page.locator(".photos li", has=page.locator("canvas")).nth(1).get_by_text("Take away").click()
    photos_shown(page, 2)
    page.get_by_text("Send").click()
    page.wait_for_url("**/diary**")
    assert sent_photos(server) == [one, three]


def test_photos_survive_a_reload_on_this_phone_and_are_sent_once(page, server):
    server.failure = "no answer"
    content = picture(800, 600)
    open_new(page)
    write(page, "with a photo")
    add_photos(page, ("wall.jpg", "image/jpeg", content))
    photos_shown(page, 1)
    says(page, "on this phone; no network")
    page.goto(f"/diary?person={ANNA}")
    page.locator("[data-draft-offers] a").click()
    says(page, re.compile("^your words are back"))
    photos_shown(page, 1)
    server.failure = ""
    page.get_by_text("Send").click()
    page.wait_for_url("**/diary**")
    assert server.sent[-1]["text"] == "with a photo"
    assert sent_photos(server) == [content]
    page.wait_for_timeout(300)
    assert stored(page) == []


def test_words_that_the_server_has_do_not_take_the_photos_from_the_phone(page, server):
    server.file_failure = 503
    open_new(page)
    write(page, "words")
    says(page, "kept here")
    add_photos(page, ("wall.jpg", "image/jpeg", picture(800, 600)))
    until(page, lambda: len(server.saves) > 2)
    key = key_of(page)
    for address in (f"/diary?person={ANNA}", f"/edit/{key}?person={ANNA}"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
    photos_shown(page, 1)
    assert page.locator("#text").input_value() == "words"
    server.file_failure = None
    network_is_back(page)
    until(page, lambda: len(server.kept(page)) == 1)
    says(page, re.compile("kept here$"))
    assert stored(page)[0]["files"] is None


def test_photos_go_up_by_themselves_one_by_one_and_only_once(page, server):
    contents = [picture(800, 600 + n) for n in range(3)]
    open_new(page)
    add_photos(page, *((f"{n}.jpg", "image/jpeg", c) for n, c in enumerate(contents)))
    photos_shown(page, 3)
    until(page, lambda: server.kept(page) == contents, 15)
    says(page, "kept here")
    assert server.most_under_way == 1
    page.get_by_text("Send").click()
    page.wait_for_url("**/diary**")
    assert server.sent[-1]["brought"] == []
    assert sent_photos(server) == contents
    assert server.came == 3


def test_nobody_needs_to_send_for_a_photo_to_be_safe(page, server):
    server.failure = "no answer"
    open_new(page)
    add_photos(page, ("wall.jpg", "image/jpeg", picture(800, 600)))
    says(page, "on this phone; no network")
    server.failure = ""
    network_is_back(page)
    until(page, lambda: len(server.kept(page)) == 1, 12)
    says(page, "kept here")


def test_a_photo_that_is_up_can_still_be_taken_away(page, server):
    one, two = picture(800, 600), picture(800, 601)
    open_new(page)
    add_photos(page, ("1.jpg", "image/jpeg", one), ("2.jpg", "image/jpeg", two))
    until(page, lambda: len(server.kept(page)) == 2, 12)
    page.get_by_text("Take away").first.click()
    until(page, lambda: server.kept(page) == [two])


def test_a_photo_taken_away_while_it_goes_up_does_not_stay_there(page, server):
    open_new(page)
    write(page, "words")
    says(page, "kept here")
    server.hold.clear()
    add_photos(page, ("1.jpg", "image/jpeg", picture(800, 600)))
    photos_shown(page, 1)
    until(page, lambda: len(server.saves) == 2)
    server.hold.set()
    until(page, lambda: len(server.saves) == 3)
    server.hold.clear()
    page.get_by_text("Take away").click()
    server.hold.set()
    until(page, lambda: len(server.saves) > 3)
    until(page, lambda: server.came == 1 and server.kept(page) == [], 12)


def test_a_photo_that_is_refused_stays_in_the_form_and_stops_nothing(page, server):
    server.file_failure = 422
    open_new(page)
    add_photos(page, ("odd.heic", "image/heic", b"ftypheic" * 50))
    until(page, lambda: len(server.saves) >= 2)
    write(page, "words after it")
    until(page, lambda: server.text_of(key_of(page)) == "words after it", 12)
    page.wait_for_timeout(1500)
    tries = len(server.saves)
    page.wait_for_timeout(1500)
    assert len(server.saves) == tries, "the same file is not tried for ever"
    server.file_failure = None
    page.get_by_text("Send").click()
    page.wait_for_url("**/diary**")
    assert server.sent[-1]["brought"] == ["odd.heic"]


def test_where_photos_wait_for_the_tap_none_goes_up_before_it(page, server):
    open_new(page)
    page.locator("#photos").evaluate("input => (input.dataset.files = '')")
    add_photos(page, ("wall.jpg", "image/jpeg", picture(800, 600)))
    photos_shown(page, 1)
    until(page, lambda: len(server.saves) == 1)
    page.wait_for_timeout(2500)
    assert server.kept(page) == []
    says(page, "kept here; photos on this phone")
    page.get_by_text("Send").click()
    page.wait_for_url("**/diary**")
    assert len(sent_photos(server)) == 1


# --- sending


def test_without_network_the_page_stays_and_sends_itself_when_it_is_back(page, server):
    server.failure = "no answer"
    open_new(page)
    write(page, "one")
    add_photos(page, ("wall.jpg", "image/jpeg", picture(800, 600)))
    photos_shown(page, 1)
    page.get_by_text("Send").click()
    says(page, "waiting")
    assert page.locator("#text").input_value() == "one"
    server.failure = ""
    network_is_back(page)
    page.wait_for_url("**/diary**")
    assert (server.sent[0]["text"], server.sent[0]["send"]) == ("one", "1")
    assert len(sent_photos(server)) == 1


@pytest.mark.parametrize(
    ("status", "words"), [(500, "waiting"), (503, "waiting"), (401, "open again")]
)
def test_a_server_that_cannot_take_it_loses_nothing(page, server, status, words):
    server.failure = status
    open_new(page)
    write(page, "one")
    page.get_by_text("Send").click()
    says(page, words)
    page.goto(f"/diary?person={ANNA}")
    page.locator("[data-draft-offers] a").click()
    says(page, re.compile("^your words are back"))
    assert page.locator("#text").input_value() == "one"


def test_pressing_twice_sends_once(page, server):
    open_new(page)
    write(page, "one")
    page.get_by_text("Send").dblclick()
    page.wait_for_url("**/diary**")
    page.wait_for_timeout(300)
    assert len(server.sent) == 1


def test_what_is_refused_is_shown_as_the_page_that_answers(page, server):
    server.failure = 422
    open_new(page)
    write(page, "one")
    page.get_by_text("Send").click()
    page.get_by_role("heading", name="no").wait_for()


# --- voice notes


def test_a_voice_note_is_recorded_and_sent_as_sound(speaking, server):
    open_new(speaking)
    speaking.get_by_text("Speak").click()
    speaking.get_by_text("stop 0:01").wait_for()
    speaking.get_by_text("stop 0:").click()
    speaking.locator("audio").wait_for()
    speaking.get_by_text("Send").click()
    speaking.wait_for_url("**/diary**")
    [content] = server.sent[0]["sounds"]
    assert checked(content)[0] == "matroska"
    assert 0 < read_sound(content).seconds < 8


def test_where_the_microphone_is_closed_the_file_field_is_there(page, server):
    open_new(page)
    page.get_by_text("Speak").click()
    page.get_by_text("closed").wait_for()
    assert page.locator("#sounds").is_visible()
    assert not page.get_by_text("Speak").is_visible()


# --- the coach's desk


@pytest.fixture
def desk(page) -> Any:
    page.goto("/desk")
    page.wait_for_load_state("networkidle")
    return page


def test_j_and_k_go_along_the_list(desk):
    for key, place in (("j", "#three"), ("j", "#three"), ("k", "#two"), ("k", "#one")):
        desk.keyboard.press(key)
        until(desk, lambda place=place: desk.url.endswith(place))


def test_a_approves_and_c_goes_to_the_words(desk, server):
    desk.keyboard.press("c")
    assert desk.evaluate("document.activeElement.id") == "text"
    desk.keyboard.type("a jar")
    assert desk.locator("#text").input_value() == "a jar"
    assert server.decided == []
    desk.keyboard.press("Escape")
    desk.locator("#text").evaluate("e => e.blur()")
    desk.keyboard.press("Control+a")
    assert server.decided == []
    desk.keyboard.press("a")
    until(desk, lambda: server.decided == [{"text": "a jar", "do": "approve"}])


def test_r_opens_the_reasons_and_enter_there_never_approves(desk, server):
    desk.keyboard.press("r")
    assert desk.locator("details").evaluate("one => one.open")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    until(desk, lambda: server.decided == [{"do": "return", "reason": "more"}])


def test_ctrl_enter_in_the_answer_approves(desk, server):
    desk.locator("#text").fill("Good")
    desk.locator("#text").press("Control+Enter")
    until(desk, lambda: server.decided == [{"text": "Good", "do": "approve"}])


def test_letters_can_be_turned_off_and_stay_off(desk, server):
    desk.locator("[data-key-off]").check()
    desk.reload()
    desk.wait_for_load_state("networkidle")
    assert desk.locator("[data-key-off]").is_checked()
    desk.keyboard.press("a")
    desk.keyboard.press("j")
    desk.wait_for_timeout(300)
    assert server.decided == []
    assert "#" not in desk.url


def test_a_phrase_joins_the_words_and_moves_no_focus(desk):
    area, phrase = desk.locator("#text"), desk.get_by_role("button", name="Well done.")
    area.fill("Hello.")
    phrase.click()
    assert area.input_value() == "Hello. Well done."
    assert desk.evaluate("document.activeElement.id") == "text"
    phrase.click()
    phrase.click()
    assert area.input_value() == "Hello. Well done. Well done. Well done."


# --- around the page


def test_the_summary_of_problems_is_read_first(page):
    page.goto("/desk")
    role = "document.activeElement.getAttribute('role')"
    until(page, lambda: page.evaluate(role) == "alert")


def test_the_way_back_is_shown_only_outside_of_a_frame(page):
    page.goto("/inside")
    page.locator(".back-to-course").wait_for(state="visible")
    page.goto("/frame")
    page.wait_for_load_state("networkidle")
    assert not page.frames[1].locator(".back-to-course").is_visible()


def test_closing_a_registration_tells_the_platform(page):
    page.goto("/frame")
    page.wait_for_load_state("networkidle")
    page.evaluate("addEventListener('message', (e) => (window.heard = e.data))")
    page.frames[1].get_by_text("Close").click()
    subject = "window.heard && window.heard.subject"
    until(page, lambda: page.evaluate(subject) == "org.imsglobal.lti.close")


def test_a_module_that_does_not_arrive_stops_no_other(page):
    page.route("**/js/frame.js", lambda route: route.abort())
    page.goto("/desk")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("j")
    until(page, lambda: page.url.endswith("#three"))


def test_the_modules_stay_small():
    sizes = {path.name: path.stat().st_size for path in SCRIPTS.glob("*.js")}
    assert sum(sizes.values()) <= 30 * 1024, sizes
