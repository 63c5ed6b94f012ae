"""What the page shows of a proposal: the slider with its words, the difference to now, and why each note goes where."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gapsessions.method.proposing import STOPS
from gapsessions.sessions.models import GapSession
from gapsessions.sheets.models import Answer
from gapsessions.themes.models import Proposal
from gapsessions.themes.notices import notice_sentences
from gapsessions.themes.proposals.board_now import board_now
from gapsessions.themes.proposals.meeting import Difference, Fate, Meeting, ThemeChange, difference, meet
from gapsessions.themes.proposals.stops import read_stop, stop_of, themes_per_stop
from gapsessions.themes.proposed import Proposed, from_json
from gapsessions.themes.queries import answers_of
from gapsessions.themes.sureness import WORDS_SHOWN, in_words, level_of

KEYWORDS = 4
WIDEST_QUOTE = 160


@dataclass(frozen=True, slots=True)
class Sureness:
    """How sure the machine is, in bars (1 to 3) and words."""

    bars: int
    words: str

    @property
    def lit(self) -> tuple[bool, bool, bool]:
        """Which of the three bars are on."""
        return True, self.bars >= 2, self.bars >= 3


@dataclass(frozen=True, slots=True)
class Stop:
    """One place of the slider."""

    number: int
    themes: int
    words: str
    """Such as "Broad: 9 themes"."""


@dataclass(frozen=True, slots=True)
class Line:
    """One proposed theme on the page."""

    change: ThemeChange
    quote: str
    sure: Sureness


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal at one stop, ready for a page."""

    stop: int
    stops: tuple[Stop, ...]
    complete: bool
    """Whether every stop is worked out."""
    difference: Difference
    first: bool
    """Nothing stands in any theme yet."""
    lines: tuple[Line, ...]
    """Themes that would change."""
    same: tuple[ThemeChange, ...]
    notices: tuple[str, ...]

    @property
    def here(self) -> Stop | None:
        """The slider's place."""
        return next((stop for stop in self.stops if stop.number == self.stop), None)


@dataclass(frozen=True, slots=True)
class Why:
    """One note of a proposed theme, and why the machine would put it there."""

    key: UUID
    text: str
    question: str
    sure: Sureness
    shared: tuple[str, ...]
    nearest: str
    """The answer of that theme most like it; "" where there is none."""
    whence: str
    """The theme it stands in now; "" while it is undecided."""
    pinned: bool
    moves: bool


def sureness_of(confidence: float) -> Sureness:
    """The words of the interface notes: very sure, fairly sure, a guess."""
    level = level_of(confidence)
    return Sureness(level, in_words(level))


def words_of_stop(stop: int) -> str:
    """How fine a stop is, in a word."""
    words = ((1, _("Very broad")), (3, _("Broad")), (7, _("In the middle")), (11, _("Fine")))
    return next((word for last, word in words if stop <= last), _("Very fine"))


def _in_words(stop: int, themes: int) -> str:
    words = ngettext("%(fineness)s: %(n)d theme", "%(fineness)s: %(n)d themes", themes)
    return words % {"fineness": words_of_stop(stop), "n": themes}


def meeting_at(
    session: GapSession, proposal: Proposal, stop: int | None, there: Mapping[int, int]
) -> tuple[Meeting, int]:
    """The proposal at a stop beside the board as it is, and the stop; one that is not worked out gives the nearest.

    ``there`` are the stops that are (`themes_per_stop`). Six queries, and no model: all was worked out beforehand.
    """
    own = stop_of(proposal.granularity or 0.0)
    wanted = own if stop is None else stop
    at = min(there, key=lambda other: (abs(other - wanted), other)) if there else own
    proposed = read_stop(proposal, at) if there else None
    return meet(proposed or _whole(proposal), board_now(session)), at


def _whole(proposal: Proposal) -> Proposed:
    """A proposal from before there were stops."""
    return from_json(Proposal.objects.values_list("result", flat=True).get(pk=proposal.pk))


def show(session: GapSession, proposal: Proposal, stop: int | None) -> Shown:
    """Everything the page says of a proposal that is ready."""
    there = themes_per_stop(proposal)
    meeting, at = meeting_at(session, proposal, stop, there)
    found = difference(meeting)
    changed = [change for change in found.themes if change.fate is not Fate.SAME]
    texts = dict(answers_of(session).filter(pk__in=[c.quote for c in changed]).values_list("pk", "text"))
    sure = _mean_confidence(meeting)
    return Shown(
        stop=at,
        stops=tuple(Stop(number, themes, _in_words(number, themes)) for number, themes in there.items()),
        complete=len(there) == len(STOPS),
        difference=found,
        first=not meeting.board.places,
        lines=tuple(
            Line(change, shortened(texts.get(change.quote, "")), sureness_of(sure[change.number])) for change in changed
        ),
        same=tuple(change for change in found.themes if change.fate is Fate.SAME),
        notices=notice_sentences(meeting.proposed.notices),
    )


def shortened(text: str) -> str:
    """Words to recognise a note by: all of them, or what fits, up to the end of a word where there is one."""
    if len(text) <= WIDEST_QUOTE:
        return text
    kept = text[: WIDEST_QUOTE - 1]
    whole = kept.rpartition(" ")[0]
    return (whole if len(whole) > WIDEST_QUOTE // 2 else kept).rstrip() + "…"


def _mean_confidence(meeting: Meeting) -> Mapping[int, float]:
    """How sure the machine is of each proposed theme: the mean over its answers."""
    count: Counter[int] = Counter()
    sums: dict[int, float] = defaultdict(float)
    for answer, confidence in zip(meeting.proposed.answers, meeting.proposed.confidence, strict=True):
        label = meeting.label_of.get(answer)
        if label is not None:
            count[label] += 1
            sums[label] += confidence
    return {label: sums[label] / count[label] for label in count}


def rows_of(meeting: Meeting, number: int) -> list[UUID]:
    """The answers of a proposed theme: first those that would move, least sure first, then those that stay."""
    sure = dict(zip(meeting.proposed.answers, meeting.proposed.confidence, strict=True))
    inside = [answer for answer, label in meeting.label_of.items() if label == number]
    return sorted(
        inside,
        key=lambda answer: (meeting.stays_put(answer), not meeting.would_move(answer), sure[answer], str(answer)),
    )


def whys(meeting: Meeting, answers: Sequence[UUID], themes: Mapping[int, str]) -> list[Why]:
    """Why each of these notes would go where the proposal has it; one query. ``themes`` are names, "other" included."""
    proposed = meeting.proposed
    row_of = {answer: row for row, answer in enumerate(proposed.answers)}
    near = {a: proposed.reasons[row_of[a]].nearest for a in answers}
    wanted = [*answers, *(proposed.answers[row] for row in near.values() if row is not None)]
    found = {answer.pk: answer for answer in Answer.objects.filter(pk__in=wanted, pen_hash="", struck_out=False)}
    result = []
    for answer in answers:
        if answer not in found:
            continue
        row, nearest = row_of[answer], near[answer]
        likest = found.get(proposed.answers[nearest]) if nearest is not None else None
        result.append(
            Why(
                key=answer,
                text=found[answer].text,
                question=found[answer].question,
                sure=sureness_of(proposed.confidence[row]),
                shared=tuple(proposed.why(row)["words"][:WORDS_SHOWN]),
                nearest=shortened(likest.text) if likest is not None else "",
                whence=themes.get(meeting.whence(answer) or 0, ""),
                pinned=meeting.stays_put(answer),
                moves=meeting.would_move(answer),
            )
        )
    return result
