"""What is asked when somebody prepares a gathering."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gapsessions.gatherings.actions import Facts
from gapsessions.gatherings.models import Gathering
from gapsessions.method.cleaning import clean_name, is_blank, without_controls
from gapsessions.method.run_sheets import LENGTHS, SILENCES, SILENT_MINUTES, USUAL_LENGTH
from gapsessions.method.vocabulary import Perspective, Style
from gapsessions.method.wording import SIDE_NAMES

STYLES = {
    Style.TABLES: _("Tables: groups of six to eight, one sheet for each table."),
    Style.OWN_SHEETS: _("Own sheets: everybody in the room writes a sheet of their own, then they talk."),
    Style.OPEN_LINK: _("Open link: people answer alone, from anywhere, until it closes."),
}


def usual_style(perspective: str) -> Style:
    """Leaders write alone first: at one table the loudest would write for all."""
    return Style.OWN_SHEETS if perspective == Perspective.LEADERSHIP else Style.TABLES


class GatheringForm(forms.Form):
    """A gathering: whose, how, and what it is called."""

    perspective = forms.ChoiceField(
        label=_("Who meets?"),
        widget=forms.RadioSelect,
        choices=lambda: [(who.value, gettext(SIDE_NAMES[who])) for who in Perspective],
    )
    style = forms.ChoiceField(
        label=_("How do they answer?"),
        widget=forms.RadioSelect,
        choices=[(s.value, words) for s, words in STYLES.items()],
    )
    census = forms.BooleanField(
        label=_("Everybody who belongs to this side is there, and each writes a sheet of their own."),
        required=False,
        help_text=_("With own sheets, from five people on: what they say then counts for all of them."),
    )
    name = forms.CharField(
        label=pgettext_lazy("of a gathering", "Name"),
        max_length=120,
        help_text=_("What people in the room would call it, such as “Branch teams, Leeds”."),
    )
    held_on = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    planned_size = forms.IntegerField(
        label=_("How many people are expected?"), required=False, min_value=1, max_value=100_000
    )
    segment = forms.CharField(
        label=_("Segment"),
        required=False,
        max_length=80,
        help_text=_("A part of this perspective to look at on its own, such as “under 30” or “north”."),
    )
    run_minutes = forms.TypedChoiceField(
        label=_("How long does it take?"),
        coerce=int,
        initial=USUAL_LENGTH,
        choices=lambda: [(length, gettext("%(n)d minutes") % {"n": length}) for length in LENGTHS],
        help_text=_("Sets the run sheet. Give all gatherings of a session the same time."),
    )
    silent_minutes = forms.TypedChoiceField(
        label=_("How long is each question silent at first?"),
        coerce=int,
        initial=SILENT_MINUTES,
        choices=lambda: [(minutes, _silence(minutes)) for minutes in SILENCES],
        help_text=_("Everybody writes alone; then the notes of the whole table appear at once."),
    )

    def clean_name(self) -> str:
        """One line that can be read."""
        name = clean_name(without_controls(self.cleaned_data["name"]))
        if is_blank(name):
            raise forms.ValidationError(gettext("Give it a name that can be read."))
        return name

    def clean_segment(self) -> str:
        """One line, or nothing."""
        segment = clean_name(without_controls(self.cleaned_data["segment"]))
        return "" if is_blank(segment) else segment

    @property
    def facts(self) -> Facts:
        """What was said, once the form is valid."""
        said: dict[str, Any] = self.cleaned_data
        return Facts(**said | {"perspective": Perspective(said["perspective"]), "style": Style(said["style"])})


def _silence(minutes: int) -> str:
    if not minutes:
        return gettext("Not at all")
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def facts_of(gathering: Gathering) -> dict[str, Any]:
    """What the form starts with when a gathering is changed."""
    return {name: getattr(gathering, name) for name in GatheringForm.base_fields}
