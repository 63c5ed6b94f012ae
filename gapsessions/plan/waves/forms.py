"""Which session this one repeats, and what the next wave is called."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from gapsessions.sessions.models import GapSession


class RepeatForm(forms.Form):
    """The session before."""

    earlier = forms.ModelChoiceField(
        GapSession.objects.none(),
        label=gettext_lazy("This session repeats"),
        required=False,
        empty_label=gettext_lazy("No earlier session"),
        to_field_name="code",
    )

    def __init__(self, *args: Any, sessions: QuerySet[GapSession], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["earlier"].queryset = sessions  # type: ignore[attr-defined]
