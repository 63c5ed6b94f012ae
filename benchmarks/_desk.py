"""A session of any size for measuring the desk: sheets, answers, themes, comparison, an uploaded file, versions.

Texts are those of the labelled sets. Themes are their labels, each in two halves; vectors are seeded directions round
a centre per theme, so no model is needed. Everything goes the product's own way from the proposal on.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks._labelled import SETS, read_labelled
from gapsessions.accounts.models import Membership, Organisation, Role, User
from gapsessions.breakouts.models import Breakout
from gapsessions.disparity.standing import keep_comparison
from gapsessions.gatherings.models import Gathering
from gapsessions.intake.drafting import keep_draft
from gapsessions.method.vocabulary import Intent, Perspective, Question, SheetKind, Stage, Style
from gapsessions.plan.actions import add_action
from gapsessions.plan.placing import place_theme
from gapsessions.reports.models import BuildState, FileKind, ReportFile, ReportVersion
from gapsessions.sessions.actions import open_session
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer, AnswerVector, Sheet
from gapsessions.themes.actions import accept_all, close_themes, delete_theme, reopen_themes, send_to_other
from gapsessions.themes.encoding import pack
from gapsessions.themes.models import Placement, Proposal, ProposalState, Suggestion, Theme
from gapsessions.themes.proposed import Proposed, ProposedName, Reason, to_json
from gapsessions.themes.queries import themes_of

ENCODER, DIMENSIONS = "simulated", 384
OTHERS, TINY = 0.02, 6
"""Share of the answers sent to "other", and themes taken away again, smallest first: their answers are undecided."""
SHARES = {
    (Perspective.LEADERSHIP, Style.OWN_SHEETS): 0.07,
    (Perspective.STAFF, Style.TABLES): 0.46,
    (Perspective.CUSTOMERS, Style.TABLES): 0.07,
    (Perspective.CUSTOMERS, Style.OPEN_LINK): 0.40,
}
"""How the sheets are shared among four gatherings."""


@dataclass(frozen=True)
class Size:
    """How much is in the session, and how many sessions are in the list."""

    sheets: int
    answers: int
    sessions: int

    def __str__(self) -> str:
        return f"{self.sheets} x {self.answers}"


@dataclass(frozen=True)
class Desk:
    """A session with everything hung on it, and the browser of somebody who runs it."""

    browser: Client
    session: GapSession
    addresses: dict[str, str]


def furnish(size: Size, data: Path, seed: int) -> Desk:
    """Fill the database this thread works on."""
    rng = np.random.default_rng(seed)
    organisation = Organisation.objects.create(name="Tarnwell Bank")
    fay = User.objects.create(name="Fay", email="fay@example.org", password="unknown")  # noqa: S106 - nobody signs in
    Membership.objects.create(organisation=organisation, user=fay, role=Role.FACILITATOR)
    for number in range(size.sessions - 1):
        _sheets(open_session(organisation=organisation, title=f"Session {number}"), 8)
    session = open_session(organisation=organisation, title="Autumn review")
    texts, labels = _texts(size.sheets * size.answers, data, rng)
    answers = _answers(_sheets(session, size.sheets), size.answers, texts, rng)
    _themes(session, fay, answers, labels, rng)
    keep_comparison(session=session)
    draft = keep_draft(session=session, user=fay, data=_spreadsheet(answers), name="answers.csv")
    _versions(session, fay)
    _plan(session, fay)
    # Some pages differ while a proposal waits: this one came after the last was taken over.
    _propose(session, answers, labels, rng)
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(fay, backend="allauth.account.auth_backends.AuthenticationBackend")
    return Desk(browser, session, _addresses(session, draft.key))


def _texts(count: int, data: Path, rng: np.random.Generator) -> tuple[list[str], list[str]]:
    """Notes of the labelled sets, drawn with Zipf weights per label, and the theme each belongs to."""
    pool: dict[str, list[str]] = {}
    for name in SETS:
        for place, (text, label) in enumerate(zip(*read_labelled(data, name), strict=True)):
            pool.setdefault(f"{label.replace('_', ' ')[:80]} {'ab'[place % 2]}", []).append(text)
    labels = [str(label) for label in rng.permutation(sorted(pool))]
    weights = 1 / np.arange(1, len(labels) + 1) ** 0.7
    drawn = [labels[place] for place in rng.choice(len(labels), count, p=weights / weights.sum())]
    return [pool[label][rng.integers(len(pool[label]))] for label in drawn], drawn


def _sheets(session: GapSession, count: int) -> list[Sheet]:
    """Closed gatherings of all three perspectives, with so many sheets together."""
    sheets = []
    for (perspective, style), share in SHARES.items():
        gathering = Gathering.objects.create(
            session=session,
            perspective=perspective.value,
            style=style.value,
            name=f"{perspective.value} {style.value}",
            stage=Stage.CLOSED.value,
            closed_at=timezone.now(),
        )
        for number in range(max(1, round(share * count))):
            table = Breakout(gathering=gathering, name=f"Table {number + 1}") if style is Style.TABLES else None
            kind = SheetKind.TABLE if table else SheetKind.SINGLE
            sheets.append(Sheet(gathering=gathering, kind=kind.value, breakout=table))
    Breakout.objects.bulk_create(sheet.breakout for sheet in sheets if sheet.breakout)
    return Sheet.objects.bulk_create(sheets)


def _answers(sheets: list[Sheet], each: int, texts: list[str], rng: np.random.Generator) -> list[Answer]:
    kinds = list(Question)
    found = []
    for place, text in enumerate(texts[: len(sheets) * each]):
        question = kinds[place % 4]
        intent = [*Intent][rng.integers(2)].value if question is Question.ACTION else ""
        found.append(Answer(sheet=sheets[place // each], question=question.value, text=text, intent=intent))
    return Answer.objects.bulk_create(found, batch_size=2000)


def _propose(session: GapSession, answers: list[Answer], labels: list[str], rng: np.random.Generator) -> Proposal:
    """A run of the machine that is ready, as large as a real one."""
    names = sorted(set(labels[: len(answers)]))
    number = {name: place for place, name in enumerate(names)}
    own = [number[label] for label, _answer in zip(labels, answers, strict=False)]
    proposed = Proposed(
        answers=tuple(answer.pk for answer in answers),
        labels=tuple(own),
        confidence=tuple(rng.uniform(0.3, 1, len(own)).round(4).tolist()),
        reasons=tuple(Reason((0, 1), int(rng.integers(len(own)))) for _ in own),
        themes=tuple(ProposedName(name, tuple(name.split()[:4]), own.index(place)) for place, name in enumerate(names)),
        broader=tuple(label // 2 for label in own),
        finer=tuple(own),
        notices=(),
    )
    return Proposal.objects.create(
        session=session, state=ProposalState.READY, result=to_json(proposed), encoder=ENCODER, languages=["en"],
        progress=100,
    )  # fmt: skip


def _themes(session: GapSession, by: User, answers: list[Answer], labels: list[str], rng: np.random.Generator) -> None:
    """Themes as accepted from a proposal, some answers undecided with hints, some in "other", all with vectors."""
    accept_all(proposal=_propose(session, answers, labels, rng), by=by)
    centres = {label: rng.normal(size=DIMENSIONS) for label in sorted(set(labels))}
    vectors = []
    for answer, label in zip(answers, labels, strict=False):
        vector = centres[label] + rng.normal(size=DIMENSIONS)
        packed = pack(vector / np.linalg.norm(vector))
        vectors.append(AnswerVector(answer=answer, encoder=ENCODER, revision=1, vector=packed))
    AnswerVector.objects.bulk_create(vectors, batch_size=2000)
    send_to_other(session=session, answers=[a.pk for a in answers[: round(OTHERS * len(answers))]], by=by)
    smallest = list(themes_of(session))[-TINY:]
    homeless = list(Placement.objects.filter(theme__in=smallest).values_list("answer", flat=True))
    for theme in smallest:
        delete_theme(theme=theme, by=by)
    near = list(themes_of(session)[:2])
    Suggestion.objects.bulk_create(
        Suggestion(answer_id=answer, theme=theme, rank=rank, score=0.4)
        for answer in homeless
        for rank, theme in enumerate(near, 1)
    )
    close_themes(session=session)


def _spreadsheet(answers: list[Answer]) -> bytes:
    """All answers once more as a file of another session's; every hundredth row names no question."""
    file = io.StringIO()
    write = csv.writer(file)
    write.writerow(["perspective", "gathering", "question", "text"])
    for place, answer in enumerate(answers):
        write.writerow(["staff", "Another one", "" if place % 100 == 7 else answer.question, f"{answer.text} {place}"])
    return file.getvalue().encode()


