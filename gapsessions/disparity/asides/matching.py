"""Matching predictions to themes at the desk: one at a time, with a tap or a key, and an undo."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gapsessions.disparity.asides.actions import match_prediction
from gapsessions.disparity.asides.foreseen import predictions_of
from gapsessions.disparity.asides.likeness import likely_themes
from gapsessions.disparity.listening import stir_comparison
from gapsessions.disparity.models import PredictionMatch
from gapsessions.disparity.worded import words
from gapsessions.method.vocabulary import Perspective
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Prediction
from gapsessions.themes.access import may_run, session_for, session_to_run
from gapsessions.themes.models import Theme
from gapsessions.themes.queries import themes_of
from gapsessions.themes.steps import steps_done
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest

NONE = "none"


@dataclass(frozen=True, slots=True)
class Matched:
    """A prediction at the desk: what it was matched to, and which themes it may mean."""

    key: str
    text: str
    side: str
    perspective: Perspective
    themes: tuple[str, ...]
    """Names of the themes it was matched to."""
    none: bool
    suggested: tuple[Theme, ...]

    @property
    def settled(self) -> bool:
        """Whether somebody has looked at it."""
        return self.none or bool(self.themes)


@require_safe
def predictions(request: HttpRequest, code: str) -> HttpResponse:
    """Every prediction of rooms that have closed, the open ones first."""
    session = session_for(request, code)
    visible = session.themes_closed_at is not None
    themes = list(themes_of(session)) if visible else []
    lines = _lines(session, themes) if visible else []
    context = {
        "session": session,
        "done": steps_done(session),
        "may_run": may_run(request, session),
        "visible": visible,
        "lines": lines,
        "open": [line for line in lines if not line.settled],
        "settled": [line for line in lines if line.settled],
        "themes": themes,
    }
    return render_page(request, "disparity/predictions.html", context, parts=("predictions",))


def _lines(session: GapSession, themes: list[Theme]) -> list[Matched]:
    found = predictions_of(session.gatherings.all())
    names = {theme.pk: theme.name for theme in themes}
    matched: dict[UUID, list[int | None]] = {pk: [] for pk in found}
    for prediction, theme in PredictionMatch.objects.filter(prediction__in=found).values_list("prediction", "theme"):
        matched[prediction].append(theme)
    likely = likely_themes([each.text for each in found.values()], themes)
    lines = []
    for (pk, each), suggested in zip(found.items(), likely, strict=True):
        side = Perspective(each.gathering.perspective)
        held = tuple(sorted(names[theme] for theme in matched[pk] if theme in names))
        none = None in matched[pk]
        lines.append(Matched(str(pk), each.text, words.perspective_name(side), side, held, none, suggested))
    return sorted(lines, key=lambda line: (line.settled, [*Perspective].index(line.perspective), line.text))


@require_POST
def match(request: HttpRequest, code: str, prediction: UUID) -> HttpResponse:
    """Match one prediction to themes, to none, or back to nothing yet."""
    session = session_to_run(request, code)
    found = predictions_of(session.gatherings.all()).get(prediction)
    if found is None:
        raise Http404
    wanted = request.POST.getlist("theme") or request.GET.getlist("theme")
    before = _asked_for(found)
    if match_prediction(session=session, prediction=found, themes=wanted, none=NONE in wanted):
        undo = reverse("prediction-match", args=[code, prediction])
        said = _("Matched.") if wanted and NONE not in wanted else _("Noted: none of the themes.")
        messages.success(request, said if wanted else _("Taken back."), extra_tags=f"undo:{undo}?{before}")
        stir_comparison(session)
    return redirect("predictions", code)


def _asked_for(prediction: Prediction) -> str:
    """What was matched before, as the end of an address that brings it back."""
    matches = PredictionMatch.objects.filter(prediction=prediction).values_list("theme__key", flat=True)
    return urlencode([("theme", key or NONE) for key in matches])
