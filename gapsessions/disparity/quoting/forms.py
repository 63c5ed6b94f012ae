"""What is typed when words are changed or taken back: the words as others may read them, and the reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gapsessions.method.cleaning import clean, is_blank, typed_line, without_controls
from gapsessions.sheets.models import LONGEST_ANSWER

LONGEST_REASON = 200


class ReasonForm(forms.Form):
    """Why words go; kept in the log, where everybody of the organisation reads it."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Stands in the log. Do not repeat the words themselves."),
        max_length=LONGEST_REASON,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def clean_reason(self) -> str:
        """One line, and not made of blanks that look like something."""
        reason = typed_line(self.cleaned_data["reason"])
        if not reason:
            raise forms.ValidationError(_("Please say why."))
        return reason


class RedactForm(ReasonForm):
    """The words in place of the answer's own."""

    words = forms.CharField(
        label=_("As others read it"),
        help_text=_("Put [name], [place] or [...] where something would tell who wrote it or whom it is about."),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea({"rows": 4}),
    )
    field_order = ("words", "reason")

    def __init__(self, *args: Any, written: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.written = written

    def clean_words(self) -> str:
        """Cleaned as an answer is; something else than what was written."""
        words = clean(without_controls(self.cleaned_data["words"]))
        if is_blank(words):
            raise forms.ValidationError(_("Leave something to read, or leave the quote out."))
        if words == self.written:
            raise forms.ValidationError(_("These are the words as they were written."))
        return words
