"""What a reader must know about a proposal before trusting it: sentences for screens, reports and the command."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gapsessions.method.languages import load_language


def notice_sentence(key: str) -> str:
    """Turn a key of ``ThemeProposal.notices`` into a sentence; an unknown key is returned as it is."""
    name, _colon, value = key.partition(":")
    if name == "no_encoder":
        return _("No language model is installed, so answers were compared by their words alone.")
    if name == "several_languages":
        return _("The answers are in several languages. Themes may follow the language: please check them.")
    if name == "language_not_covered":
        return _("The language model was not trained for %(language)s. Themes in it rest more on shared words.") % {
            "language": load_language(value).name
        }
    if name == "sampled":
        return _("%(count)s answers were compared with each other; all others joined the theme nearest to them.") % {
            "count": value
        }
    return key
