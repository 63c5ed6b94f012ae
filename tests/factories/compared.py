"""A session that is compared, with everything the compare page can show beside its counts."""

from __future__ import annotations

from gapsessions.accounts.models import Organisation, User
from gapsessions.disparity.asides.actions import match_prediction
from gapsessions.disparity.standing import keep_comparison
from gapsessions.method.vocabulary import Perspective, Question, Style, Valence
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer, Prediction, PulseCount
from gapsessions.themes.actions import close_themes, create_theme, move_answers
from tests.factories.rooms import make_gathering, make_session, make_single, make_table, write

L, S, C = Perspective
NAMES = ("Waiting on the phone", "Kind people", "رسوم الحساب", "Rechtsschutzversicherungsgesellschaftstelefon")


def make_compared_session(organisation: Organisation, fay: User) -> GapSession:
    """Nine leaders, ten staff tables in two rooms, six customer tables and sixteen replies by link in two segments.

    The first theme is raised by staff and customers under improve; pulse and two predictions, one of them matched.
    """
    session = make_session(organisation, "Autumn review")
    rooms = {
        "board": make_gathering(session, L, Style.OWN_SHEETS, census=True, name="Board room"),
        "leeds": make_gathering(session, S, name="Branches, Leeds", segment="north"),
        "hove": make_gathering(session, S, name="Contact centre", segment="south"),
        "hall": make_gathering(session, C, name="Town hall", segment="north"),
        "link": make_gathering(session, C, Style.OPEN_LINK, name="Link in the letter"),
    }
    sheets = {
        L: [make_single(rooms["board"]) for _ in range(9)],
        S: [make_table(rooms[name]) for name in ("leeds", "hove") for _ in range(5)],
        C: [
            *(make_table(rooms["hall"]) for _ in range(6)),
            *(make_single(rooms["link"], segment=("under 30", "over 60")[n % 2]) for n in range(16)),
        ],
    }
    themes = [create_theme(session=session, name=name) for name in NAMES]
    placed: dict[int, list[Answer]] = {0: [], 1: [], 2: [], 3: []}
    for side, mine in sheets.items():
        for number, sheet in enumerate(mine):
            placed[1] += write(sheet, Question.STRENGTH, f"They are kind to everybody, says {side.value} {number}")
            if side is not L:
                placed[0] += write(sheet, Question.IMPROVE, f"We wait for hours on the phone, {side.value} {number}")
            if number % 3 == 0:
                placed[2] += write(sheet, Question.IMPROVE, f"الرسوم غير واضحة {number}")
                said = write(sheet, Question.COMPETITOR, f"Others answer at night, {number}", valence=Valence.GOOD)
                placed[3] += said
    for place, answers in placed.items():
        move_answers(answers=[answer.pk for answer in answers], to=themes[place], by=fay)
    for name, scores in {"board": {7: 7, 9: 2}, "leeds": {5: 20, 10: 4}, "link": {3: 12, 9: 4}}.items():
        for score, people in scores.items():
            PulseCount.objects.create(gathering=rooms[name], score=score, people=people, shown=people)
    first = Prediction.objects.create(gathering=rooms["board"], text="Waiting on the phone")
    Prediction.objects.create(gathering=rooms["board"], text="What an account costs")
    match_prediction(session=session, prediction=first, themes=[themes[0].key], none=False)
    close_themes(session=session)
    session.refresh_from_db()
    keep_comparison(session=session)
    return session
