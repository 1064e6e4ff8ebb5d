"""The links of notices. They are sealed: nobody can make one up, and they show nothing.

Opening a link opens no page of anybody: it notes where that person's next launch begins, and goes
on to the platform, which asks who it is. So a link that fell into other hands shows nothing.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete

from sidecar import crypto, db
from sidecar.errors import SettingsError
from sidecar.notices.models import NextLanding, Notice

LANDING_LIFE = timedelta(minutes=15)
_landings = NextLanding.metadata.tables[NextLanding.__tablename__]
_TAKE = (
    delete(_landings)
    .where(
        _landings.c.person_id == bindparam("person"),
        _landings.c.registration_id == bindparam("platform"),
    )
    .returning(_landings.c.thing, _landings.c.good_until)
)


def notice_link(base_url: str, notice_id: int) -> str:
    """The address in a message."""
    return f"{base_url}/n/{crypto.encrypt(json.dumps({'notice': notice_id}))}"


def confirmation_link(base_url: str, person_id: int, email: str) -> str:
    """The address that confirms an e-mail address; good as long as it is the one given."""
    values = {"person": person_id, "email": crypto.token_hash(email)}
    return f"{base_url}/n/confirm/{crypto.encrypt(json.dumps(values))}"


def read_link(token: str) -> dict[str, Any]:
    """What a link says; empty for one that is not ours."""
    try:
        found: dict[str, Any] = json.loads(crypto.decrypt(token))
    except (SettingsError, ValueError):
        return {}
    return found


def notice_of(token: str) -> Notice | None:
    """The notice behind a link."""
    number = read_link(token).get("notice")
    return db.session().get(Notice, number) if isinstance(number, int) else None


def land_next(person_id: int, registration_id: int, thing: str, *, now: datetime) -> None:
    """The person's next launch from this platform begins at this thing."""
    db.session().merge(
        NextLanding(
            person_id=person_id,
            registration_id=registration_id,
            thing=thing,
            good_until=now + LANDING_LIFE,
        )
    )


def take_landing(person_id: int, registration_id: int, *, now: datetime) -> str | None:
    """The thing at which this launch begins, and forget it."""
    given = {"person": person_id, "platform": registration_id}
    found = db.session().execute(_TAKE, given).one_or_none()
    return found.thing if found is not None and found.good_until > now else None
