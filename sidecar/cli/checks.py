"""What `./valo check` looks at. A check gives None when good, else a sentence with what to do."""

from collections.abc import Callable, Iterator

import requests
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from sidecar import db, http, migrations, storage
from sidecar.errors import SettingsError
from sidecar.notices.mail import post_of
from sidecar.settings import Settings
from sidecar.tenancy.models import EducationProvider, PlatformRegistration

Finding = tuple[str, str | None]


def run(settings: Settings) -> Iterator[Finding]:
    """All findings in order; later ones are left out where an earlier one makes them moot."""
    yield "settings", None
    sentence = database_trouble()
    yield "database", sentence
    yield "storage", _storage()
    if settings.smtp_url:
        yield "mail server", _try(post_of(settings).probe)
    if sentence is None:
        yield from _platforms(settings)
        yield from _backends(settings)


def database_trouble() -> str | None:
    """Why commands cannot work on the bound database; None when they can."""
    try:
        current = migrations.current()
    except SQLAlchemyError as error:
        return f"cannot be opened ({type(error).__name__}); look at VALO_DATABASE_URL"
    if current != migrations.newest():
        return "is not at the newest schema; run ./valo db upgrade"
    return None


def _storage() -> str | None:
    try:
        storage.storage().check()
    except storage.StorageAway as error:
        return error.reason
    except OSError as error:
        return f"cannot be written ({error.strerror}); look at VALO_STORAGE_URL"
    return None


def _platforms(settings: Settings) -> Iterator[Finding]:
    found = db.session().scalars(select(PlatformRegistration)).all()
    db.database().release()
    if not found:
        yield "platforms", "none yet; run ./valo registration-link and open it in Moodle"
    for platform in found:
        yield (
            f"platform {platform.issuer} ({platform.state})",
            _reaches(settings, platform.key_set_url),
        )


def _reaches(settings: Settings, url: str) -> str | None:
    try:
        answer = http.session(allow_private=settings.dev).get(url)
    except requests.RequestException as error:
        return f"its key set does not answer ({type(error).__name__}); is the address reachable?"
    return None if answer.ok else f"its key set answers {answer.status_code}"


def _backends(settings: Settings) -> Iterator[Finding]:
    providers = db.session().scalars(select(EducationProvider)).all()
    db.database().release()
    for provider in providers:
        yield (
            f"provider {provider.name} ({provider.backend_kind})",
            _try(_probe(settings, provider)),
        )


def _probe(settings: Settings, provider: EducationProvider) -> Callable[[], None]:
    from sidecar.proposals.backends import backend_of

    return lambda: backend_of(provider, settings).check()


def _try(probe: Callable[[], None]) -> str | None:
    try:
        probe()
    except SettingsError as error:
        return str(error)
    except requests.RequestException as error:
        return f"does not answer ({type(error).__name__})"
    return None
