"""A session with something of everything that can be kept of one, for tests of moving and erasing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from gapsessions.accounts.models import Organisation, User
from gapsessions.breakouts.models import Breakout, Seat
from gapsessions.disparity.actions import take_snapshot
from gapsessions.disparity.models import CountedAnswer, PredictionMatch, QuoteLog, QuoteMark, StandingComparison
from gapsessions.gatherings.actions import hold_code
from gapsessions.gatherings.models import Gathering, OpenedQuestion, ParkedThought
from gapsessions.intake.models import IntakeFile
from gapsessions.method.vocabulary import Intent, Perspective, Question, Stage, Style, Valence
from gapsessions.plan.models import Action, ActionOwner, Contact, FollowUpWish, Priority
from gapsessions.plan.said.models import SaidItem, SaidPage
from gapsessions.reports.models import PageHeadline, ThemeLeftOut
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer, LateNote, Prediction, PulseCount, Receipt
from gapsessions.themes.actions import accept_all, also_in, carry_out, create_theme, move_answers, open_proposal
from gapsessions.themes.ballot.models import Ballot, BallotOption
from gapsessions.themes.models import Board, Heading, KeptTogether, MergedTheme, Suggestion
from gapsessions.themes.proposals.models import Cut
from gapsessions.themes.suggesting.models import BoardQuestion
from gapsessions.themes.trust.models import SecondPlacing, SecondSorting
from tests.factories.board import make_change, make_report
from tests.factories.encoders import SubjectEncoder
from tests.factories.rooms import make_gathering, make_session, make_single, make_table, write

SECRET = "5e" * 32
CANARY = "canary-77af wait"
BY_HAND = "Waiting on the phone"


def make_whole_session(organisation: Organisation, by: User, **fields: Any) -> GapSession:
    """Three perspectives, themes by machine and by hand, snapshot, report, plan, and all that hangs on them."""
    session = make_session(organisation, segments=["under 30", "north"], **fields)
    rooms = [
        make_gathering(session, Perspective.LEADERSHIP, Style.OWN_SHEETS),
        make_gathering(session, Perspective.STAFF, segment="north"),
        make_gathering(session, Perspective.CUSTOMERS, code=hold_code(), held_on=date(2026, 5, 4)),
    ]
    for room in rooms:
        for number in range(3):
            sheet = make_single(room) if room.style == Style.OWN_SHEETS else make_table(room, head_count=7)
            _fill(sheet, f"{room.perspective} {number}")
    _in_the_rooms(session, rooms)
    _sorted(session, by)
    take_snapshot(session, by)
    StandingComparison.objects.create(session=session, headline="We make people wait")
    make_report(session, data=b"%PDF-1.7 " + bytes(range(256)))
    PageHeadline.objects.create(session=session, page="improve", text="Waiting is what hurts")
    ThemeLeftOut.objects.create(session=session, theme_key=session.themes.order_by("pk").first().key)
    IntakeFile.objects.create(session=session, digest="d" * 64, rows_kept=3)
    _afterwards(session, by)
    return session


def _fill(sheet: Any, who: str) -> None:
    write(sheet, Question.STRENGTH, f"Kind staff, says {who}", star=True)
    first, second = write(sheet, Question.IMPROVE, f"{CANARY} on the phone, {who}", f"Wait for a letter, {who} 🦒 ܫܠܡܐ")
    Answer.objects.filter(pk=second.pk).update(same_as=first)
    write(sheet, Question.COMPETITOR, f"Lower price, {who}", valence=Valence.GOOD)
    write(sheet, Question.ACTION, f"Answer the phone, {who}", intent=Intent.START)
    write(sheet, Question.IMPROVE, f"Struck out {CANARY}", struck_out=True)


def _in_the_rooms(session: GapSession, rooms: list[Gathering]) -> None:
    leaders, staff, customers = rooms
    OpenedQuestion.objects.create(gathering=staff, question="improve", revealed=True)
    ParkedThought.objects.create(gathering=staff, text="The lamp in the hall", for_whom="Facilities")
    Breakout.objects.create(gathering=staff, name="Taken out", removed_at=timezone.now())
    make_gathering(session, Perspective.CUSTOMERS, stage=Stage.LOBBY, code=hold_code(), name="Next week")
    LateNote.objects.create(sheet=staff.sheets.first(), question="improve", text=f"Late {CANARY}")
    PulseCount.objects.create(gathering=customers, score=9, people=4)
    Prediction.objects.create(gathering=leaders, text="They will say: waiting")
    FollowUpWish.objects.create(gathering=customers, channel="email", often="yearly", people=5)
    Contact.objects.create(session=session, channel="email", often="yearly", address="cleo@example.org")
    Seat.objects.create(gathering=customers, token_hash=SECRET)
    Receipt.objects.create(op_hash=SECRET, answer_id=staff.sheets.first().pk, result={})


def _sorted(session: GapSession, by: User) -> None:
    proposal = open_proposal(session=session)
    carry_out(proposal=proposal, encoder=SubjectEncoder())
    accept_all(proposal=proposal, by=by)
    proposal.refresh_from_db()
    Cut.objects.get_or_create(proposal=proposal, stop=3, defaults={"themes": 2, "result": {"labels": [0, 1]}})
    # The machine may have come to the same name: its theme steps aside, so that tests find the one made by hand.
    session.themes.filter(name__iexact=BY_HAND).update(name="As the machine saw it")
    theme = create_theme(session=session, name=BY_HAND)
    theme.heading = Heading.objects.create(session=session, name="Access")
    answers = list(Answer.objects.filter(sheet__gathering__session=session, struck_out=False).order_by("pk"))
    theme.quote = answers[0]
    theme.save()
    move_answers(answers=[answers[0].pk, answers[1].pk], to=theme, by=by)
    also_in(answer=answers[2], theme=theme)
    KeptTogether.objects.create(session=session, first=answers[0], second=answers[1])
    MergedTheme.objects.create(session=session, gone="goneintoitxy", into=theme.key)
    Suggestion.objects.create(answer=answers[3], theme=theme, rank=1, score=0.3)
    Board.objects.get_or_create(session=session)
    BoardQuestion.objects.create(
        session=session,
        kind="move",
        theme=theme,
        notes=[str(answers[3].pk)],
        speaking=[],
        said="yes",
        said_at=timezone.now(),
        by=by,
        change=make_change(session, by),
    )
    sorting = SecondSorting.objects.create(session=session, seed=7, by=by)
    SecondPlacing.objects.create(sorting=sorting, answer=answers[0], place=0, first=theme)
    CountedAnswer.objects.create(answer=answers[0])
    QuoteMark.objects.create(answer=answers[0], standing="picked", redacted="Waiting for […]")
    QuoteLog.objects.create(session=session, act="picked", perspective="staff", question="improve", by=by)
    PredictionMatch.objects.create(prediction=Prediction.objects.get(gathering__session=session), theme=theme)
    ballot = Ballot.objects.create(gathering=answers[0].sheet.gathering, dots=3, closed=True, papers_counted=4)
    BallotOption.objects.create(ballot=ballot, theme=theme, name=BY_HAND, dots=6)


def _afterwards(session: GapSession, by: User) -> None:
    theme = session.themes.get(name=BY_HAND)
    owner = ActionOwner.objects.create(session=session, name="Maya", link_hash=SECRET)
    Action.objects.create(
        session=session, what="Call back the same day", theme_key=theme.key, owner=owner, created_by=by, status="done"
    )
    Priority.objects.create(session=session, theme_key=theme.key, impact=5, effort=2)
    page = SaidPage.objects.create(session=session, introduction="Thank you.", published_by=by)
    SaidItem.objects.create(page=page, theme=theme, said=BY_HAND, did="We call back the same day.")
