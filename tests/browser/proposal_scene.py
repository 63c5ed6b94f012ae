"""Proposals and questions, set inside the server the tests look at (`Venue.play`)."""

from __future__ import annotations

from gapsessions.accounts.models import Organisation, User
from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.sessions.models import GapSession
from gapsessions.themes.actions import carry_out, open_proposal
from gapsessions.themes.models import Placement, Role, Theme
from gapsessions.themes.suggesting.actions import wish_for_questions
from gapsessions.themes.suggesting.asking import think
from tests.browser.board_scene import Scene, cookie_of
from tests.factories.encoders import SUBJECTS, SubjectEncoder
from tests.factories.people import make_member, make_organisation
from tests.factories.rooms import make_gathering, make_session, make_table, write

SAID = (
    "The %s is what I remember",
    "About the %s nobody told us",
    "A word on the %s, please",
    "Our %s could be better",
)


def _session() -> tuple[GapSession, list[str]]:
    organisation = Organisation.objects.first() or make_organisation("Tarnwell Bank")
    people = [User.objects.filter(name=name).first() or make_member(name, organisation) for name in ("Fay", "Lou")]
    return make_session(organisation, "Autumn review"), [cookie_of(person) for person in people]


def proposed() -> Scene:
    """A proposal of eight subjects beside a board that has one of them."""
    session, cookies = _session()
    sheets = [make_table(make_gathering(session, side)) for side in Perspective]
    known = Theme.objects.create(session=session, name="Old name of the wait")
    for subject in SUBJECTS:
        for number, text in enumerate(SAID):
            (note,) = write(sheets[number % 3], Question.IMPROVE, text % subject)
            if subject == "wait":
                Placement.objects.create(answer=note, theme=known, standing="accepted")
    carry_out(proposal=open_proposal(session=session), encoder=SubjectEncoder())
    return {"code": session.code, "cookies": cookies}


def in_doubt() -> Scene:
    """A board where six subjects stand in two themes each, and the questions about that."""
    session, cookies = _session()
    sheets = [make_table(make_gathering(session, side)) for side in Perspective]
    for subject in SUBJECTS[:6]:
        themes = [Theme.objects.create(session=session, name=f"{subject} {half}") for half in ("one", "two")]
        for number, text in enumerate((*SAID, "Once more the %s", "Always the %s")):
            (note,) = write(sheets[number % 3], Question.IMPROVE, text % subject)
            Placement.objects.create(answer=note, theme=themes[number % 2], standing="accepted", confidence=0.6)
    wish_for_questions(session=session)
    think(session=session, encoder=SubjectEncoder())
    return {"code": session.code, "cookies": cookies}


def board(*, code: str) -> dict[str, int]:
    """Every theme with its number of notes."""
    placed = Placement.objects.filter(theme__session__code=code, role=Role.PRIMARY)
    names = list(placed.values_list("theme__name", flat=True))
    return {name: names.count(name) for name in sorted(set(names))}
