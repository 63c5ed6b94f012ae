"""What is asked for a new link: for whom, until when, and whether files may be taken."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gapsessions.reports.sharing.actions import LONGEST_DAYS, LONGEST_LABEL, usual_last_day
from gapsessions.reports.sharing.models import LinkKind


class LastDayForm(forms.Form):
    """Until when a link works."""

    last_day = forms.DateField(label=_("Open until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean_last_day(self) -> Any:
        """From today on, and no longer than a year."""
        day = self.cleaned_data["last_day"]
        today = timezone.localdate()
        if day < today:
            raise forms.ValidationError(_("This day is over. Choose one from today on."))
        if day > today + timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError(_("A link works for a year at most."))
        return day


class PreviewForm(LastDayForm):
    """A new private preview of the reveal."""

    label = forms.CharField(
        label=_("For whom"),
        help_text=_("For your own list. Readers do not see it."),
        max_length=LONGEST_LABEL,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("label", "last_day")


class LinkForm(PreviewForm):
    """A new link to a frozen version."""

    downloads = forms.BooleanField(
        label=_("Let readers take the files"), help_text=_("PDF, workbook and the rest."), required=False
    )
    field_order = ("label", "last_day", "downloads")


def empty_form(kind: LinkKind) -> LastDayForm:
    """The form of a kind with the usual last day; ids differ, because both stand on one page."""
    first = {"last_day": usual_last_day(kind)}
    if kind is LinkKind.REPORT:
        return LinkForm(initial=first, auto_id="link_%s")
    return PreviewForm(initial=first, auto_id="preview_%s")
