"""Page sessions: what a launch opens, and what makes the address /s/<sid>/ open again.

Bound: the browser kept our partitioned cookie, and the address alone opens nothing. Unbound: the
browser refused it, and the address is the key, for a short time and one browser.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, update

from sidecar import crypto, db
from sidecar.errors import SessionOver
from sidecar.identity.models import PageSession, Person

COOKIE_PREFIX = "__Host-valo-"
BOUND_LIFE = timedelta(hours=10)
BOUND_IDLE = timedelta(hours=4)
UNBOUND_LIFE = timedelta(hours=2)
UNBOUND_IDLE = timedelta(minutes=30)
_TOUCH_EVERY = timedelta(minutes=1)
_MOST_COOKIES = 50
_COOKIE_NAME = re.compile(COOKIE_PREFIX + r"[0-9a-f]{12}")
_sessions = PageSession.metadata.tables[PageSession.__tablename__]
_OPEN = insert(_sessions).returning(_sessions.c.id)
_TOUCH = (
    update(_sessions)
    .where(_sessions.c.id == bindparam("session_id"))
    .values(seen_at=bindparam("now"), bound=bindparam("is_bound"))
)


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A new session's two secrets; only their hashes are stored."""

    sid: str
    cookie_value: str
    session: PageSession

    @property
    def cookie_name(self) -> str:
        """Each session has a cookie of its own: two launches never disturb each other."""
        return cookie_name(self.sid)


def cookie_name(sid: str) -> str:
    """The cookie's name for a session."""
    return COOKIE_PREFIX + crypto.token_hash(sid)[:12]


def browser_hash(user_agent: str) -> str:
    """A browser's fingerprint as far as its name goes."""
    return hashlib.sha256(user_agent.encode()).hexdigest()[:32]


def open_session(
    *,
    person: Person,
    registration_id: int,
    context_id: int | None,
    resource_link_id: int | None,
    standings: list[str],
    locale: str,
    launch: dict[str, Any],
    user_agent: str,
    now: datetime,
    expires_at: datetime | None = None,
) -> Opened:
    """Write a new page session in the caller's transaction; it ends at `expires_at`."""
    sid, cookie_value = crypto.new_token(), crypto.new_token()
    values = {
        "sid_hash": crypto.token_hash(sid),
        "cookie_hash": crypto.token_hash(cookie_value),
        "bound": None,
        "user_agent_hash": browser_hash(user_agent),
        "person_id": person.id,
        "registration_id": registration_id,
        "context_id": context_id,
        "resource_link_id": resource_link_id,
        "standings": standings,
        "locale": locale,
        "launch": launch,
        "created_at": now,
        "seen_at": now,
        "expires_at": expires_at or now + BOUND_LIFE,
    }
    session_id = db.session().scalar(_OPEN, values)
    session = PageSession(id=session_id, person=person, **values)
    return Opened(sid=sid, cookie_value=cookie_value, session=session)


def check(found: PageSession, *, cookie: str | None, user_agent: str, now: datetime) -> None:
    """Whether the session behind an address opens. Raises SessionOver when not (any more)."""
    if found.expires_at <= now:
        raise SessionOver
    has_cookie = cookie is not None and crypto.same(crypto.token_hash(cookie), found.cookie_hash)
    if found.bound is not False and has_cookie:
        if found.seen_at + BOUND_IDLE <= now:
            raise SessionOver
        return
    if found.bound or found.user_agent_hash != browser_hash(user_agent):
        raise SessionOver
    if found.created_at + UNBOUND_LIFE <= now or found.seen_at + UNBOUND_IDLE <= now:
        raise SessionOver


def touch(session: PageSession, *, has_cookie: bool, now: datetime) -> None:
    """Remember that the session is in use; the first page decides whether it is bound.

    Session upkeep, not a person's work: the one write that reading a page may cause.
    """
    if session.bound is not None and now - session.seen_at < _TOUCH_EVERY:
        return
    bound = has_cookie if session.bound is None else session.bound
    with db.transaction(keeps_what_was_read=True) as current:
        current.execute(_TOUCH, {"session_id": session.id, "now": now, "is_bound": bound})


def end_others(new: PageSession, cookies: Mapping[str, str], now: datetime) -> None:
    """Somebody else sits at this browser now: whoever had the same activity open here, is out.

    Another activity stays open: a learner's and a coach's pages may stand side by side.
    """
    values = [value for name, value in cookies.items() if _COOKIE_NAME.fullmatch(name)]
    hashes = [crypto.token_hash(value) for value in values[:_MOST_COOKIES]]
    if hashes:
        db.session().execute(
            update(PageSession)
            .where(
                PageSession.cookie_hash.in_(hashes),
                PageSession.person_id != new.person_id,
                PageSession.registration_id == new.registration_id,
                PageSession.resource_link_id.is_not_distinct_from(new.resource_link_id),
                PageSession.expires_at > now,
            )
            .values(expires_at=now)
            .execution_options(synchronize_session=False)
        )


def speak(session_id: int, locale: str) -> None:
    """Change the language of a session and of the person's later launches."""
    page = db.session().get_one(PageSession, session_id)
    page.locale = locale
    page.person.locale = locale
