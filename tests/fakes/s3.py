"""A bucket server that speaks the part of S3 that we use, and refuses what a real one refuses.

It works the signature out for itself, from the published rules of AWS Signature Version 4, and
shares no code with the library that signs.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, quote
from xml.sax.saxutils import escape

from werkzeug.wrappers import Request, Response

ACCESS_KEY, SECRET_KEY, REGION = "VALOTEST", "a secret of the tests: + / =", "eu-north-1"
_SKEW = timedelta(minutes=15)
_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


class Refusal(Exception):
    """What S3 says no with."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


@dataclass
class Bucket:
    """What lies in one bucket, and how the server is meant to behave."""

    name: str = "valo-files"
    objects: dict[str, bytes] = field(default_factory=dict)
    page_size: int = 1000
    allowed: set[str] = field(default_factory=lambda: {"PUT", "GET", "DELETE", "LIST"})
    broken: list[tuple[int, str]] = field(default_factory=list)
    """Answers that come before anything else is looked at, first to last."""
    clock_is_ahead: timedelta = timedelta()
    asked: list[str] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        try:
            answer = self._answer(request)
        except Refusal as refusal:
            code = f"<Error><Code>{refusal.code}</Code><Message>no</Message></Error>"
            answer = Response(code, status=refusal.status, mimetype="application/xml")
        return answer(environ, start_response)

    def _answer(self, request: Request) -> Response:
        self.asked.append(f"{request.method} {request.path}")
        if self.broken:
            raise Refusal(*self.broken.pop(0))
        check_signature(request, datetime.now(UTC) + self.clock_is_ahead)
        bucket, _, key = request.path.removeprefix("/").partition("/")
        if bucket != self.name:
            raise Refusal(404, "NoSuchBucket")
        verb = request.method if key else "LIST"
        if verb not in self.allowed:
            raise Refusal(403, "AccessDenied")
        return getattr(self, f"_{verb.lower()}")(request, key)

    def _put(self, request: Request, key: str) -> Response:
        self.objects[key] = request.get_data()
        return Response(status=200)

    def _get(self, _request: Request, key: str) -> Response:
        if key not in self.objects:
            raise Refusal(404, "NoSuchKey")
        return Response(self.objects[key], mimetype="application/octet-stream")

    def _delete(self, _request: Request, key: str) -> Response:
        self.objects.pop(key, None)
        return Response(status=204)

    def _list(self, request: Request, _key: str) -> Response:
        if request.method != "GET" or request.args.get("list-type") != "2":
            raise Refusal(405, "MethodNotAllowed")
        keys = sorted(k for k in self.objects if k.startswith(request.args.get("prefix", "")))
        after = base64.b64decode(request.args.get("continuation-token", "")).decode()
        keys = [key for key in keys if key > after]
        page, more = keys[: self.page_size], len(keys) > self.page_size
        rows = "".join(f"<Contents><Key>{escape(key)}</Key></Contents>" for key in page)
        token = base64.b64encode(page[-1].encode()).decode() if more else ""
        following = f"<NextContinuationToken>{token}</NextContinuationToken>" if more else ""
        body = f'<ListBucketResult xmlns="{_NAMESPACE}">{rows}{following}</ListBucketResult>'
        return Response(body, mimetype="application/xml")


def check_signature(request: Request, now: datetime) -> None:
    """Raises Refusal as S3 would for whoever may not come in."""
    head, _, rest = request.headers.get("Authorization", "").partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
    if head != "AWS4-HMAC-SHA256":
        raise Refusal(403, "AccessDenied")
    access_key, day, region, *service = parts["Credential"].split("/")
    if access_key != ACCESS_KEY:
        raise Refusal(403, "InvalidAccessKeyId")
    if (region, *service) != (REGION, "s3", "aws4_request"):
        raise Refusal(400, "AuthorizationHeaderMalformed")
    sent = datetime.strptime(request.headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    if abs(now - sent) > _SKEW or sent.strftime("%Y%m%d") != day:
        raise Refusal(403, "RequestTimeTooSkewed")
    signed = parts["SignedHeaders"].split(";")
    must = {"host", *(k.lower() for k in request.headers.keys() if k.lower().startswith("x-amz-"))}  # noqa: SIM118
    if not must <= set(signed):
        raise Refusal(403, "AccessDenied")
    if not hmac.compare_digest(parts["Signature"], _signature(request, signed, day)):
        raise Refusal(403, "SignatureDoesNotMatch")
    if hashlib.sha256(request.get_data()).hexdigest() != request.headers["x-amz-content-sha256"]:
        raise Refusal(400, "XAmzContentSHA256Mismatch")


def _signature(request: Request, signed: list[str], day: str) -> str:
    asked = "\n".join(
        [
            request.method,
            quote(request.path, safe="/-_.~"),
            _query(request),
            *(f"{name}:{request.headers[name].strip()}" for name in signed),
            "",
            ";".join(signed),
            request.headers["x-amz-content-sha256"],
        ]
    )
    scope = f"{day}/{REGION}/s3/aws4_request"
    digest = hashlib.sha256(asked.encode()).hexdigest()
    text = f"AWS4-HMAC-SHA256\n{request.headers['x-amz-date']}\n{scope}\n{digest}"
    key = f"AWS4{SECRET_KEY}".encode()
    for step in scope.split("/"):
        key = hmac.digest(key, step.encode(), "sha256")
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _query(request: Request) -> str:
    text = request.query_string.decode().replace("+", "%20")
    pairs = parse_qsl(text, keep_blank_values=True)
    return "&".join(sorted(f"{quote(k, safe='-_.~')}={quote(v, safe='-_.~')}" for k, v in pairs))
