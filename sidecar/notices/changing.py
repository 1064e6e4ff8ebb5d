"""Changing one's own settings, and confirming an address."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext

from sidecar import crypto, db
from sidecar.errors import BadInput
from sidecar.notices.actions import MAIL_TOPIC
from sidecar.notices.models import NoticeSetting
from sidecar.notices.wishes import wishes_of
from sidecar.outbox.actions import enqueue

ASK_AGAIN_AFTER = timedelta(minutes=10)


def save_wishes(person_id: int, values: dict[str, Any], *, now: datetime) -> bool:
    """Keep the settings; True when a letter goes out that asks whether the address is right.

    BadInput when another address is given within minutes: valo writes to no stranger's address
    again and again.
    """
    setting = wishes_of(person_id)
    asks = bool(values["email"]) and values["email"] != setting.email
    if asks:
        _not_too_often(setting, now)
    if values["email"] != (setting.email or ""):
        setting.email, setting.email_confirmed_at = values["email"] or None, None
    for name in ("daily", "instant", "quiet_from", "quiet_until"):
        setattr(setting, name, values[name])
    db.session().add(setting)
    if asks:
        _ask(setting, now)
    return asks


def _not_too_often(setting: NoticeSetting, now: datetime) -> None:
    asked = setting.email_asked_at
    if asked is not None and now - asked < ASK_AGAIN_AFTER:
        sentence = gettext("A letter was sent a moment ago. Try again in ten minutes.")
        raise BadInput(fields={"email": [sentence]})


def _ask(setting: NoticeSetting, now: datetime) -> None:
    setting.email_asked_at = now
    enqueue(
        MAIL_TOPIC,
        ref=f"confirm:{setting.person_id}",
        key=f"confirm:{setting.person_id}:{now.isoformat()}",
        payload={"confirm": setting.person_id},
    )


def confirm_address(values: dict[str, Any], *, now: datetime) -> bool:
    """The link in the letter was opened; False where the address is another one by now."""
    person_id = values.get("person")
    setting = db.session().get(NoticeSetting, person_id) if isinstance(person_id, int) else None
    if setting is None or not setting.email:
        return False
    if not crypto.same(crypto.token_hash(setting.email), str(values.get("email"))):
        return False
    setting.email_confirmed_at = setting.email_confirmed_at or now
    return True
