"""Splitting a theme by hand: what the page marks and leaves out, and that no mark is lost when a name is refused."""

from __future__ import annotations

import re

from django.urls import reverse

from gapsessions.themes.models import Placement, Theme
from tests.themes.test_pages import act, fays, page, theme_about  # noqa: F401 (a fixture)


def test_split_without_a_name_keeps_what_is_marked(fays, session, accepted, answers):  # noqa: F811
    waiting = Theme.objects.filter(session=session).order_by("pk").first()
    note = Placement.objects.filter(theme=waiting).first().answer_id
    again = fays.post(reverse("theme-split", args=[session.code, waiting.key]), {"answers": [note], "name": ""})
    assert again.status_code == 200
    assert again.context["marked"] == {note}


def test_split_marks_what_the_machine_would_take_out(fays, session, accepted, answers):  # noqa: F811
    waiting, staff = (theme_about(subject, accepted, answers) for subject in ("wait", "staff"))
    act(fays, "theme-merge", session, waiting.key, into=staff.key)
    shown = page(fays, "theme-split", session, staff.key).content.decode()
    marked = set(re.findall(r'value="([0-9a-f-]{36})" checked', shown))
    subjects = [{str(answer.pk) for answer in answers[subject]} for subject in ("wait", "staff")]
    assert marked
    assert any(marked <= subject for subject in subjects)
    shown_first = re.findall(r'name="answers" value="([0-9a-f-]{36})"', shown)[: len(marked)]
    assert set(shown_first) == marked
    assert f"the {len(marked)} marked notes of {len(answers['wait']) + len(answers['staff'])}." in shown


def test_split_says_what_it_does_not_show(fays, session, accepted, answers, monkeypatch):  # noqa: F811
    monkeypatch.setattr("gapsessions.themes.views.MOST_ANSWERS", 3)
    waiting = theme_about("wait", accepted, answers)
    shown = page(fays, "theme-split", session, waiting.key).content.decode()
    assert "2 more notes are not shown" in shown
