"""What the scripts talk to: pages, modules, and an autosave that can misbehave."""

import secrets
import socket
import threading
from pathlib import Path
from string import Template
from typing import Any

from flask import Flask, Response, g, jsonify, redirect, request, send_from_directory

from sidecar.web import headers

PAGES = Path(__file__).parent / "pages"
SCRIPTS = Path(__file__).resolve().parents[3] / "sidecar" / "static" / "js"


class Server:
    """What the scripts talk to: pages, modules, and an autosave that can misbehave."""

    def __init__(self) -> None:
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

    def had_come(self) -> bool:
        """As the real one: a form that was sent already is known again."""
        keys = [one["client_key"] for one in self.sent]
        return "resumed" in request.form and request.form["client_key"] in keys

    def has_newer_words(self) -> bool:
        """As the real one: where nobody looks at the form, older words do not replace newer."""
        here = self.entries.get(request.form["client_key"])
        if here is None or "resumed" not in request.form or self.had_come():
            return False
        lost = not request.form["text"].startswith(here["text"])
        return lost and str(here["revision"]) != request.form["revision"]

    def keep(self) -> dict[str, Any]:
        key = request.form["client_key"]
        numbers = [self.keep_files(key, name) for name in ("photos", "sounds")]
        old = self.entries.get(key, {"revision": 0})
        self.entries[key] = {**request.form.to_dict(), "revision": old["revision"] + 1}
        file = next(filter(None, numbers), None)
        return {"id": len(key), "revision": old["revision"] + 1, "file": file}


def _page(name: str, **values: object) -> str:
    return Template((PAGES / f"{name}.html").read_text(encoding="utf-8")).substitute(values)


def _break_off() -> Response:
    request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
    return Response(status=500)


def make_app(server: Server) -> Flask:
    app = Flask(__name__, static_folder=None)
    headers.register(app)
    app.add_url_rule(
        "/js/<path:name>", view_func=lambda name: send_from_directory(SCRIPTS, name), endpoint="js"
    )

    @app.before_request
    def framed() -> None:
        g.frame_ancestors = ("'self'",)

    @app.get("/new")
    def new() -> Any:
        begun = request.args.get("draft")
        if begun in server.entries:
            return redirect(f"/edit/{begun}?person={request.args['person']}")
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
        if server.has_newer_words():
            return Response("{}", status=409, mimetype="application/json")
        answer = server.keep() if not server.had_come() else {"id": 1, "revision": 1, "sent": True}
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
    @app.get("/<any(desk, inside, tiles):name>")
    def page(name: str) -> str:
        return _page(name)

    @app.get("/frame")
    def frame() -> Response:
        return Response(_page("frame"), headers={"Content-Security-Policy": "frame-src 'self'"})


def key_of(page: Any) -> str:
    return str(page.locator("[name=client_key]").input_value())
