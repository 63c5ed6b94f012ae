"""What a facilitator says about a session: its title, its language, its wording, and that it may be erased."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy

from gapsessions.accounts.models import Organisation
from gapsessions.method.cleaning import typed_line
from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.method.wording import GROUND_RULES
from gapsessions.sessions.actions import LONGEST_WORDING
from gapsessions.sessions.models import GapSession

CODES = ("en", "cs", "da", "de", "el", "es", "fi", "fr", "hu", "it", "nl", "no", "pl", "pt", "ro", "ru", "sv", "tr")
"""Languages whose everyday words the method knows (gapsessions/method/words), English first."""
LANGUAGES = [(code, LANG_INFO[code]["name_local"]) for code in CODES if code not in settings.PARTICIPANTS_LANGUAGES]
"""Those a session may have; one that only participants' pages speak would leave its report half translated."""
_LANGUAGE_HELP = gettext_lazy("The one most people will write in; others are recognised too.")


LONGEST_WORD, MOST_WORDS = 80, 40


def words_on_lines(raw: str, longest: int = LONGEST_WORD, most: int = MOST_WORDS) -> tuple[str, ...]:
    """What stands on the lines of a text, each once and in order; raises ValidationError where it is too much."""
    words = tuple(dict.fromkeys(line for said in raw.splitlines() if (line := typed_line(said))))
    if len(words) > most:
        raise forms.ValidationError(gettext("That are too many: at most %(most)d.") % {"most": most})
    if any(len(word) > longest for word in words):
        raise forms.ValidationError(gettext("A line has at most %(longest)d characters.") % {"longest": longest})
    return words


class SessionForm(forms.Form):
    """A new session."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Organisation"), empty_label=None, to_field_name="code"
    )
    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=200, help_text=gettext_lazy("Such as: Autumn review 2026")
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES, help_text=_LANGUAGE_HELP)
    like = forms.ModelChoiceField(
        GapSession.objects.none(),
        label=gettext_lazy("Word the questions as in"),
        required=False,
        empty_label=gettext_lazy("The exercise's own wording"),
        to_field_name="code",
    )

    def __init__(
        self, *args: Any, organisations: QuerySet[Organisation], earlier: QuerySet[GapSession], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["like"].queryset = earlier  # type: ignore[attr-defined]
        if not earlier:
            del self.fields["like"]


class DescribeForm(forms.Form):
    """Title, language, ground rules and segments of a session."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES, help_text=_LANGUAGE_HELP)
    ground_rules = forms.CharField(
        label=gettext_lazy("Ground rules"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("One line on the lobby, the projector and the report's cover."),
    )
    segments = forms.CharField(
        label=gettext_lazy("Segments"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One on each line, such as “under 30”. Whoever opens a link picks one of them; figures of a segment are "
            "shown from five people on."
        ),
    )

    def clean_segments(self) -> list[str]:
        """Names that can be read, each once."""
        return list(words_on_lines(self.cleaned_data["segments"]))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground_rules"].widget.attrs["placeholder"] = gettext(GROUND_RULES)


@dataclass(frozen=True)
class WordingField:
    """One question of one perspective, for the template: its fields, the default, and the notes it has already."""

    kind: Question
    field: forms.BoundField
    asked: forms.BoundField
    default: str
    changed: bool
    notes: int


class WordingForm(forms.Form):
    """What each perspective is asked, and how; an emptied field goes back to the default."""

    def __init__(
        self,
        *args: Any,
        wording: dict[tuple[Perspective, Question], str],
        defaults: dict[tuple[Perspective, Question], str],
        asked: Mapping[Perspective, Collection[Question]],
        notes: Mapping[tuple[Perspective, Question], int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.defaults, self.notes = defaults, notes
        for (perspective, kind), words in wording.items():
            self.fields[self.name_of((perspective, kind))] = forms.CharField(
                label=gettext("Question %(number)d") % {"number": kind.number},
                max_length=LONGEST_WORDING,
                required=False,
                initial=words,
                widget=forms.Textarea({"rows": 2, "placeholder": defaults[perspective, kind]}),
            )
            self.fields[self.switch_of((perspective, kind))] = forms.BooleanField(
                label=gettext("Ask it"), required=False, initial=kind in asked[perspective]
            )

    @staticmethod
    def name_of(key: tuple[Perspective, Question]) -> str:
        """The name of the field for a question's words."""
        return f"{key[0]}-{key[1]}"

    @staticmethod
    def switch_of(key: tuple[Perspective, Question]) -> str:
        """The name of the field that says whether it is asked."""
        return f"ask-{key[0]}-{key[1]}"

    def clean(self) -> dict[str, Any]:
        """A session that asks nobody anything is a slip of the hand."""
        if not any(self.asked().values()):
            raise forms.ValidationError(gettext("Ask at least one question. Nothing was saved."))
        return self.cleaned_data

    def of(self, perspective: Perspective) -> Iterator[WordingField]:
        """The fields of one perspective, in the order of the exercise."""
        for kind in Question:
            key = perspective, kind
            name = self.name_of(key)
            if name in self.fields:
                default, notes = self.defaults[key], self.notes.get(key, 0)
                changed = self.fields[name].initial != default
                yield WordingField(kind, self[name], self[self.switch_of(key)], default, changed, notes)

    def leadership(self) -> list[WordingField]:
        """The fields of leadership."""
        return list(self.of(Perspective.LEADERSHIP))

    def staff(self) -> list[WordingField]:
        """The fields of staff."""
        return list(self.of(Perspective.STAFF))

    def customers(self) -> list[WordingField]:
        """The fields of customers."""
        return list(self.of(Perspective.CUSTOMERS))

    def wording(self) -> dict[tuple[Perspective, Question], str]:
        """What was typed, by perspective and question."""
        return {key: str(self.cleaned_data[self.name_of(key)]) for key in self._keys()}

    def asked(self) -> dict[Perspective, set[Question]]:
        """Which questions were switched on, by perspective."""
        found: dict[Perspective, set[Question]] = {who: set() for who in Perspective}
        for who, kind in self._keys():
            if self.cleaned_data.get(self.switch_of((who, kind))):
                found[who].add(kind)
        return found

    def _keys(self) -> list[tuple[Perspective, Question]]:
        keys = [(who, kind) for who in Perspective for kind in Question]
        return [key for key in keys if self.name_of(key) in self.fields]


class EraseForm(forms.Form):
    """The title, typed once more, because what is erased does not come back."""

    typed = forms.CharField(label=gettext_lazy("Type the title of the session"), max_length=200)

    def __init__(self, *args: Any, title: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = title
        self.fields["typed"].widget.attrs["autocomplete"] = "off"

    def clean_typed(self) -> str:
        """Compare without regard to capitals and blanks."""
        typed = str(self.cleaned_data["typed"])
        if " ".join(typed.casefold().split()) != " ".join(self.title.casefold().split()):
            raise forms.ValidationError(gettext("That is not the title: %(title)s") % {"title": self.title})
        return typed
