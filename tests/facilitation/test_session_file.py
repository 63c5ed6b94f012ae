"""A session as one file: everything comes back, secrets stay, and hostile files change nothing."""

from __future__ import annotations

import gzip
import io
import json
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection

from gapsessions.disparity.actions import read_snapshot
from gapsessions.facilitation.session_file import taking_in
from gapsessions.facilitation.session_file.models import PackedFile
from gapsessions.facilitation.session_file.parts import LEFT_BEHIND, PARTS, TRAVELLING, parts_of
from gapsessions.facilitation.session_file.refusals import FileRefused, SessionIsBeingHeld
from gapsessions.facilitation.session_file.taking_in import AlreadyHere, take_in
from gapsessions.facilitation.session_file.tasks import pack_session
from gapsessions.facilitation.session_file.writing import file_of
from gapsessions.gatherings.models import Gathering, UsedCode
from gapsessions.method.vocabulary import Stage
from gapsessions.plan.waves.actions import propose_matches
from gapsessions.plan.waves.models import ThemeMatch
from gapsessions.sessions.actions import erase_session
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer
from gapsessions.themes.ballot.models import Ballot
from tests.factories.people import browser_of, make_organisation
from tests.factories.rooms import make_gathering, make_session
from tests.factories.waves import make_waves
from tests.factories.whole import SECRET, make_whole_session

pytestmark = pytest.mark.django_db


def carried(session: GapSession, **wishes: Any) -> bytes:
    return b"".join(file_of(session, **wishes))


def lines_of(data: bytes) -> list[Any]:
    return [json.loads(line) for line in gzip.decompress(data).splitlines()]


def told(data: bytes) -> dict[str, list[dict[str, Any]]]:
    """The rows of a file by part, with numbers that a database gives replaced by their place."""
    parts: dict[str, list[dict[str, Any]]] = {}
    for line in lines_of(data)[1:-2]:
        if isinstance(line, dict):
            columns, rows = line["columns"], parts.setdefault(line["part"], [])
        else:
            rows.append(dict(zip(columns, line, strict=True)))
    places = {
        name: {row[key]: place for place, row in enumerate(rows)}
        for name, rows in parts.items()
        if rows and isinstance(rows[0][key := apps.get_model("gapsessions", name)._meta.pk.attname], int)
    }
    for name, rows in parts.items():
        for column in apps.get_model("gapsessions", name)._meta.concrete_fields:
            to = column.related_model.__name__ if column.is_relation else name if column.primary_key else ""
            if to in places and column.attname in (rows[0] if rows else {}):
                for row in rows:
                    row[column.attname] = places[to].get(row[column.attname])
    return parts


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("autumn.gapsession", data)


@pytest.fixture
def whole(organisation, fay) -> GapSession:
    return make_whole_session(organisation, fay)


def test_every_model_travels_or_is_named_with_its_reason():
    models = {model.__name__ for model in apps.get_app_config("gapsessions").get_models()}
    travelling = {part.name for part in parts_of(contacts=True)}
    assert travelling | set(LEFT_BEHIND) == models, "a new model stands in one list of session_file/parts.py"
    assert not travelling & set(LEFT_BEHIND)


def test_whatever_points_to_what_stays_behind_may_be_empty():
    bound = [
        f"{part.name}.{column.name}"
        for part in parts_of(contacts=True)
        for column in part.model._meta.concrete_fields
        if column.is_relation
        and column.related_model.__name__ not in TRAVELLING
        and not column.null
        and column.attname not in part.blanked
    ]
    assert bound == []


def test_session_comes_back_on_another_installation_row_by_row(whole, olga):
    file = carried(whole, contacts=True)
    before, code, key = told(file), whole.code, whole.follow_up_key
    assert [name for name, rows in before.items() if not rows and name != "ThemeMatch"] == []
    erase_session(session=whole)
    UsedCode.objects.all().delete()
    elsewhere = make_organisation("Their other machine")

    arrived = take_in(file=io.BytesIO(file), organisation=elsewhere, by=olga)

    assert told(carried(arrived.session, contacts=True)) == before
    assert (arrived.session.code, arrived.session.follow_up_key) == (code, key)
    assert arrived.session.organisation == elsewhere
    assert not arrived.new_codes
    assert read_snapshot(arrived.session.snapshots.get()).title == arrived.session.title


def test_same_session_with_the_same_words_is_the_same_file(whole):
    assert carried(whole) == carried(whole)


def test_copy_beside_the_original_gets_new_codes_and_what_names_them_follows(whole, organisation, olga):
    next_week = Gathering.objects.get(session=whole, name="Next week").code
    copy = take_in(file=io.BytesIO(carried(whole)), organisation=organisation, by=olga)
    assert copy.new_codes
    session = copy.session
    assert session.code != whole.code
    assert session.follow_up_key != whole.follow_up_key
    assert Gathering.objects.get(session=session, name="Next week").code not in ("", next_week)
    theme = session.themes.get(name="Waiting on the phone")
    assert theme.key != whole.themes.get(name="Waiting on the phone").key
    assert session.actions.get().theme_key == session.priorities.get().theme_key == theme.key
    ours = set(map(str, Answer.objects.filter(sheet__gathering__session=session).values_list("pk", flat=True)))
    question = session.board_questions.get()
    assert set(question.notes) <= ours
    assert set(session.proposals.get().result["answers"]) <= ours
    files = [
        [bytes(file.data) for file in version.files.all()]
        for one in (session, whole)
        for version in one.report_versions.all()
    ]
    assert files[0] == files[1]


