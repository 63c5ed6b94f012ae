"""One act typed on a sheet, at the desk and by a helper: a script gets the note back, a plain form the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import uuid4

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect

from gapsessions.sheets.models import Sheet
from gapsessions.sheets.queries import questions_with_notes
from gapsessions.sheets.refusals import Refusal
from gapsessions.sheets.typing import Answered, carry_out, in_words
from gapsessions.web.pages import render_page
from gapsessions.web.requests import HttpRequest

FROM_SCRIPT = "X-Typing"
"""Carried by what static/js/typing.js sends: it wants the one note, not the page."""


def to_type(sheet: Sheet, *, asked: str = "", refused: Answered | None = None, typed: str = "") -> dict[str, Any]:
    """What templates/sheets/typing.html needs but for the address `act`.

    `asked` is the question whose field is open, `typed` what stands in it because it was refused.
    """
    questions = questions_with_notes(sheet)
    kinds = [one.kind.value for one in questions]
    return {
        "sheet": sheet,
        "questions": questions,
        "asked": asked if asked in kinds else next(iter(kinds), ""),
        "operation": uuid4().hex,
        "refused": refused,
        "typed": typed,
    }


def answer_act(
    request: HttpRequest, sheet: Sheet, *, act: str, page: str, show: Callable[..., HttpResponse]
) -> HttpResponse:
    """Carry out what was posted to `act`, and lead back to `page`, the sheet's address.

    A refusal is shown by `show`, which takes the arguments of `to_type` and a `status`.
    """
    said = {name: str(value) for name, value in request.POST.items()}
    try:
        done = carry_out(sheet, said)
    except Refusal as refused:
        answered = in_words(refused, said)
        if FROM_SCRIPT in request.headers:
            return JsonResponse(asdict(answered), status=answered.status)
        typed = answered.mine if said.get("verb") == "add" else ""
        return show(asked=said.get("question", ""), refused=answered, typed=typed, status=answered.status)
    if FROM_SCRIPT in request.headers:
        return render_page(request, "sheets/note.html", {"note": done.note, "act": act})
    place = "say" if said.get("verb") == "add" else f"note-{done.note.pk}"
    return redirect(f"{page}?question={done.note.question}#{place}")
