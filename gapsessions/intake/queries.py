"""What intake needs to know of a session: its wordings, its gatherings by name, what stands on their sheets."""

from __future__ import annotations

from django.db.models import QuerySet

from gapsessions.gatherings.models import Gathering
from gapsessions.intake.answers import plain_name
from gapsessions.intake.grouping import GatheringKey
from gapsessions.intake.merging import StandingSheet
from gapsessions.method.cleaning import clean
from gapsessions.method.vocabulary import Perspective, Question, Stage, Style
from gapsessions.method.wording import QUESTIONS
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer, Sheet


def wordings_of(session: GapSession) -> dict[Question, tuple[str, ...]]:
    """How the session words each question, over its perspectives."""
    found: dict[Question, tuple[str, ...]] = {}
    for kind, wording in session.questions.values_list("kind", "wording"):
        question = Question(kind)
        found[question] = (*found.get(question, ()), wording)
    return found


def perhaps_everybody(session: GapSession) -> QuerySet[Gathering]:
    """Closed gatherings of leadership with own sheets of which nobody said yet that everybody was there."""
    wanted = {"perspective": Perspective.LEADERSHIP, "style": Style.OWN_SHEETS, "stage": Stage.CLOSED}
    return Gathering.objects.filter(session=session, census=False, **wanted).order_by("pk")


def gatherings_by_name(session: GapSession) -> dict[GatheringKey, Gathering]:
    """The session's gatherings by perspective and compared name; of two alike the older one."""
    gatherings = Gathering.objects.filter(session=session).order_by("-pk")
    return {(Perspective(one.perspective), plain_name(one.name)): one for one in gatherings}


def standing_sheets(gathering: Gathering) -> list[StandingSheet]:
    """The gathering's sheets with all their notes, struck-out ones too: a file must not bring those back."""
    sheets = {
        ident: StandingSheet(ident, plain_name(breakout or ""))
        for ident, breakout in Sheet.objects.filter(gathering=gathering).values_list("id", "breakout__name")
    }
    notes = Answer.objects.filter(sheet__gathering=gathering).values_list(
        "sheet_id", "question", "text", "valence", "intent"
    )
    for ident, question, text, valence, intent in notes.iterator(chunk_size=5_000):
        sheets[ident].notes[question, clean(text), valence, intent] += 1
    return list(sheets.values())


def question_words(session: GapSession) -> dict[Question, str]:
    """One wording per question, for lists that are not about one perspective: what staff are asked."""
    found = dict(QUESTIONS[Perspective.STAFF])
    own = session.questions.filter(perspective=Perspective.STAFF.value).values_list("kind", "wording")
    return found | {Question(kind): wording for kind, wording in own}
