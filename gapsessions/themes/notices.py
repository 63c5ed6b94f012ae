"""What a reader must know about a proposal before trusting it: sentences for screens, reports and the command."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import get_text_list
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from gapsessions.method.languages import load_language

NOT_COVERED = "language_not_covered"


def notice_sentences(keys: Iterable[str]) -> tuple[str, ...]:
    """Turn ``ThemeProposal.notices`` into sentences, one for all languages that the model does not know."""
    keys = tuple(keys)
    strange = [value for name, _colon, value in (key.partition(":") for key in keys) if name == NOT_COVERED]
    said = [notice_sentence(key) for key in keys if key.partition(":")[0] != NOT_COVERED]
    return (*said, _not_covered(strange)) if strange else tuple(said)


def notice_sentence(key: str) -> str:
    """Turn one key into a sentence; an unknown key is returned as it is."""
    name, _colon, value = key.partition(":")
    if name == "no_encoder":
        return _("No language model is installed, so answers were compared by their words alone.")
    if name == "several_languages":
        return _(
            "The answers are in several languages. Answers on one subject may stand in a theme for each language: "
            "please merge those that say the same."
        )
    if name == NOT_COVERED:
        return _not_covered([value])
    if name == "sampled":
        return _("%(count)s answers were compared with each other; all others joined the theme nearest to them.") % {
            "count": value
        }
    return key


def _not_covered(languages: list[str]) -> str:
    said = ngettext(
        "The language model was not trained for %(language)s. Themes in it rest more on shared words: "
        "please look through them.",
        "The language model was not trained for %(language)s. Themes in these languages rest more on shared words: "
        "please look through them.",
        len(languages),
    )
    return said % {"language": get_text_list([_name_of(code) for code in languages], _("and"))}


def _name_of(code: str) -> str:
    """What the reader calls a language; its own name where that is not known."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return load_language(code).name
