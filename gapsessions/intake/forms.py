"""What a facilitator says about an uploaded file: which one, what a cell should say, which column is which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gapsessions.intake.draft_table import SURPLUS
from gapsessions.intake.issues import Problem
from gapsessions.intake.refusals import MAX_BYTES, MAX_CELL
from gapsessions.intake.unfolding import ABOUT_THE_ROW, Asked, Layout
from gapsessions.intake.words import REQUIRED, Column
from gapsessions.method.vocabulary import Intent, Perspective, Question, Valence

COLUMN_WORDS = {
    Column.PERSPECTIVE: gettext_lazy("Who says it"),
    Column.GATHERING: gettext_lazy("Gathering"),
    Column.BREAKOUT: gettext_lazy("Table"),
    Column.PERSON: gettext_lazy("Person"),
    Column.QUESTION: gettext_lazy("Question"),
    Column.TEXT: gettext_lazy("Answer"),
    Column.VALENCE: gettext_lazy("Good or bad (question 3)"),
    Column.INTENT: gettext_lazy("Keep or start (question 4)"),
    Column.SEGMENT: gettext_lazy("Part of the perspective"),
    Column.PEOPLE: gettext_lazy("People at the table"),
}


def largest_file() -> int:
    """Bytes of the largest file that arrives here; the entrance refuses longer requests."""
    return int(min(MAX_BYTES, settings.BODY_LIMIT - 100_000))


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        error_messages={
            "required": gettext_lazy("Please choose a file first."),
            "empty": gettext_lazy("This file is empty. Is it the right one?"),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        megabytes = largest_file() // 1_000_000
        self.fields["file"].help_text = _("Excel (.xlsx) or CSV, at most %(megabytes)d MB and 50,000 rows.") % {
            "megabytes": megabytes
        }
        self.fields["file"].widget.attrs |= {
            "accept": ".csv,.xlsx,.tsv,.txt",
            "data-most-bytes": largest_file(),
            "data-too-big": _("This file is larger than %(megabytes)d MB. Please split it, or leave out pictures.")
            % {"megabytes": megabytes},
        }

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large in the same words as the page does before it is sent."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > largest_file():
            raise forms.ValidationError(str(self.fields["file"].widget.attrs["data-too-big"]))
        return file


class MendForm(forms.Form):
    """One tap: what the cell of a row, or of all rows alike, should say."""

    row = forms.IntegerField(min_value=1)
    column = forms.ChoiceField(choices=[(name, name) for name in (*Column, SURPLUS)])
    value = forms.CharField(required=False, max_length=MAX_CELL, strip=False)
    alike = forms.BooleanField(required=False)


class LeaveOutForm(forms.Form):
    """One row, all rows with a kind of problem, or all that need mending."""

    row = forms.IntegerField(min_value=1, required=False)
    problem = forms.ChoiceField(choices=[(one.value, one.value) for one in Problem], required=False)
    everything = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        """Something must be named: an empty form leaves nothing out."""
        named: dict[str, Any] = super().clean() or {}
        if not (named.get("row") or named.get("problem") or named.get("everything")):
            raise forms.ValidationError(_("Please say which rows."))
        return named


class RowForm(forms.Form):
    """All known cells of one row, typed anew."""

    def __init__(
        self, *args: Any, cells: Iterable[tuple[Column, str, str]], first: str | None = None, **kwargs: Any
    ) -> None:
        """Take the cells as they read, and the column the keyboard goes to: the one with the problem."""
        super().__init__(*args, **kwargs)
        known = {column: text for column, _header, text in cells}
        for column in sorted(known, key=lambda one: one not in REQUIRED):
            start = {"autofocus": True, "data-focus": True} if column == (first or Column.TEXT) else {}
            self.fields[column.value] = forms.CharField(
                label=COLUMN_WORDS[column],
                required=column in REQUIRED,
                initial=known[column],
                max_length=MAX_CELL,
                widget=forms.Textarea({"rows": 3, **start}) if column is Column.TEXT else forms.TextInput(start),
            )


class ColumnsForm(forms.Form):
    """Which column of the file is which."""

    def __init__(self, *args: Any, headers: tuple[str, ...], places: dict[Column, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Not in this file"))] + [
            (str(place), header or _("Column %(number)d") % {"number": place + 1})
            for place, header in enumerate(headers)
        ]
        for column in sorted(Column, key=lambda one: one not in REQUIRED):
            self.fields[column.value] = forms.ChoiceField(
                label=COLUMN_WORDS[column],
                choices=choices,
                required=column in REQUIRED,
                initial=str(places.get(column, "")),
                error_messages={"required": _("Every row needs this; please choose its column.")},
            )

    def clean(self) -> dict[str, Any]:
        """One column means one thing."""
        chosen: dict[str, Any] = super().clean() or {}
        taken: dict[str, str] = {}
        for name, place in [*chosen.items()]:
            if place and place in taken:
                other = COLUMN_WORDS[Column(taken[place])]
                self.add_error(name, _("This column was chosen for “%(other)s” already.") % {"other": other})
            taken.setdefault(place, name)
        return chosen

    def columns(self) -> dict[Column, int]:
        """Places by column, of a valid form."""
        return {column: int(self.cleaned_data[column]) for column in Column if self.cleaned_data[column]}


class LayoutForm(forms.Form):
    """What each column is, where each row of the file is one person."""

    everybody = forms.ChoiceField(
        label=gettext_lazy("Who answered"),
        choices=[
            ("column", gettext_lazy("A column says it")),
            (Perspective.LEADERSHIP.value, gettext_lazy("Everybody in this file is leadership")),
            (Perspective.STAFF.value, gettext_lazy("Everybody in this file is staff")),
            (Perspective.CUSTOMERS.value, gettext_lazy("Everybody in this file is a customer")),
        ],
    )

    def __init__(
        self, *args: Any, headers: tuple[str, ...], guess: Layout, words: Mapping[Question, str], **kwargs: Any
    ) -> None:
        """Take the file's headers, what they may mean, and how the session words its questions."""
        super().__init__(*args, **kwargs)
        self._headers = headers
        choices = _column_choices(words)
        known = {place: column.value for column, place in guess.about.items()}
        known |= {place: _name_of(asked) for place, asked in guess.asked.items()}
        for place, header in enumerate(headers):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=header or _("Column %(number)d") % {"number": place + 1},
                required=False,
                choices=choices,
                initial=known.get(place, ""),
            )

    def columns(self) -> list[BoundField]:
        """The fields of the columns, in the file's order."""
        return [self[f"column_{place}"] for place in range(len(self._headers))]

    def clean(self) -> dict[str, Any]:
        """Who answered must be known, once, and at least one column holds answers."""
        chosen: dict[str, Any] = super().clean() or {}
        about: set[str] = set()
        everybody = chosen.get("everybody") in set(Perspective)
        for place in range(len(self._headers)):
            said = chosen.get(f"column_{place}") or ""
            if said in set(ABOUT_THE_ROW) and said in about:
                self.add_error(f"column_{place}", _("Another column is this already."))
            about.add(said)
        if Column.PERSPECTIVE.value not in about and not everybody:
            self.add_error(
                "everybody", _("Please say which column tells who answered, or that everybody is one of the three.")
            )
        elif Column.PERSPECTIVE.value in about and everybody:
            self.add_error("everybody", _("A column below says who answered already. Please choose one of the two."))
        if about.isdisjoint(_ASKED):
            raise forms.ValidationError(_("Please choose for at least one column which question it answers."))
        return chosen

    def layout(self) -> Layout:
        """What a valid form says."""
        said = {place: self.cleaned_data[f"column_{place}"] for place in range(len(self._headers))}
        everybody = self.cleaned_data["everybody"]
        return Layout(
            about={column: place for column in ABOUT_THE_ROW for place, name in said.items() if name == column},
            asked={place: _ASKED[name] for place, name in said.items() if name in _ASKED},
            everybody=Perspective(everybody) if everybody in set(Perspective) else None,
        )


