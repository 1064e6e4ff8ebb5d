"""What the form of a work period may carry."""

from sidecar import forms
from sidecar.placements.models import AgreementKind, PermitKind


class PeriodForm(forms.FormSchema):
    """A work period; workplace fields are needed later for the HOKS, not for the diary."""

    learner_id = forms.whole(required=True)
    unit_id = forms.whole(required=True)
    teacher_id = forms.whole()
    environment_id = forms.whole()
    starts_on = forms.day(required=True)
    ends_on = forms.day(required=True)
    weekdays = forms.many(forms.whole(least=1, most=7), most=7)
    agreement = forms.choice(AgreementKind, required=True)
    part_time_percent = forms.whole(least=1, most=100)
    workplace_name = forms.line()
    business_id = forms.line(max_length=9)
    core_tasks = forms.area(max_length=2_000)
    instructor_name = forms.line()
    instructor_email = forms.line()
    instructor_phone = forms.line(max_length=30)
    apprenticeship_basis = forms.line(max_length=60)


class PermitForm(forms.FormSchema):
    """A card of a learner."""

    kind = forms.choice(PermitKind, required=True)
    name = forms.line(max_length=80)
    expires_on = forms.day()
