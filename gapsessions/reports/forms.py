"""What somebody says when asking for a new version: the paper, and what is new in it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gapsessions.disparity.worded.parts import Paper


class VersionForm(forms.Form):
    """A new version of the report."""

    paper = forms.ChoiceField(
        label=_("Paper"),
        choices=[(Paper.A4.value, "A4"), (Paper.LETTER.value, _("US Letter"))],
        initial=Paper.A4.value,
    )
    note = forms.CharField(
        label=_("What is new in it"),
        help_text=_("For the list of versions; it is not printed."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
