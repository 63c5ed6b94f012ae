"""Every model of the app, gathered for Django; each is defined in its own step."""

from gapsessions.accounts.models import Membership, Organisation, User
from gapsessions.background.models import WorkerBeat
from gapsessions.breakouts.models import Breakout, Seat
from gapsessions.disparity.models import Snapshot
from gapsessions.gatherings.models import Gathering, UsedCode
from gapsessions.intake.models import IntakeFile
from gapsessions.sessions.models import GapSession, SessionQuestion
from gapsessions.sheets.models import Answer, AnswerVector, Receipt, Sheet
from gapsessions.themes.models import Heading, KeptTogether, MoveLog, Placement, Proposal, Suggestion, Theme

__all__ = [
    "Answer",
    "AnswerVector",
    "Breakout",
    "GapSession",
    "Gathering",
    "Heading",
    "IntakeFile",
    "KeptTogether",
    "Membership",
    "MoveLog",
    "Organisation",
    "Placement",
    "Proposal",
    "Receipt",
    "Seat",
    "SessionQuestion",
    "Sheet",
    "Snapshot",
    "Suggestion",
    "Theme",
    "UsedCode",
    "User",
    "WorkerBeat",
]
