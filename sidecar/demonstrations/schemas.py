"""What the forms of a demonstration paper may carry."""

from sidecar import forms


class PlanForm(forms.FormSchema):
    """Plan of the demonstration; what is still missing is named when it is marked ready."""

    work_situations = forms.area(max_length=4_000)
    place_name = forms.line()
    business_id = forms.line(max_length=9)
    place_description = forms.area(max_length=1_000)
    starts_on = forms.day()
    ends_on = forms.day()
    provider_assessor = forms.line()
    workplace_assessor = forms.line()
    workplace_organisation = forms.line()
    revision = forms.whole()


class AssessmentForm(forms.FormSchema):
    """The joint decision of the assessors."""

    grade = forms.code(required=True, max_length=20)
    assessed_on = forms.day(required=True)
    grounds = forms.area(max_length=4_000)
