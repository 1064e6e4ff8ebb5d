"""Names and Role Provisioning Services 2.0: who is in a course."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import requests

from lti import claims as c
from lti.errors import RosterUnreadable
from lti.outgoing import read_json
from lti.paging import PagesUnreadable, pages
from lti.roles import Standing, standings
from lti.services import ServiceClient

MEMBERS_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody in a course; `name` may be ""."""

    subject: str
    name: str
    standings: list[Standing]
    is_active: bool


def members(client: ServiceClient, url: str) -> Iterator[Member]:
    """All members, page by page, with `next` links as given; whoever is missing, is not there.

    Raises ServiceRefused, requests.RequestException, and RosterUnreadable where the list has no
    end, or leads to another host: our token goes to nobody else.
    """
    try:
        for answer in pages(client, url, accept=MEMBERS_TYPE):
            yield from filter(None, map(_member, _rows(answer)))
    except PagesUnreadable as error:
        raise RosterUnreadable from error


def _rows(answer: requests.Response) -> list[Any]:
    try:
        page = read_json(answer)
    except ValueError as error:
        raise RosterUnreadable from error
    rows = page.get("members") if isinstance(page, dict) else None
    if not isinstance(rows, list):
        raise RosterUnreadable
    return rows


def _member(row: Any) -> Member | None:
    subject = c.identifier(row.get("user_id")) if isinstance(row, dict) else None
    if subject is None:
        return None
    parts = f"{c.text(row, 'given_name')} {c.text(row, 'family_name')}".strip()
    return Member(
        subject=subject,
        name=" ".join((c.text(row, "name", longest=200) or parts[:200]).split()),
        standings=standings(c.texts(row, "roles")),
        is_active=c.text(row, "status") in ("", "Active"),
    )
