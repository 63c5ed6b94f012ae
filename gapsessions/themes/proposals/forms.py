"""What the page of a proposal is asked: where the slider stands, which theme, which note."""

from __future__ import annotations

from django import forms

from gapsessions.method.proposing import STOPS


class StopForm(forms.Form):
    """Where the slider stands; nothing means where the machine set it."""

    stop = forms.IntegerField(min_value=0, max_value=len(STOPS) - 1, required=False)

    def wanted(self) -> int | None:
        """The stop; None where none, or nonsense, was said."""
        stop: int | None = self.cleaned_data.get("stop") if self.is_valid() else None
        return stop


class ThemeForm(StopForm):
    """A proposed theme by its number at that stop."""

    number = forms.IntegerField(min_value=0, max_value=100_000)


class NoteForm(StopForm):
    """An answer by its random id."""

    answer = forms.UUIDField()
