"""What a facilitator writes on "You said, we did", item by item."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext, gettext_lazy

from gapsessions.method.cleaning import clean, typed_line, without_controls
from gapsessions.plan.said.actions import ItemWords
from gapsessions.plan.said.models import LONGEST_DID, LONGEST_SAID, SaidItem


class ItemForm(forms.Form):
    """One thing people said, and what was done."""

    said = forms.CharField(label=gettext_lazy("You said"), max_length=LONGEST_SAID)
    did = forms.CharField(
        label=gettext_lazy("We did"),
        max_length=LONGEST_DID,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("What was done, or why not. Empty: “We have heard it.”"),
    )
    quote = forms.ChoiceField(label=gettext_lazy("In somebody’s words"), required=False)
    place = forms.IntegerField(label=gettext_lazy("Place"), min_value=0, max_value=999)

    def __init__(self, *args: Any, item: SaidItem, quotes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, prefix=item.key, initial=_said_so_far(item), **kwargs)
        self.item = item
        choices = [(words, Truncator(words).chars(90)) for words in quotes]
        self.fields["quote"].choices = [("", gettext("No quote")), *choices]  # type: ignore[attr-defined]
        self.has_quotes = bool(choices)

    def clean_said(self) -> str:
        """A name that can be read."""
        said = typed_line(self.cleaned_data["said"])
        if not said:
            raise forms.ValidationError(gettext("Please say what people said."))
        return said

    def clean_did(self) -> str:
        """As every text that people type."""
        return clean(without_controls(self.cleaned_data["did"]))

    @property
    def words(self) -> ItemWords:
        """What was written, once it is valid."""
        said = self.cleaned_data
        return ItemWords(said["said"], said["did"], said["quote"], said["place"])


class IntroductionForm(forms.Form):
    """What stands above the items."""

    introduction = forms.CharField(
        label=gettext_lazy("A few words first"),
        max_length=LONGEST_DID,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Such as: thank you for an evening of candid words. This is what came of it."),
    )

    def clean_introduction(self) -> str:
        """As every text that people type."""
        return clean(without_controls(self.cleaned_data["introduction"]))


def _said_so_far(item: SaidItem) -> dict[str, Any]:
    return {"said": item.said, "did": item.did, "quote": item.quote, "place": item.place}
