"""The sentences of a notice in a person's language: numbers, never a name, never diary words."""

from datetime import date

from sidecar import i18n
from sidecar.errors import N_
from sidecar.notices.models import Notice, NoticeKind

_SUBJECTS = {
    NoticeKind.HELP: N_("A trainee asks for help"),
    NoticeKind.RETURNED: N_("Your coach asks for a little more"),
    NoticeKind.LEARNER: N_("News in your diary"),
    NoticeKind.COACH: N_("Diaries wait for you"),
    NoticeKind.OFFICER: N_("HOKS proposals wait for you"),
}
_SENTENCES = {
    NoticeKind.HELP: N_("One of your trainees asks for help in the diary."),
    NoticeKind.RETURNED: N_("Your coach read your entry. Please add a little to it."),
}
_NUMBERS = {
    "answers": N_("New words from your coach: %(n)s."),
    "approved": N_("Approved entries: %(n)s."),
    "returned": N_("Entries to add a little to: %(n)s."),
    "demonstration": N_("Your demonstration begins on %(n)s."),
    "waiting": N_("Entries that wait for you: %(n)s."),
    "help": N_("Of them, trainees who ask for help: %(n)s."),
    "oldest_days": N_("Longest wait in days: %(n)s."),
    "proposals": N_("Proposals that wait for your decision: %(n)s."),
}


def subject_of(notice: Notice, locale: str) -> str:
    """The heading."""
    return i18n.translations(locale).gettext(_SUBJECTS[NoticeKind(notice.kind)])


def text_of(notice: Notice, locale: str) -> str:
    """One or more short sentences."""
    words = i18n.translations(locale)
    kind = NoticeKind(notice.kind)
    found = [words.gettext(_SENTENCES[kind])] if kind in _SENTENCES else []
    for name, sentence in _NUMBERS.items():
        value = notice.facts.get(name)
        if value:
            found.append(words.gettext(sentence) % {"n": _written(value, locale)})
    return " ".join(found)


def _written(value: int | str, locale: str) -> str:
    """A number as it is; a day, which is kept as ISO text, as people write it."""
    if isinstance(value, int):
        return str(value)
    return i18n.day(date.fromisoformat(value), locale)
