"""What is asked when somebody prepares a gathering."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gapsessions.gatherings.actions import Facts
from gapsessions.gatherings.models import Gathering
from gapsessions.method.cleaning import typed_line
from gapsessions.method.run_sheets import LENGTHS, SILENCES, SILENT_MINUTES, USUAL_LENGTH
from gapsessions.method.vocabulary import Pace, Perspective, Seating, Style
from gapsessions.method.wording import SIDE_NAMES
from gapsessions.sessions.forms import words_on_lines

STYLES = {
    Style.TABLES: _("Tables: groups of six to eight, one sheet for each table."),
    Style.OWN_SHEETS: _("Own sheets: everybody in the room writes a sheet of their own, then they talk."),
    Style.OPEN_LINK: _("Open link: people answer alone, from anywhere, until it closes."),
}

PACES = {
    Pace.ONE_BY_ONE: _("One after the other"),
    Pace.ALL_OPEN: _("All four at once"),
}
SEATINGS = {
    Seating.SIT_ANYWHERE: _("They sit where they like"),
    Seating.SHUFFLE: _("They are shuffled"),
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
        label=_("Which part of them?"),
        required=False,
        max_length=80,
        help_text=_("To look at them on their own, too: “under 30”, for example, or “north”."),
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

    pace = forms.ChoiceField(
        label=_("How are the questions opened?"),
        required=False,
        choices=[(p.value, words) for p, words in PACES.items()],
    )
    seating = forms.ChoiceField(
        label=_("How do people come to a table?"),
        required=False,
        help_text=_(
            "Cards on the tables seat people where they scan them; a shuffle makes even tables of six to eight."
        ),
        choices=[(s.value, words) for s, words in SEATINGS.items()],
    )
    mix_by = forms.CharField(
        label=_("Words to mix by"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "When seats are shuffled: one word on each line, such as branches. People pick theirs as they join."
        ),
    )
    asks_pulse = forms.BooleanField(
        label=_("Ask for the pulse"),
        required=False,
        initial=True,
        help_text=_("One tap, from 0 to 10: how good is the experience?"),
    )
    asks_prediction = forms.BooleanField(
        label=_("Ask for predictions"),
        required=False,
        help_text=_("For leaders and staff, at the end: what will customers raise most?"),
    )
    asks_follow_up = forms.BooleanField(
        label=_("Ask how people want to hear what came of it"),
        required=False,
        help_text=_("For customers. An address, if somebody leaves one, stands on a list of its own."),
    )
    invited = forms.IntegerField(
        label=_("About how many are invited?"), required=False, min_value=1, max_value=10_000_000
    )
    closes_on = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    helpline = forms.CharField(
        label=_("Where do complaints belong?"),
        required=False,
        max_length=200,
        help_text=_(
            "A number or an address, such as “0800 123 456”. The page says that it is no complaints line itself."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("pace", "seating"):  # one of them is always meant; a page that does not ask means the usual one
            self.fields[name].required = not self.is_bound or name in self.data

    def clean_pace(self) -> Pace:
        """One of the two; the usual one where a page did not ask."""
        return Pace(self.cleaned_data["pace"] or Pace.ONE_BY_ONE)

    def clean_seating(self) -> Seating:
        """One of the two; the usual one where a page did not ask."""
        return Seating(self.cleaned_data["seating"] or Seating.SIT_ANYWHERE)

    def clean_mix_by(self) -> tuple[str, ...]:
        """Words that can be read, each once."""
        return words_on_lines(self.cleaned_data["mix_by"])

    def clean_helpline(self) -> str:
        """One line, or nothing."""
        return typed_line(self.cleaned_data["helpline"])

    def clean_name(self) -> str:
        """One line that can be read."""
        name = typed_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(gettext("Give it a name that can be read."))
        return name

    def clean_segment(self) -> str:
        """One line, or nothing."""
        return typed_line(self.cleaned_data["segment"])

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
    said = {name: getattr(gathering, name) for name in GatheringForm.base_fields}
    return said | {"mix_by": "\n".join(gathering.mix_by)}
