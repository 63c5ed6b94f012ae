"""Default words of the exercise and of its findings, as messages to translate; every organisation may reword them."""

from __future__ import annotations

from collections.abc import Mapping

from gapsessions.method.findings import Alignment, Count, Family, Grade, Reading, ReadingName, ShuffleFigure
from gapsessions.method.phrases import Phrase, gettext_noop, phrase, reach_phrase
from gapsessions.method.vocabulary import Perspective, Question, Scope

L, S, C = Perspective.LEADERSHIP, Perspective.STAFF, Perspective.CUSTOMERS

_OURS: dict[Question, str] = {
    Question.STRENGTH: gettext_noop("What do we do well for our customers?"),
    Question.IMPROVE: gettext_noop("What could we do better for our customers?"),
    Question.COMPETITOR: gettext_noop("What do others do differently? Is that good or bad for customers?"),
    Question.ACTION: gettext_noop("What should we keep doing, or start doing, for our customers?"),
}
_THEIRS: dict[Question, str] = {
    Question.STRENGTH: gettext_noop("What does {organisation} do well?"),
    Question.IMPROVE: gettext_noop("What could {organisation} do better?"),
    Question.COMPETITOR: gettext_noop("What do others do differently? Is that good or bad for you?"),
    Question.ACTION: gettext_noop("What should {organisation} keep doing, or start doing?"),
}
QUESTIONS: dict[Perspective, dict[Question, str]] = {L: _OURS, S: _OURS, C: _THEIRS}
"""Default wording per perspective; ``{organisation}`` takes the name (spec.md 2)."""

HELP: dict[Question, str] = {
    Question.STRENGTH: gettext_noop("Shows what draws customers back, and where staff feel trained and able."),
    Question.IMPROVE: gettext_noop("Shows why customers leave and staff lose heart."),
    Question.COMPETITOR: gettext_noop(
        "No instruction to copy: find out whether customers value it. Think of companies outside the own "
        "industry too; “I use no one else” is an answer."
    ),
    Question.ACTION: gettext_noop("Keeping is cheap because it is already done; starting must be prioritised."),
}
"""What each question is for, for facilitators (spec.md 2)."""

GROUND_RULES = gettext_noop("Be candid. There is no blame here, only a plan.")
"""One line on lobby, projector and report cover."""

SIDE_NAMES: dict[Perspective, str] = {
    L: gettext_noop("Leadership"),
    S: gettext_noop("Staff"),
    C: gettext_noop("Customers"),
}

FAMILIES: dict[Family, str] = {
    Family.SEEN_DIFFERENTLY: gettext_noop("Seen differently"),
    Family.NOT_RAISED: gettext_noop("Not raised by one side"),
    Family.LEADERSHIP_ONLY: gettext_noop("Not raised by customers"),
    Family.SHARED: gettext_noop("Shared"),
    Family.NO_START: gettext_noop("No one proposed a start"),
}
"""Legend of the five colours."""

NOT_BY_LEADERSHIP = gettext_noop("Not raised by leadership")
READINGS: dict[ReadingName, str] = {
    ReadingName.CONTRADICTION: FAMILIES[Family.SEEN_DIFFERENTLY],
    ReadingName.UNHEARD_FRONTLINE: gettext_noop("Raised by staff only"),
    ReadingName.BLIND_SPOT: NOT_BY_LEADERSHIP,
    ReadingName.HIDDEN_STRENGTH: NOT_BY_LEADERSHIP,
    ReadingName.STAFF_BLIND_SPOT: gettext_noop("Not raised by staff"),
    ReadingName.INSIDE_VIEW: FAMILIES[Family.LEADERSHIP_ONLY],
    ReadingName.SHARED_STRENGTH: FAMILIES[Family.SHARED],
    ReadingName.SHARED_CONCERN: FAMILIES[Family.SHARED],
    ReadingName.COMPETITOR_ALARM: NOT_BY_LEADERSHIP,
    ReadingName.ORPHAN_GAP: FAMILIES[Family.NO_START],
    ReadingName.PET_PROJECT: FAMILIES[Family.LEADERSHIP_ONLY],
    ReadingName.KEEP_DOING: FAMILIES[Family.SHARED],
}
"""Plain words on screen, which accuse nobody (disparity.md 6.15); the field's terms stand in ``TERMS``."""

RARELY: dict[str, str] = {
    NOT_BY_LEADERSHIP: gettext_noop("Rarely raised by leadership"),
    READINGS[ReadingName.STAFF_BLIND_SPOT]: gettext_noop("Rarely raised by staff"),
    READINGS[ReadingName.UNHEARD_FRONTLINE]: gettext_noop("Raised mostly by staff"),
    READINGS[ReadingName.INSIDE_VIEW]: gettext_noop("Rarely raised by customers"),
}
"""Instead of the words above where ``Reading.rarely``: nobody who raised it once is told that they did not."""

