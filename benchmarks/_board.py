"""A sorted session of any size for board.py, what a facilitator does with it, and how that feels in a browser."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from benchmarks._desk import _answers, _sheets
from benchmarks._labelled import SETS, read_labelled
from gapsessions.accounts.models import Membership, Organisation, Role, User
from gapsessions.sessions.actions import open_session
from gapsessions.sessions.models import GapSession
from gapsessions.themes.actions import remember
from gapsessions.themes.models import Placement, Standing, Suggestion, Theme
from gapsessions.themes.stirring import revision_of

PER_SHEET, UNDECIDED, GUESSED = 8, 0.05, 0.1
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BOARD = {"HX-Request": "true", "HX-Target": "div%23board"}


@dataclass
class Sorted:
    """A session on the board, and the browser of somebody who sorts it."""

    session: GapSession
    fay: User
    client: Client
    revision: int = 0
    place: int = 0

    def ask(self, path: str, **headers: str) -> HttpResponse:
        """Ask for the board, with a query or a page below it."""
        answer: HttpResponse = self.client.get(f"/s/{self.session.code}/themes/{path}", headers=headers)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answers {answer.status_code}")
        return answer

    def move(self) -> HttpResponse:
        """Move a note to the next theme, as the page's script does: the post, and the board that answers it."""
        themes = list(Theme.objects.filter(session=self.session, other=False).order_by("pk")[:2])
        note = Placement.objects.filter(theme=themes[self.place % 2]).values_list("answer", flat=True)[0]
        self.place += 1
        here = f"/s/{self.session.code}/themes/"
        sent = {
            "answers": f"{note}@{themes[(self.place - 1) % 2].key}",
            "to": themes[self.place % 2].key,
            "next": f"{here}?since={self._revision()}",
        }
        answer: HttpResponse = self.client.post(f"{here}move/", sent, headers=BOARD, follow=True)
        if b"note moved" not in answer.content:
            raise SystemExit("The note did not move.")
        return answer

    def undo(self) -> HttpResponse:
        """Take the last move back."""
        here = f"/s/{self.session.code}/themes/"
        sent = {"next": f"{here}?since={self._revision()}"}
        answer: HttpResponse = self.client.post(f"{here}undo/", sent, headers=BOARD, follow=True)
        if b"Undone" not in answer.content:
            raise SystemExit("Nothing was undone.")
        return answer

    def news(self) -> HttpResponse:
        """What a second facilitator's page asks for after somebody moved a note."""
        return self.ask(f"?since={max(0, self._revision() - 1)}", **BOARD)

    def _revision(self) -> int:
        return revision_of(self.session)

    def in_browser(self, browser: Any, address: str, runs: int) -> dict[str, float]:
        """Milliseconds until the board takes keys, and of a move by keys; how much there is in the page."""
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": self.client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": address,
                }
            ]
        )
        page = context.new_page()
        ready, moved, typed = [], [], []
        for _ in range(runs + 1):
            page.goto(f"{address}/s/{self.session.code}/themes/")
            page.wait_for_selector("[data-board=ready]")
            ready.append(page.evaluate(READY))
        facts = page.evaluate("[document.querySelectorAll('*').length, performance.memory.usedJSHeapSize / 1048576]")
        for number in range(runs + 1):
            moved.append(page.evaluate(MOVE, number % 2))
        for number in range(runs + 1):
            typed.append(page.evaluate(FIND, "card" if number % 2 else "help"))
        context.close()
        return {
            "Chromium: ready": statistics.median(ready[1:]),
            "Chromium: move": statistics.median(moved[1:]),
            "Chromium: search": statistics.median(typed[1:]),
            "elements": facts[0],
            "heap MB": facts[1],
        }


