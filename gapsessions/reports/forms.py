"""What somebody says when asking for a new version, and how its pages are to be headed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from gapsessions.disparity.models import LONGEST_HEADLINE
from gapsessions.disparity.worded.parts import Paper
from gapsessions.reports.headings import Heading


class VersionForm(forms.Form):
    """A new version of the report."""

    paper = forms.ChoiceField(
        label=_("Paper"),
        choices=[(Paper.A4.value, "A4"), (Paper.LETTER.value, _("US Letter"))],
        initial=Paper.A4.value,
    )
    appendix = forms.BooleanField(label=_("With all answers at the end"), required=False)
    note = forms.CharField(
        label=_("What is new in it"),
        help_text=_("For the list of versions; it is not printed."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class PagesForm(forms.Form):
    """A headline for each page; an empty one is written from the data."""

    def __init__(
        self, headings: Iterable[Heading], own: Mapping[str, str], data: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(data)
        for heading in headings:
            # Prefixed, so that no page is named as something that a form has of its own.
            self.fields[f"page-{heading.key}"] = forms.CharField(
                label=heading.name,
                help_text=heading.written,
                initial=own.get(heading.key, ""),
                max_length=LONGEST_HEADLINE,
                required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

    def headlines(self) -> dict[str, str]:
        """What was typed, by page."""
        return {name.removeprefix("page-"): text for name, text in self.cleaned_data.items()}
