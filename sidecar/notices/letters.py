"""The job that sends letters: notices, and the question whether an address is right."""

from urllib.parse import urlsplit

from sidecar import clock, db, i18n
from sidecar.errors import N_
from sidecar.identity.models import Person
from sidecar.notices.actions import settle, still_true
from sidecar.notices.links import confirmation_link, notice_link
from sidecar.notices.mail import Letter, closing_line, post_of
from sidecar.notices.models import Notice, NoticeSetting, NoticeState
from sidecar.notices.texts import subject_of, text_of
from sidecar.outbox.handlers import Delivered, MessageView, Outcome, Refused
from sidecar.settings import Settings

_ASK_SUBJECT = N_("Is this your e-mail address?")
_ASK = N_(
    "Somebody wants valo's notices to come to this address. If it was you, open this link. "
    "If it was not, do nothing: no more letters come."
)


class Letters:
    """Delivers messages of the topic `mail`: a letter to a confirmed address."""

    def __init__(self, settings: Settings) -> None:
        self.base_url = settings.base_url
        self.post = post_of(settings)

    def __call__(self, message: MessageView) -> Outcome:
        """Write the letter, close the database, send."""
        letter = self._letter(message)
        db.database().release()
        if letter is None:
            return Delivered(note="not needed any more")
        return self.post.send(letter)

    def settle(self, message: MessageView, outcome: Outcome) -> None:
        """Note on the notice what became of its letter."""
        notice = db.session().get(Notice, message.payload.get("notice_id", 0))
        if notice is None or not isinstance(outcome, Delivered | Refused):
            return
        sent = isinstance(outcome, Delivered) and not outcome.note
        # A refused letter leaves the notice on the person's page.
        state = NoticeState.SENT if sent or isinstance(outcome, Refused) else NoticeState.DROPPED
        settle(notice, state, now=clock.now())

    def _letter(self, message: MessageView) -> Letter | None:
        if "confirm" in message.payload:
            return self._question(message)
        notice = db.session().get(Notice, message.payload["notice_id"])
        if notice is None or notice.state != NoticeState.WAITING or not still_true(notice):
            return None
        setting = db.session().get(NoticeSetting, notice.person_id)
        if setting is None or not setting.email or not setting.email_confirmed_at:
            return None
        locale = notice.person.locale or i18n.DEFAULT
        lines = [
            text_of(notice, locale),
            notice_link(self.base_url, notice.id),
            closing_line(locale),
        ]
        return Letter(
            to=setting.email,
            subject=f"valo: {subject_of(notice, locale)}",
            text="\n\n".join(lines) + "\n",
            message_id=self._message_id(f"notice-{notice.id}"),
        )

    def _question(self, message: MessageView) -> Letter | None:
        person = db.session().get(Person, message.payload["confirm"])
        setting = db.session().get(NoticeSetting, message.payload["confirm"])
        if person is None or setting is None or not setting.email or setting.email_confirmed_at:
            return None
        words = i18n.translations(person.locale or i18n.DEFAULT)
        link = confirmation_link(self.base_url, person.id, setting.email)
        return Letter(
            to=setting.email,
            subject=f"valo: {words.gettext(_ASK_SUBJECT)}",
            text=f"{words.gettext(_ASK)}\n\n{link}\n",
            message_id=self._message_id(f"confirm-{message.id}"),
        )

    def _message_id(self, name: str) -> str:
        return f"<{name}@{urlsplit(self.base_url).hostname}>"
