"""The style guide: every part of the desk's look in every state, shown while developing and never in use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest

PILLS = (
    ("seen_differently", gettext_noop("Seen differently")),
    ("not_raised", gettext_noop("Not raised by leadership")),
    ("leadership_only", gettext_noop("Not raised by customers")),
    ("shared", gettext_noop("Shared")),
    ("no_start", gettext_noop("No one proposed a start")),
)
PERSPECTIVES = (
    ("leadership", gettext_noop("Leadership"), 31, 78),
    ("staff", gettext_noop("Staff"), 88, 73),
    ("customers", gettext_noop("Customers"), 54, 0),
)


@dataclass(frozen=True)
class Named:
    """A session or a person, as far as the bar shows one."""

    title: str
    code: str = ""
    email: str = ""
    is_authenticated: bool = True

    @property
    def name(self) -> str:
        """A person's name."""
        return self.title

    def __str__(self) -> str:
        return self.title


class SampleForm(forms.Form):
    """One field of every kind."""

    title = forms.CharField(label="Title", help_text="People at the tables do not see it.")
    organisation = forms.ChoiceField(label="Organisation", choices=[("1", "Tarnwell Bank"), ("2", "Fellside Gyms")])
    mail = forms.EmailField(label="E-mail address")
    held_on = forms.DateField(label="Day", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    rules = forms.CharField(label="Ground rules", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    style = forms.ChoiceField(
        label="How people answer",
        widget=forms.RadioSelect,
        choices=[("tables", "At tables of six to eight"), ("own_sheets", "Each on a sheet of their own")],
    )
    census = forms.BooleanField(label="Everybody who counts was there", help_text="Only where all five leaders came.")
    file = forms.FileField(label="Spreadsheet", required=False)


def _plot(title: str, *places: tuple[str, float, float, bool]) -> dict[str, Any]:
    """Return what components/dumbbell.svg draws; places are perspective, x, y and hollow."""
    marks = [{"perspective": who, "x": x, "y": y, "hollow": hollow} for who, x, y, hollow in places]
    solid = [x for _who, x, _y, hollow in places if not hollow]
    return {"title": title, "marks": marks, "start": min(solid), "end": max(solid)}


ROWS = (
    {
        "name": "Letters nobody understands",
        "plot": _plot(
            "Leadership 0 of 4, Staff 5 of 12, Customers 8 of 8",
            *(("leadership", 10, 13, False), ("staff", 85, 13, False), ("customers", 190, 13, False)),
        ),
        "counts": (("leadership", 0, 4), ("staff", 5, 12), ("customers", 8, 8)),
        "pill": PILLS[1],
    },
    {
        "name": "App log-in problems",
        "plot": _plot(
            "Leadership 3 of 4, Staff 8 of 12, Customers 6 of 8 tables and 31 of 50 single replies",
            ("leadership", 145, 8, False),
            ("staff", 130, 13, False),
            ("customers", 145, 18, False),
            ("customers", 122, 18, True),
        ),
        "counts": (("leadership", 3, 4), ("staff", 8, 12), ("customers", 6, 8)),
        "pill": PILLS[3],
    },
)


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in every state; 404 unless DEBUG is on."""
    if not settings.DEBUG:
        raise Http404
    filled = SampleForm({"title": "Autumn review 2026", "mail": "ruth", "organisation": "1"})
    context = {
        "pills": PILLS,
        "perspectives": PERSPECTIVES,
        "rows": ROWS,
        "form": SampleForm(prefix="empty"),
        "wrong_form": filled,
        "session": Named("Autumn review 2026", code="bcdfgh"),
        "user": Named("Ruth Adeyemi", email="ruth@tarnwell.example"),
        "segments": range(6),
        "steps": [
            {"label": "Gather", "href": "#gather", "done": True},
            {"label": "Themes", "href": "#themes", "done": True},
            {"label": "Compare", "href": "#compare", "current": True},
            {"label": "Plan", "href": "#plan"},
            {"label": "Report", "href": ""},
        ],
        "sample_messages": [
            Message(constants.SUCCESS, "The gathering is saved."),
            Message(constants.SUCCESS, "“Slow approvals” is merged.", extra_tags="undo:/styleguide/"),
            Message(constants.ERROR, "That file is no spreadsheet."),
        ],
        "icons": _icons(),
    }
    return render_page(request, "web/styleguide.html", context)


def _icons() -> list[str]:
    sprite = settings.BASE_DIR / "static" / "icons" / "sprite.svg"
    return [line.partition('id="')[2].partition('"')[0] for line in sprite.read_text("utf-8").splitlines()[2:-1]]
