"""A sample session of an invented bank, so that the product can be looked at before anybody was asked anything.

It takes the way of every spreadsheet: intake, themes sorted by hand, themes closed, comparison, report. Only the
hands are a file (intake/sample/truth.csv). Beside it stands a second session with one gathering in its lobby, to be
joined by phone: in the first it would turn the finished report into a draft. A survey came in for that second session,
too, and waits to be sorted.
"""

from __future__ import annotations

import csv
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gapsessions import intake
from gapsessions.accounts.models import Membership, Organisation, Role
from gapsessions.breakouts.actions import add_breakouts
from gapsessions.disparity.standing import keep_comparison
from gapsessions.disparity.worded.parts import Paper
from gapsessions.facilitation.reporting.tasks import ask_for_version
from gapsessions.facilitation.sample_asides import tell_asides
from gapsessions.facilitation.sample_plan import plan_sample
from gapsessions.facilitation.sample_said import tell_sample
from gapsessions.facilitation.sample_winter import bring_survey, propose_winter
from gapsessions.gatherings.actions import open_gathering
from gapsessions.gatherings.models import Gathering
from gapsessions.intake.actions import import_answers
from gapsessions.intake.answers import read_answers
from gapsessions.method.vocabulary import Perspective, Question, Stage, Style
from gapsessions.reports.models import ReportVersion
from gapsessions.sessions.actions import open_session
from gapsessions.sessions.models import GapSession
from gapsessions.themes.actions import also_in, close_themes, create_theme, move_answers, put_under, send_to_other
from gapsessions.themes.actions.quoting import quote_missing
from gapsessions.themes.encoder import the_encoder
from gapsessions.themes.encoding import encode_missing
from gapsessions.themes.models import Theme
from gapsessions.themes.queries import answers_of

ORGANISATION = "Tarnwell Bank (sample)"
TITLE = "Autumn review"
LIVE_TITLE = "Winter check-in"
LIVE_TABLES = ("Window table", "Piano table", "Door table")
FOLDER = Path(intake.__file__).parent / "sample"
ANSWERS, LABELS = FOLDER / "tarnwell-bank.csv", FOLDER / "truth.csv"
OTHER = "other"
"""The label of answers that fit no theme."""
HEADINGS = {
    "Getting through": ("Calling back", "Phone queue", "Chat at night", "Voice robots", "Changing advisers"),
    "In the branch": ("Counter service and cash", "Opening hours", "Branch closures", "Thin staffing in branches"),
    "App and online": ("The app and logging in", "Account opening in minutes", "Pots and spending overview"),
    "Known and trusted": ("Known by name", "Safe and solid", "Patience and kindness", "Protection from scams"),
    "Getting things done": ("Mortgage process", "See where a request stands", "Typing everything twice"),
}
"""What the board groups; all other themes stand under no heading."""

Said = tuple[Perspective, Question, str]


@dataclass(frozen=True, slots=True)
class _Labelled:
    """What one row of the answers says, and the themes it was written for."""

    said: Said
    theme: str
    also: str


def sample_of_this_machine() -> GapSession | None:
    """The sample session, if it is here."""
    return GapSession.objects.filter(organisation__name=ORGANISATION).order_by("pk").first()


@transaction.atomic
def open_sample() -> GapSession | None:
    """Bring the sample in: organisation, session, answers; a second of work, themes and report come later.

    None where the sample's organisation is here already: whoever erased its session does not want it back. Whoever
    owns the organisation on this machine owns this one too; on a fresh machine the first owner will. None also where
    there are several organisations: their owners would see each other's names among the sample's members.
    """
    if Organisation.objects.filter(name=ORGANISATION).exists() or Organisation.objects.count() > 1:
        return None
    organisation = Organisation.objects.create(name=ORGANISATION)
    owners = Membership.objects.filter(role=Role.OWNER, active=True, user__is_active=True)
    for user in sorted(set(owners.values_list("user", flat=True))):
        Membership.objects.create(organisation=organisation, user_id=user, role=Role.OWNER.value)
    session = open_session(organisation=organisation, title=TITLE)
    import_answers(session=session, parsed=read_answers(ANSWERS.read_bytes(), ANSWERS.name))
    # All nine of the executive team were there, each with an own sheet.
    Gathering.objects.filter(
        session=session, perspective=Perspective.LEADERSHIP.value, style=Style.OWN_SHEETS.value
    ).update(census=True)
    _open_live(organisation)
    return session


