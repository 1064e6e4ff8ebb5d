"""What the officer's forms may carry."""

from sidecar import forms


class AcceptForm(forms.FormSchema):
    """The yes: to these very lines."""

    seen = forms.line(required=True, max_length=16)
    may_create = forms.flag()
    approved_on = forms.day()


class ReturnForm(forms.FormSchema):
    """The no, with a reason."""

    reason = forms.area(max_length=1_000)
