"""What is asked about an action, and the places a theme may take on the grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from gapsessions.method.cleaning import clean, typed_line
from gapsessions.method.priorities import STEPS, Quadrant
from gapsessions.plan.actions import LONGEST_DEPARTMENTS, ActionWords
from gapsessions.plan.models import LONGEST_NAME, LONGEST_NOTE, LONGEST_WHAT, ActionStatus
from gapsessions.plan.wording import EFFORTS, IMPACTS, STATUSES

STATUS_CHOICES = [(status.value, words) for status, words in STATUSES.items()]


class DecideForm(forms.Form):
    """What was just decided: what, who, and until when. The rest may be said later."""

    what = forms.CharField(
        label=gettext_lazy("What will be done?"),
        max_length=LONGEST_WHAT,
        help_text=gettext_lazy("One step that somebody can begin. Such as: call back the same day."),
    )
    owner = forms.CharField(
        label=pgettext_lazy("of an action", "Owner"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=gettext_lazy("One person by name. A department does not pick up the phone."),
    )
    due = forms.DateField(
        label=gettext_lazy("Until when?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    entry = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, owners: Sequence[str] = (), **kwargs: Any) -> None:
        kwargs["initial"] = {"entry": uuid4()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["owner"].widget.attrs |= {"list": "owners", "autocomplete": "off"}
        self.owners = owners

    def clean_what(self) -> str:
        """Something to read."""
        what = typed_line(str(self.cleaned_data["what"]))
        if not what:
            raise forms.ValidationError(gettext("Please say what will be done."))
        return what


class ActionForm(DecideForm):
    """The whole of an action, with how one will see that it worked."""

    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)
    sponsor = forms.CharField(
        label=gettext_lazy("Who in the leadership stands behind it?"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=gettext_lazy("Somebody who clears the way when it gets stuck."),
    )
    departments = forms.CharField(
        label=gettext_lazy("Departments involved"), max_length=LONGEST_DEPARTMENTS, required=False
    )
    measure = forms.CharField(
        label=gettext_lazy("How will you see that it worked?"),
        max_length=LONGEST_WHAT,
        required=False,
        help_text=gettext_lazy("Something that can be counted. Such as: calls answered within a minute."),
    )
    status = forms.ChoiceField(
        label=pgettext_lazy("of an action", "How far is it?"), choices=STATUS_CHOICES, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, themes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        kwargs["initial"] = {"status": ActionStatus.PLANNED.value} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = [("", gettext("None of them")), *themes]  # type: ignore[attr-defined]

    def words(self) -> ActionWords:
        """What was said."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "entry")}
        return ActionWords(**said | {"status": ActionStatus(said["status"])})


class PlaceForm(forms.Form):
    """Where a theme goes: a quarter, or a place of 36; or off the grid."""

    quadrant = forms.ChoiceField(choices=[(quadrant.value, quadrant.value) for quadrant in Quadrant], required=False)
    impact = forms.TypedChoiceField(
        choices=[(step, IMPACTS[step]) for step in range(1, STEPS + 1)], coerce=int, required=False, empty_value=None
    )
    effort = forms.TypedChoiceField(
        choices=[(step, EFFORTS[step]) for step in range(1, STEPS + 1)], coerce=int, required=False, empty_value=None
    )
    off = forms.BooleanField(required=False)


class ProgressForm(forms.Form):
    """What an owner says of an action: how far it is, and how it goes."""

    status = forms.ChoiceField(
        label=pgettext_lazy("of an action", "How far is it?"), choices=STATUS_CHOICES, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=gettext_lazy("How does it go?"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    was_status = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)
    was_note = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def touched(self) -> bool:
        """Whether anything else was said than what the page showed; a card that was only there along says nothing."""
        said = self.cleaned_data
        return (said["status"], clean(said["note"])) != (said["was_status"], clean(said["was_note"]))