def live_sample() -> Gathering | None:
    """The sample's gathering that phones can join, unless it was held already or removed."""
    gatherings = Gathering.objects.filter(session__organisation__name=ORGANISATION, session__archived_at__isnull=True)
    return gatherings.exclude(code="").exclude(stage=Stage.CLOSED).order_by("pk").first()


def _open_live(organisation: Organisation) -> None:
    session = open_session(organisation=organisation, title=LIVE_TITLE)
    bring_survey(session=session)
    gathering = open_gathering(
        session=session,
        perspective=Perspective.CUSTOMERS,
        style=Style.TABLES,
        name="Customer evening",
        planned_size=24,
        held_on=timezone.localdate(),
    )
    add_breakouts(gathering=gathering, names=list(LIVE_TABLES))


def finish_sample(*, session: GapSession) -> None:
    """Sort the sample's answers, close its themes, compare, plan, and ask for its report.

    Each part is left out where it was done, so that a worker that was killed in between goes on.
    """
    encoder = the_encoder()
    encode_missing(session, encoder)
    if session.themes_closed_at is None:
        sort_sample(session=session)
        quote_missing(session=session, encoder=encoder)
        close_themes(session=session)
    plan_sample(session=session)
    tell_sample(session=session)
    tell_asides(session=session)
    keep_comparison(session=session)
    for winter in GapSession.objects.filter(organisation=session.organisation_id, title=LIVE_TITLE):
        propose_winter(session=winter, encoder=encoder)
    if not ReportVersion.objects.filter(session=session).exists():
        owner = session.organisation.memberships.filter(role=Role.OWNER, active=True).select_related("user").first()
        ask_for_version(session=session, by=owner.user if owner else None, paper=Paper.A4.value)


@transaction.atomic
def sort_sample(*, session: GapSession) -> None:
    """Put every answer where its label says, with the verbs people use on the themes page."""
    labelled = list(_labelled())
    ours: dict[Said, deque[UUID]] = defaultdict(deque)
    for answer in answers_of(session).select_related("sheet__gathering"):
        side = Perspective(answer.sheet.gathering.perspective)
        ours[side, Question(answer.question), answer.text].append(answer.pk)
    members: dict[str, list[UUID]] = defaultdict(list)
    second: dict[UUID, str] = {}
    for row in labelled:
        if not ours[row.said]:
            continue  # struck out meanwhile
        answer_id = ours[row.said].popleft()
        members[row.theme].append(answer_id)
        if row.also:
            second[answer_id] = row.also
    themes: dict[str, Theme] = {theme.name: theme for theme in Theme.objects.filter(session=session)}
    for name in [*members, *second.values()]:
        if name != OTHER and name not in themes:
            themes[name] = create_theme(session=session, name=name)
    for heading, names in HEADINGS.items():
        for name in names:
            if name in themes:
                put_under(theme=themes[name], name=heading)
    for name, answers in members.items():
        if name == OTHER:
            send_to_other(session=session, answers=answers, by=None)
        else:
            move_answers(answers=answers, to=themes[name], by=None)
    for answer in answers_of(session).filter(pk__in=second):
        also_in(answer=answer, theme=themes[second[answer.pk]])


def _labelled() -> Iterator[_Labelled]:
    """The rows of the answers beside their labels; the rows of both files stand in the same order."""
    answers = read_answers(ANSWERS.read_bytes(), ANSWERS.name).answers
    with LABELS.open(encoding="utf-8", newline="") as file:
        labels = {int(row["row"]): row for row in csv.DictReader(file)}
    for answer in answers:
        # Rows of a spreadsheet count its header; the labels do not.
        label = labels[answer.row - 1]
        yield _Labelled((answer.perspective, answer.question, answer.text), label["theme"], label["also"])