TERMS: dict[ReadingName, str] = {
    ReadingName.CONTRADICTION: gettext_noop("Contradiction"),
    ReadingName.UNHEARD_FRONTLINE: gettext_noop("Unheard frontline"),
    ReadingName.BLIND_SPOT: gettext_noop("Blind spot"),
    ReadingName.HIDDEN_STRENGTH: gettext_noop("Hidden strength"),
    ReadingName.STAFF_BLIND_SPOT: gettext_noop("Staff blind spot"),
    ReadingName.INSIDE_VIEW: gettext_noop("Inside view"),
    ReadingName.SHARED_STRENGTH: gettext_noop("Shared strength"),
    ReadingName.SHARED_CONCERN: gettext_noop("Shared concern"),
    ReadingName.COMPETITOR_ALARM: gettext_noop("Competitor alarm"),
    ReadingName.ORPHAN_GAP: gettext_noop("Orphan gap"),
    ReadingName.PET_PROJECT: gettext_noop("Pet project"),
    ReadingName.KEEP_DOING: gettext_noop("Keep doing"),
}
"""The field's terms, for help texts and Excel."""

PATTERNS: dict[str, str] = {
    "partial agreement": gettext_noop("Partial agreement"),
    "only leadership": gettext_noop("Only leadership"),
    "only staff": gettext_noop("Only staff"),
    "only customers": gettext_noop("Only customers"),
    "one sheet only": gettext_noop("One sheet only"),
}
"""Where no reading stands under a question (``ThemeFindings.pattern``)."""

NOTES: dict[str, str] = {
    "both_strength_and_improve": gettext_noop("%(side)s names it both as strength and to improve"),
    "named_by_many_urgent_for_few": gettext_noop("%(side)s: named by many, urgent for few"),
    "few_named_many_voted": gettext_noop("%(side)s: few named it, many voted for it"),
}
"""Remarks on a theme (``ThemeFindings.notes``, keyed by the part before the colon)."""

WARNINGS: dict[str, str] = {
    "unequal_writing": gettext_noop(
        "%(first)s and %(second)s wrote very different amounts: one side's sheets hold more than 1.5 times as "
        "many themes. What the side that wrote less did not raise may only mean that it wrote less."
    ),
    "one_gathering": gettext_noop("%(first)s met once: what is said of this side is said of that meeting."),
    "singles_only_shown": gettext_noop(
        "%(first)s: too few people answered one by one; their replies are shown, and no finding rests on them."
    ),
    "census_not_possible": gettext_noop(
        "%(first)s: a census needs at least five people, each with an own sheet, and no table sheets."
    ),
    "placing_unfinished": gettext_noop(
        "%(first)s: placing unfinished. More than a fifth of the answers are undecided, so nothing is said yet "
        "to be missing there."
    ),
}
"""Limits of the whole comparison (``Comparison.warnings``)."""

GRADE_TIPS: dict[Grade, str] = {
    Grade.STRONG: gettext_noop("less than 1 chance in 100 that asking everybody would turn it round"),
    Grade.MODERATE: gettext_noop("less than 1 chance in 20 that asking everybody would turn it round"),
    Grade.TENTATIVE: gettext_noop(
        "up to 1 chance in 5 that asking everybody would turn it round: a question, not a finding"
    ),
}
WAITING = gettext_noop("placing unfinished")
ROBUST = gettext_noop("with broader or narrower themes it shows as well")
NOT_ROBUST = gettext_noop("with broader or narrower themes it does not show: read the answers first")
HEADLINE_RULE = gettext_noop(
    "We headline gaps only when shuffling the sheets between the perspectives would give fewer than a third as many."
)
REDRAW_RULE = gettext_noop(
    "Redrawn from one common pool, with no difference at all, the session shows fewer than a third as many - and "
    "as many in at most 1 of 20 redraws."
)
OWNER_QUESTION = gettext_noop("Does it have an owner and a date today?")
_CAP = {
    1: {
        L: gettext_noop(
            "Only one leadership group met, so this is a question for them, not a finding about leadership."
        ),
        S: gettext_noop("Only one staff group met, so this is a question for them, not a finding about staff."),
        C: gettext_noop("Only one customer group met, so this is a question for them, not a finding about customers."),
    },
    2: {
        L: gettext_noop("Only two leadership groups met, so this can be moderate at most."),
        S: gettext_noop("Only two staff groups met, so this can be moderate at most."),
        C: gettext_noop("Only two customer groups met, so this can be moderate at most."),
    },
}
CAP_UNKNOWN = gettext_noop("One side has so few sheets that the evidence is held back.")
CENSUS_LINE = gettext_noop(
    "If you %(leaders)s were like the people at the tables, about %(expected)s of you would have written this "
    "down; %(found)s did."
)
SCOPES: dict[Scope, str] = {
    Scope.STRENGTH: gettext_noop("as done well"),
    Scope.IMPROVE: gettext_noop("as something to improve"),
    Scope.COMPETITOR: gettext_noop("as something others do"),
    Scope.ACTION: gettext_noop("as something to keep or start"),
    Scope.START: gettext_noop("as something to start"),
    Scope.CONTINUE: gettext_noop("as something to keep"),
    Scope.PROBLEM: gettext_noop("as something to improve or start"),
    Scope.PRAISE: gettext_noop("as done well or to be kept"),
    Scope.ANY: gettext_noop("under any question"),
}
"""What a count or a reading is about, in the words of "raised it ..." and "not raised by leadership ..."."""
NONE = gettext_noop("none")
RAISED_IT = gettext_noop("%(side)s: %(reach)s raised it %(where)s")
SHUFFLE_LINE = (
    gettext_noop("%(shown)s gap shown. Shuffling the sheets at random gives about %(expected)s."),
    gettext_noop("%(shown)s gaps shown. Shuffling the sheets at random gives about %(expected)s."),
)
REDRAW_LINE = (
    gettext_noop("%(shown)s gap shown. Redrawing all sides from one common pool gives about %(expected)s."),
    gettext_noop("%(shown)s gaps shown. Redrawing all sides from one common pool gives about %(expected)s."),
)
ALIGNMENT_LINE = gettext_noop(
    "%(ratio)s%% - two answers, one from each side, meet on a theme %(ratio)s%% as often as two answers from two "
    "groups of the same side. 100%% = as alike as groups of one side. (90%% range %(low)s-%(high)s%%, %(first)s "
    "and %(second)s groups)"
)
ALIGNMENT_ONE = gettext_noop(
    "about %(ratio)s%%, from one group; %(m)s of %(n)s groups of the other side are as far from the others"
)


