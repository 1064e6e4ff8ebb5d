"""A browser of one person: launches through the real doors, keeps its cookies, opens pages."""

import secrets
from urllib.parse import parse_qsl, urlsplit

from werkzeug.test import Client, TestResponse

from lti.testing import User
from sidecar.demo.bench.house import ACTIVITY, TOOL, House
from sidecar.demo.bench.meter import Stopwatch

HEADERS = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) benchmark",
    "Accept-Encoding": "gzip",
    "Accept-Language": "fi",
    "Sec-Fetch-Site": "same-origin",
}
_OK = 200
_FOUND = 302
_SEE_OTHER = 303


class Visitor:
    """One person's browser."""

    def __init__(self, house: House, user: User) -> None:
        self.house, self.user = house, user
        self.client = Client(house.app)
        self.sid = ""
        self.headers = {**HEADERS, "X-Forwarded-For": ".".join(map(str, secrets.token_bytes(4)))}
        """An address of one's own: limits are not what is measured."""

    def launch(self, watch: Stopwatch, *, to_page: bool = True) -> None:
        """Come in from the platform; the watch runs in our doors, not in the platform's.

        `to_page`: follow the redirects until there is a page to read.
        """
        platform = self.house.platform
        _address, fields = platform.login_form(self.house.tool, self.user, ACTIVITY)
        with watch.running():
            asked = self._open("/lti/login", fields, status=_FOUND)
        wish = dict(parse_qsl(urlsplit(asked.location).query))
        _target, form = platform.authorise(wish, self.user)
        with watch.running():
            answer = self._open("/lti/launch", form, status=_SEE_OTHER)
            self.sid = answer.location.split("/s/")[1].split("/")[0]
            if to_page:
                self._follow(answer)

    def _follow(self, answer: TestResponse) -> None:
        while answer.status_code == _SEE_OTHER:
            answer = self._open(answer.location, None, status=None)
        _must_be(answer, _OK)

    def get(self, path: str) -> bytes:
        """The body of a page; `path` is what follows /s/<sid>."""
        return self._open(f"/s/{self.sid}{path}", None, status=_OK).get_data()

    def post(self, path: str, form: dict[str, str]) -> TestResponse:
        """The answer to a form."""
        return self._open(f"/s/{self.sid}{path}", form, status=_OK)

    def _open(self, path: str, form: dict[str, str] | None, *, status: int | None) -> TestResponse:
        method = "GET" if form is None else "POST"
        answer = self.client.open(
            path, method=method, data=form, base_url=TOOL, headers=self.headers, buffered=True
        )
        if status is not None:
            _must_be(answer, status)
        return answer


def _must_be(answer: TestResponse, status: int) -> None:
    if answer.status_code != status:
        where = urlsplit(answer.request.url).path
        raise RuntimeError(f"{where} answered {answer.status_code}: {answer.text[:400]}")
