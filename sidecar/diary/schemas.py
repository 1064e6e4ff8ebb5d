"""What the diary's forms may carry."""

from sidecar import forms
from sidecar.diary.models import AbsenceReason, EntryKind, Independence, Mood

LONGEST_TEXT = 10_000


class EntryForm(forms.FormSchema):
    """An entry as the learner writes it; only the day is needed to keep it."""

    client_key = forms.code(required=True)
    revision = forms.whole(least=0, most=10**9)
    day = forms.day(required=True)
    text = forms.area(max_length=LONGEST_TEXT)
    hours = forms.number(most=24)
    independence = forms.choice(Independence)
    kind = forms.choice(EntryKind)
    absence_reason = forms.choice(AbsenceReason)
    mood = forms.choice(Mood)
    learnt = forms.area(max_length=2_000)
    cards = forms.many(forms.whole(), most=40)
    requirements = forms.many(forms.whole())
    wants_help = forms.flag()
    papers = forms.flag()
    """The learner lets it into the demonstration papers."""
    drop = forms.many(forms.whole(), most=20)
    """Attachments whose "take away" is ticked: they go when the learner keeps or sends."""
    away = forms.many(forms.whole(), most=20)
    """Attachments that were taken away on the page: they go at once."""


class ReplyForm(forms.FormSchema):
    """The learner's words to the coach on an entry."""

    reply = forms.area(required=True, max_length=2_000)


class PapersForm(forms.FormSchema):
    """Into the papers, or out of them."""

    yes = forms.flag()


class GoalForm(forms.FormSchema):
    """What the learner wants from this week."""

    goal = forms.line(max_length=200)
    reached = forms.flag()


class SearchForm(forms.FormSchema):
    """What the learner looks for among own entries."""

    words = forms.line(max_length=80)
    kind = forms.choice(EntryKind)
    page = forms.whole(least=1, most=1000)


class AnswerForm(forms.FormSchema):
    """The coach's words."""

    text = forms.area(max_length=2_000)
