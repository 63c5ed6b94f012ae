"""What a facilitator says about an uploaded file: which one, what a cell should say, which column is which."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gapsessions.intake.draft_table import SURPLUS
from gapsessions.intake.issues import Problem
from gapsessions.intake.refusals import MAX_BYTES, MAX_CELL
from gapsessions.intake.words import REQUIRED, Column

COLUMN_WORDS = {
    Column.PERSPECTIVE: gettext_lazy("Who says it"),
    Column.GATHERING: gettext_lazy("Gathering"),
    Column.BREAKOUT: gettext_lazy("Table"),
    Column.PERSON: gettext_lazy("Person"),
    Column.QUESTION: gettext_lazy("Question"),
    Column.TEXT: gettext_lazy("Answer"),
    Column.VALENCE: gettext_lazy("Good or bad (question 3)"),
    Column.INTENT: gettext_lazy("Keep or start (question 4)"),
    Column.SEGMENT: gettext_lazy("Segment"),
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
        for column in Column:
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
