"""Sentence vectors of a session's answers: computed once per text, kept beside the answers, in the worker only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from django.db import transaction
from django.db.models import F

from gapsessions.method.encoder import Encoder, Vectors
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer, AnswerVector
from gapsessions.themes.queries import answers_of

BATCH = 256
"""Answers encoded, and vectors written, at a time: a write transaction of a few milliseconds."""
STORED = np.dtype("<f2")


def encode_missing(
    session: GapSession, encoder: Encoder, on_progress: Callable[[float], None] = lambda _share: None
) -> int:
    """Store a vector for every answer that has none for its present text; give how many were encoded.

    Without a model there is nothing to store. ``on_progress`` is told the share done, 0 to 1, after each batch.
    """
    if not encoder.name:
        return 0
    current = AnswerVector.objects.filter(encoder=encoder.name, revision=F("answer__revision"))
    missing = list(answers_of(session).exclude(pk__in=current.values("answer")).values_list("pk", "revision", "text"))
    done = 0
    for start in range(0, len(missing), BATCH):
        batch = missing[start : start + BATCH]
        vectors = encoder.encode([text for _, _, text in batch])
        _store(
            [
                AnswerVector(answer_id=pk, revision=revision, encoder=encoder.name, vector=pack(vector))
                for (pk, revision, _), vector in zip(batch, vectors, strict=True)
            ]
        )
        done += len(batch)
        on_progress(done / len(missing))
    return done


@transaction.atomic
def _store(rows: list[AnswerVector]) -> None:
    # An answer may have been erased while it was being encoded.
    present = set(
        Answer.objects.select_for_update(of=("self",))
        .filter(pk__in=[row.answer_id for row in rows])
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    AnswerVector.objects.bulk_create(
        [row for row in rows if row.answer_id in present],
        update_conflicts=True,
        unique_fields=["answer", "encoder"],
        update_fields=["revision", "vector"],
    )


def vectors_of(session: GapSession, answers: Sequence[Answer], encoder: Encoder) -> Vectors:
    """The stored vectors, float32, one row per answer in the given order; no columns without a model.

    An answer whose vector is missing or out of date is encoded on the spot and not stored.
    """
    if not encoder.name or not answers:
        return encoder.encode([answer.text for answer in answers])
    rows = AnswerVector.objects.filter(
        answer__sheet__gathering__session=session, encoder=encoder.name, revision=F("answer__revision")
    ).values_list("answer", "vector")
    stored = {answer: unpack(vector) for answer, vector in rows.iterator(chunk_size=2000)}
    late = [answer for answer in answers if answer.pk not in stored]
    for answer, vector in zip(late, encoder.encode([answer.text for answer in late]), strict=True):
        stored[answer.pk] = vector
    return np.stack([stored[answer.pk] for answer in answers])


def pack(vector: Vectors) -> bytes:
    """A vector as it is stored: float16 is exact enough for a cosine, and half of float32."""
    return np.asarray(vector, STORED).tobytes()


def unpack(stored: bytes | memoryview) -> Vectors:
    """A stored vector as float32."""
    return np.frombuffer(stored, STORED).astype(np.float32)
