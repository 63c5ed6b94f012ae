"""What people send to the themes page: names, marked answers, and where they should go."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from gapsessions.sessions.models import GapSession
from gapsessions.themes.models import Theme

OTHER = "other"
"""In place of a theme's key: these answers fit no theme."""
MOST_ANSWERS = 500


class NameForm(forms.Form):
    """What a theme is called."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class _Uuids(forms.Field):
    """Any number of UUIDs; what is none is left out, as if it had not been marked."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[UUID]:
        """Give the ids, each once."""
        found = {}
        for text in (value or [])[:MOST_ANSWERS]:
            with suppress(ValueError):
                found[UUID(str(text))] = True
        return list(found)


class MarkedForm(forms.Form):
    """Answers that somebody marked in a list, by their random ids."""

    answers = _Uuids(required=False)


class MoveForm(MarkedForm):
    """Where marked answers should go: a theme that is there, a new one, or "other".

    A ``hint`` is a button beside one answer: that answer's id and a theme's key, whatever else is marked.
    """

    to = forms.CharField(max_length=12, required=False)
    name = forms.CharField(max_length=120, required=False)
    hint = forms.CharField(max_length=60, required=False)

    def clean(self) -> dict[str, Any]:
        """Let a hint stand in for what was marked."""
        said = super().clean() or self.cleaned_data
        answer, _colon, theme = said.get("hint", "").partition(":")
        with suppress(ValueError):
            return said | ({"answers": [UUID(answer)], "to": theme[:12], "name": ""} if theme else {})
        return said | {"answers": []}


class MergeForm(forms.Form):
    """The theme that takes another one in."""

    into = forms.ModelChoiceField(
        queryset=Theme.objects.none(), to_field_name="key", label=_("Merge into"), empty_label=_("Merge into…")
    )

    def __init__(self, session: GapSession, theme: Theme, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Theme.objects.filter(session=session, other=False).exclude(pk=theme.pk).order_by("name")
        self.fields["into"].queryset = others  # type: ignore[attr-defined]
