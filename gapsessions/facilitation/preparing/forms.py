"""What is asked when a room is laid out."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class TablesForm(forms.Form):
    """So many tables, or their names, one on each line."""

    number = forms.IntegerField(label=_("How many?"), required=False, min_value=1, max_value=60)
    name_list = forms.CharField(
        label=_("Or their names, one on each line"),
        required=False,
        max_length=8_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @property
    def names(self) -> list[str]:
        """The names that were given."""
        return [line for line in self.cleaned_data["name_list"].splitlines() if line.strip()]
