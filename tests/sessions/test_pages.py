"""Opening, wording, archiving and erasing sessions at the desk."""

from __future__ import annotations

import pytest

from gapsessions.accounts.models import Membership, Role
from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.sessions.actions import open_session, reword
from gapsessions.sessions.models import GapSession
from gapsessions.sessions.queries import asked_questions, every_wording_of, wording_of
from gapsessions.sheets.models import Answer
from tests.factories.people import browser_of, make_organisation
from tests.factories.rooms import make_gathering, make_session, make_table, write

pytestmark = pytest.mark.django_db
C, STRENGTH = Perspective.CUSTOMERS, Question.STRENGTH


@pytest.fixture
def autumn(organisation):
    return open_session(organisation=organisation, title="Autumn review")


def as_asked(session) -> dict[str, str]:
    """What the form of the questions holds where nobody changes anything."""
    wording = {f"{p}-{q}": words for (p, q), words in every_wording_of(session).items()}
    switches = {f"ask-{p}-{q}": "on" for p, kinds in asked_questions(session).items() for q in kinds}
    return wording | switches


def test_session_is_opened_in_the_own_organisation(desk, organisation):
    sent = {"organisation": organisation.code, "title": "Autumn review", "language": "nl"}
    response = desk.post("/sessions/new/", sent)
    opened = GapSession.objects.get()
    assert response.headers["Location"] == f"/s/{opened.code}/"
    assert (opened.organisation, opened.language) == (organisation, "nl")
    assert opened.questions.count() == 12


def test_session_is_not_opened_in_a_strangers_organisation(desk):
    elsewhere = make_organisation("Somebody Else")
    page = desk.post("/sessions/new/", {"organisation": elsewhere.code, "title": "Autumn", "language": "en"})
    assert page.context["form"].errors.keys() == {"organisation"}
    assert not GapSession.objects.exists()


def test_viewer_opens_no_session(vera):
    assert browser_of(vera).get("/sessions/new/").status_code == 404


def test_wording_of_an_earlier_session_is_taken_over(desk, organisation, autumn):
    reword(session=autumn, wording={(C, STRENGTH): "What do you like about us?"})
    sent = {"organisation": organisation.code, "title": "Spring", "language": "en", "like": autumn.code}
    desk.post("/sessions/new/", sent)
    assert wording_of(GapSession.objects.get(title="Spring"))[C, STRENGTH] == "What do you like about us?"


def test_strangers_session_is_no_template(desk, organisation):
    theirs = make_session(make_organisation("Somebody Else"), title="Theirs")
    make_session(organisation, title="Ours")
    sent = {"organisation": organisation.code, "title": "Spring", "language": "en", "like": theirs.code}
    assert desk.post("/sessions/new/", sent).context["form"].errors.keys() == {"like"}
    assert "Theirs" not in desk.get("/sessions/new/").content.decode()


def test_wording_is_changed_per_perspective_and_emptied_to_the_default(desk, autumn):
    path = f"/s/{autumn.code}/settings/questions/"
    own = as_asked(autumn)
    desk.post(path, own | {"customers-strength": "What do you like about us?"})
    wording = wording_of(autumn)
    assert wording[C, STRENGTH] == "What do you like about us?"
    assert wording[Perspective.STAFF, STRENGTH] == "What do we do well for our customers?"
    assert "What does Brightwater Clinics do well?" in desk.get(path).content.decode()
    desk.post(path, own | {"customers-strength": "  "})
    assert wording_of(autumn)[C, STRENGTH] == "What does Brightwater Clinics do well?"


def test_one_question_goes_back_to_the_default_and_the_others_are_saved(desk, autumn):
    path = f"/s/{autumn.code}/settings/questions/"
    own = as_asked(autumn)
    changed = own | {"customers-strength": "What do you like?", "staff-strength": "What goes well?"}
    desk.post(path, changed)
    assert 'name="reset" value="customers-strength"' in desk.get(path).content.decode()
    desk.post(path, changed | {"staff-improve": "What goes badly?", "reset": "customers-strength"})
    wording = wording_of(autumn)
    assert wording[C, STRENGTH] == "What does Brightwater Clinics do well?"
    assert wording[Perspective.STAFF, STRENGTH] == "What goes well?"
    assert wording[Perspective.STAFF, Question.IMPROVE] == "What goes badly?"