READY = """() => {
  const entry = performance.getEntriesByName('board-ready')[0];
  return entry ? entry.startTime : performance.now();
}"""
MOVE = """async (which) => {
  const panels = [...document.querySelectorAll('.tcols [data-panel]')];
  const [from, to] = which ? [panels[1], panels[0]] : [panels[0], panels[1]];
  const ticks = [...document.querySelectorAll(`#${CSS.escape(from.id)} input[name=answers]`)];
  const tick = ticks.find((one) => !one.value.includes(',')) ?? ticks[0]; // a stack may be told by another of its notes
  const note = tick.closest('[data-note]').dataset.note;
  tick.focus();
  tick.dispatchEvent(new KeyboardEvent('keydown', {key: 'm', bubbles: true}));
  const field = document.getElementById('choose-find');
  field.value = to.dataset.name;
  field.dispatchEvent(new Event('input', {bubbles: true}));
  const started = performance.now();
  field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}));
  const there = `#${CSS.escape(to.id)} [data-note="${note}"]`;
  while (!document.querySelector(there)) {
    if (performance.now() - started > 10000) throw new Error('The note did not come.');
    await new Promise(requestAnimationFrame);
  }
  return performance.now() - started;
}"""
FIND = """async (word) => {
  const field = document.getElementById('find');
  const before = document.querySelector('.tcols').textContent;
  field.value = word;
  const started = performance.now();
  field.dispatchEvent(new Event('input', {bubbles: true}));
  while (document.querySelector('.tcols').textContent === before) {
    if (performance.now() - started > 10000) throw new Error('Nothing was found.');
    await new Promise(requestAnimationFrame);
  }
  return performance.now() - started;
}"""


def board_of(size: int, themes: int, data: Path, seed: int) -> Sorted:
    """Fill the database with a session of so many answers in so many themes."""
    rng = np.random.default_rng(seed)
    organisation = Organisation.objects.create(name=f"Bank of {size}")
    fay = User.objects.create(name="Fay", email=f"fay{size}@example.org", password="unknown")  # noqa: S106
    Membership.objects.create(organisation=organisation, user=fay, role=Role.FACILITATOR)
    session = open_session(organisation=organisation, title="Autumn review")
    texts, labels = _texts(size, themes, data, rng)
    answers = _answers(_sheets(session, size // PER_SHEET), PER_SHEET, texts, rng)
    with remember(session=session, by=fay):
        made = [Theme.objects.create(session=session, name=name) for name in sorted(set(labels))]
    theme_of = {theme.name: theme for theme in made}
    placed, hints = [], []
    for answer, label, dice in zip(answers, labels, rng.uniform(size=len(answers)), strict=False):
        if dice < UNDECIDED:
            near = [made[place] for place in rng.choice(len(made), 2, replace=False)]
            hints += [
                Suggestion(answer=answer, theme=theme, rank=rank, score=0.3) for rank, theme in enumerate(near, 1)
            ]
            continue
        sure = 0.4 if dice < UNDECIDED + GUESSED else 0.8
        placed.append(
            Placement(
                answer=answer,
                theme=theme_of[label],
                standing=Standing.ACCEPTED,
                confidence=sure,
                why={"words": label.split()[:2], "nearest": None},
            )
        )
    Placement.objects.bulk_create(placed, batch_size=2000)
    Suggestion.objects.bulk_create(hints, batch_size=2000)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(fay, backend=BACKEND)
    return Sorted(session, fay, client)


def _texts(count: int, themes: int, data: Path, rng: np.random.Generator) -> tuple[list[str], list[str]]:
    """Notes of the labelled sets under so many of their labels, drawn with Zipf weights."""
    pool: dict[str, list[str]] = {}
    for name in SETS:
        for text, label in zip(*read_labelled(data, name), strict=True):
            pool.setdefault(label.replace("_", " ")[:80], []).append(text)
    labels = [str(label) for label in rng.permutation(sorted(pool))[:themes]]
    weights = 1 / np.arange(1, themes + 1) ** 0.7
    drawn = [labels[place] for place in rng.choice(themes, count, p=weights / weights.sum())]
    # The sets hold few texts per label: four of five get a word of their own, so that as few fold as in a room.
    own = [f", case {number}" if number % 5 else "" for number in range(count)]
    return [pool[label][rng.integers(len(pool[label]))] + word for label, word in zip(drawn, own, strict=True)], drawn
