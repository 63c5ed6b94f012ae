"""Every state of the board is usable by everybody: axe finds nothing, by day and night, nothing runs out of it."""

from __future__ import annotations

import pytest

from tests.browser.looking import complaints
from tests.browser.test_board import sit  # noqa: F401 (a fixture)

NARROW = ((820, 900), (320, 900))
"""Looked at for what runs out of them alone."""


@pytest.fixture(scope="module")
def scene(venue):
    return venue.play("board_scene", "full")


def looked_at(page):
    """What is wrong with the page as it stands."""
    return complaints(page, also=NARROW)


@pytest.mark.parametrize(
    "state", ["plain", "picked", "choosing", "keys", "changing", "unfolded", "found", "nothing found"]
)
def test_state_of_the_board_can_be_used_by_everybody(state, scene, sit):  # noqa: F811
    page = sit(scene)
    if state in ("picked", "choosing"):
        page.locator("input[name=answers]").nth(1).check()
        page.locator("input[name=answers]").nth(5).check()
    if state == "choosing":
        page.get_by_role("button", name="Move to…").click()
    if state == "keys":
        page.get_by_role("button", name="Keys").click()
    if state == "changing":
        page.get_by_role("link", name="Change: Letters").click()
        page.wait_for_selector("[data-changing]")
    if state == "unfolded":
        page.get_by_role("link", name="said 3 times").click()
        page.wait_for_selector(".members")
    if state in ("found", "nothing found"):
        page.get_by_role("searchbox").fill("phone" if state == "found" else "zeppelin")
        page.wait_for_url("**find=**")
        page.wait_for_selector("#show-all")
    assert looked_at(page) == []


@pytest.mark.parametrize(
    "path", ["one-by-one/", "undecided/", "other/", "?show=undecided", "?show=unsure&question=improve"]
)
def test_page_beside_the_board_can_be_used_by_everybody(path, scene, sit):  # noqa: F811
    page = sit(scene, path=path)
    assert looked_at(page) == []


def test_board_that_shows_who_said_it_can_be_used_by_everybody(venue, sit):  # noqa: F811
    page = sit(venue.play("board_scene", "full"))
    page.get_by_role("button", name="Show who said it").click()
    page.wait_for_selector("html[data-board=ready]")
    assert page.get_by_role("link", name="Leadership").count() == 1
    assert looked_at(page) == []
    page.get_by_role("link", name="Leadership").click()
    page.wait_for_url("**side=leadership**")
    assert looked_at(page) == []
