"""Letters: one SMTP connection each, with time limits; and what a server's answer means.

A letter carries one link. Its Message-ID is made of the notice's number, so that a letter that is
sent again after a lost answer is known by mail programs as the same one.
"""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from sidecar import db, i18n
from sidecar.errors import N_, SettingsError
from sidecar.outbox.handlers import Delivered, Outcome, Refused, Retry, Unknown
from sidecar.settings import Settings

TIMEOUT = 10.0
"""Seconds for each step; a delivery's lease is 90."""
NO_SERVER = N_("No mail server is set. The operator sets VALO_SMTP_URL.")
NO_SUCH_PLACE = N_("The mail server does not take letters for this address.")
BAD_SERVER = N_("The mail server does not let valo in. The operator looks at VALO_SMTP_URL.")
_FOR_GOOD = 500
_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One letter in one language."""

    to: str
    subject: str
    text: str
    message_id: str


@dataclass(frozen=True, kw_only=True)
class Post:
    """The mail server: `smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`.

    `plain` lets a development server without TLS through.
    """

    url: str
    sender: str
    plain: bool = False

    def send(self, letter: Letter) -> Outcome:
        """Hand one letter over."""
        if not self.url:
            return Refused(code="M-OFF", reason=NO_SERVER)
        if db.has_database() and db.database().in_transaction:
            raise RuntimeError("mail inside a database transaction")
        return self._outcome(lambda server: _hand_over(server, self.sender, letter))

    def probe(self) -> None:
        """Connect, log in, say goodbye. Raises SettingsError with a sentence."""
        outcome = self._outcome(lambda server: server.noop())
        if not isinstance(outcome, Delivered):
            raise SettingsError(f"does not take letters ({outcome.reason})")

    def _outcome(self, use: Callable[[smtplib.SMTP], object]) -> Outcome:
        try:
            server = self._open()
        except smtplib.SMTPAuthenticationError:
            return Refused(code="M-LOGIN", reason=BAD_SERVER)
        except (OSError, smtplib.SMTPException) as error:
            return Retry(reason=type(error).__name__)
        try:
            use(server)
        except smtplib.SMTPRecipientsRefused as error:
            return _of_code(max((code for code, _ in error.recipients.values()), default=450))
        except smtplib.SMTPResponseException as error:
            return _of_code(error.smtp_code)
        except (OSError, smtplib.SMTPException) as error:
            return Unknown(reason=type(error).__name__)
        finally:
            _close(server)
        return Delivered()

    def _open(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        context = ssl.create_default_context()
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(host, port, timeout=TIMEOUT)
        try:
            if parts.scheme == "smtp" and not (self.plain and not _offers_tls(server)):
                server.starttls(context=context)
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
        except BaseException:
            server.close()
            raise
        return server


def post_of(settings: Settings) -> Post:
    """The mail server of the settings."""
    sender = settings.mail_from or f"valo@{urlsplit(settings.base_url).hostname}"
    return Post(url=settings.smtp_url, sender=sender, plain=settings.dev)


def _offers_tls(server: smtplib.SMTP) -> bool:
    server.ehlo_or_helo_if_needed()
    return bool(server.has_extn("starttls"))


def _hand_over(server: smtplib.SMTP, sender: str, letter: Letter) -> None:
    message = EmailMessage()
    message["From"], message["To"] = sender, letter.to
    message["Subject"] = letter.subject
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    server.send_message(message)


def _of_code(code: int) -> Outcome:
    if code >= _FOR_GOOD:
        return Refused(code=f"M-{code}", reason=NO_SUCH_PLACE)
    return Retry(reason=f"SMTP {code}")


def _close(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()


def closing_line(locale: str) -> str:
    """The last line of a letter: where to switch it off."""
    sentence = N_("You can switch these letters off in valo, under Notices.")
    return i18n.translations(locale).gettext(sentence)
