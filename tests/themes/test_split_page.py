"""Splitting a theme by hand: what was marked is not lost when the name is refused."""

from __future__ import annotations

from django.urls import reverse

from gapsessions.themes.models import Placement, Theme
from tests.themes.test_pages import fays  # noqa: F401 (a fixture)


def test_split_without_a_name_keeps_what_is_marked(fays, session, accepted, answers):  # noqa: F811
    waiting = Theme.objects.filter(session=session).order_by("pk").first()
    note = Placement.objects.filter(theme=waiting).first().answer_id
    again = fays.post(reverse("theme-split", args=[session.code, waiting.key]), {"answers": [note], "name": ""})
    assert again.status_code == 200
    assert again.context["marked"] == {note}