def test_wording_that_is_too_long_is_refused_beside_its_field(desk, autumn):
    own = as_asked(autumn)
    page = desk.post(f"/s/{autumn.code}/settings/questions/", own | {"staff-improve": "x" * 301})
    assert page.context["form"].errors.keys() == {"staff-improve"}
    assert wording_of(autumn)[Perspective.STAFF, Question.IMPROVE] == "What could we do better for our customers?"


def test_settings_are_saved(desk, autumn):
    sent = {"title": "Winter review", "language": "fr", "ground_rules": "Speak freely."}
    desk.post(f"/s/{autumn.code}/settings/", sent)
    autumn.refresh_from_db()
    assert (autumn.title, autumn.language, autumn.ground_rules) == ("Winter review", "fr", "Speak freely.")


def test_duplicate_asks_the_same_and_takes_no_answer_along(desk, autumn):
    reword(session=autumn, wording={(C, STRENGTH): "What do you like about us?"})
    write(make_table(make_gathering(autumn)), Question.IMPROVE, "Shorter queues")
    desk.post(f"/s/{autumn.code}/duplicate/")
    copy = GapSession.objects.get(title="Autumn review, again")
    assert wording_of(copy)[C, STRENGTH] == "What do you like about us?"
    assert not copy.gatherings.exists()


def test_archived_session_leaves_the_desk_until_it_is_undone(desk, autumn):
    after = desk.post(f"/s/{autumn.code}/archive/", follow=True)
    assert f'action="/s/{autumn.code}/restore/"' in after.content.decode()
    assert after.context["rows"] == []
    assert [row.session for row in desk.get("/sessions/?archived=1").context["rows"]] == [autumn]
    desk.post(f"/s/{autumn.code}/restore/")
    assert [row.session for row in desk.get("/sessions/").context["rows"]] == [autumn]


def test_session_is_erased_by_an_owner_who_types_its_title(olga, autumn):
    write(make_table(make_gathering(autumn)), Question.IMPROVE, "Shorter queues")
    owner, path = browser_of(olga), f"/s/{autumn.code}/erase/"
    assert "no undo" in owner.get(path).content.decode()
    assert owner.post(path, {"typed": "Spring review"}).context["form"].errors
    assert GapSession.objects.filter(pk=autumn.pk).exists()
    assert owner.post(path, {"typed": " autumn  REVIEW "}).headers["Location"] == "/sessions/"
    assert not GapSession.objects.filter(pk=autumn.pk).exists()
    assert not Answer.objects.exists()


def test_facilitator_is_not_offered_to_erase(desk, autumn, fay):
    assert "/erase/" not in desk.get(f"/s/{autumn.code}/settings/").content.decode()
    Membership.objects.filter(user=fay).update(role=Role.OWNER)
    assert f"/s/{autumn.code}/erase/" in desk.get(f"/s/{autumn.code}/settings/").content.decode()


def test_reading_changes_nothing(desk, olga, autumn):
    before = GapSession.objects.values().get(pk=autumn.pk)
    for path in ("", "settings/", "settings/questions/"):
        assert desk.get(f"/s/{autumn.code}/{path}").status_code == 200
    assert browser_of(olga).get(f"/s/{autumn.code}/erase/").status_code == 200
    assert GapSession.objects.values().get(pk=autumn.pk) == before


def test_segments_stand_one_on_each_line(desk, session):
    said = {"title": "Autumn", "language": "en", "ground_rules": "", "segments": "Under 30\n\n Over 30 \nUnder 30"}
    desk.post(f"/s/{session.code}/settings/", said)
    session.refresh_from_db()
    assert session.segments == ["Under 30", "Over 30"]
    assert "Under 30\nOver 30" in desk.get(f"/s/{session.code}/settings/").content.decode()
    refused = desk.post(f"/s/{session.code}/settings/", said | {"segments": "x" * 81})
    assert 'aria-invalid="true"' in refused.content.decode()
