"""An organisation's own words for readings: the labels of page, reveal, report and files."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from gapsessions.accounts.access import organisation_to_word
from gapsessions.accounts.models import Organisation
from gapsessions.accounts.reading_words import ReadingWordsForm
from gapsessions.method.reading_words import WORDS_OF
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest


@require_http_methods(["GET", "HEAD", "POST"])
def words_page(request: HttpRequest, code: str) -> HttpResponse:
    """Word the labels of the five families; what is left empty keeps the default, in every language."""
    organisation = organisation_to_word(request, code)
    form = ReadingWordsForm(request.POST if request.method == "POST" else None, initial=organisation.reading_words)
    if request.method == "POST" and form.is_valid():
        Organisation.objects.filter(pk=organisation.pk).update(reading_words=form.own_words())
        messages.success(request, gettext("Saved. Pages say it from now on; reports that exist stay as they are."))
        return redirect("organisation-words", code=code)
    families = [
        {"family": family.value, "fields": [form[word.value] for word in words], "shown": form.shown(words[0])}
        for family, words in WORDS_OF.items()
    ]
    context = {"organisation": organisation, "form": form, "families": families}
    return render_page(request, "accounts/reading_words.html", context)
