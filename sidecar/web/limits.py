"""How much one address may ask for: enough for a whole school behind one, too little for a flood.

Counted in this process, by minute; with several workers each counts for itself.
"""

import ipaddress
import threading
import time
from dataclasses import dataclass

from flask import Flask, Response, g, request

from sidecar.errors import TooMany

DOORS, PAGES = "doors", "pages"
LIMITS = {DOORS: 6_000, PAGES: 30_000}
"""Requests a minute from one address. 300 people who come at once are 600 at the doors."""
_MINUTE = 60
_MOST_ADDRESSES = 20_000
_FREE = ("/static/", "/healthz", "/readyz")


@dataclass
class _Count:
    """What came from one address in one minute."""

    minute: int
    asked: int = 0


class Limits:
    """Counts by kind and address; forgets what is past."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], _Count] = {}
        self._lock = threading.Lock()

    def ask(self, kind: str, address: str, now: float) -> int:
        """Seconds to wait; 0 where the request may pass."""
        minute, second = divmod(int(now), _MINUTE)
        with self._lock:
            if len(self._counts) > _MOST_ADDRESSES:
                self._forget(minute)
            count = self._counts.setdefault((kind, address), _Count(minute))
            if count.minute != minute:
                count.minute, count.asked = minute, 0
            count.asked += 1
            return _MINUTE - second if count.asked > LIMITS[kind] else 0

    def _forget(self, minute: int) -> None:
        """Past minutes; everything, where the present one alone fills the table."""
        self._counts = {key: c for key, c in self._counts.items() if c.minute == minute}
        if len(self._counts) > _MOST_ADDRESSES:
            self._counts.clear()


def register(app: Flask) -> None:
    """Put the limits before everything else."""
    app.extensions["valo.limits"] = limits = Limits()

    def refuse_floods() -> None:
        address = request.remote_addr or ""
        if request.path.startswith(_FREE) or _is_here(address):
            return
        kind = PAGES if request.path.startswith("/s/") else DOORS
        wait = limits.ask(kind, address, time.time())
        if wait:
            g.retry_after = wait
            raise TooMany

    app.before_request(refuse_floods)
    app.after_request(_say_when)


def _is_here(address: str) -> bool:
    """This machine itself: its own tools, or a proxy that does not say whom it stands for."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return True


def _say_when(response: Response) -> Response:
    if "retry_after" in g:
        response.headers["Retry-After"] = str(g.retry_after)
    return response
