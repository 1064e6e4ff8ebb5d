"""What logins and launches are checked with, made of our stores; and the write of a good launch."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from flask import current_app

from lti import claims
from lti.deep_linking import DeepLinkingSettings
from lti.keys import RemoteKeys
from lti.launch import LaunchDesk
from lti.message import Launch
from sidecar import crypto, db, http, i18n
from sidecar.grading.actions import ask_results_after_launch
from sidecar.identity import sessions
from sidecar.notices.links import take_landing
from sidecar.roster.actions import ask_after_launch
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
    platforms = Platforms()
    return LaunchDesk(
        platforms=platforms,
        flows=Flows(),
        keys=RemoteKeys(KeySets(platforms), outgoing()),
        redirect_uri=redirect_uri(),
    )


def redirect_uri() -> str:
    """The address that platforms send a launch to."""
    return settings().base_url + LAUNCH_PATH


def open_pages(
    launch: Launch,
    *,
    locale: str,
    nameless: str,
    user_agent: str,
    cookies: Mapping[str, str],
    now: datetime,
) -> tuple[sessions.Opened, Entered]:
    """Write who came and open a page session, in one transaction; end another person's.

    Two first launches of the same person at once: the later one finds the rows of the earlier.
    """

    def write() -> tuple[sessions.Opened, Entered]:
        with db.transaction():
            name = f"{nameless} {sessions.browser_hash(launch.subject)[:_SHORT]}"
            entered = enter(launch, fallback_name=name, now=now)
            standings = [str(s) for s in launch.standings]
            ask_after_launch(entered.context, standings, locale=locale, now=now)
            ask_results_after_launch(entered.context, standings, now=now)
            opened = _open(launch, entered, locale, user_agent, now)
            sessions.end_others(opened.session, cookies, now)
            return opened, entered

    return db.once_more(write)


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
            "deployment_id": launch.deployment_id,
            "for_user": launch.for_user,
            "page": launch.custom.get("page"),
            "unit": launch.custom.get("unit"),
            "thing": _thing(launch, entered, now),
            "deep_linking": seal(launch.deep_linking) if launch.deep_linking else None,
        },
        user_agent=user_agent,
        now=now,
    )


def _thing(launch: Launch, entered: Entered, now: datetime) -> str | None:
    """What this launch shall open: what a message led to, else what the activity names."""
    if launch.message_type != claims.RESOURCE_LINK_REQUEST:
        return None
    noted = take_landing(entered.person.id, launch.platform.id, now=now)
    return noted or launch.custom.get("valo_go")


def seal(found: DeepLinkingSettings) -> str:
    """The settings as they are kept: the return address may hold a session key of the platform."""
    return crypto.encrypt(json.dumps(asdict(found)))


def unseal(sealed: str) -> DeepLinkingSettings:
    """The counterpart of `seal`."""
    return DeepLinkingSettings(**json.loads(crypto.decrypt(sealed)))


def language_of(launch: Launch) -> str:
    """The launch's language, when we speak it."""
    return i18n.supported(launch.locale) or i18n.DEFAULT
