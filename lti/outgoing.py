"""A session for calls to others: time limits, a size limit, no private addresses, no detours.

Platforms' addresses come from outside: a tool that fetches them with less can be made to call its
own network, or to wait for ever. Everything in `lti` that sends takes any `requests.Session`.
"""

import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool
from urllib3.exceptions import HTTPError, NewConnectionError, ReadTimeoutError
from urllib3.util.retry import Retry

TIMEOUT = (5.0, 10.0)
MAX_SECONDS = 15.0
"""For the whole answer: one that comes a byte at a time keeps within every other limit."""
MAX_BYTES = 8 * 1024 * 1024
_PIECE = 64 * 1024
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_IPV4_SIZE = 2**32
USER_AGENT = "lti-tool/1.3"
"""Some platforms answer 403 to a caller without a name."""


class OutgoingRefused(requests.RequestException):
    """We did not send it: the address is private, or the answer too large or elsewhere."""


def _is_public(address: str) -> bool:
    """Whether an address, and any IPv4 address that it carries inside, is for all the world."""
    found = ipaddress.ip_address(address)
    inner = _carried(found) if isinstance(found, ipaddress.IPv6Address) else None
    return found.is_global and (inner is None or inner.is_global)


def _carried(found: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that a gateway on the way would call instead."""
    if found in _NAT64 or int(found) < _IPV4_SIZE:
        return ipaddress.IPv4Address(int(found) % _IPV4_SIZE)
    return found.ipv4_mapped or found.sixtofour


class _Watched(HTTPConnection):
    """Hangs up on a server whose headers come a byte at a time: each byte is in time."""

    def getresponse(self) -> Any:
        watch = threading.Timer(MAX_SECONDS, self._hang_up)
        watch.daemon = True
        watch.start()
        try:
            return super().getresponse()
        finally:
            watch.cancel()

    def _hang_up(self) -> None:
        with suppress(OSError):
            if self.sock is not None:
                self.sock.shutdown(socket.SHUT_RDWR)


class _PublicConnection(_Watched, HTTPSConnection):
    """Looks at who really answers: a name may lead elsewhere a moment after it was looked up."""

    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        if not _is_public(made.getpeername()[0]):
            made.close()
            raise NewConnectionError(self, "private address")
        return made


class _PublicPool(HTTPSConnectionPool):
    """Connections to public addresses only."""

    ConnectionCls = _PublicConnection


class _PublicAdapter(HTTPAdapter):
    """An adapter whose https connections end at public addresses only."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        pools = {**self.poolmanager.pool_classes_by_scheme, "https": _PublicPool}
        self.poolmanager.pool_classes_by_scheme = pools


class OutgoingSession(requests.Session):
    """A requests session for calls to other systems. `allow_private` is for development."""

    def __init__(self, *, allow_private: bool = False, user_agent: str = USER_AGENT) -> None:
        super().__init__()
        self.allow_private = allow_private
        self.trust_env = False
        self.headers["User-Agent"] = user_agent
        retry = Retry(
            total=1,
            connect=1,
            read=0,
            status=1,
            status_forcelist=(502, 503, 504),
            allowed_methods=("GET",),
            backoff_factor=0.2,
            raise_on_status=False,
        )
        for scheme in ("http://", "https://"):
            made = HTTPAdapter if allow_private else _PublicAdapter
            self.mount(scheme, made(max_retries=retry))

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        """Send; raises requests.RequestException, among them OutgoingRefused."""
        self._refuse_private(str(url))
        kwargs.setdefault("timeout", TIMEOUT)
        kwargs["allow_redirects"] = False
        stream = kwargs.pop("stream", False)
        kwargs["stream"] = True
        response = super().request(method, url, *args, **kwargs)
        return response if stream else _read_limited(response)

    def _refuse_private(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise OutgoingRefused("only http and https addresses")
        if self.allow_private:
            return
        if parts.scheme != "https":
            raise OutgoingRefused("only https addresses")
        try:
            found = socket.getaddrinfo(parts.hostname, parts.port or 443)
        except OSError as error:
            raise requests.ConnectionError(f"no such host: {parts.hostname}") from error
        if not all(_is_public(str(row[4][0])) for row in found):
            raise OutgoingRefused("private address")


def _read_limited(response: requests.Response) -> requests.Response:
    body, end = bytearray(), time.monotonic() + MAX_SECONDS
    for piece in _pieces(response):
        body += piece
        if len(body) > MAX_BYTES or time.monotonic() > end:
            response.close()
            raise OutgoingRefused("answer larger than 8 MB, or endless")
    response._content = bytes(body)  # noqa: SLF001 - requests has no other way to bound a body
    return response


def _pieces(response: requests.Response) -> Iterator[bytes]:
    """The body as it arrives: `iter_content` would wait until a piece is full."""
    raw = response.raw
    if not isinstance(raw, HTTPResponse):
        yield from response.iter_content(_PIECE)
        return
    try:
        while piece := raw.read1(_PIECE, decode_content=True):
            yield piece
    except ReadTimeoutError as error:
        raise requests.ConnectionError(error) from error
    except HTTPError as error:
        raise requests.exceptions.ChunkedEncodingError(error) from error


def read_json(answer: requests.Response) -> Any:
    """What an answer says. ValueError where it is no JSON, or too deep to read."""
    try:
        return answer.json()
    except RecursionError as error:
        raise ValueError("too deep") from error
