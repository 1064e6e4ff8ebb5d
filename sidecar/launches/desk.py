"""What logins and launches are checked with, made of our stores; and the write of a good launch."""

from datetime import datetime

from flask import current_app
from sqlalchemy.exc import IntegrityError

from lti.keys import RemoteKeys
from lti.launch import LaunchDesk
from lti.message import Launch
from sidecar import db, http, i18n
from sidecar.identity import sessions
from sidecar.settings import Settings
from sidecar.tenancy.entering import Entered, enter
from sidecar.tenancy.stores import Flows, KeySets, Platforms

LAUNCH_PATH = "/lti/launch"
_SHORT = 4


def settings() -> Settings:
    """The settings of this application."""
    found: Settings = current_app.extensions["valo.settings"]
    return found


def outgoing() -> http.OutgoingSession:
    """A session for calls to platforms."""
    made: http.OutgoingSession = current_app.extensions.get("valo.http") or http.session(
        allow_private=settings().dev
    )
    return made


def launch_desk() -> LaunchDesk:
    """The desk for this application's settings."""
    return LaunchDesk(
        platforms=Platforms(),
        flows=Flows(),
        keys=RemoteKeys(KeySets(), outgoing()),
        redirect_uri=settings().base_url + LAUNCH_PATH,
    )


def open_pages(
    launch: Launch, *, locale: str, nameless: str, user_agent: str, now: datetime
) -> sessions.Opened:
    """Write who came and open a page session, in one transaction.

    Two first launches of the same person at once: the later one finds the rows of the earlier.
    """
    try:
        return _write(launch, locale, nameless, user_agent, now)
    except IntegrityError:
        return _write(launch, locale, nameless, user_agent, now)


def _write(
    launch: Launch, locale: str, nameless: str, user_agent: str, now: datetime
) -> sessions.Opened:
    with db.transaction():
        name = f"{nameless} {sessions.browser_hash(launch.subject)[:_SHORT]}"
        entered = enter(launch, fallback_name=name, now=now)
        return _open(launch, entered, locale, user_agent, now)


def _open(
    launch: Launch, entered: Entered, locale: str, user_agent: str, now: datetime
) -> sessions.Opened:
    return sessions.open_session(
        person=entered.person,
        registration_id=launch.platform.id,
        context_id=entered.context.id if entered.context else None,
        resource_link_id=entered.link.id if entered.link else None,
        standings=[str(s) for s in launch.standings],
        locale=entered.person.locale or locale,
        launch={
            "return_url": launch.return_url,
            "document_target": launch.document_target,
            "message_type": launch.message_type,
            "for_user": launch.for_user,
        },
        user_agent=user_agent,
        now=now,
    )


def language_of(launch: Launch) -> str:
    """The launch's language, when we speak it."""
    return i18n.supported(launch.locale) or i18n.DEFAULT