def _plan(session: GapSession, by: User) -> None:
    """Thirty themes on the grid, and thirty actions of ten owners."""
    for number, theme in enumerate(themes_of(session)[:30]):
        place_theme(session=session, theme=theme.key, impact=1 + number % 6, effort=1 + number % 5)
        add_action(session=session, what=f"Begin with {number}", owner=f"Owner {number % 10}", theme=theme, by=by)


def _versions(session: GapSession, by: User) -> None:
    """Three versions of the report, each with its files."""
    for number in range(3):
        version = ReportVersion.objects.create(
            session=session, draft=True, state=BuildState.READY, created_by=by,
            created_at=timezone.now() - timedelta(days=number),
        )  # fmt: skip
        for kind in FileKind:
            ReportFile.objects.create(version=version, kind=kind, data=b"x" * 200_000, size=200_000, sha256="0" * 64)


def _addresses(session: GapSession, draft: str) -> dict[str, str]:
    """Every page of the desk by what it is called in the table."""
    code = session.code
    largest = themes_of(session)[0]
    rooms = {(g.perspective, g.style): g for g in Gathering.objects.filter(session=session)}
    staff, link = rooms["staff", "tables"], rooms["customers", "open_link"]
    sheet = Sheet.objects.filter(gathering=staff).order_by("breakout").first()

    def at(name: str, *more: str) -> str:
        return reverse(name, args=[code, *more])

    compare, drawer = at("compare"), f"?theme={largest.key}&question=improve"
    return {
        "sessions": reverse("sessions"),
        "overview": at("session"),
        "session settings": at("session-settings"),
        "wording": at("session-wording"),
        "new gathering": at("gathering-new"),
        "gathering of tables": at("gathering", staff.key),
        "gathering of own sheets": at("gathering", link.key),
        "gathering, changing it": at("gathering-edit", staff.key),
        "run sheet": at("gathering-run-sheet", staff.key),
        "typing a sheet": at("sheet", staff.key, str(sheet.pk)),
        "import, upload": at("import"),
        "import, preview": at("import-check", draft),
        "import, rows to mend": at("import-check", draft) + "?show=fix",
        "themes": at("themes"),
        "theme, largest": at("theme", largest.key),
        "undecided": at("themes-undecided"),
        "other": at("themes-other"),
        "split, largest theme": at("theme-split", largest.key),
        "plan": at("plan"),
        "plan, list unfolded": at("plan") + "?all=start",
        "plan, actions": at("plan-actions"),
        "compare": compare,
        "compare, question unfolded": compare + "?all=improve",
        "compare, drawer and why": compare + drawer,
        "compare, look for news": compare + "?version=none",
        "report": at("report"),
    }


def sort_again(session: GapSession, browser: Client) -> Iterator[tuple[str, str]]:
    """The same pages in other states, to be asked for while this is iterated: who said what, and themes open again."""
    browser.post(reverse("themes-who", args=[session.code]), {"show": "1"})
    largest: Theme = themes_of(session)[0]
    yield "themes, who said it", reverse("themes", args=[session.code])
    yield "theme, who said it", reverse("theme", args=[session.code, largest.key])
    reopen_themes(session=session)
    yield "overview, themes open", reverse("session", args=[session.code])
    Proposal.objects.filter(session=session, state=ProposalState.READY).delete()
    yield "themes, nothing waits", reverse("themes", args=[session.code])


__all__ = ["Desk", "Size", "furnish", "sort_again"]
