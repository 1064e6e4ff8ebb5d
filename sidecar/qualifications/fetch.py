"""Documents from the public ePerusteet service, read only (eperusteet.md §1: `/api/external`)."""

import json
import re
from collections.abc import Mapping
from typing import Any

import requests

from sidecar import http
from sidecar.errors import BadInput
from sidecar.qualifications.reader import parse
from sidecar.qualifications.snapshots import QualificationSnapshot
from sidecar.qualifications.text import mapping, sequence, string

BASE = "https://eperusteet.opintopolku.fi/eperusteet-service/api/external"
CALLER_ID = "valo.unconfigured"
_ID = re.compile(r"[0-9]{1,10}")
_REGISTER_NUMBER = re.compile(r"[A-Z]{2,5}-[0-9]{1,6}-[0-9]{4}|[0-9]{1,4}/[0-9]{3}/[0-9]{4}", re.I)
_OK, _NO_CONTENT, _NOT_FOUND = 200, 204, 404


def load_remote(reference: str, *, caller_id: str = CALLER_ID) -> QualificationSnapshot:
    """Read the document with this ePerusteet id or diaarinumero (`OPH-2455-2017`)."""
    wanted = reference.strip()
    with http.session() as session:
        session.headers["Caller-Id"] = caller_id
        if _ID.fullmatch(wanted):
            return parse(_document(session, int(wanted)))
        if _REGISTER_NUMBER.fullmatch(wanted):
            return parse(_document(session, _search(session, wanted)))
    raise BadInput(
        "%(reference)s is not a file, a number in ePerusteet or a register number "
        "such as OPH-2455-2017.",
        reference=wanted[:100],
    )


def _document(session: requests.Session, eperusteet_id: int) -> bytes:
    answer = _get(session, f"/peruste/{eperusteet_id}")
    if answer.status_code in (_NOT_FOUND, _NO_CONTENT):
        raise _unknown(str(eperusteet_id))
    return _content(answer)


def _search(session: requests.Session, register_number: str) -> int:
    """The id of the one document with this diaarinumero; those whose time is over count too."""
    wanted = {"diaarinumero": register_number, "poistuneet": "true", "sivukoko": "50"}
    rows = _rows(_content(_get(session, "/perusteet", wanted)))
    ids = {row.get("id") for row in rows if _has(row, register_number)}
    numbers = sorted(found for found in ids if isinstance(found, int))
    if not numbers:
        raise _unknown(register_number)
    if len(numbers) > 1:
        raise BadInput(
            "%(reference)s stands on several documents. Choose one by its number in "
            "ePerusteet: %(numbers)s.",
            reference=register_number,
            numbers=", ".join(map(str, numbers)),
        )
    return numbers[0]


def _has(row: Mapping[str, Any], register_number: str) -> bool:
    """The service's search may be wider than asked: compare its answer."""
    return string(row.get("diaarinumero")).casefold() == register_number.casefold()


def _rows(content: bytes) -> list[Mapping[str, Any]]:
    try:
        page = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BadInput("ePerusteet gave an answer that valo cannot read.") from error
    return [mapping(row) for row in sequence(mapping(page).get("data"))]


def _get(
    session: requests.Session, path: str, params: dict[str, str] | None = None
) -> requests.Response:
    try:
        return session.get(f"{BASE}{path}", params=params, headers={"Accept": "application/json"})
    except http.OutgoingRefused as error:
        raise BadInput(
            "valo may not fetch this from ePerusteet: it is too large or elsewhere."
        ) from error
    except requests.RequestException as error:
        raise BadInput("ePerusteet cannot be reached now. Try again later.") from error


def _content(answer: requests.Response) -> bytes:
    if answer.status_code != _OK:
        raise BadInput(
            "ePerusteet answered with the error %(status)s. Try again later.",
            status=answer.status_code,
        )
    return answer.content


def _unknown(reference: str) -> BadInput:
    return BadInput("ePerusteet has no published document %(reference)s.", reference=reference)
