"""Which file to take in, and into which organisation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy

from gapsessions.accounts.models import Organisation
from gapsessions.facilitation.session_file.writing import ENDING


class BringForm(forms.Form):
    """A session file and the organisation it comes to."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Into"), empty_label=None, to_field_name="code"
    )
    file = forms.FileField(
        label=gettext_lazy("Session file"),
        error_messages={
            "required": gettext_lazy("Please choose a file first."),
            "empty": gettext_lazy("This file is empty. Is it the right one?"),
        },
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        most = int(settings.BODY_LIMIT) - 100_000
        words = gettext("It ends in %(ending)s; at most %(megabytes)d MB here. A larger one is taken in by command.")
        self.fields["file"].help_text = words % {"ending": ENDING, "megabytes": most // 1_000_000}
        self.fields["file"].widget.attrs |= {
            "accept": f"{ENDING},application/gzip",
            "data-most-bytes": most,
            "data-too-big": gettext("This file is too big for the page. Take it in by command: docs/moving.md."),
        }
