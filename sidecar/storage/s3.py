"""Blobs in a bucket that speaks S3 (docs/adr/0013).

Four calls, sent through our own session with its limits, signed by requests-aws4auth. The bucket
stands in the path, not in the host's name: all servers that speak S3 understand that.
"""

import requests
from lxml import etree
from requests_aws4auth import AWS4Auth

from sidecar import http, log
from sidecar.settings import Settings
from sidecar.storage.names import NoSuchFile, StorageAway, checked, is_name, new_name

_XML = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
_KEYS = "VALO_S3_ACCESS_KEY and VALO_S3_SECRET_KEY"
_PLACE = "VALO_S3_REGION and VALO_S3_ENDPOINT"
_ADVICE = {
    "NoSuchBucket": "there is no such bucket; make it, or look at VALO_STORAGE_URL",
    "InvalidAccessKeyId": f"the key is unknown there; look at {_KEYS}",
    "SignatureDoesNotMatch": f"the signature is refused; look at {_KEYS}",
    "AccessDenied": "the key may not do this; let it list, read, write and delete in the bucket",
    "RequestTimeTooSkewed": "this machine's clock is wrong",
    "AuthorizationHeaderMalformed": f"the region is another; look at {_PLACE}",
    "PermanentRedirect": f"the bucket lies elsewhere; look at {_PLACE}",
}
_logger = log.get(__name__)


class S3:
    """A bucket of blobs, or the part of one whose keys begin with the setting's prefix."""

    def __init__(self, settings: Settings) -> None:
        bucket, _, prefix = settings.storage_url.removeprefix("s3://").partition("/")
        self._url = f"{settings.s3_endpoint}/{bucket}"
        self._prefix = f"{prefix}/" if prefix else ""
        self._key = (settings.s3_access_key, settings.s3_secret_key, settings.s3_region, "s3")
        # The operator named this address, as they name the database's: it may be a private one.
        self._session = http.session(allow_private=True)

    def put(self, name: str, content: bytes) -> None:
        self._ask("PUT", name, content=content)

    def get(self, name: str) -> bytes:
        return self._ask("GET", name).content

    def delete(self, name: str) -> None:
        self._ask("DELETE", name)

    def names(self) -> list[str]:
        found: list[str] = []
        page, more = self._page("")
        while True:
            found += page
            if not more:
                return sorted(found)
            page, more = self._page(more)

    def check(self) -> None:
        probe = new_name("check")
        self.put(probe, b"valo")
        self.get(probe)
        self._page("")
        self.delete(probe)

    def ready(self) -> None:
        """Pages work without pictures: a bucket out of reach takes no process out of service."""

    def _page(self, after: str) -> tuple[list[str], str]:
        """Up to 1,000 names, and where the next page begins; empty: it was the last."""
        asked = {"list-type": "2", "prefix": self._prefix}
        answer = self._ask("GET", params=asked | ({"continuation-token": after} if after else {}))
        root = _parsed(answer.content)
        if root is None:
            raise StorageAway("does not answer as S3 does; look at VALO_S3_ENDPOINT")
        found = root.iterfind("{*}Contents/{*}Key")
        names = [str(one.text).removeprefix(self._prefix) for one in found]
        more = root.findtext("{*}NextContinuationToken") or ""
        return [name for name in names if is_name(name)], more

    def _ask(
        self,
        method: str,
        name: str | None = None,
        *,
        params: dict[str, str] | None = None,
        content: bytes = b"",
    ) -> requests.Response:
        # Without a name it is the bucket itself that is asked.
        where = self._url if name is None else f"{self._url}/{self._prefix}{checked(name)}"
        try:
            answer = self._session.request(
                method, where, params=params, data=content, auth=AWS4Auth(*self._key)
            )
        except requests.RequestException as error:
            what = type(error).__name__
            _logger.warning("storage_away", error=what)
            raise StorageAway(f"does not answer ({what}); look at VALO_S3_ENDPOINT") from error
        if answer.ok:
            return answer
        raise _refusal(answer)


def _refusal(answer: requests.Response) -> OSError:
    root = _parsed(answer.content)
    code = str(root.findtext("{*}Code") or "") if root is not None else ""
    if answer.status_code == requests.codes.not_found and code == "NoSuchKey":
        return NoSuchFile()
    _logger.warning("storage_refused", status=answer.status_code, code=code[:64])
    said = f"{answer.status_code} {code}".strip()
    return StorageAway(f"answers {said}: {_ADVICE.get(code, f'look at {_PLACE}')}")


def _parsed(content: bytes) -> etree._Element | None:
    try:
        return etree.fromstring(content, _XML)
    except etree.XMLSyntaxError:
        return None
