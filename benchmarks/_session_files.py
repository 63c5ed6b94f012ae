"""A made-up session of so many notes, and what is done with its file: written, checked, taken in, serialised."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from statistics import median

import numpy as np
from django.core import serializers

from gapsessions.accounts.models import Organisation
from gapsessions.facilitation.scratch import scratch_database
from gapsessions.facilitation.session_file.checking import check
from gapsessions.facilitation.session_file.parts import PARTS
from gapsessions.facilitation.session_file.taking_in import take_in
from gapsessions.facilitation.session_file.writing import file_of
from gapsessions.gatherings.actions import record_gathering
from gapsessions.method.vocabulary import Perspective, Question, SheetKind, Style
from gapsessions.sessions.actions import open_session
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer, AnswerVector, Sheet
from gapsessions.themes.encoding import pack
from gapsessions.themes.models import Placement, Theme

SEED = 20_261_122


def session_of(organisation: Organisation, notes: int) -> GapSession:
    rng = np.random.default_rng(SEED)
    session = open_session(organisation=organisation, title="Autumn")
    rooms = [
        record_gathering(session=session, perspective=who, style=Style.OWN_SHEETS, name=who.value)
        for who in Perspective
    ]
    themes = Theme.objects.bulk_create(Theme(session=session, name=f"Theme {n}") for n in range(40))
    sheets = Sheet.objects.bulk_create(
        Sheet(gathering=rooms[n % 3], kind=SheetKind.SINGLE) for n in range(max(1, notes // 10))
    )
    words = [f"word{n}" for n in range(900)]
    answers = Answer.objects.bulk_create(
        Answer(
            sheet=sheets[n % len(sheets)],
            question=list(Question)[n % 4],
            text=" ".join(rng.choice(words, rng.integers(3, 25))),
        )
        for n in range(notes)
    )
    vectors = rng.standard_normal((notes, 384)).astype(np.float32)
    AnswerVector.objects.bulk_create(
        AnswerVector(answer=answer, encoder="bench", revision=1, vector=pack(vector))
        for answer, vector in zip(answers, vectors, strict=True)
    )
    Placement.objects.bulk_create(
        Placement(
            answer=answer, theme=themes[n % 40], confidence=0.5, why={"words": ["wait", "phone"], "nearest": None}
        )
        for n, answer in enumerate(answers)
    )
    return session


def timed(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def peer(session: GapSession) -> int:
    size = 0
    for part in PARTS:
        size += len(serializers.serialize("json", part.rows_of(session).iterator(500)))
    return size


def measured(notes: int, runs: int) -> list[float]:
    """Seconds to write, check and take in, megabytes, then the peer's seconds and megabytes; medians of some runs."""

    def middle(work: Callable[[], object]) -> float:
        return median(timed(work) for _ in range(runs))

    with scratch_database():
        session = session_of(Organisation.objects.create(name="Here"), notes)
        file = b"".join(file_of(session))

        def arrive() -> None:
            # One that has it already would refuse the same file.
            take_in(file=io.BytesIO(file), organisation=Organisation.objects.create(name="There"), by=None)

        return [
            middle(lambda: b"".join(file_of(session))),
            middle(lambda: check(io.BytesIO(file))),
            middle(arrive),
            len(file) / 1e6,
            middle(lambda: peer(session)),
            peer(session) / 1e6,
        ]
