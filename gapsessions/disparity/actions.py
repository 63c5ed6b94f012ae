"""Comparing a session as it stands, and freezing the comparison under a number."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable
from dataclasses import replace

from django.db import transaction
from django.db.models import Max

from gapsessions.accounts.models import User
from gapsessions.disparity.asides.foreseen import foreseen_contents, prediction_contents
from gapsessions.disparity.asides.pulse import pulse_contents
from gapsessions.disparity.asides.votes import vote_contents, votes_of
from gapsessions.disparity.codec import decode, encode
from gapsessions.disparity.content import AnswerContent, Provenance, SnapshotContent, ThemeContent
from gapsessions.disparity.fives import let_in
from gapsessions.disparity.models import Snapshot
from gapsessions.disparity.parts.figures import part_contents
from gapsessions.disparity.queries import Material, gather_material, other_cuts
from gapsessions.disparity.quotes import pick_quotes
from gapsessions.disparity.quoting.marks import is_unquoted, withdrawn_in
from gapsessions.method.disparity import SEED, SHUFFLES, compare
from gapsessions.method.vocabulary import Perspective, Question, SheetKind
from gapsessions.sessions.models import GapSession
from gapsessions.sessions.queries import asked_questions, every_wording_of
from gapsessions.storage.reading import reading
from gapsessions.themes.queries import is_reviewed, moves_after_closing
from gapsessions.themes.trust.queries import agreement_of

Complete = Callable[[SnapshotContent], SnapshotContent]
"""Adds to a comparison what later steps know, such as the plan."""


def comparison_alone(content: SnapshotContent) -> SnapshotContent:
    """Nothing is added."""
    return content


class StillWriting(Exception):
    """A gathering is open: what was frozen now would be half of what was said."""


class SnapshotIsDamaged(Exception):
    """What is stored is not what was frozen."""


def compare_session(
    session: GapSession, *, seed: int = SEED, shuffles: int = SHUFFLES, breakouts: bool = False
) -> SnapshotContent:
    """Compare a session as it stands at this moment; a draft while any gathering is open.

    Lets waiting replies of open links in first, by fives; then reads one consistent state, and computes after it has
    let go of the database. ``breakouts`` puts the table's
    name on the answers of table sheets, for the facilitators' own export and nothing else.
    """
    let_in(session=session)
    with reading():
        session.refresh_from_db()
        material = gather_material(session)
        broader, finer = other_cuts(material)
        quotes = pick_quotes(material)
        asked, wording = asked_questions(session), every_wording_of(session)
        provenance = _provenance(material)
        numbers = {theme.pk: number for number, theme in enumerate(material.themes)}
        pulse = pulse_contents(material.gatherings)
        predictions = prediction_contents(material.gatherings, numbers)
        votes = vote_contents(material.gatherings, numbers)
    comparison = compare(
        material.counted,
        len(material.themes),
        asked=asked,
        census=material.census,
        seed=seed,
        shuffles=shuffles,
        finer=finer,
        broader=broader,
        votes=votes_of(votes),
    )
    segments, gatherings = part_contents(material)
    # Whoever answered a question that is no longer asked was asked it: the report prints its words, too.
    answered = dict.fromkeys(Perspective, frozenset[Question]()) | {s.perspective: s.asked for s in comparison.sides}
    return SnapshotContent(
        title=session.title,
        organisation=session.organisation.name,
        held_on=material.held_on,
        language=session.language,
        draft=material.still_open,
        number=None,
        wording={key: words for key, words in wording.items() if key[1] in asked[key[0]] | answered[key[0]]},
        comparison=comparison,
        themes=_themes(material),
        answers=_answers(material, breakouts=breakouts),
        quotes=quotes,
        actions=(),
        provenance=provenance,
        reading_words=dict(session.organisation.reading_words),
        pulse=pulse,
        predictions=predictions,
        foreseen=foreseen_contents(predictions, comparison),
        votes=votes,
        segments=segments,
        gatherings=gatherings,
    )


def _provenance(material: Material) -> Provenance:
    session, proposal = material.session, material.proposal
    second = agreement_of(session)
    return Provenance(
        encoder=proposal.encoder if proposal else "",
        reviewed=is_reviewed(session),
        moves_after_closing=moves_after_closing(session),
        sorted_twice=second.of if second else 0,
        sorted_alike=second.alike if second else 0,
        rows_left_out=session.rows_left_out,
        languages=tuple(proposal.languages) if proposal else (session.language,),
        granularity=(proposal.granularity or 0.0) if proposal else 0.0,
        quotes_left_out=sum(1 for answer in material.marks if is_unquoted(answer, material.marks)),
    )


def _themes(material: Material) -> tuple[ThemeContent, ...]:
    marks = material.marks
    text_of = {
        answer.pk: answer.text
        for answers in material.answers
        for answer in answers
        if not is_unquoted(answer.pk, marks)
    }
    return tuple(
        ThemeContent(
            theme=number,
            name=theme.name,
            heading=theme.heading.name if theme.heading else "",
            quote=text_of.get(theme.quote_id, ""),
            answers=theme.answers,  # type: ignore[attr-defined]
            key=theme.key,
        )
        for number, theme in enumerate(material.themes)
    )


def _answers(material: Material, *, breakouts: bool) -> tuple[AnswerContent, ...]:
    """All answers by perspective, question and words: an order that tells neither sheet nor time, and comes again."""
    rows = []
    for sheet, counted, answers in zip(material.sheets, material.counted, material.answers, strict=True):
        named = breakouts and sheet.kind == SheetKind.TABLE
        for answer, note in zip(answers, counted.notes, strict=True):
            content = AnswerContent(
                perspective=counted.perspective,
                question=note.question,
                text=answer.text,
                valence=note.valence,
                intent=note.intent,
                star=note.star,
                themes=note.themes,
                other=note.other,
                sheet_kind=counted.kind,
                confidence=material.confidence.get(answer.pk),
                breakout=sheet.breakout.name if named and sheet.breakout else "",
            )
            rows.append(content)
    return tuple(sorted(rows, key=_order_of_answers))


def _order_of_answers(content: AnswerContent) -> tuple[object, ...]:
    """Answers that are alike in all of this look the same in every file, so that their order does not matter."""
    return (
        list(Perspective).index(content.perspective),
        content.question.number,
        content.text,
        content.valence or "",
        content.intent or "",
        not content.star,
        content.themes,
        content.other,
        content.sheet_kind,
        content.breakout,
        content.confidence or 0.0,
    )


def for_others(content: SnapshotContent) -> SnapshotContent:
    """Without what is for the facilitators' page alone: figures by gathering, and the codes of its addresses."""
    return replace(content, gatherings=(), segments=tuple(replace(part, key="") for part in content.segments))


