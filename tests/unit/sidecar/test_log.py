"""What opens something never stands in a log: ours, gunicorn's access log, its complaints."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from gunicorn.config import Config
from gunicorn.glogging import Logger

from sidecar import log

SECRET = "k3Jx_9-Qa7TokenThatOpens"
ADDRESSES = {
    f"/s/{SECRET}/diary/12": "/s/…/diary/12",
    f"/s/{SECRET}": "/s/…",
    f"/s/{SECRET}?page=2": "/s/…?page=2",
    f'GET /w/{SECRET} HTTP/1.1" 303': '/w/… HTTP/1.1" 303',
    f"https://valo.example.org/a/{SECRET}/sign": "valo.example.org/a/…/sign",
    f"/lti/register?invite={SECRET}&openid_configuration=https://x.example": "invite=…&openid",
    f"/lti/register?a=1&registration_token={SECRET}": "registration_token=…",
    f"/lti/login?iss=x&login_hint={SECRET}&lti_message_hint={SECRET}": "lti_message_hint=…",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses(address: str):
    masked = log.mask_path(address)
    assert SECRET not in masked
    assert ADDRESSES[address] in masked


@pytest.fixture
def gunicorn(tmp_path: Path) -> Logger:
    """Gunicorn's own logger, writing both of its logs into files, after we set logging up."""
    config = Config()
    config.set("accesslog", str(tmp_path / "access"))
    config.set("errorlog", str(tmp_path / "error"))
    made = Logger(config)
    log.configure(json=True)
    return made


def test_gunicorns_access_log(gunicorn: Logger, tmp_path: Path):
    path = f"/s/{SECRET}/diary"
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": path,
        "PATH_INFO": path,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": f"https://valo.example.org/s/{SECRET}/",
    }
    answer = SimpleNamespace(status="200 OK", sent=7, headers=[])
    gunicorn.access(answer, SimpleNamespace(headers=[]), environ, timedelta(seconds=1))
    written = (tmp_path / "access").read_text(encoding="utf-8")
    assert "/s/…/diary" in written
    assert SECRET not in written


def test_gunicorns_complaints(gunicorn: Logger, tmp_path: Path):
    gunicorn.error("Error handling request %s", f"/s/{SECRET}/diary")
    written = (tmp_path / "error").read_text(encoding="utf-8")
    assert "/s/…/diary" in written
    assert SECRET not in written
