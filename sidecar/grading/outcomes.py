"""What an answer of a gradebook means for the message, in words for staff."""

from datetime import timedelta

from lti.errors import ServiceRefused
from sidecar.errors import N_
from sidecar.outbox.handlers import MessageView, Outcome, Refused, Retry

TRIES_OF_A_FAULT = 3
FAULT, GONE_STATUS, TOO_MANY = 500, 404, 429
NOT_A_STUDENT = N_(
    "Moodle takes no grade for this person. In Moodle, check that they are a student of the course."
)
GONE = N_("The activity's column is no longer in Moodle's gradebook.")
LOCKED = N_("Moodle does not take the grade. The column or the grade may be locked in Moodle.")
DENIED = N_("Moodle does not let valo send grades. In the tool's settings, allow grade services.")
NO_MEMBER = N_("The learner is not in this course any more.")
BUSY = N_(
    "Moodle does not take it now. valo tries again by itself for three days; after that, a person "
    "presses Try again."
)
LEFT_ALONE = N_("The teacher has changed the grade in Moodle. valo leaves it.")
NO_COLUMN = N_(
    "Moodle does not let valo make a column in the gradebook. In the tool's settings, allow grade "
    "sync and column management."
)
_REFUSALS = {400: NOT_A_STUDENT, 401: DENIED, 403: DENIED, 404: GONE}


def outcome_of(refused: ServiceRefused, message: MessageView) -> Outcome:
    """Whom a person must help, and what may be better in a minute."""
    if refused.status in _REFUSALS:
        reason = DENIED if refused.where == "token" else _REFUSALS[refused.status]
        return Refused(code=f"G-{refused.status}", reason=reason)
    if refused.status == FAULT and message.attempts >= TRIES_OF_A_FAULT:
        return Refused(code="G-500", reason=LOCKED)
    return later(f"{refused.where} {refused.status}")


def later(what: str, after: timedelta | None = None) -> Retry:
    """Once more; `what` is for the administrator, the sentence for all who see the message."""
    return Retry(reason=f"{what}: {BUSY}", after=after)


def no_column(refused: ServiceRefused) -> Outcome:
    """The same where a column was looked for or made."""
    if refused.status >= FAULT or refused.status == TOO_MANY:
        return later(f"{refused.where} {refused.status}")
    return Refused(code=f"G-COLUMN-{refused.status}", reason=NO_COLUMN)
