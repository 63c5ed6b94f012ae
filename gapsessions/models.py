"""Every model of the app, gathered for Django; each is defined in its own step."""

from gapsessions.accounts.models import Invitation, Membership, Organisation, User
from gapsessions.background.models import WorkerBeat
from gapsessions.breakouts.models import Breakout, HelperLink, Seat
from gapsessions.disparity.models import (
    CountedAnswer,
    PredictionMatch,
    QuoteLog,
    QuoteMark,
    Snapshot,
    StandingComparison,
)
from gapsessions.facilitation.preparing.models import HandoutPrint
from gapsessions.facilitation.retention.models import SessionRecord
from gapsessions.facilitation.session_file.models import PackedFile, SessionArrival
from gapsessions.gatherings.models import Gathering, OpenedQuestion, ParkedThought, UsedCode
from gapsessions.intake.models import IntakeDraft, IntakeFile
from gapsessions.plan.models import Action, ActionOwner, Contact, FollowUpWish, Priority
from gapsessions.plan.said.models import SaidItem, SaidPage
from gapsessions.plan.waves.models import ThemeMatch
from gapsessions.reports.models import PageHeadline, ReportFile, ReportVersion, ThemeLeftOut
from gapsessions.reports.sharing.models import ShareLink
from gapsessions.sessions.models import GapSession, SessionQuestion
from gapsessions.sheets.models import Answer, AnswerVector, LateNote, Prediction, PulseCount, Receipt, Sheet
from gapsessions.themes.ballot.models import Ballot, BallotOption, BallotPaper
from gapsessions.themes.models import (
    Board,
    BoardChange,
    Heading,
    KeptTogether,
    MergedTheme,
    MoveLog,
    Placement,
    Proposal,
    Suggestion,
    Theme,
)
from gapsessions.themes.proposals.models import Cut
from gapsessions.themes.suggesting.models import BoardQuestion, QuestionRound
from gapsessions.themes.trust.models import SecondPlacing, SecondSorting

__all__ = [
    "Action",
    "ActionOwner",
    "Answer",
    "AnswerVector",
    "Ballot",
    "BallotOption",
    "BallotPaper",
    "Board",
    "BoardChange",
    "BoardQuestion",
    "Breakout",
    "CountedAnswer",
    "Cut",
    "Contact",
    "FollowUpWish",
    "GapSession",
    "Gathering",
    "HandoutPrint",
    "Heading",
    "HelperLink",
    "IntakeDraft",
    "IntakeFile",
    "Invitation",
    "KeptTogether",
    "LateNote",
    "Membership",
    "MergedTheme",
    "MoveLog",
    "OpenedQuestion",
    "Organisation",
    "PackedFile",
    "ParkedThought",
    "Placement",
    "Prediction",
    "PredictionMatch",
    "Priority",
    "Proposal",
    "PulseCount",
    "QuestionRound",
    "QuoteLog",
    "QuoteMark",
    "Receipt",
    "PageHeadline",
    "ReportFile",
    "ReportVersion",
    "SaidItem",
    "SaidPage",
    "Seat",
    "SecondPlacing",
    "SecondSorting",
    "SessionArrival",
    "SessionQuestion",
    "SessionRecord",
    "ShareLink",
    "Sheet",
    "Snapshot",
    "StandingComparison",
    "Suggestion",
    "Theme",
    "ThemeLeftOut",
    "ThemeMatch",
    "UsedCode",
    "User",
    "WorkerBeat",
]
