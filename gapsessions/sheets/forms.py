"""What is asked about a sheet beside its notes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class PeopleForm(forms.Form):
    """How many people sat at the table; nobody counted: empty."""

    people = forms.IntegerField(label=_("People at the table"), required=False, min_value=1, max_value=200)
