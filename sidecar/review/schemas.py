"""What the forms of the desk may carry."""

from sidecar import forms

LONGEST_ANSWER = 2_000


class AnswerForm(forms.FormSchema):
    """The coach's words, and the requirements that are ticked."""

    text = forms.area(max_length=LONGEST_ANSWER)
    phrase = forms.line(max_length=300)
    """Without JavaScript: a ready phrase, put after the words."""
    ticked = forms.flag()
    """The form had the requirements in it: what is not ticked is taken away."""
    requirements = forms.many(forms.whole())


class ReopenForm(forms.FormSchema):
    """Why an approved entry is opened again."""

    reason = forms.area(max_length=500)


class PlainForm(forms.FormSchema):
    """The entries that stayed ticked."""

    entries = forms.many(forms.whole())


class NoteForm(forms.FormSchema):
    """A coach's private note."""

    note = forms.area(max_length=LONGEST_ANSWER)


class ObservationForm(forms.FormSchema):
    """One requirement, several learners, one way."""

    unit = forms.whole(required=True)
    requirement = forms.whole()
    periods = forms.many(forms.whole())
    way = forms.line(max_length=20)


class SearchForm(forms.FormSchema):
    """What the coach looks for."""

    who = forms.line(max_length=80)
    words = forms.line(max_length=80)
    state = forms.line(max_length=20)
    page = forms.whole(least=1, most=10_000)