def take_snapshot(
    session: GapSession, by: User | None = None, *, headline: str = "", complete: Complete = comparison_alone
) -> Snapshot:
    """Freeze the comparison of a session under its next number, with a person's headline; raises StillWriting.

    ``complete`` adds what later steps give to it.
    The bytes hold the number, and making them takes a second at 30,000 answers. So they are made for the number
    that seems next, outside of any transaction, and made again where somebody else has taken it meanwhile.
    """
    withdrawn, content = withdrawn_in(session), complete(for_others(compare_session(session)))
    if content.draft:
        raise StillWriting
    while True:
        number = _next_number(session)
        payload = encode(replace(content, number=number, headline=headline))
        snapshot = Snapshot(
            session=session,
            number=number,
            payload=zlib.compress(payload, 6),
            sha256=hashlib.sha256(payload).hexdigest(),
            created_by=by,
        )
        with transaction.atomic():
            GapSession.objects.select_for_update().get(pk=session.pk)
            current = withdrawn_in(session)
            if current == withdrawn and _next_number(session) == number:
                snapshot.save()
                return snapshot
        if current != withdrawn:
            # Somebody took words back while they were being frozen.
            withdrawn, content = current, complete(for_others(compare_session(session)))


def _next_number(session: GapSession) -> int:
    last: int | None = session.snapshots.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def read_snapshot(snapshot: Snapshot) -> SnapshotContent:
    """Give the very content that was frozen; raises SnapshotIsDamaged where its digest says otherwise."""
    try:
        payload = zlib.decompress(bytes(snapshot.payload))
    except zlib.error as error:
        raise SnapshotIsDamaged from error
    if hashlib.sha256(payload).hexdigest() != snapshot.sha256:
        raise SnapshotIsDamaged
    return decode(payload)
