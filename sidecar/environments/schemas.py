"""What the forms of a site and of a task card may carry."""

from sidecar import forms


class SiteForm(forms.FormSchema):
    """A site: where it is, when the day begins, what to bring."""

    name = forms.line(required=True, max_length=120)
    address = forms.line()
    hours = forms.line(max_length=60)
    bring = forms.area(max_length=600)


class CardForm(forms.FormSchema):
    """A task card; the Finnish name is needed, the others are better with than without."""

    name_fi = forms.line(required=True, max_length=40)
    name_sv = forms.line(max_length=40)
    name_en = forms.line(max_length=40)
    picture = forms.code(max_length=20)
    position = forms.whole(most=999)
    unit_id = forms.whole()
    requirements = forms.many(forms.code(max_length=200))
    in_use = forms.flag()
