"""What the officer's forms may carry."""

from sidecar import forms


class AcceptForm(forms.FormSchema):
    """The yes: to these very lines."""

    seen = forms.code(required=True, max_length=16)
    may_create = forms.flag()
    approved_on = forms.day()
    unit_code_version = forms.whole(least=1, most=999)


class ReturnForm(forms.FormSchema):
    """The no, with a reason."""

    reason = forms.area(max_length=1_000)