Counts = Mapping[tuple[Perspective, Scope], Count]


def cap_line(reading: Reading, counts: Counts) -> Phrase | None:
    """Why the grade was held back, naming the side whose one or two sheets did it; None without a cap."""
    if reading.cap_n is None:
        return None
    for side, scope in reading.compared:
        count = counts[side, scope]
        if not count.census and max(int(count.reach_n), 1) == reading.cap_n:
            return phrase(_CAP[reading.cap_n][side])
    return phrase(CAP_UNKNOWN)


def census_line(reading: Reading, counts: Counts) -> Phrase | None:
    """What a census would look like were there no difference (disparity.md 6.10); None without a census."""
    held = [counts[key] for key in reading.compared if counts[key].census]
    if reading.expected is None or not held:
        return None
    found: int | Phrase = held[0].raising or phrase(NONE)
    return phrase(CENSUS_LINE, leaders=held[0].singles, expected=round(reading.expected), found=found)


def why(reading: Reading, counts: Counts) -> tuple[Phrase, ...]:
    """Lines of "why this reading": who raised it where, how sure that is, and what held the grade back.

    ``counts`` are those of the reading's theme (``ThemeFindings.counts``).
    """
    lines = [
        phrase(
            RAISED_IT,
            side=phrase(SIDE_NAMES[side]),
            reach=reach_phrase(side, counts[side, scope]),
            where=phrase(SCOPES[scope]),
        )
        for side, scope in reading.compared
    ]
    lines.append(phrase(GRADE_TIPS[reading.grade]))
    lines += [line for line in (cap_line(reading, counts), census_line(reading, counts)) if line]
    if reading.robust is not None:
        lines.append(phrase(ROBUST if reading.robust else NOT_ROBUST))
    return tuple(lines)


def shuffle_line(figure: ShuffleFigure) -> Phrase:
    """How many gaps are shown and how many chance alone gives, at the grade that is headlined (or tentative)."""
    least = figure.headline_grade or Grade.TENTATIVE
    shown = figure.shown[least]
    messages = REDRAW_LINE if figure.redrawn else SHUFFLE_LINE
    return Phrase(*messages, shown, {"shown": shown, "expected": round(figure.expected[least])})


def alignment_line(alignment: Alignment) -> Phrase | None:
    """The match ratio in words, capped at 100%; None where it cannot be shown."""
    if alignment.ratio is None:
        return None
    ratio = round(100 * min(alignment.ratio, 1))
    if alignment.low is not None and alignment.high is not None:
        low, high = (round(100 * min(bound, 1)) for bound in (alignment.low, alignment.high))
        sheets = {"first": alignment.first_sheets, "second": alignment.second_sheets}
        return phrase(ALIGNMENT_LINE, ratio=ratio, low=low, high=high, **sheets)
    if alignment.no_better is None:
        return None
    return phrase(ALIGNMENT_ONE, ratio=ratio, m=alignment.no_better[0], n=alignment.no_better[1])
