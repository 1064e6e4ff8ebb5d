"""What the form of a study right may carry."""

from sidecar import forms


class PlanForm(forms.FormSchema):
    """Ties a learner to the study right whose HOKS is meant."""

    learner_id = forms.whole(required=True)
    learner_number = forms.line(required=True, max_length=60)
    study_right_oid = forms.line(required=True, max_length=60)
