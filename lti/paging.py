"""Following `Link: rel="next"` of a service's answers, on the same host only."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import requests

from lti.services import ServiceClient

MOST_PAGES = 200
_NEXT = re.compile(r'<([^>]+)>\s*;\s*rel="?next"?', re.IGNORECASE)


class PagesUnreadable(Exception):
    """A list that leads to another host, or that has no end."""


def pages(client: ServiceClient, url: str, *, accept: str) -> Iterator[requests.Response]:
    """The answers from `url` on, to the last.

    Raises ServiceRefused, requests.RequestException, PagesUnreadable.
    """
    following: str | None = url
    for _page in range(MOST_PAGES):
        if following is None:
            return
        answer = client.call("GET", following, accept=accept)
        yield answer
        following = _next_page(answer, following)
    if following is not None:
        raise PagesUnreadable


def _next_page(answer: requests.Response, here: str) -> str | None:
    """The next page's address as given; None at the end. Our token goes to no other host.

    A header with typographic quotes, which some platforms send, names no page.
    """
    found = _NEXT.search(answer.headers.get("Link", ""))
    if found is None:
        return None
    following: str = urljoin(here, found.group(1))
    if urlsplit(following)[:2] != urlsplit(here)[:2]:
        raise PagesUnreadable
    return following
