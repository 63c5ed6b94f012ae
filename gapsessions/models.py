"""Every model of the app, gathered for Django; each is defined in its own step."""

from gapsessions.accounts.models import Invitation, Membership, Organisation, User
from gapsessions.background.models import WorkerBeat
from gapsessions.breakouts.models import Breakout, HelperLink, Seat
from gapsessions.disparity.models import CountedAnswer, Snapshot, StandingComparison
from gapsessions.facilitation.preparing.models import HandoutPrint
from gapsessions.gatherings.models import Gathering, OpenedQuestion, ParkedThought, UsedCode
from gapsessions.intake.models import IntakeDraft, IntakeFile
from gapsessions.plan.models import Contact, FollowUpWish
from gapsessions.reports.models import ReportFile, ReportVersion
from gapsessions.sessions.models import GapSession, SessionQuestion
from gapsessions.sheets.models import Answer, AnswerVector, LateNote, Prediction, PulseCount, Receipt, Sheet
from gapsessions.themes.ballot.models import Ballot, BallotOption, BallotPaper
from gapsessions.themes.models import (
    BoardChange,
    Heading,
    KeptTogether,
    MoveLog,
    Placement,
    Proposal,
    Suggestion,
    Theme,
)

__all__ = [
    "Answer",
    "AnswerVector",
    "Ballot",
    "BallotOption",
    "BallotPaper",
    "BoardChange",
    "Breakout",
    "CountedAnswer",
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
    "MoveLog",
    "OpenedQuestion",
    "Organisation",
    "ParkedThought",
    "Placement",
    "Prediction",
    "Proposal",
    "PulseCount",
    "Receipt",
    "ReportFile",
    "ReportVersion",
    "Seat",
    "SessionQuestion",
    "Sheet",
    "Snapshot",
    "StandingComparison",
    "Suggestion",
    "Theme",
    "UsedCode",
    "User",
    "WorkerBeat",
]
