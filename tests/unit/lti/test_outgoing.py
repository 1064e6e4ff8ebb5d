"""The one door for outgoing calls: schemes, private addresses, size, time, redirects."""

import socket
import threading
import time
from unittest.mock import patch

import pytest
import requests
import urllib3
from urllib3 import HTTPResponse
from urllib3.connection import HTTPConnection
from urllib3.exceptions import NewConnectionError

from lti import outgoing


class Body:
    """A body that comes piece by piece."""

    def __init__(self, *pieces: bytes, wait: float = 0) -> None:
        self.pieces, self.wait, self.closed = list(pieces), wait, False

    def read(self, _amount: int = -1) -> bytes:
        time.sleep(self.wait)
        return self.pieces.pop(0) if self.pieces else b""

    read1 = read

    def close(self) -> None:
        self.closed = True


def answering(body: Body, status: int = 200, **headers: str):
    """A session in which every address gives this answer."""
    made = outgoing.OutgoingSession(allow_private=True)

    def send(_adapter, request, **_how):
        response = requests.Response()
        response.status_code, response.url, response.request = status, request.url, request
        response.raw = HTTPResponse(
            body=body, status=status, headers=headers, preload_content=False
        )
        response.headers.update(headers)
        return response

    return made, patch.object(requests.adapters.HTTPAdapter, "send", send)


def test_a_body_in_pieces():
    session, how = answering(Body(b'{"a"', b": 1}"))
    with how:
        assert session.get("https://there.example/").json() == {"a": 1}


def test_a_body_without_end_is_not_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(outgoing, "MAX_SECONDS", 0.1)
    session, how = answering(Body(*[b"x"] * 100, wait=0.02))
    began = time.monotonic()
    with how, pytest.raises(outgoing.OutgoingRefused):
        session.get("https://there.example/")
    assert time.monotonic() - began < 1


def test_a_body_over_the_limit_is_not_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(outgoing, "MAX_BYTES", 10)
    session, how = answering(Body(b"x" * 11))
    with how, pytest.raises(outgoing.OutgoingRefused):
        session.get("https://there.example/")


def test_a_redirect_is_not_followed():
    session, how = answering(Body(b""), 302, Location="http://127.0.0.1/keys")
    with how:
        assert session.get("https://there.example/").status_code == 302


@pytest.mark.parametrize(
    "address", ["http://there.example/", "ftp://there.example/", "file:///etc/passwd", "https://"]
)
def test_only_https(address: str):
    with pytest.raises(outgoing.OutgoingRefused):
        outgoing.OutgoingSession().get(address)


PRIVATE = [
    "127.0.0.1",
    "10.0.0.7",
    "100.64.0.1",
    "169.254.169.254",
    "::1",
    "fd00::1",
    "fe80::1%eth0",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.7",
    "::10.0.0.7",
    "64:ff9b::10.0.0.7",
    "2002:0a00:0007::1",
]


@pytest.mark.parametrize("there", PRIVATE)
def test_a_name_of_a_private_address(there: str):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (there, 443))]
    with (
        patch.object(socket, "getaddrinfo", return_value=found),
        pytest.raises(outgoing.OutgoingRefused),
    ):
        outgoing.OutgoingSession().get("https://there.example/")


@pytest.mark.parametrize("there", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_a_public_address(there: str):
    assert outgoing._is_public(there)


@pytest.mark.processes
def test_headers_that_come_a_byte_at_a_time(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(outgoing, "MAX_SECONDS", 0.4)
    here, there = socket.socketpair()
    is_over = threading.Event()

    def dribble() -> None:
        try:
            there.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
            for _ in range(120):
                if is_over.wait(0.05):
                    break
                there.sendall(b"a")
        except OSError:
            return

    server = threading.Thread(target=dribble, daemon=True)
    server.start()
    connection = outgoing._Watched("there.example", timeout=5)
    connection.sock = here
    began = time.monotonic()
    connection.request("GET", "/")
    try:
        answer = connection.getresponse()
        assert answer.status == 200, "what had come by then"
    except (OSError, urllib3.exceptions.HTTPError):
        pass
    finally:
        is_over.set()
    server.join(5)
    there.close()
    assert time.monotonic() - began < 4


class Wire:
    """A socket that ends at an address."""

    def __init__(self, there: str) -> None:
        self.there, self.closed = there, False

    def getpeername(self) -> tuple[str, int]:
        return self.there, 443

    def close(self) -> None:
        self.closed = True


def test_a_name_that_leads_elsewhere_a_moment_later():
    """Public when it was looked up, private when it was called."""
    wire = Wire("10.0.0.7")
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443))]
    with (
        patch.object(socket, "getaddrinfo", return_value=found),
        patch.object(HTTPConnection, "_new_conn", lambda _self: wire),
        pytest.raises(requests.ConnectionError) as raised,
    ):
        outgoing.OutgoingSession().get("https://there.example/")
    assert wire.closed
    assert isinstance(raised.value.args[0].reason, NewConnectionError)
