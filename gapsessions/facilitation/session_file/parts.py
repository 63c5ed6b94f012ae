"""What of a session travels in its file, in which order, and what stays behind and why.

Every model of the app stands in one of the two lists: a test fails for a new one that does not, so that nothing is lost
by being forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy

from gapsessions.reports.models import UNDER_WAY as REPORT_UNDER_WAY
from gapsessions.sessions.models import GapSession
from gapsessions.themes.models import UNDER_WAY as PROPOSAL_UNDER_WAY

Words = Callable[[], str] | str


@dataclass(frozen=True)
class Part:
    """Rows of one model. `path` leads from a row to its session; `only` narrows them."""

    name: str
    path: str
    blanked: dict[str, Any] = field(default_factory=dict)
    """Columns that do not travel, and what stands there instead."""
    only: Q = field(default_factory=Q)
    outside: dict[str, str] = field(default_factory=dict)
    """Columns that point into another session: the code of that row travels, found again where it is there too."""
    at_a_time: int = 500
    """Rows read, and written, at once: few where a row is a file."""

    @property
    def model(self) -> type[Model]:
        """The model of that name."""
        return apps.get_model("gapsessions", self.name)

    def rows_of(self, session: GapSession) -> QuerySet[Model]:
        """The rows of a session, removed ones too, by their key: those of people are random, and tell no order."""
        return self.model._base_manager.filter(self.only, **{self.path: session.pk}).order_by("pk")


SESSION = Part(
    "GapSession", "pk", {"organisation_id": None, "wave_of_id": None, "rehearsal_of_id": None, "warned_at": None}
)
_BY_SHEET, _BY_ANSWER = "sheet__gathering__session", "answer__sheet__gathering__session"
# A row stands below those it points to; what points within its own model is sorted out when it is taken in.
PARTS = (
    SESSION,
    Part("SessionQuestion", "session"),
    Part("Gathering", "session"),
    Part("OpenedQuestion", "gathering__session"),
    Part("ParkedThought", "gathering__session"),
    Part("Breakout", "gathering__session"),
    Part("Sheet", "gathering__session", {"key_hash": ""}),
    Part("Answer", _BY_SHEET, {"pen_hash": ""}),
    Part("LateNote", _BY_SHEET),
    Part("PulseCount", "gathering__session"),
    Part("Prediction", "gathering__session"),
    Part("AnswerVector", _BY_ANSWER),
    Part("IntakeFile", "session"),
    Part("Heading", "session"),
    Part("Theme", "session"),
    Part("Board", "session"),
    Part("Placement", _BY_ANSWER),
    Part("Suggestion", _BY_ANSWER),
    Part("KeptTogether", "session"),
    Part("MergedTheme", "session"),
    Part("Proposal", "session", only=~Q(state__in=PROPOSAL_UNDER_WAY), at_a_time=5),
    Part("Cut", "proposal__session", only=~Q(proposal__state__in=PROPOSAL_UNDER_WAY), at_a_time=5),
    Part("MoveLog", "session"),
    Part("BoardQuestion", "session"),
    Part("SecondSorting", "session"),
    Part("SecondPlacing", "sorting__session"),
    Part("Ballot", "gathering__session"),
    Part("BallotOption", "ballot__gathering__session"),
    Part("CountedAnswer", _BY_ANSWER),
    Part("QuoteMark", _BY_ANSWER),
    Part("QuoteLog", "session"),
    Part("PredictionMatch", "prediction__gathering__session"),
    Part(
        "StandingComparison",
        "session",
        {"payload": None, "fingerprint": "", "computed_at": None, "asked_for": "", "asked_at": None},
    ),
    Part("Snapshot", "session", at_a_time=1),
    Part("PageHeadline", "session"),
    Part("ThemeLeftOut", "session"),
    Part("ReportVersion", "session", only=~Q(state__in=REPORT_UNDER_WAY)),
    Part("ReportFile", "version__session", only=~Q(version__state__in=REPORT_UNDER_WAY), at_a_time=1),
    Part("FollowUpWish", "gathering__session"),
    Part("ActionOwner", "session", {"link_hash": "", "link_made_at": None}),
    Part("Action", "session"),
    Part("Priority", "session"),
    Part("SaidPage", "session"),
    Part("SaidItem", "page__session"),
    Part("ThemeMatch", "theme__session", outside={"earlier_id": "earlier__key"}),
)
CONTACTS = Part("Contact", "session")
"""Addresses travel only when somebody asks for it."""
TRAVELLING = frozenset(part.name for part in (*PARTS, CONTACTS))

LEFT_BEHIND: dict[str, Words] = {
    "Seat": gettext_lazy(
        "Phones: a seat is known by a secret that belongs to this address. People scan the code again."
    ),
    "Receipt": gettext_lazy("Receipts of phones, which go a day after a room has closed."),
    "BallotPaper": gettext_lazy(
        "Ballot papers: a file is written when no vote is open, and then only totals are left."
    ),
    "HelperLink": gettext_lazy("Helper links: they open this installation and no other."),
    "Invitation": gettext_lazy("Who may sign in."),
    "Membership": gettext_lazy("Who may sign in."),
    "User": gettext_lazy("Who did what at the desk: rows keep their time, not the person."),
    "Organisation": gettext_lazy("The organisation's name, brand and words: those of the other side are used."),
    "IntakeDraft": gettext_lazy("Spreadsheets that were uploaded and not saved."),
    "PackedFile": gettext_lazy("The file itself, as it waited to be fetched."),
    "HandoutPrint": gettext_lazy("Printed table cards, which carry the old address."),
    "BoardChange": gettext_lazy("The steps of undo on the themes."),
    "UsedCode": gettext_lazy("Joining codes that rest here; a code that is taken on the other side is drawn anew."),
    "SessionRecord": gettext_lazy("Counts of sessions that were erased earlier."),
    "SessionArrival": gettext_lazy("Where the session came from."),
    "ShareLink": gettext_lazy("Links that were shared, and update links of owners: they lead to this address alone."),
    "QuestionRound": gettext_lazy("What the worker was asked to think about; it is asked again."),
    "WorkerBeat": gettext_lazy("Signs of life of the worker."),
}
SAID_ALOUD = ("Seat", "HelperLink", "ShareLink", "User", "Organisation", "BoardChange", "UsedCode")
"""What somebody who carries a session away should know; the rest is housekeeping."""
NAMES_IN_TEXT = {
    ("Action", "theme_key"),
    ("Priority", "theme_key"),
    ("ThemeLeftOut", "theme_key"),
    ("MergedTheme", "gone"),
    ("MergedTheme", "into"),
}
"""Columns that name a row by its code without a foreign key."""


def parts_of(contacts: bool) -> tuple[Part, ...]:
    """What travels, with the contact list or without."""
    return (*PARTS, CONTACTS) if contacts else PARTS
