"""What an organisation may call the readings of a comparison: one short label for each default."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from gapsessions.method.cleaning import typed_line
from gapsessions.method.reading_words import WORDS, Word

LONGEST_WORDS = 48
"""Characters of a label that still fits on a pill, also on paper."""


class ReadingWordsForm(forms.Form):
    """A field for every label; empty: the default, which stands in the field as its placeholder."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for word, default in WORDS.items():
            self.fields[word.value] = forms.CharField(
                label=_("Instead of “%(words)s”") % {"words": _(default)},
                max_length=LONGEST_WORDS,
                required=False,
                widget=forms.TextInput({"autocomplete": "off", "placeholder": _(default)}),
            )

    def own_words(self) -> dict[str, str]:
        """The labels that differ from their default, cleaned of what cannot be seen."""
        own = {}
        for word, default in WORDS.items():
            said = typed_line(self.cleaned_data[word.value])
            if said and said != _(default):
                own[word.value] = said
        return own

    def shown(self, word: Word) -> str:
        """What the label says now."""
        return str(self.initial.get(word.value) or _(WORDS[word]))