_ASKED = {
    "1": Asked(Question.STRENGTH),
    "2": Asked(Question.IMPROVE),
    "3": Asked(Question.COMPETITOR),
    "3-good": Asked(Question.COMPETITOR, valence=Valence.GOOD),
    "3-bad": Asked(Question.COMPETITOR, valence=Valence.BAD),
    "4": Asked(Question.ACTION),
    "4-continue": Asked(Question.ACTION, intent=Intent.CONTINUE),
    "4-start": Asked(Question.ACTION, intent=Intent.START),
}


def _name_of(asked: Asked) -> str:
    return next(name for name, one in _ASKED.items() if one == asked)


def _column_choices(words: Mapping[Question, str]) -> list[Any]:
    """Not used, about the person, or answers to one of the questions as the session words them."""
    more = {
        "3-good": _("3, what is good about it"),
        "3-bad": _("3, what is bad about it"),
        "4-continue": _("4, only what to keep doing"),
        "4-start": _("4, only what to start doing"),
    }
    answers = [(name, more.get(name) or f"{name}. {words[asked.question]}") for name, asked in _ASKED.items()]
    about = [(column.value, COLUMN_WORDS[column]) for column in ABOUT_THE_ROW]
    return [("", _("Not used")), (_("Answers to question"), answers), (_("About the row"), about)]
