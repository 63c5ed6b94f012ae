"""Pages in states that an address alone does not show: half-way through signing in, with words in them, refused."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone

from gapsessions.accounts.actions import invite
from gapsessions.accounts.models import Organisation, Role, User
from gapsessions.disparity.standing import keep_comparison
from gapsessions.intake.models import IntakeDraft
from gapsessions.method.vocabulary import Intent, Perspective, Question, Stage, Style, Valence
from gapsessions.sessions.actions import archive
from gapsessions.sessions.models import GapSession
from gapsessions.themes.actions import carry_out, close_themes, create_theme, move_answers, open_proposal
from gapsessions.themes.models import Placement, Theme
from gapsessions.themes.suggesting.actions import wish_for_questions
from gapsessions.themes.suggesting.asking import think
from gapsessions.themes.trust.actions import begin_sorting, place_again
from gapsessions.themes.trust.queries import placings_of
from gapsessions.web.views import server_error
from tests.browser.states_of_afterwards import states_of_afterwards
from tests.browser.states_of_compare import comparisons
from tests.browser.states_of_plan import states_of_plan
from tests.factories.encoders import SubjectEncoder
from tests.factories.imports import TWO_TABLES, make_draft
from tests.factories.people import browser_of, make_member, make_user
from tests.factories.rooms import make_gathering, make_session, make_single, make_table, write
from tests.factories.shared import PREVIEW_TOKEN, TOKEN, freeze, make_share_link
from tests.factories.snapshots import make_snapshot
from tests.intake.test_drafts import BAD

PASSWORD = "a long quiet sentence"
LONG = "They told me to call again on Monday, and on Monday to write a letter, and nobody ever answered that letter"


@dataclass
class Album:
    """Pages by name, as they were answered; nothing but pages gets in."""

    pages: dict[str, HttpResponse] = field(default_factory=dict)

    def keep(self, name: str, page: HttpResponse, status: int | None = None) -> HttpResponse:
        """Put a page in; one that was answered otherwise than expected would prove nothing."""
        assert (name, page.status_code) in [(name, one) for one in ([status] if status else (200, 422))]
        assert page.headers["Content-Type"].startswith("text/html")
        self.pages[name] = page
        return page


def album_of_states(organisation: Organisation, fay: User, olga: User) -> Album:
    """Every state below, each made once."""
    album = Album()
    _way_in(album, organisation, olga)
    _two_steps(album, organisation)
    _refusals(album)
    _sessions(album, organisation, fay)
    _gatherings(album, organisation, fay)
    _sheets(album, organisation, fay)
    _files(album, organisation, fay)
    _comparison(album, organisation, fay)
    comparisons(album, organisation, fay)
    states_of_afterwards(album, organisation, fay, olga)
    _told_and_shared(album, organisation, fay)
    for name, page, status in states_of_plan(organisation, fay):
        album.keep(name, page, status)
    return album


def _way_in(album: Album, organisation: Organisation, olga: User) -> None:
    album.keep("sign-in refused", Client().post("/sign-in/", {"login": "fay@example.org", "password": "wrong"}))
    _invitation, token = invite(organisation=organisation, role=Role.VIEWER, email="ida@example.org", by=olga)
    album.keep("invitation", Client().get(f"/invitation/{token}/"))
    album.keep("invitation refused", Client().post(f"/invitation/{token}/", {"name": "", "password": "short"}))
    album.keep("invitation to join", browser_of(make_user("Ida")).get(f"/invitation/{token}/"))


def _two_steps(album: Album, organisation: Organisation) -> None:
    from allauth.mfa.totp.internal import auth

    ruth = make_member("Ruth", organisation, Role.OWNER)
    ruth.set_password(PASSWORD)
    ruth.save()
    browser, entry = Client(), {"login": ruth.email, "password": PASSWORD}
    browser.post("/sign-in/", entry)
    confirm = browser.get("/account/two-steps/on/").headers["Location"]
    album.keep("password once more", browser.get(confirm))
    page = album.keep("two steps, scan", browser.post(confirm, {"password": PASSWORD}, follow=True))
    album.keep("two steps, wrong code", browser.post("/account/two-steps/on/", {"code": "000000"}))
    counter = max(auth.yield_hotp_counters_from_time())  # the one that is taken longest
    code = auth.format_hotp_value(auth.hotp_value(page.context["form"].secret, counter))
    browser.post("/account/two-steps/on/", {"code": code})
    for name in ("spare-codes", "spare-codes/new", "two-steps", "two-steps/off", "confirm-code"):
        album.keep(name, browser.get(f"/account/{name}/", follow=True))
    other = Client()
    other.post("/sign-in/", entry)
    album.keep("sign-in code", other.get("/sign-in/code/"))
    album.keep("sign-in code refused", other.post("/sign-in/code/", {"code": "000000"}))


def _refusals(album: Album) -> None:
    album.keep("not found", Client().get("/nothing/"), 404)
    album.keep("bad request", Client(headers={"host": "somebody.else"}).get("/"), 400)
    album.keep("another site's form", Client(enforce_csrf_checks=True).post("/sign-in/"), 403)
    album.keep("our fault", server_error(RequestFactory().get("/")), 500)
    for _ in range(30):
        page = Client().post("/password/", {"email": "fay@example.org"})
        if page.status_code == 429:
            break
    album.keep("too often", page, 429)
    cache.clear()


def _sessions(album: Album, organisation: Organisation, fay: User) -> None:
    fays, stranger = browser_of(fay), browser_of(make_user("Nils"))
    album.keep("nobody's organisations", stranger.get("/organisations/"))
    album.keep("no sessions", stranger.get("/sessions/"))
    album.keep("nothing found", fays.get("/sessions/?find=winter"))
    album.keep("session refused", fays.post("/sessions/new/", {"title": " "}))
    archive(session=make_session(organisation, "Spring review", code="STATEARCHIVE"))
    for name in ("s/STATEARCHIVE", "s/STATEARCHIVE/settings"):
        album.keep(f"archived: {name}", fays.get(f"/{name}/"))
    album.keep("archive", fays.get("/sessions/?archived=1"))


def _gatherings(album: Album, organisation: Organisation, fay: User) -> None:
    fays, session = browser_of(fay), make_session(organisation, "With a rather long title, for a rather small phone")
    S, C = Perspective.STAFF, Perspective.CUSTOMERS
    rooms = {
        "lobby": make_gathering(session, S, stage=Stage.LOBBY, code="KVTRMK", planned_size=40, run_minutes=90),
        "writing": make_gathering(session, S, stage=Stage.WRITE, code="KVTRML", silent_minutes=0),
        "read back": make_gathering(session, S, stage=Stage.READ_BACK, code="KVTRMM"),
        "closed": make_gathering(session, S, code="KVTRMN", segment="north"),
        "open link": make_gathering(session, C, Style.OPEN_LINK, stage=Stage.WRITE, code="KVTRMP"),
        "own sheets": make_gathering(session, Perspective.LEADERSHIP, Style.OWN_SHEETS),
    }
    for name, room in rooms.items():
        sheet = make_table(room, "By the window") if room.style == Style.TABLES else make_single(room)
        write(sheet, Question.IMPROVE, LONG)
        at = f"/s/{session.code}/g/{room.key}/"
        album.keep(f"gathering, {name}", fays.get(at))
    at = f"/s/{session.code}/g/{rooms['lobby'].key}/"
    album.keep("run sheet", fays.get(f"{at}run-sheet/?minutes=120"))
    album.keep("gathering refused", fays.post(f"{at}edit/", {"name": ""}))
    album.keep("removed ones", (fays.post(f"{at}remove/"), fays.get(f"/s/{session.code}/gatherings/new/"))[1])
    album.keep("session, live", fays.get(f"/s/{session.code}/"))
    album.keep("sessions, live", fays.get("/sessions/"))
    session.questions.filter(perspective=C.value).update(asked=False)
    session.questions.filter(kind=Question.IMPROVE.value).update(asked=False, wording="What slows you down?")
    album.keep("questions, some off", fays.get(f"/s/{session.code}/settings/questions/"))
    album.keep("questions refused", fays.post(f"/s/{session.code}/settings/questions/"))


def _sheets(album: Album, organisation: Organisation, fay: User) -> None:
    fays, session = browser_of(fay), make_session(organisation, "Autumn")
    room = make_gathering(session)
    sheet = make_table(room, "Window", head_count=7)
    make_table(room, "Door")
    write(sheet, Question.STRENGTH, "Kind people", star=True)
    write(sheet, Question.IMPROVE, LONG, struck_out=True)
    write(sheet, Question.COMPETITOR, "They open on Saturdays", valence=Valence.GOOD)
    write(sheet, Question.ACTION, "Call back the same day", intent=Intent.START)
    at = f"/s/{session.code}/g/{room.key}/sheets/{sheet.pk}/"
    album.keep("sheet", fays.get(f"{at}?question=action"))
    album.keep("sheet refused", fays.post(f"{at}notes/", {"verb": "add", "question": "improve", "text": " "}))
    session.questions.filter(kind=Question.IMPROVE.value).update(asked=False)
    album.keep("sheet, no longer asked", fays.get(at))
    archive(session=session)
    album.keep("sheet, archived", fays.get(at))
    album.keep("gathering, archived", fays.get(f"/s/{session.code}/g/{room.key}/"))


def _files(album: Album, organisation: Organisation, fay: User) -> None:
    fays, session = browser_of(fay), make_session(organisation, "Autumn")
    bad = make_draft(session, fay, *BAD)
    check = f"/s/{session.code}/import/{bad.key}/"
    album.keep("file with bad rows", fays.get(f"{check}?row=3"))
    album.keep("row by hand", fays.get(f"{check}?row=3&edit=1"))
    album.keep("files that wait", fays.get(f"/s/{session.code}/import/"))
    IntakeDraft.objects.update(state="saving")
    album.keep("file being saved", fays.get(check))
    good = make_draft(session, fay, *TWO_TABLES)
    check = f"/s/{session.code}/import/{good.key}/"
    album.keep("file in order", fays.get(check))
    fays.post(f"{check}save/", {"version": good.version})
    album.keep("file saved", fays.get(check))


def _comparison(album: Album, organisation: Organisation, fay: User) -> None:
    fays, session = browser_of(fay), make_session(organisation, "Autumn")
    waiting, praise = (create_theme(session=session, name=name) for name in ("Waiting on the phone", "Kind people"))
    for side, style in zip(Perspective, (Style.OWN_SHEETS, Style.TABLES, Style.TABLES), strict=True):
        room = make_gathering(session, side, style)
        for number in range(6):
            sheet = make_single(room) if style is Style.OWN_SHEETS else make_table(room, f"Table {number}")
            kind = write(sheet, Question.STRENGTH, f"Kind people, says {side.value} {number}")
            move_answers(answers=[kind[0].pk], to=praise, by=fay)
            if style is Style.TABLES:
                said = write(sheet, Question.IMPROVE, f"Waiting for hours, says {side.value} {number}")
                move_answers(answers=[said[0].pk], to=waiting, by=fay)
    at = f"/s/{session.code}"
    album.keep("themes with notes", fays.get(f"{at}/themes/"))
    album.keep("theme with notes", fays.get(f"{at}/themes/in/{waiting.key}/"))
    album.keep("comparison, hidden", fays.get(f"{at}/compare/"))
    album.keep("session, themes open", fays.get(f"{at}/"))
    close_themes(session=session)
    GapSession.objects.filter(pk=session.pk).update(themes_closed_at=timezone.now())
    session.refresh_from_db()
    keep_comparison(session=session)
    album.keep("comparison", fays.get(f"{at}/compare/"))
    album.keep("report, to be made", fays.get(f"{at}/report/"))
    album.keep("headlines of the report", fays.get(f"{at}/report/headlines/"))
    album.keep("themes of the report", fays.get(f"{at}/report/themes/"))


def _told_and_shared(album: Album, organisation: Organisation, fay: User) -> None:
    fays = browser_of(fay)
    found, asking = (make_session(organisation, "Autumn", themes_closed_at=timezone.now()) for _ in range(2))
    album.keep("links without a public address", fays.get(f"/s/{found.code}/report/links/"))
    with override_settings(PUBLIC_URL="https://gaps.example.org"):
        album.keep("links, nothing frozen", fays.get(f"/s/{found.code}/report/links/"))
    small = {"leaders": 3, "staff_tables": 4, "customer_tables": 3, "customer_singles": 4, "themes": 12}
    version = freeze(found, make_snapshot(**small))
    link = make_share_link(found, version, label=LONG[:80], downloads=True, opened=3)
    make_share_link(found, None, PREVIEW_TOKEN, kind="preview")
    make_share_link(found, version, "Closed-closed-closed12", closed_at=timezone.now())
    with override_settings(PUBLIC_URL="https://gaps.example.org"):
        new = f"/s/{found.code}/report/links/new/"
        album.keep("links", fays.get(f"/s/{found.code}/report/links/"))
        album.keep("link refused", fays.post(new, {"last_day": "2001-01-01"}))
        album.keep("link, shown once", fays.post(new, {"last_day": timezone.localdate().isoformat()}))
    album.keep("report with links", fays.get(f"/s/{found.code}/report/"))
    album.keep("reveal", fays.get(f"/s/{found.code}/reveal/"))
    album.keep("reveal with notes", fays.get(f"/s/{found.code}/reveal/?notes"))
    album.keep("reveal, nothing compared", fays.get(f"/s/{found.code}/reveal/?now"))
    freeze(asking, make_snapshot(**small, headlines=False))
    album.keep("reveal of questions", fays.get(f"/s/{asking.code}/reveal/"))
    album.keep("shared, all sides", Client().get(f"/shared/{TOKEN}/"))
    link.version = freeze(asking, make_snapshot(**small, perspectives=(Perspective.STAFF,)))
    link.save()
    album.keep("shared, one side", Client().get(f"/shared/{TOKEN}/"))


def _help_with_sorting(album: Album, organisation: Organisation, fay: User) -> None:
    """A proposal against a board, a question, notes sorted a second time, and moves after closing."""
    fays, lou, session = browser_of(fay), make_member("Lou", organisation), make_session(organisation, "Autumn")
    at, sheets = f"/s/{session.code}/themes", [make_table(make_gathering(session, side)) for side in Perspective]
    halves = [Theme.objects.create(session=session, name=f"Waiting, the {half}") for half in ("one", "other")]
    for number in range(12):
        (note,) = write(sheets[number % 3], Question.IMPROVE, f"A {('wait', 'letter')[number // 8]} of {number} weeks")
        if number < 8:
            Placement.objects.create(answer=note, theme=halves[number % 2], standing="accepted", confidence=0.6)
    proposal = open_proposal(session=session)
    album.keep("proposal under way", fays.get(f"{at}/proposal/"))
    carry_out(proposal=proposal, encoder=SubjectEncoder())
    album.keep("proposal against a board", fays.get(f"{at}/proposal/"))
    album.keep("notes of a proposed theme", fays.get(f"{at}/proposal/{proposal.key}/notes/0/"))
    album.keep("board with a proposal", fays.get(f"{at}/"))
    wish_for_questions(session=session)
    album.keep("questions, thinking", fays.get(f"{at}/questions/"))
    think(session=session, encoder=SubjectEncoder())
    album.keep("question", fays.get(f"{at}/questions/"))
    fays.post(f"{at}/proposal/{proposal.key}/away/")
    album.keep("proposal put away", fays.get(f"{at}/proposal/"))
    album.keep("proposal gone", fays.get(f"{at}/proposal/{proposal.key}/notes/0/"))
    move_answers(answers=[note.pk], to=halves[0], by=fay)
    extra = [write(sheets[0], Question.IMPROVE, f"Once more {number}")[0].pk for number in range(4)]
    move_answers(answers=extra, to=halves[1], by=fay)
    sorting = begin_sorting(session=session, by=lou, seed=1)
    lous = browser_of(lou)
    album.keep("second sorter at work", lous.get(f"{at}/second/"))
    album.keep("second sorter seen by others", fays.get(f"{at}/second/"))
    for row in placings_of(sorting):
        place_again(sorting=sorting, place=row.place, theme=halves[0], by=lou)
    album.keep("second sorter done", fays.get(f"{at}/second/"))
    close_themes(session=session)
    move_answers(answers=extra[:2], to=halves[0], by=fay)
    album.keep("moves after closing", fays.get(f"{at}/moves/"))