def test_two_waves_find_each_other_again(organisation, fay, olga):
    last, now = make_waves(organisation, fay)
    propose_matches(session=now)
    ThemeMatch.objects.filter(theme__session=now).update(state="confirmed")
    files = [carried(session) for session in (last, now)]
    for session in (now, last):
        erase_session(session=session)
    came = [take_in(file=io.BytesIO(file), organisation=organisation, by=olga).session for file in files]
    assert came[1].wave_of == came[0]
    names = set(ThemeMatch.objects.values_list("theme__name", "earlier__name", "earlier__session"))
    assert names == {
        ("Long waits", "Waiting on the phone", came[0].pk),
        ("Kind staff", "Kind staff", came[0].pk),
    }
    # Alone it comes, too, and says nothing of a wave that is not there.
    alone = take_in(file=io.BytesIO(files[1]), organisation=make_organisation("Elsewhere"), by=None).session
    assert (alone.wave_of, alone.themes.filter(matches__isnull=False).exists()) == (None, False)


def test_what_belongs_to_phones_and_people_stays_behind(whole, fay):
    raw = gzip.decompress(carried(whole))
    for secret in (SECRET, fay.email, "cleo@example.org"):
        assert secret.encode() not in raw
    assert b"cleo@example.org" in gzip.decompress(carried(whole, contacts=True))
    assert not {"Seat", "Receipt", "User", "Membership", "HelperLink"} & {part.name for part in PARTS}


def test_same_file_twice_says_so_and_changes_nothing(whole, organisation, olga):
    file = carried(whole)
    first = take_in(file=io.BytesIO(file), organisation=organisation, by=olga)
    with pytest.raises(AlreadyHere) as said:
        take_in(file=io.BytesIO(file), organisation=organisation, by=olga)
    assert said.value.session == first.session
    assert GapSession.objects.count() == 2
    # For somebody else's organisation it is a new one: nobody learns what others have.
    take_in(file=io.BytesIO(file), organisation=make_organisation("Elsewhere"), by=None)


def test_session_is_not_carried_away_while_a_room_writes_or_votes(whole):
    room = make_gathering(whole, stage=Stage.WRITE, code="KVTRMD", name="Tuesday")
    with pytest.raises(SessionIsBeingHeld, match="Tuesday"):
        carried(whole)
    Gathering.objects.filter(pk=room.pk).delete()
    Ballot.objects.update(closed=False)
    with pytest.raises(SessionIsBeingHeld):
        carried(whole)


def test_session_is_carried_from_page_to_page(whole, organisation, fay, olga):
    at, fays = f"/s/{whole.code}/file/", browser_of(fay)
    fays.post(f"{at}pack/")
    pack_session.func(PackedFile.objects.get().pk)
    away = fays.get(f"{at}download/")
    file = away.content
    assert away.headers["Content-Disposition"].endswith('.gapsession"')
    assert b"cleo@example.org" not in gzip.decompress(file)
    erase_session(session=whole)
    owner = browser_of(olga)
    arrived = owner.post("/sessions/bring/", {"organisation": organisation.code, "file": upload(file)}, follow=True)
    assert "is here, with everything that was said" in arrived.text
    assert GapSession.objects.get().arrival.by == olga
    again = owner.post("/sessions/bring/", {"organisation": organisation.code, "file": upload(file)}, follow=True)
    assert "taken in before" in again.text
    assert GapSession.objects.count() == 1


def test_large_file_waits_until_nobody_writes_here(whole, organisation, monkeypatch):
    file = carried(whole)
    make_gathering(make_session(organisation), stage=Stage.WRITE, code="KVTRMD")
    monkeypatch.setattr(taking_in, "MOST_AT_ONCE", 10)
    if connection.vendor == "sqlite":
        with pytest.raises(FileRefused, match="would wait"):
            take_in(file=io.BytesIO(file), organisation=organisation, by=None)
    Gathering.objects.update(stage=Stage.LOBBY, closed_at=None, code="")
    assert take_in(file=io.BytesIO(file), organisation=organisation, by=None).rows > 10


def test_hostile_file_is_answered_with_a_sentence_beside_the_field(organisation, olga):
    page = browser_of(olga).post("/sessions/bring/", {"organisation": organisation.code, "file": upload(b"PK hello")})
    assert page.status_code == 422
    assert "This is no session file" in page.text


def test_session_comes_to_no_organisation_of_others(whole, olga):
    theirs = make_organisation("Elsewhere")
    file = upload(carried(whole))
    page = browser_of(olga).post("/sessions/bring/", {"organisation": theirs.code, "file": file})
    assert page.status_code == 422
    assert GapSession.objects.count() == 1


def test_page_says_what_goes_on_and_offers_no_half_file(whole, desk):
    make_gathering(whole, stage=Stage.WRITE, code="KVTRMD", name="Tuesday")
    assert "Tuesday is going on" in desk.get(f"/s/{whole.code}/file/").text
    refused_ = desk.post(f"/s/{whole.code}/file/pack/", follow=True)
    assert "Tuesday is going on" in refused_.text
    assert not PackedFile.objects.exists()


def test_session_is_carried_by_command(whole, organisation, tmp_path):
    file = tmp_path / "autumn.gapsession"
    said = io.StringIO()
    call_command("export_session", whole.code, file, stdout=said)
    assert "What stayed behind" in said.getvalue()
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="exists already"):
        call_command("export_session", whole.code, file)
    erase_session(session=whole)
    call_command("import_session", file, stdout=said)
    session = GapSession.objects.get()
    assert f"/s/{session.code}/" in said.getvalue()
    make_organisation("A second one")
    with pytest.raises(CommandError, match="--organisation"):
        call_command("import_session", file)
    with pytest.raises(CommandError, match="taken in before"):
        call_command("import_session", file, organisation=organisation.name)
