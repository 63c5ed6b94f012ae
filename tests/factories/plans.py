"""A session worked by hand: four leaders, four staff tables and four customer tables, and five themes."""

from __future__ import annotations

from gapsessions.accounts.models import Organisation, User
from gapsessions.disparity.standing import keep_comparison
from gapsessions.method.vocabulary import Intent, Perspective, Question, Style
from gapsessions.sessions.models import GapSession
from gapsessions.themes.actions import close_themes, create_theme, move_answers, send_to_other
from tests.factories.rooms import make_gathering, make_session, make_single, make_table, write

L, S, C = Perspective
STRENGTH, IMPROVE, _COMPETITOR, ACTION = Question
START, CONTINUE = Intent.START, Intent.CONTINUE

SAID = {
    # theme: who said it where, with the sheets that did, numbered 0 to 3
    "Calling back": ((S, IMPROVE, None, (0, 1, 2)), (S, ACTION, START, (2, 3)), (C, IMPROVE, None, (0, 1, 2, 3))),
    "Fees": ((C, IMPROVE, None, (0, 1, 2, 3)),),
    "Video advice": ((L, ACTION, START, (0, 1, 2, 3)),),
    "Kind people": ((C, STRENGTH, None, (0, 1, 2)), (C, ACTION, CONTINUE, (0, 1)), (S, ACTION, CONTINUE, (1, 2))),
    "Parking": ((S, STRENGTH, None, (3,)),),
}


def make_worked_session(organisation: Organisation, by: User) -> GapSession:
    """Themes closed, comparison at hand; every sheet answers questions 1, 2 and 4, so each denominator is four."""
    session = make_session(organisation, "Worked by hand")
    rooms = {
        side: make_gathering(session, side, Style.OWN_SHEETS if side is L else Style.TABLES) for side in Perspective
    }
    sheets = {
        side: [make_single(room) if side is L else make_table(room) for _ in range(4)] for side, room in rooms.items()
    }
    # Undecided would hold low readings back: what fits no theme is said to be other.
    rest = [
        write(sheet, question, "Nothing more to say")[0].pk
        for own in sheets.values()
        for sheet in own
        for question in (STRENGTH, IMPROVE, ACTION)
    ]
    send_to_other(session=session, answers=rest, by=by)
    for name, said in SAID.items():
        notes = [
            write(sheets[side][number], question, f"{name} {number}", intent=intent.value if intent else "")[0].pk
            for side, question, intent, who in said
            for number in who
        ]
        move_answers(answers=notes, to=create_theme(session=session, name=name), by=by)
    close_themes(session=session)
    keep_comparison(session=session)
    session.refresh_from_db()
    return session
