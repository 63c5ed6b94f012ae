"""Until when a session is kept, and when the organisation holds the exercise again."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

LONGEST_DAYS = 3653


class _DayForm(forms.Form):
    """A day that is still to come."""

    def _coming(self, day: date | None) -> date | None:
        today = timezone.localdate()
        if day is not None and not today < day <= today + timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError(gettext("Please choose a day to come, within ten years."))
        return day


class KeepForm(_DayForm):
    """The last day of one session."""

    until = forms.DateField(label=gettext_lazy("Keep it until"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))

    def clean_until(self) -> date | None:
        """Not yesterday: what is erased does not come back."""
        return self._coming(self.cleaned_data["until"])


class AuditForm(_DayForm):
    """The next audit; empty: none is planned."""

    next_audit = forms.DateField(
        label=gettext_lazy("Next audit"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text=gettext_lazy("When the exercise is held again. What was said is kept until 90 days after it."),
    )

    def clean_next_audit(self) -> date | None:
        """A day to come, or none."""
        return self._coming(self.cleaned_data["next_audit"])
