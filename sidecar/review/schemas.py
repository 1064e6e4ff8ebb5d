"""What the forms of the desk may carry."""

from sidecar import forms
from sidecar.diary.models import Independence

LONGEST_ANSWER = 2_000


class AnswerForm(forms.FormSchema):
    """The coach's words, and the requirements that are ticked."""

    seen = forms.whole(least=0)
    """How many messages the page showed."""
    text = forms.area(max_length=LONGEST_ANSWER)
    phrase = forms.line(max_length=300)
    """Without JavaScript: a ready phrase, put after the words."""
    ticked = forms.flag()
    """The form had the requirements in it: what is not ticked is taken away."""
    requirements = forms.many(forms.whole())


class ReturnForm(forms.FormSchema):
    """What to add: exactly one of the reasons, or own words, or both in one message."""

    seen = forms.whole(least=0)
    reason = forms.line(max_length=20)
    speak = forms.line(max_length=2)
    """The language of the reason; else the learner's own."""
    text = forms.area(max_length=LONGEST_ANSWER)


class ReopenForm(forms.FormSchema):
    """Why an approved entry is opened again."""

    reason = forms.area(max_length=500)


class PlainForm(forms.FormSchema):
    """The entries that stayed ticked; `more`: others came after those that were shown."""

    entries = forms.many(forms.whole())
    more = forms.flag()


class NoteForm(forms.FormSchema):
    """A coach's private note."""

    note = forms.area(max_length=LONGEST_ANSWER)


class ObservationForm(forms.FormSchema):
    """One task or one requirement, several learners, one way."""

    card = forms.whole()
    requirement = forms.whole()
    periods = forms.many(forms.whole())
    way = forms.code(max_length=20)


class BehalfForm(forms.FormSchema):
    """An entry that a coach writes for a learner."""

    client_key = forms.code(required=True)
    revision = forms.whole()
    day = forms.day(required=True)
    text = forms.area(max_length=LONGEST_ANSWER)
    hours = forms.number(most=24)
    independence = forms.choice(Independence)
    cards = forms.many(forms.whole(), most=40)


class TalkForm(forms.FormSchema):
    """What was said in a mid-period talk."""

    held_on = forms.day(required=True)
    goes_well = forms.area(max_length=LONGEST_ANSWER)
    to_practise = forms.area(max_length=LONGEST_ANSWER)
    agreed = forms.area(max_length=LONGEST_ANSWER)


class YesForm(forms.FormSchema):
    """A yes to words as they stood on the page."""

    revision = forms.whole(required=True)


class SearchForm(forms.FormSchema):
    """What the coach looks for."""

    who = forms.line(max_length=80)
    words = forms.line(max_length=80)
    state = forms.code(max_length=20)
    kind = forms.code(max_length=20)
    task = forms.whole()
    period = forms.whole()
    first = forms.day()
    last = forms.day()
    page = forms.whole(least=1, most=10_000)
