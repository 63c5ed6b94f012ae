"""What a person may write on the compare page: their own headline."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gapsessions.disparity.models import LONGEST_HEADLINE


class HeadlineForm(forms.Form):
    """A sentence with a verb; empty gives back the one that is worded from the data."""

    headline = forms.CharField(
        label=_("Your headline"),
        help_text=_("A sentence with a verb. Leave it empty to let the data word it."),
        max_length=LONGEST_HEADLINE,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
