"""Words that were taken back leave what was frozen: the only reason for which a snapshot's bytes ever change."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Collection
from typing import Any

from gapsessions.disparity.models import Snapshot, StandingComparison
from gapsessions.disparity.quoting.marks import gone
from gapsessions.method.cleaning import cut_short
from gapsessions.method.vocabulary import Perspective, Question
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer
from gapsessions.themes.ballot.models import BallotOption
from gapsessions.themes.ballot.queries import LONGEST_QUOTE


def without_words(payload: bytes, said: Collection[str], perspective: Perspective, question: Question) -> bytes:
    """The bytes of a snapshot without these words of one side under one question; the same bytes where they are not in.

    Works on the JSON of disparity/codec.py itself, whatever its age: what was frozen knows answers by their words only.
    A quote is marked as withdrawn, an answer keeps its place in its theme, and so all counts stand.
    """
    document = json.loads(payload)
    content: dict[str, Any] = document["content"]
    wanted = {_plain(words) for words in said}

    def theirs(row: dict[str, Any]) -> bool:
        return (
            row["perspective"] == perspective.value
            and row["question"] == question.value
            and _plain(row["text"]) in wanted
        )

    changed = False
    for quote in filter(theirs, content["quotes"]):
        quote["text"], quote["withdrawn"], changed = "", True, True
    for answer in filter(theirs, content["answers"]):
        answer["text"], changed = gone(content["language"]), True
    for theme in content["themes"]:
        # The quote of a theme says neither side nor question.
        if theme["quote"] and _plain(theme["quote"]) in wanted:
            theme["quote"], changed = "", True
    if not changed:
        return payload
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def forget_words(*, session: GapSession, answer: Answer, said: Collection[str]) -> int:
    """Take the words of an answer out of everything of the session that was frozen; give the number of snapshots.

    A snapshot's ``sha256`` changes with it, which is how what was made from it is known to be old. Computed outside of
    transactions; a snapshot that changed meanwhile is done again.
    """
    perspective, question = Perspective(answer.sheet.gathering.perspective), Question(answer.question)
    changed = 0
    for pk in list(session.snapshots.values_list("pk", flat=True)):
        while True:
            snapshot = Snapshot.objects.get(pk=pk)
            before = zlib.decompress(bytes(snapshot.payload))
            after = without_words(before, said, perspective, question)
            if after == before:
                break
            kept = Snapshot.objects.filter(pk=pk, sha256=snapshot.sha256).update(
                payload=zlib.compress(after, 6), sha256=hashlib.sha256(after).hexdigest()
            )
            if kept:
                changed += 1
                break
    _forget_standing(session, said, perspective, question)
    _forget_ballots(session, said)
    return changed


def _forget_standing(session: GapSession, said: Collection[str], perspective: Perspective, question: Question) -> None:
    """Also out of the comparison as it stands; under another fingerprint, so that no process goes on showing it."""
    kept = StandingComparison.objects.filter(session=session).exclude(fingerprint="").first()
    if kept is None or not kept.payload:
        return
    after = without_words(zlib.decompress(bytes(kept.payload)), said, perspective, question)
    StandingComparison.objects.filter(pk=kept.pk, fingerprint=kept.fingerprint).update(
        payload=zlib.compress(after, 1),
        fingerprint=hashlib.sha256(f"{kept.fingerprint} without words".encode()).hexdigest(),
    )


def _forget_ballots(session: GapSession, said: Collection[str]) -> None:
    """And out of the lists of votes, which carry a quote for each theme."""
    quoted = set(said) | {cut_short(words, LONGEST_QUOTE) for words in said}
    BallotOption.objects.filter(ballot__gathering__session=session, quote__in=quoted).update(quote="")


def _plain(words: str) -> str:
    return " ".join(words.split())
