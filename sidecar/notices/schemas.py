"""The form of a person's own settings."""

import re

from flask_babel import gettext
from marshmallow import ValidationError, validates

from sidecar.forms import FormSchema, flag, line, whole

_ADDRESS = re.compile(r"[^\s@,;<>\"]{1,64}@[^\s@,;<>\"]{1,190}\.[^\s@,;<>\"]{2,60}")


class WishesForm(FormSchema):
    """What to tell, when not to, and where to."""

    daily = flag()
    instant = flag()
    quiet_from = whole(required=True, most=23)
    quiet_until = whole(required=True, most=23)
    email = line(max_length=254)

    @validates("email")
    def _is_address(self, value: str, data_key: str) -> None:
        if value and not _ADDRESS.fullmatch(value):
            raise ValidationError(
                gettext("This is no e-mail address. Write it like this: name@example.fi.")
            )
