"""Names and Role Provisioning Services 2.0: who is in a course."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lti import claims as c
from lti.roles import Standing, standings
from lti.services import ServiceClient

MEMBERS_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
MOST_PAGES = 200
_NEXT = re.compile(r'<([^>]+)>\s*;\s*rel="?next"?', re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody in a course; `name` may be ""."""

    subject: str
    name: str
    standings: list[Standing]
    is_active: bool


def members(client: ServiceClient, url: str) -> Iterator[Member]:
    """All members, page by page, with `next` links as given. Raises ServiceRefused."""
    following: str | None = url
    for _page in range(MOST_PAGES):
        if following is None:
            return
        answer = client.call("GET", following, accept=MEMBERS_TYPE)
        yield from (m for m in map(_member, _rows(answer.json())) if m)
        found = _NEXT.search(answer.headers.get("Link", ""))
        following = found.group(1) if found else None


def _rows(page: Any) -> list[Any]:
    rows = page.get("members") if isinstance(page, dict) else None
    return rows if isinstance(rows, list) else []


def _member(row: Any) -> Member | None:
    if not isinstance(row, dict) or not c.text(row, "user_id"):
        return None
    parts = f"{c.text(row, 'given_name')} {c.text(row, 'family_name')}".strip()
    return Member(
        subject=c.text(row, "user_id"),
        name=c.text(row, "name") or parts,
        standings=standings(c.texts(row, "roles")),
        is_active=c.text(row, "status") in ("", "Active"),
    )
