"""Calls WSGI applications in-process where requests would open a socket.

`session.mount("https://", WsgiAdapter({"ehoks.test": app}))`: a host (with its port, when the
address has one) is answered by its application. A host in `refusing` refuses the connection; an
OSError out of an application is a connection that broke while the answer was awaited.
"""

from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter
from urllib3 import HTTPResponse
from urllib3.connection import HTTPConnection
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError
from werkzeug.test import EnvironBuilder, run_wsgi_app

WsgiApp = Callable[..., Iterable[bytes]]


class WsgiAdapter(BaseAdapter):
    """A requests adapter that answers from WSGI applications, by host."""

    def __init__(self, apps: Mapping[str, WsgiApp]) -> None:
        super().__init__()
        self.apps = dict(apps)
        self.refusing: set[str] = set()
        self.calls: list[tuple[str, str]] = []
        """(method, path) of each call that reached an application."""

    def send(
        self, request: requests.PreparedRequest, *_args: Any, **_kwargs: Any
    ) -> requests.Response:
        parts = urlsplit(str(request.url))
        if parts.netloc in self.refusing or parts.netloc not in self.apps:
            raise _refused(request, parts.netloc)
        self.calls.append((str(request.method), parts.path))
        environ = _environ(request)
        try:
            body, status, headers = run_wsgi_app(self.apps[parts.netloc], environ, buffered=True)
            content = b"".join(body)
        except OSError as error:
            broken = ProtocolError("Connection aborted.", error)
            raise requests.ConnectionError(broken, request=request) from error
        return _response(request, status, list(headers), content)

    def close(self) -> None:
        """Nothing is open."""


def _refused(request: requests.PreparedRequest, host: str) -> requests.ConnectionError:
    cause = NewConnectionError(HTTPConnection(host.split(":", maxsplit=1)[0]), "Connection refused")
    pool: Any = None
    return requests.ConnectionError(MaxRetryError(pool, str(request.url), cause), request=request)


def _environ(request: requests.PreparedRequest) -> dict[str, Any]:
    parts = urlsplit(str(request.url))
    data = request.body or b""
    builder = EnvironBuilder(
        path=parts.path or "/",
        query_string=parts.query,
        base_url=f"{parts.scheme}://{parts.netloc}",
        method=str(request.method),
        headers=[(str(k), str(v)) for k, v in request.headers.items()],
        input_stream=BytesIO(data.encode() if isinstance(data, str) else bytes(data)),  # type: ignore[arg-type]
        content_length=len(data.encode() if isinstance(data, str) else data),  # type: ignore[arg-type]
    )
    return builder.get_environ()


def _response(
    request: requests.PreparedRequest, status: str, headers: list[tuple[str, str]], content: bytes
) -> requests.Response:
    code, _, reason = status.partition(" ")
    raw = HTTPResponse(
        body=BytesIO(content),
        headers=headers,
        status=int(code),
        reason=reason,
        preload_content=False,
    )
    answer = requests.Response()
    answer.status_code, answer.reason, answer.raw = int(code), reason, raw
    answer.headers.update(dict(headers))
    answer.url, answer.request = str(request.url), request
    answer.encoding = requests.utils.get_encoding_from_headers(answer.headers)
    return answer
