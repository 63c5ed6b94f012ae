"""The themes page: what it shows, and every act with its undo, as a browser asks for it."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from gapsessions.accounts.models import Role as MemberRole
from gapsessions.background.models import WorkerBeat
from gapsessions.method.vocabulary import Question
from gapsessions.themes.models import BoardChange, MoveLog, Placement, Proposal, ProposalState, Role, Theme
from tests.factories.people import browser_of, make_member
from tests.factories.rooms import make_gathering, make_session, make_table, write


@pytest.fixture
def fays(fay):
    return browser_of(fay)


def page(browser, place, session, *more):
    return browser.get(reverse(place, args=[session.code, *more]))


def act(browser, place, session, /, *more, **sent):
    return browser.post(reverse(place, args=[session.code, *more]), sent, follow=True)


def state(session):
    """Everything that an undo must bring back."""
    fields = ("pk", "name", "name_pinned", "made_by_hand", "quote")
    themes = sorted(Theme.objects.filter(session=session).values_list(*fields))
    fields = ("answer", "theme", "role", "standing", "confidence")
    places = sorted(Placement.objects.filter(theme__session=session).values_list(*fields), key=str)
    return themes, places


def undo_address(response):
    found = re.findall(r'action="([^"]*/themes/undo/[^"]+)"', response.content.decode())
    assert found, "no undo is offered"
    return found[-1]


def theme_about(subject, accepted, answers):
    return Placement.objects.get(answer=answers[subject][0], role=Role.PRIMARY).theme


def test_board_shows_themes_with_their_notes(fays, session, accepted, answers):
    shown = page(fays, "themes", session).content.decode()
    for theme in accepted:
        assert theme.name in shown
    for note in answers["wait"]:
        assert note.text in shown
    assert "15 notes" in shown


def test_sorting_is_blind_until_somebody_asks(fays, session, accepted, answers):
    blind = page(fays, "themes", session).content.decode()
    assert "mark leadership" not in blind
    notes = page(fays, "theme", session, accepted[0].key).content.decode()
    assert "mark leadership" not in notes
    seen = act(fays, "themes-who", session, show="1").content.decode()
    assert "mark leadership" in seen
    session.refresh_from_db()
    assert session.readings_seen_at is not None
    again = act(fays, "themes-who", session).content.decode()
    assert "mark leadership" not in again


def test_themes_page_takes_as_many_queries_for_many_themes(
    fays, session, accepted, answers, django_assert_max_num_queries
):
    for number in range(30):
        Theme.objects.create(session=session, name=f"Empty {number}", made_by_hand=True)
    with django_assert_max_num_queries(24):
        page(fays, "themes", session)
    with django_assert_max_num_queries(24):
        page(fays, "theme", session, accepted[0].key)


@pytest.mark.parametrize("verb", ["rename", "create", "merge", "delete", "move", "other", "new", "split"])
def test_every_act_can_be_undone(verb, fays, session, accepted, answers):
    waiting, staff = (theme_about(subject, accepted, answers) for subject in ("wait", "staff"))
    some = [str(answer.pk) for answer in answers["wait"][:2]]
    before = state(session)
    done = {
        "rename": lambda: act(fays, "theme-rename", session, waiting.key, name="Hours lost"),
        "create": lambda: act(fays, "theme-new", session, name="Prices"),
        "merge": lambda: act(fays, "theme-merge", session, waiting.key, into=staff.key),
        "delete": lambda: act(fays, "theme-delete", session, waiting.key),
        "move": lambda: act(fays, "themes-move", session, answers=some, to=staff.key),
        "other": lambda: act(fays, "themes-move", session, answers=some, to="other"),
        "new": lambda: act(fays, "themes-move", session, answers=some, name="Long nights"),
        "split": lambda: act(fays, "theme-split", session, waiting.key, answers=some, name="Long nights"),
    }[verb]()
    assert state(session) != before
    fays.post(undo_address(done))
    assert state(session) == before
    assert not MoveLog.objects.filter(session=session, undone=False).exists()


def test_taking_a_proposal_over_can_be_undone(fays, session, answers, propose_now):
    proposal = propose_now()
    before = state(session)
    done = act(fays, "themes-accept", session, proposal.key)
    assert Theme.objects.filter(session=session).count() == 3
    fays.post(undo_address(done))
    assert state(session) == before
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.READY


def test_undo_is_refused_where_somebody_went_on(fays, session, organisation, accepted, answers):
    waiting, staff, parking = (theme_about(subject, accepted, answers) for subject in ("wait", "staff", "park"))
    some = [str(answers["wait"][0].pk)]
    done = act(fays, "themes-move", session, answers=some, to=staff.key)
    lisa = browser_of(make_member("Lisa", organisation))
    act(lisa, "themes-move", session, answers=some, to=parking.key)
    refused = fays.post(undo_address(done), follow=True).content.decode()
    assert "can no longer be undone" in refused
    assert Placement.objects.get(answer=some[0], role=Role.PRIMARY).theme == parking


def test_undo_is_refused_to_others(session, organisation, fays, accepted, answers):
    done = act(fays, "theme-new", session, name="Prices")
    lisa = browser_of(make_member("Lisa", organisation))
    lisa.post(undo_address(done))
    assert Theme.objects.filter(session=session, name="Prices").exists()


def test_undo_leaves_alone_a_theme_that_others_filled_meanwhile(fays, session, organisation, accepted, answers):
    done = act(fays, "theme-new", session, name="Prices")
    lisa = browser_of(make_member("Lisa", organisation))
    prices = Theme.objects.get(session=session, name="Prices")
    act(lisa, "themes-move", session, answers=[str(answers["wait"][0].pk)], to=prices.key)
    fays.post(undo_address(done))
    assert prices.placements.count() == 1


def test_name_that_is_taken_is_refused_in_words(fays, session, accepted):
    first, second, *_rest = accepted
    shown = act(fays, "theme-rename", session, first.key, name=second.name.upper()).content.decode()
    assert "Something else has this name" in shown
    first.refresh_from_db()
    assert not first.name_pinned


def test_answers_of_another_session_cannot_be_moved(fays, session, accepted):
    strange = write(make_table(make_gathering(make_session())), Question.IMPROVE, "Not yours")[0]
    act(fays, "themes-move", session, answers=[str(strange.pk)], to=accepted[0].key)
    assert not strange.placements.exists()


def test_run_is_left_to_the_worker_and_says_when_nobody_works(fays, session, answers, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    act(fays, "themes-run", session)
    proposal = Proposal.objects.get(session=session)
    assert proposal.state == ProposalState.WAITING
    assert "Nobody is at work" not in page(fays, "proposal", session).content.decode()
    Proposal.objects.update(created_at=proposal.created_at.replace(year=2020))
    assert "Nobody is at work" in page(fays, "proposal", session).content.decode()
    WorkerBeat.objects.create(worker_id="here")
    assert "Nobody is at work" not in page(fays, "proposal", session).content.decode()


def test_poll_gets_the_proposal_alone(fays, session, answers, propose_now):
    propose_now()
    asked = fays.get(
        reverse("proposal", args=[session.code]), headers={"HX-Request": "true", "HX-Target": "section#proposal"}
    ).content.decode()
    assert "Accept all" in asked
    assert "<html" not in asked


def test_moves_count_after_themes_were_closed_once(fays, session, accepted, answers):
    waiting, staff = (theme_about(subject, accepted, answers) for subject in ("wait", "staff"))
    act(fays, "themes-close", session)
    act(fays, "themes-reopen", session)
    act(fays, "themes-move", session, answers=[str(answers["wait"][0].pk)], to=staff.key)
    assert MoveLog.objects.get(session=session).after_closing


def test_next_leads_nowhere_else(fays, session, accepted):
    answer = fays.post(reverse("themes-close", args=[session.code]), {"next": "//evil.example.org/"})
    assert answer["Location"] == reverse("themes", args=[session.code])


def test_changes_hold_no_words_of_answers(fays, session, accepted, answers):
    waiting = theme_about("wait", accepted, answers)
    act(fays, "theme-delete", session, waiting.key)
    kept = str(BoardChange.objects.get(session=session).before)
    assert not any(answer.text in kept for answer in answers["wait"])


def test_counts_of_the_board_are_those_of_its_parts(fays, session, accepted, answers):
    some = [str(answer.pk) for answer in answers["wait"][:2]]
    act(fays, "themes-move", session, answers=some, to="other")
    Placement.objects.filter(answer__in=answers["park"][:3]).delete()
    answers["staff"][0].struck_out = True
    answers["staff"][0].save()
    shown = page(fays, "themes", session).context
    assert (shown["answers"], shown["reading"].waiting, shown["other"].held) == (14, 3, 2)
    assert sum(panel.held for group in shown["groups"] for panel in group.panels) == 14 - 3 - 2


def test_panel_offers_what_can_be_done(fays, session, accepted):
    first, *others = accepted
    asked = fays.get(
        reverse("themes", args=[session.code]),
        {"change": first.key},
        headers={"HX-Request": "true", "HX-Target": "div#board"},
    ).content.decode()
    assert asked.lstrip().startswith('<div id="board"')
    for verb in ("rename", "merge", "under", "delete"):
        assert f'action="{reverse(f"theme-{verb}", args=[session.code, first.key])}"' in asked
    assert all(f'<option value="{other.key}">' in asked for other in others)


def test_viewers_are_offered_nothing(session, organisation, accepted):
    vera = browser_of(make_member("Vera", organisation, MemberRole.VIEWER))
    shown = vera.get(reverse("themes", args=[session.code]), {"change": accepted[0].key}).content.decode()
    assert accepted[0].name in shown
    assert not any(f"/{verb}/" in shown for verb in ("rename", "merge", "delete", "move", "undo"))
    assert 'type="checkbox"' not in shown


def test_merging_on_the_board_stays_on_the_board(fays, session, accepted):
    first, second, *_rest = accepted
    here = reverse("themes", args=[session.code])
    done = fays.post(
        reverse("theme-merge", args=[session.code, first.key]), {"into": second.key, "next": f"{here}?question=improve"}
    )
    assert done["Location"] == f"{here}?question=improve"


def test_hint_moves_its_own_note_and_no_marked_one(fays, session, accepted, answers):
    staff = theme_about("staff", accepted, answers)
    first, second = answers["wait"][:2]
    first.placements.all().delete()
    act(fays, "themes-move", session, hint=f"{first.pk}:{staff.key}", answers=[str(second.pk)])
    assert Placement.objects.get(answer=first, role=Role.PRIMARY).theme == staff
    assert Placement.objects.get(answer=second, role=Role.PRIMARY).theme != staff


@pytest.mark.parametrize("hint", ["nonsense", "nonsense:key", ":", "7:other"])
def test_hint_that_names_nothing_moves_nothing(hint, fays, session, accepted):
    before = state(session)
    act(fays, "themes-move", session, hint=hint)
    assert state(session) == before


def test_part_comes_with_its_toast(fays, session, accepted):
    here = reverse("themes", args=[session.code])
    asked = fays.post(
        reverse("theme-rename", args=[session.code, accepted[0].key]),
        {"name": "Hours lost", "next": here},
        follow=True,
        headers={"HX-Request": "true", "HX-Target": "div#board"},
    ).content.decode()
    assert "<html" not in asked
    assert "Hours lost" in asked
    assert 'hx-swap-oob="innerHTML"' in asked
    assert "Renamed." in asked


def test_page_of_other_hears_and_undoes_before_anything_is_there(fays, session, accepted):
    shown = page(fays, "themes-other", session).content.decode()
    assert f'data-stream="/live/themes/{session.code}"' in shown
    act(fays, "theme-new", session, name="Lifts")
    assert "Lifts" in page(fays, "themes-other", session).context["undo"]


def test_narrow_screens_are_told_of_all_notes_and_wide_ones_of_what_is_left(fays, session, accepted, answers):
    waiting = theme_about("wait", accepted, answers)
    act(fays, "theme-merge", session, theme_about("staff", accepted, answers).key, into=waiting.key)
    shown = page(fays, "themes", session).content.decode()
    inside = Placement.objects.filter(theme=waiting).count()
    assert re.search(rf'class="more narrow"><a [^>]+>All {inside} notes<', shown)
    assert re.search(rf'class="more broad"><a [^>]+>{inside - 6} more<', shown)


def test_count_says_how_many_notes_the_filters_let_through(fays, session, accepted, answers):
    def found(words):
        return fays.get(reverse("themes", args=[session.code]), {"find": words})

    assert "0 of 15 notes<" in " ".join(found("zzz").content.decode().split())
    assert 0 < found(answers["wait"][0].text).context["reading"].passing < 15
    assert found("").context["reading"].passing == 15
