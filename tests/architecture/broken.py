"""For each rule of the database the rows that break it, and nothing else."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.db import models
from django.utils import timezone

from gapsessions.accounts.models import Invitation, Membership, Organisation, User
from gapsessions.breakouts.models import Breakout, HelperLink, Seat
from gapsessions.disparity.models import Snapshot
from gapsessions.facilitation.preparing.models import HandoutPrint
from gapsessions.facilitation.retention.models import SessionRecord
from gapsessions.facilitation.session_file.models import PackedFile, SessionArrival
from gapsessions.gatherings.models import Gathering, OpenedQuestion, ParkedThought, UsedCode
from gapsessions.intake.models import IntakeDraft, IntakeFile
from gapsessions.plan.models import Action, ActionOwner, Contact, FollowUpWish, Priority
from gapsessions.plan.said.models import SaidItem, SaidPage
from gapsessions.plan.waves.models import ThemeMatch
from gapsessions.reports.models import PageHeadline, ReportFile, ReportVersion, ThemeLeftOut
from gapsessions.sessions.models import GapSession, SessionQuestion
from gapsessions.sheets.models import Answer, AnswerVector, LateNote, Prediction, PulseCount, Receipt, Sheet
from gapsessions.themes.ballot.models import Ballot, BallotOption, BallotPaper
from gapsessions.themes.models import (
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
from tests.architecture.broken_links import LINKS
from tests.architecture.broken_sorting import MORE
from tests.factories.rooms import make_gathering, make_session, make_table, write

HASH = "a" * 64


class Room:
    """One valid row of everything, to hang the broken ones on."""

    def __init__(self) -> None:
        self.session = make_session()
        self.gathering = make_gathering(self.session)
        self.sheet = make_table(self.gathering, "Window table")
        self.breakout = self.sheet.breakout
        self.answer, self.second = write(self.sheet, "improve", "Long waits", "Dark rooms")
        self.theme = Theme.objects.create(session=self.session, name="Waiting times")
        self.other = Theme.objects.create(session=self.session, name="Other", other=True)
        self.user = User.objects.create_user("fay@example.org")
        self.member = Membership.objects.create(user=self.user, organisation=self.session.organisation)

    def gather(self, **fields) -> Gathering:
        valid = {"perspective": "staff", "style": "tables", "name": "Leeds", "stage": "lobby"}
        return Gathering(session=self.session, **{**valid, **fields})

    def note(self, **fields) -> Answer:
        return Answer(sheet=self.sheet, **{"question": "improve", "text": "Long waits", **fields})

    def asked(self, **fields) -> OpenedQuestion:
        return OpenedQuestion(gathering=self.gathering, **{"question": "improve", "revealed": True, **fields})

    def late(self, **fields) -> LateNote:
        return LateNote(sheet=self.sheet, **{"question": "improve", "text": "Long waits", **fields})

    def ballot(self) -> Ballot:
        return Ballot.objects.create(gathering=self.gathering, dots=3)

    def invited(self, **fields) -> Invitation:
        return Invitation(organisation=self.session.organisation, **{"role": "viewer", "token_hash": HASH, **fields})

    def placed(self, **fields) -> Placement:
        return Placement(**{"answer": self.answer, "theme": self.theme, **fields})

    def version(self) -> ReportVersion:
        return ReportVersion.objects.create(session=self.session)

    def filed(self, version: ReportVersion, **fields) -> ReportFile:
        return ReportFile(version=version, **{"kind": "pdf", "data": b"x", "size": 1, "sha256": HASH, **fields})


def _twice(make: Callable[[], models.Model]) -> list[models.Model]:
    return [make(), make()]


def _placed(r: Room, **fields) -> Priority:
    return Priority(session=r.session, **{"theme_key": r.theme.key, "impact": 6, "effort": 1, **fields})


# Constraint -> the rows that break it, and nothing else.
BROKEN: dict[str, Callable[[Room], list[models.Model]]] = {
    **LINKS,
    **MORE,
    "user_email_lower_case": lambda r: [User(email="Fay2@example.org")],
    "user_email_not_blank": lambda r: [User(email=" ")],
    "organisation_name_not_blank": lambda r: [Organisation(name=" \t")],
    "organisation_accent_is_hex": lambda r: [Organisation(name="Pale", accent="red")],
    "invitation_token_is_a_hash": lambda r: [r.invited(token_hash="the token itself")],
    "invitation_role_known": lambda r: [r.invited(role="boss")],
    "invitation_not_both_used_and_withdrawn": lambda r: [
        r.invited(accepted_at=timezone.now(), withdrawn_at=timezone.now())
    ],
    "membership_once": lambda r: [Membership(user=r.user, organisation=r.session.organisation)],
    "membership_role_known": lambda r: [
        Membership(
            user=User.objects.create_user("lena@example.org"),
            organisation=r.session.organisation,
            role="boss",
        )
    ],
    "session_title_not_blank": lambda r: [GapSession(organisation=r.session.organisation, title="\u200b")],
    "question_once_per_perspective": lambda r: [
        SessionQuestion(session=r.session, perspective="staff", kind="improve", wording="Again?")
    ],
    "question_perspective_known": lambda r: [
        SessionQuestion(session=r.session, perspective="owners", kind="improve", wording="What?")
    ],
    "question_kind_known": lambda r: [
        SessionQuestion(session=r.session, perspective="staff", kind="praise", wording="What?")
    ],
    "question_wording_not_blank": lambda r: [
        SessionQuestion(session=make_bare_session(r), perspective="staff", kind="improve", wording="")
    ],
    "gathering_perspective_known": lambda r: [r.gather(perspective="owners")],
    "gathering_style_known": lambda r: [r.gather(style="circle")],
    "gathering_stage_known": lambda r: [r.gather(stage="lunch")],
    "gathering_name_not_blank": lambda r: [r.gather(name="\u00a0\u3000")],
    "gathering_code_six_consonants": lambda r: [r.gather(code="BCDFGA")],
    "gathering_code_unique_while_open": lambda r: _twice(lambda: r.gather(code="BCDFGH")),
    "gathering_size_at_least_one": lambda r: [r.gather(planned_size=0)],
    "gathering_silence_possible": lambda r: [r.gather(silent_minutes=6)],
    "gathering_closed_has_a_time": lambda r: [r.gather(stage="closed")],
    "gathering_census_has_own_sheets": lambda r: [r.gather(census=True)],
    "gathering_pace_known": lambda r: [r.gather(pace="gallop")],
    "gathering_question_known": lambda r: [r.gather(question="praise")],
    "gathering_seating_known": lambda r: [r.gather(seating="standing")],
    "gathering_timer_runs_or_rests": lambda r: [r.gather(timer_ends_at=timezone.now(), timer_left=5)],
    "opened_question_once": lambda r: _twice(lambda: r.asked()),
    "opened_question_known": lambda r: [r.asked(question="praise")],
    "opened_question_silent_has_an_end": lambda r: [r.asked(revealed=False)],
    "parked_thought_not_blank": lambda r: [ParkedThought(gathering=r.gathering, text="\u200b")],
    "used_code_six_consonants": lambda r: [UsedCode(code="BCD")],
    "used_code_not_empty": lambda r: [UsedCode(code="")],
    "breakout_name_once": lambda r: [Breakout(gathering=r.gathering, name="Window table")],
    "breakout_name_not_blank": lambda r: [Breakout(gathering=r.gathering, name="")],
    "seat_token_is_a_hash": lambda r: [Seat(gathering=r.gathering, token_hash="the token itself")],
    "helper_token_is_a_hash": lambda r: [HelperLink(gathering=r.gathering, name="Sam", token_hash="the token")],
    "helper_name_not_blank": lambda r: [HelperLink(gathering=r.gathering, name=" ", token_hash=HASH)],
    "sheet_key_once": lambda r: _twice(lambda: Sheet(gathering=r.gathering, kind="single", key_hash=HASH)),
    "sheet_key_on_single": lambda r: [
        Sheet(gathering=r.gathering, kind="table", key_hash=HASH, breakout=make_breakout(r))
    ],
    "sheet_kind_known": lambda r: [Sheet(gathering=r.gathering, kind="scroll")],
    "sheet_table_has_breakout": lambda r: [Sheet(gathering=r.gathering, kind="table")],
    "sheet_one_per_breakout": lambda r: [Sheet(gathering=r.gathering, breakout=r.breakout, kind="table")],
    "sheet_head_count_possible": lambda r: [Sheet(gathering=r.gathering, kind="single", head_count=2)],
    "answer_question_known": lambda r: [r.note(question="praise")],
    "answer_valence_known": lambda r: [r.note(question="competitor", valence="great")],
    "answer_intent_known": lambda r: [r.note(question="action", intent="stop")],
    "answer_valence_on_competitor": lambda r: [r.note(valence="good")],
    "answer_intent_on_action": lambda r: [r.note(intent="start")],
    "answer_text_not_blank": lambda r: [r.note(text=" \n\u200b\u200d\ufeff")],
    "answer_text_not_too_long": lambda r: [r.note(text="x" * 2001)],
    "answer_revision_from_one": lambda r: [r.note(revision=0)],
    "answer_removed_is_struck_out": lambda r: [r.note(removed=True)],
    "late_note_question_known": lambda r: [r.late(question="praise")],
    "late_note_not_blank": lambda r: [r.late(text="\u200b")],
    "late_note_not_too_long": lambda r: [r.late(text="x" * 2001)],
    "pulse_count_once": lambda r: _twice(lambda: PulseCount(gathering=r.gathering, score=9)),
    "pulse_score_0_to_10": lambda r: [PulseCount(gathering=r.gathering, score=11)],
    "prediction_not_blank": lambda r: [Prediction(gathering=r.gathering, text="\u200b")],
    "prediction_not_too_long": lambda r: [Prediction(gathering=r.gathering, text="x" * 201)],
    "follow_up_wish_counted_once": lambda r: _twice(lambda: FollowUpWish(gathering=r.gathering, channel="post")),
    "follow_up_channel_known": lambda r: [FollowUpWish(gathering=r.gathering, channel="pigeon")],
    "follow_up_often_known": lambda r: [FollowUpWish(gathering=r.gathering, channel="post", often="daily")],
    "follow_up_never_is_not_often": lambda r: [
        FollowUpWish(gathering=r.gathering, channel="not_at_all", often="yearly")
    ],
    "contact_channel_known": lambda r: [Contact(session=r.session, channel="pigeon", address="cleo@example.org")],
    "contact_often_known": lambda r: [
        Contact(session=r.session, channel="email", often="daily", address="cleo@example.org")
    ],
    "action_owner_name_once": lambda r: [ActionOwner(session=r.session, name=name) for name in ("Mira", "MIRA")],
    "action_owner_link_once": lambda r: [
        ActionOwner(session=r.session, name=name, link_hash=HASH) for name in ("Mira", "Tom")
    ],
    "action_owner_not_blank": lambda r: [ActionOwner(session=r.session, name=" ")],
    "action_what_not_blank": lambda r: [Action(session=r.session, what="\u200b ")],
    "action_what_not_too_long": lambda r: [Action(session=r.session, what="x" * 301)],
    "action_note_not_too_long": lambda r: [Action(session=r.session, what="Call back", note="x" * 1001)],
    "action_status_known": lambda r: [Action(session=r.session, what="Call back", status="forgotten")],
    "action_done_on_if_done": lambda r: [Action(session=r.session, what="Call back", done_on="2026-11-22")],
    "priority_once_per_theme": lambda r: _twice(lambda: _placed(r)),
    "priority_names_a_theme": lambda r: [_placed(r, theme_key="")],
    "priority_impact_1_to_6": lambda r: [_placed(r, impact=7)],
    "priority_effort_1_to_6": lambda r: [_placed(r, effort=0)],
    "contact_address_not_blank": lambda r: [Contact(session=r.session, channel="email", address=" ")],
    "ballot_one_open_per_gathering": lambda r: _twice(lambda: Ballot(gathering=r.gathering, dots=3)),
    "ballot_dots_1_to_5": lambda r: [Ballot(gathering=r.gathering, dots=6)],
    "ballot_option_not_blank": lambda r: [BallotOption(ballot=r.ballot(), name=" ")],
    "ballot_paper_key_is_a_hash": lambda r: [BallotPaper(ballot=r.ballot(), key_hash="the key")],
    "ballot_paper_once": lambda r: [BallotPaper(ballot=ballot, key_hash=HASH) for ballot in [r.ballot()] * 2],
    "vector_once_per_encoder": lambda r: _twice(lambda: AnswerVector(answer=r.answer, encoder="m", revision=1)),
    "vector_encoder_not_blank": lambda r: [AnswerVector(answer=r.answer, encoder="", revision=1)],
    "receipt_operation_is_a_hash": lambda r: [Receipt(op_hash="op-1", answer_id=uuid.uuid4(), result={})],
    "heading_name_once": lambda r: [Heading(session=r.session, name=name) for name in ("Access", "access")],
    "heading_name_not_blank": lambda r: [Heading(session=r.session, name=" ")],
    "theme_name_once": lambda r: [Theme(session=r.session, name="waiting TIMES")],
    "theme_one_other": lambda r: [Theme(session=r.session, name="Else", other=True)],
    "theme_other_has_no_heading": lambda r: [
        Theme(
            session=make_bare_session(r),
            name="Else",
            other=True,
            heading=Heading.objects.create(session=r.session, name="Access"),
        )
    ],
    "theme_name_not_blank": lambda r: [Theme(session=r.session, name="")],
    "placement_once_per_theme": lambda r: [r.placed(), r.placed(role="also_in")],
    "placement_one_primary": lambda r: [r.placed(), r.placed(theme=r.other)],
    "placement_role_known": lambda r: [r.placed(role="perhaps")],
    "placement_standing_known": lambda r: [r.placed(standing="maybe")],
    "placement_confidence_0_to_1": lambda r: [r.placed(confidence=1.01)],
    "suggestion_once_per_rank": lambda r: [
        Suggestion(answer=r.answer, theme=theme, rank=1, score=0.3) for theme in (r.theme, r.other)
    ],
    "suggestion_once_per_theme": lambda r: [
        Suggestion(answer=r.answer, theme=r.theme, rank=rank, score=0.3) for rank in (1, 2)
    ],
    "suggestion_first_or_second": lambda r: [Suggestion(answer=r.answer, theme=r.theme, rank=3, score=0.3)],
    "kept_together_once": lambda r: _twice(lambda: KeptTogether(session=r.session, first=r.answer, second=r.second)),
    "kept_together_two_answers": lambda r: [KeptTogether(session=r.session, first=r.answer, second=r.answer)],
    "merged_theme_once": lambda r: _twice(lambda: MergedTheme(session=r.session, gone="a" * 12, into="b" * 12)),
    "merged_theme_names_a_theme": lambda r: [MergedTheme(session=r.session, gone="a", into="b" * 12)],
    "merged_theme_names_its_heir": lambda r: [MergedTheme(session=r.session, gone="a" * 12, into="b")],
    "merged_theme_two_themes": lambda r: [MergedTheme(session=r.session, gone="a" * 12, into="a" * 12)],
    "proposal_state_known": lambda r: [Proposal(session=r.session, state="lost")],
    "proposal_one_at_a_time": lambda r: [Proposal(session=r.session, state=s) for s in ("waiting", "running")],
    "proposal_progress_to_100": lambda r: [Proposal(session=r.session, progress=101)],
    "move_standing_known": lambda r: [MoveLog(session=r.session, answer=r.answer, from_standing="maybe")],
    "snapshot_number_once": lambda r: _twice(lambda: Snapshot(session=r.session, number=1, sha256=HASH)),
    "snapshot_number_from_one": lambda r: [Snapshot(session=r.session, number=0, sha256=HASH)],
    "snapshot_digest_is_a_hash": lambda r: [Snapshot(session=r.session, number=1, sha256="abc")],
    "board_change_digest_is_a_hash": lambda r: [BoardChange(session=r.session, by=r.user, before={}, after="abc")],
    "packed_file_state_known": lambda r: [PackedFile(session=r.session, state="lost")],
    "handout_once_per_kind": lambda r: [HandoutPrint(gathering=r.gathering, kind="cards") for _ in range(2)],
    "handout_kind_known": lambda r: [HandoutPrint(gathering=r.gathering, kind="posters")],
    "handout_state_known": lambda r: [HandoutPrint(gathering=r.gathering, kind="cards", state="lost")],
    "report_paper_known": lambda r: [ReportVersion(session=r.session, paper="a3")],
    "report_state_known": lambda r: [ReportVersion(session=r.session, state="lost")],
    "report_one_at_a_time": lambda r: [ReportVersion(session=r.session, state=s) for s in ("waiting", "running")],
    "report_progress_to_100": lambda r: [ReportVersion(session=r.session, progress=101)],
    "page_headline_once": lambda r: _twice(lambda: PageHeadline(session=r.session, page="matrix", text="Ours")),
    "page_headline_not_blank": lambda r: [PageHeadline(session=r.session, page="matrix", text=" ")],
    "theme_left_out_once": lambda r: _twice(lambda: ThemeLeftOut(session=r.session, theme_key="ABCDEFGHJKLM")),
    "theme_left_out_names_a_theme": lambda r: [ThemeLeftOut(session=r.session, theme_key=" ")],
    "report_file_once_per_kind": lambda r: [r.filed(version) for version in [r.version()] * 2],
    "report_file_kind_known": lambda r: [r.filed(r.version(), kind="doc")],
    "report_file_digest_is_a_hash": lambda r: [r.filed(r.version(), sha256="abc")],
    "intake_file_once": lambda r: _twice(lambda: IntakeFile(session=r.session, digest=HASH, rows_kept=1)),
    "intake_draft_state_known": lambda r: [
        IntakeDraft(session=r.session, user=r.user, file_name="answers.csv", state="lost")
    ],
    "said_item_not_blank": lambda r: [SaidItem(page=SaidPage.objects.create(session=r.session), said=" ")],
    "said_item_did_not_too_long": lambda r: [
        SaidItem(page=SaidPage.objects.create(session=r.session), said="Waiting", did="x" * 601)
    ],
    "theme_match_once": lambda r: _twice(lambda: ThemeMatch(theme=r.theme, earlier=r.other)),
    "theme_match_one_earlier": lambda r: [
        ThemeMatch(theme=r.theme, earlier=earlier, state="confirmed") for earlier in (r.theme, r.other)
    ],
    "theme_match_one_later": lambda r: [
        ThemeMatch(theme=theme, earlier=r.other, state="confirmed") for theme in (r.theme, r.other)
    ],
    "theme_match_state_known": lambda r: [ThemeMatch(theme=r.theme, earlier=r.other, state="perhaps")],
    "session_record_title_not_blank": lambda r: [SessionRecord(organisation=r.session.organisation, title=" ")],
    "session_file_once": lambda r: [
        SessionArrival(session=session, organisation=r.session.organisation, digest=HASH)
        for session in (r.session, make_bare_session(r))
    ],
    "session_file_digest_is_a_hash": lambda r: [
        SessionArrival(session=r.session, organisation=r.session.organisation, digest="abc")
    ],
    "intake_digest_is_a_hash": lambda r: [IntakeFile(session=r.session, digest="", rows_kept=1)],
}


def make_bare_session(room: Room) -> GapSession:
    """A session without questions, so that only the rule under test is broken."""
    return GapSession.objects.create(organisation=room.session.organisation, title="Bare")


def make_breakout(room: Room) -> Breakout:
    """A table that has no sheet yet."""
    return Breakout.objects.create(gathering=room.gathering, name="Door table")
