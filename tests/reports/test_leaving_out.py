"""A theme that a facilitator leaves out: on no page and in no file, said in the report, and put back with a press."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from django.urls import reverse

from gapsessions.disparity.actions import read_snapshot
from gapsessions.disparity.content import PartContent, PartCount, PriorityContent, SnapshotContent, VoteContent
from gapsessions.disparity.standing import keep_comparison
from gapsessions.disparity.worded.reveal import reveal_of
from gapsessions.method.vocabulary import Perspective, Question, Scope
from gapsessions.reports import actions
from gapsessions.reports.actions import make_version, open_version
from gapsessions.reports.document import build_document
from gapsessions.reports.excel import excel_bytes
from gapsessions.reports.flat import disparity_json, themes_csv
from gapsessions.reports.leaving_out import LeftOut, leave_out, left_out_of, put_back, without_themes
from gapsessions.reports.models import ThemeLeftOut
from gapsessions.reports.pdf import report_html
from gapsessions.reports.sharing.kept import reveal_as_it_stands
from gapsessions.reports.slides import deck_of
from gapsessions.reports.slides_pdf import slides_html
from gapsessions.themes.actions import close_themes, create_theme, merge_themes, move_answers, remember, undo_change
from tests.factories.people import browser_of
from tests.factories.rooms import write

MARK = "Sponsoring the owner's yacht"


@pytest.fixture(scope="module")
def marked(snapshot: SnapshotContent) -> SnapshotContent:
    """The usual snapshot; the theme of its first headline, and every word about it, bears a mark."""
    gone = snapshot.comparison.headlines[0].theme
    themes = tuple(
        replace(t, key=f"KEY{t.theme:09d}", **({"name": MARK, "quote": MARK} if t.theme == gone else {}))
        for t in snapshot.themes
    )
    return replace(
        snapshot,
        themes=themes,
        answers=tuple(
            replace(a, text=f"{MARK} again") if a.themes and a.themes[0] == gone else a for a in snapshot.answers
        ),
        quotes=tuple(replace(q, text=f"{MARK} again") if q.theme == gone else q for q in snapshot.quotes),
        actions=tuple(replace(a, theme=gone) for a in snapshot.actions[:1]),
        priorities=(PriorityContent(gone, 5, 2), PriorityContent((gone + 1) % len(themes), 3, 3)),
        votes=(VoteContent(gone, 4, 8, Perspective.STAFF),),
        segments=(
            PartContent(
                Perspective.CUSTOMERS,
                "north",
                "",
                1,
                5,
                (PartCount(None, Scope.IMPROVE, 1, 5), PartCount(gone, Scope.IMPROVE, 1, 2)),
            ),
        ),
    )


@pytest.fixture(scope="module")
def left(marked: SnapshotContent) -> SnapshotContent:
    gone = next(theme for theme in marked.themes if theme.name == MARK)
    return without_themes(marked, {gone.key})


def test_left_out_theme_stands_in_no_output(marked: SnapshotContent, left: SnapshotContent) -> None:
    before, after = build_document(marked), build_document(left)
    assert MARK in report_html(before, appendix=True).replace("&#x27;", "'")
    shown = report_html(after, appendix=True) + slides_html(deck_of(after)) + repr(reveal_of(left))
    assert MARK not in shown.replace("&#x27;", "'")
    assert MARK.encode() not in themes_csv(left) + disparity_json(left)
    with zipfile.ZipFile(BytesIO(excel_bytes(after))) as book:
        sheets = b"".join(book.read(name) for name in book.namelist()).replace(b"&apos;", b"'")
    assert MARK.encode() not in sheets


def test_numbers_still_name_their_own_themes(marked: SnapshotContent, left: SnapshotContent) -> None:
    before, after = ({t.theme: t.key for t in content.themes} for content in (marked, left))
    assert [t.theme for t in left.themes] == list(range(len(left.themes)))
    counts = {before[f.theme]: f.counts for f in marked.comparison.themes}
    assert all(f.counts == counts[after[f.theme]] for f in left.comparison.themes)
    named = [(before[r.theme], r.name) for r in marked.comparison.headlines if before[r.theme] in after.values()]
    assert [(after[r.theme], r.name) for r in left.comparison.headlines] == named
    assert [after[p.theme] for p in left.priorities] == [before[p.theme] for p in marked.priorities[1:]]
    assert left.actions[0].theme is None
    assert left.votes == ()
    assert [count.theme for count in left.segments[0].counts] == [None]


def test_chance_and_alikeness_stay_as_they_were_counted(marked: SnapshotContent, left: SnapshotContent) -> None:
    assert left.comparison.figures == marked.comparison.figures
    assert left.comparison.alignments == marked.comparison.alignments
    assert left.comparison.sides == marked.comparison.sides


def test_method_says_how_many_were_left_out(marked: SnapshotContent, left: SnapshotContent) -> None:
    said = "1 theme was left out by the facilitator"
    assert said in repr(build_document(left).method)
    assert said not in repr(build_document(marked).method)


def test_without_keys_nothing_changes(marked: SnapshotContent) -> None:
    assert without_themes(marked, frozenset()) is marked


@pytest.fixture
def closed(session, lena, sam, cleo, fay):
    """Two themes, each raised by three sheets; themes closed, compared."""
    for name in ("Kind people", MARK):
        theme = create_theme(session=session, name=name)
        for sheet in (lena, sam, cleo):
            answer = write(sheet, Question.STRENGTH, f"{name} is what I mean")[0]
            move_answers(answers=[answer.pk], to=theme, by=fay)
    close_themes(session=session)
    keep_comparison(session=session)
    return session


@pytest.mark.django_db
def test_facilitator_leaves_a_theme_out_and_takes_it_back(closed, fay, sam):
    theme, fays = closed.themes.get(name=MARK), browser_of(fay)
    page = reverse("report-themes", args=[closed.code])
    answer = fays.post(reverse("report-theme", args=[closed.code, theme.key, "leave-out"]), follow=True)
    shown = answer.content.decode()
    assert "One theme is left out." in shown
    assert f"/report/themes/{theme.key}/put-back/" in shown
    assert left_out_of(closed).keys == {theme.key}
    assert MARK not in repr(reveal_as_it_stands(closed))
    assert (
        "One theme is left out; the report says so." in fays.get(reverse("report", args=[closed.code])).content.decode()
    )
    fays.post(reverse("report-theme", args=[closed.code, theme.key, "put-back"]))
    assert "is left out" not in fays.get(page).content.decode().replace("that is left out", "").replace(
        "left out of", ""
    )
    assert not ThemeLeftOut.objects.exists()


@pytest.mark.django_db
def test_only_verbs_and_themes_of_the_session_are_known(closed, fay):
    fays, theme = browser_of(fay), closed.themes.get(name=MARK)
    assert fays.post(f"/s/{closed.code}/report/themes/{theme.key}/erase/").status_code == 404
    assert fays.post(f"/s/{closed.code}/report/themes/ABCDEFGHJKLM/leave-out/").status_code == 404
    assert fays.get(f"/s/{closed.code}/report/themes/{theme.key}/leave-out/").status_code == 405


@pytest.mark.django_db
def test_version_is_frozen_without_it_and_stays_so(closed, fay, monkeypatch):
    monkeypatch.setattr(actions, "pdf_bytes", lambda document, appendix: b"%PDF")
    monkeypatch.setattr(actions, "slides_pdf_bytes", lambda document: b"%PDF")
    monkeypatch.setattr(actions, "_pages_of", lambda data: 1)
    theme = closed.themes.get(name=MARK)
    leave_out(session=closed, theme=theme)
    leave_out(session=closed, theme=theme)
    version = open_version(session=closed, by=fay, paper="a4")
    make_version(version=version)
    put_back(session=closed, theme=theme)
    version.refresh_from_db()
    content = read_snapshot(version.snapshot)
    assert [t.name for t in content.themes] == ["Kind people"]
    assert content.provenance.themes_left_out == 1
    assert MARK.encode() not in b"".join(bytes(file.data) for file in version.files.exclude(kind__in=("pptx", "xlsx")))


@pytest.mark.django_db
def test_theme_that_took_in_one_that_is_left_out_is_left_out_until_it_is_put_back(closed, fay):
    gone, heir, fays = closed.themes.get(name=MARK), closed.themes.get(name="Kind people"), browser_of(fay)
    leave_out(session=closed, theme=gone)
    key = gone.key
    with remember(session=closed, by=fay) as done:
        merge_themes(into=heir, others=[gone], by=fay)
    assert left_out_of(closed) == LeftOut(frozenset({heir.key}), frozenset({heir.key}))
    # Until the comparison is made anew the two stand apart in it.
    assert "Kind people" in repr(reveal_as_it_stands(closed))
    keep_comparison(session=closed)
    assert "Kind people" not in repr(reveal_as_it_stands(closed))
    report, themes = (
        fays.get(reverse(page, args=[closed.code])).content.decode() for page in ("report", "report-themes")
    )
    assert "“Kind people” is left out now, too:" in report
    assert "Left out because a theme that was left out has been merged into it" in themes

    undo_change(change=done.change, by=fay)
    assert left_out_of(closed) == LeftOut(frozenset({key}), frozenset())


@pytest.mark.django_db
def test_heir_is_put_back_with_one_press(closed, fay):
    gone, heir, fays = closed.themes.get(name=MARK), closed.themes.get(name="Kind people"), browser_of(fay)
    leave_out(session=closed, theme=gone)
    key = gone.key
    page = fays.post(reverse("theme-merge", args=[closed.code, key]), {"into": heir.key}, follow=True)
    said = [str(message) for message in page.context["messages"]]
    assert said == ["Merged into “Kind people”. It is left out of the report now, as the other one was."]
    fays.post(reverse("report-theme", args=[closed.code, key, "put-back"]))
    assert left_out_of(closed).keys == frozenset()
