"""What people send to the themes page: names, picked notes, and where they should go."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gapsessions.sessions.models import GapSession
from gapsessions.themes.board.picking import Picked, PickedField
from gapsessions.themes.models import LONGEST_NAME, Theme

OTHER = "other"
"""In place of a theme's key: these answers fit no theme."""


class NameForm(forms.Form):
    """What a theme or a heading is called."""

    name = forms.CharField(
        label=_("Name"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class SeenForm(forms.Form):
    """Which revision of the board the page showed when somebody acted; where it is not said, nothing is late."""

    revision = forms.IntegerField(required=False, min_value=0)

    def seen(self) -> int | None:
        """The revision, or None."""
        found: int | None = self.cleaned_data.get("revision") if self.is_valid() else None
        return found


class HeadingForm(forms.Form):
    """A heading by its name, which is unique in a session; "" is no heading."""

    heading = forms.CharField(max_length=LONGEST_NAME, required=False)
    new = forms.CharField(max_length=LONGEST_NAME, required=False)

    def clean(self) -> dict[str, Any]:
        """Let a new name stand in for one that was chosen."""
        said = super().clean() or self.cleaned_data
        return said | {"heading": said.get("new", "").strip() or said.get("heading", "").strip()}


class MarkedForm(forms.Form):
    """Answers that somebody marked."""

    answers = PickedField(required=False)

    def picked(self) -> list[Picked]:
        """What was marked; nothing where the form makes no sense."""
        found: list[Picked] = self.cleaned_data.get("answers", []) if self.is_valid() else []
        return found


class MoveForm(MarkedForm):
    """Where marked answers should go: a theme that is there, a new one, or "other".

    A ``hint`` is a button beside one answer: that answer's id and a theme's key, whatever else is marked.
    """

    to = forms.CharField(max_length=12, required=False)
    name = forms.CharField(max_length=LONGEST_NAME, required=False)
    hint = forms.CharField(max_length=60, required=False)

    def clean(self) -> dict[str, Any]:
        """Let a hint stand in for what was marked."""
        said = super().clean() or self.cleaned_data
        answer, colon, theme = said.get("hint", "").partition(":")
        if not colon:
            return said
        picked = PickedField().clean([f"{answer}@"]) if theme else []
        return said | {"answers": picked, "to": theme[:12], "name": ""}


class MergeForm(forms.Form):
    """The theme that takes another one in."""

    into = forms.ModelChoiceField(
        queryset=Theme.objects.none(), to_field_name="key", label=_("Merge into"), empty_label=_("Merge into…")
    )

    def __init__(self, session: GapSession, theme: Theme, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Theme.objects.filter(session=session, other=False).exclude(pk=theme.pk).order_by("name")
        self.fields["into"].queryset = others  # type: ignore[attr-defined]
