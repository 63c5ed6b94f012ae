"""A run of the machine over a session: encode, cluster, name; the result stands beside what people made."""

from __future__ import annotations

from django.db import transaction

from gapsessions.method.encoder import Encoder
from gapsessions.method.languages import detect_languages
from gapsessions.method.proposing import ThemeProposal, propose_themes
from gapsessions.sessions.models import GapSession
from gapsessions.themes.encoder import the_encoder
from gapsessions.themes.encoding import encode_missing, vectors_of
from gapsessions.themes.models import UNDER_WAY, Proposal, ProposalState
from gapsessions.themes.proposals.cutting import Material, cut_everywhere, keep_first
from gapsessions.themes.proposed import Proposed, ProposedName, to_json
from gapsessions.themes.queries import answers_of
from gapsessions.themes.reasons import give_reasons
from gapsessions.themes.stirring import stir_board

ENCODED, CLUSTERED = 70, 95
"""Percent done when all answers are encoded, and when they are clustered."""


class Superseded(Exception):
    """Somebody asked for another run, or erased this one, while it was going on."""


@transaction.atomic
def open_proposal(*, session: GapSession, granularity: float | None = None) -> Proposal:
    """Note that a run is wanted; one that is still under way is given up in favour of this one."""
    GapSession.objects.select_for_update().get(pk=session.pk)
    Proposal.objects.filter(session=session, state__in=UNDER_WAY).update(state=ProposalState.SUPERSEDED)
    return Proposal.objects.create(session=session, granularity=granularity)


def carry_out(*, proposal: Proposal, encoder: Encoder | None = None, slider: bool = True) -> None:
    """Do the run of a proposal that is waiting, or was cut short; nothing happens where it is done or given up.

    Reads and computes outside of transactions; each write is one statement or one batch of vectors. Without
    ``slider`` only the cut itself is worked out, for runs that nobody looks at. Errors of the method go on to the
    caller after the proposal has been marked as failed, by the error's name alone.
    """
    under_way = Proposal.objects.filter(pk=proposal.pk, state__in=UNDER_WAY)
    try:
        if under_way.update(state=ProposalState.RUNNING):
            _run(proposal, encoder or the_encoder(), slider=slider)
    except Superseded:
        pass
    except Exception as error:  # where it was ready by then, it stays so: only stops of the slider are missing
        under_way.update(state=ProposalState.FAILED, failure=type(error).__name__)
        raise
    finally:
        if Proposal.objects.filter(pk=proposal.pk).exists():  # its session may have been erased meanwhile
            proposal.refresh_from_db()


def _note(proposal: Proposal, **fields: object) -> None:
    if not Proposal.objects.filter(pk=proposal.pk, state=ProposalState.RUNNING).update(**fields):
        raise Superseded


def _run(proposal: Proposal, encoder: Encoder, *, slider: bool) -> None:
    session = proposal.session
    encode_missing(session, encoder, lambda share: _note(proposal, progress=round(share * ENCODED)))
    # By their words, not by their random ids: the same answers give the same themes, in whatever session they stand.
    answers = sorted(answers_of(session), key=lambda answer: (answer.text, answer.question, answer.pk))
    texts = [answer.text for answer in answers]
    vectors = vectors_of(session, answers, encoder)
    _note(proposal, progress=ENCODED)
    languages = detect_languages(texts)
    found = propose_themes(texts, vectors, granularity=proposal.granularity, languages=languages, encoder=encoder)
    _note(proposal, progress=CLUSTERED)
    labels = tuple(int(label) for label in found.labels)
    keywords = [theme.keywords for theme in found.themes]
    proposed = Proposed(
        answers=tuple(answer.pk for answer in answers),
        labels=labels,
        confidence=tuple(round(min(max(float(sure), 0.0), 1.0), 4) for sure in found.confidence),
        reasons=give_reasons(texts, vectors, labels, keywords, languages),
        themes=tuple(ProposedName(theme.name, theme.keywords, theme.quote) for theme in found.themes),
        broader=_cut(found, "broader"),
        finer=_cut(found, "finer"),
        notices=found.notices,
    )
    with transaction.atomic():
        _note(
            proposal,
            state=ProposalState.READY,
            progress=100,
            granularity=found.granularity,
            encoder=encoder.name,
            languages=sorted((code for code in found.languages if code), key=lambda code: -found.languages[code]),
            result=to_json(proposed),
        )
        keep_first(proposal, proposed, found.granularity)
    stir_board(session)
    # It can be looked at and taken over from here on; the other stops of the slider follow within seconds.
    if slider:
        cut_everywhere(proposal, proposed, found, Material(proposed.answers, texts, vectors, languages, encoder))


def _cut(found: ThemeProposal, which: str) -> tuple[int, ...] | None:
    cut = found.broader() if which == "broader" else found.finer()
    return None if cut is None else tuple(int(label) for label in cut.labels)
