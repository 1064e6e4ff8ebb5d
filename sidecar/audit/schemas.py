"""What the filter of the log may carry."""

from typing import Any

from sidecar import forms


class LogForm(forms.FormSchema):
    """Which lines are wished for."""

    group = forms.code(max_length=20)
    who = forms.line(max_length=100)
    first_day = forms.day()
    last_day = forms.day()
    before: Any = forms.whole()
