"""What must not change a comparison: the order of sheets, the numbers of themes, who is called what, one loud table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gapsessions.method import alignment
from gapsessions.method.counts import Note, Sheet
from gapsessions.method.disparity import compare
from gapsessions.method.findings import Alignment, Comparison, Reading, ReadingName
from gapsessions.method.vocabulary import Intent, Perspective, Question, Scope, SheetKind, Valence
from tests.factories.answers import C, L, S

THEMES = 4
FEW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def _few_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    """Intervals are tested elsewhere; here they only have to be the same twice."""
    monkeypatch.setattr(alignment, "RESAMPLES", 50)


@st.composite
def notes(draw: st.DrawFn) -> Note:
    question = draw(st.sampled_from(Question))
    themes = tuple(draw(st.lists(st.integers(0, THEMES - 1), max_size=2, unique=True)))
    valence = draw(st.sampled_from([None, *Valence])) if question is Question.COMPETITOR else None
    intent = draw(st.sampled_from([None, *Intent])) if question is Question.ACTION else None
    return Note(question, themes, other=draw(st.booleans()) and not themes, valence=valence, intent=intent)


def sheets(kinds: Sequence[SheetKind] = tuple(SheetKind)) -> st.SearchStrategy[Sheet]:
    return st.builds(
        Sheet,
        st.sampled_from(Perspective),
        st.sampled_from(kinds),
        st.lists(notes(), max_size=6).map(tuple),
    )


sessions = st.lists(sheets(), min_size=1, max_size=16)
table_sessions = st.lists(sheets([SheetKind.TABLE]), min_size=2, max_size=14)
censuses = st.sampled_from([frozenset[Perspective](), frozenset({L})])


def run(session: Sequence[Sheet], census: frozenset[Perspective] = frozenset()) -> Comparison:
    return compare(session, THEMES, asked={}, census=census, shuffles=15)


def rounded(found: Alignment) -> tuple[object, ...]:
    """Sums of floats in another order may differ in the last digit."""
    numbers = (found.ratio, found.low, found.high)
    return (found.first, found.second, found.no_better, *(n if n is None else round(n, 9) for n in numbers))


def same_readings(first: Sequence[Reading], second: Sequence[Reading]) -> bool:
    return sorted(map(repr, first)) == sorted(map(repr, second))


@FEW
@given(session=sessions, census=censuses, random=st.randoms(use_true_random=False))
def test_order_of_sheets_changes_nothing(session: list[Sheet], census: frozenset[Perspective], random: object) -> None:
    """Not a count, not a headline, not a shuffle figure, not an interval."""
    shuffled = session.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = run(session, census), run(shuffled, census)
    assert first.themes == second.themes
    assert first.figures == second.figures
    assert first.top_tens == second.top_tens
    assert (first.sides, first.warnings) == (second.sides, second.warnings)
    assert [rounded(a) for a in first.alignments] == [rounded(a) for a in second.alignments]
    assert same_readings(first.headlines, second.headlines)


@FEW
@given(session=sessions, census=censuses, numbers=st.permutations(range(THEMES)))
def test_numbers_of_themes_change_nothing(
    session: list[Sheet], census: frozenset[Perspective], numbers: list[int]
) -> None:
    """Renumbering renumbers the result, and nothing else."""
    renumbered = [
        replace(s, notes=tuple(replace(n, themes=tuple(numbers[t] for t in n.themes)) for n in s.notes))
        for s in session
    ]
    first, second = run(session, census), run(renumbered, census)
    assert first.figures == second.figures
    assert first.top_tens == second.top_tens
    assert [rounded(a) for a in first.alignments] == [rounded(a) for a in second.alignments]
    for theme in first.themes:
        other = second.themes[numbers[theme.theme]]
        assert (theme.counts, theme.pattern, theme.notes) == (other.counts, other.pattern, other.notes)
        moved = tuple(replace(reading, theme=numbers[theme.theme]) for reading in theme.readings)
        assert moved == other.readings


SYMMETRIC = (ReadingName.SHARED_STRENGTH, ReadingName.SHARED_CONCERN, ReadingName.KEEP_DOING)


def symmetric_readings(found: Comparison) -> list[dict[tuple[ReadingName, Scope], float]]:
    """Best evidence of the readings whose rule treats all perspectives alike."""
    best: list[dict[tuple[ReadingName, Scope], float]] = []
    for theme in found.themes:
        best.append({})
        for reading in theme.readings:
            opposed = reading.name is ReadingName.CONTRADICTION and reading.scope is Scope.IMPROVE
            if opposed or reading.name in SYMMETRIC:
                key = (reading.name, reading.scope)
                best[-1][key] = max(best[-1].get(key, 0), reading.capped)
    return best


@FEW
@given(session=table_sessions, labels=st.sampled_from(list(permutations(Perspective))))
def test_exchanging_labels_keeps_what_is_symmetric(session: list[Sheet], labels: tuple[Perspective, ...]) -> None:
    """Contradictions, agreements and alignment do not depend on who is called leadership."""
    call = dict(zip(Perspective, labels, strict=True))
    first, second = run(session), run([replace(s, perspective=call[s.perspective]) for s in session])
    assert symmetric_readings(first) == symmetric_readings(second)
    ratios = {frozenset({a.first, a.second}): a.ratio for a in second.alignments}
    for found in first.alignments:
        assert ratios[frozenset({call[found.first], call[found.second]})] == pytest.approx(found.ratio)


@FEW
@given(session=table_sessions)
def test_doubling_everything_keeps_reach(session: list[Sheet]) -> None:
    """Twice the sheets are the same shares: reach, lows, top tens and B stay, highs are never lost."""
    once, twice = run(session), run(session * 2)
    for theme, double in zip(once.themes, twice.themes, strict=True):
        for key, count in theme.counts.items():
            other = double.counts[key]
            assert (other.raising, other.answered) == (2 * count.raising, 2 * count.answered)
            assert other.low == count.low
            assert other.high >= count.high
    assert [(t.of, t.by, t.length, t.shared) for t in once.top_tens] == [
        (t.of, t.by, t.length, t.shared) for t in twice.top_tens
    ]
    for found, double in zip(once.alignments, twice.alignments, strict=True):
        shown, still = ({q for q, each in a.by_question.items() if each is not None} for a in (found, double))
        if shown == still:  # a question with one sheet on each side is shown only once it is doubled
            assert double.between == pytest.approx(found.between)


@FEW
@given(session=table_sessions, loud=st.integers(0, 13), times=st.integers(2, 20))
def test_one_loud_sheet_changes_no_reach(session: list[Sheet], loud: int, times: int) -> None:
    """A table that writes everything it wrote twenty times over is still one table."""
    place = loud % len(session)
    shouted = [
        replace(sheet, notes=sheet.notes * times) if position == place else sheet
        for position, sheet in enumerate(session)
    ]
    first, second = run(session), run(shouted)
    undecided = any(note.undecided for sheet in session for note in sheet.notes)
    for quiet, noisy in zip(first.themes, second.themes, strict=True):
        for key, count in quiet.counts.items():
            other = noisy.counts[key]
            assert (count.raising, count.answered, count.reach_k) == (other.raising, other.answered, other.reach_k)
        if not undecided:
            assert [r.capped for r in quiet.readings] == [r.capped for r in noisy.readings]


@FEW
@given(session=sessions, census=censuses)
def test_lists_agree_with_the_themes_and_the_shuffle_figure(
    session: list[Sheet], census: frozenset[Perspective]
) -> None:
    """Headlines and questions hold each gap once, as many as the shuffle figure counts."""
    found = run(session, census)
    shown = sum(max(figure.shown.values()) for figure in found.figures)
    assert len(found.headlines) + len(found.questions) == shown
    assert all(reading.headline for reading in found.headlines)
    assert not any(reading.headline for reading in found.questions)
    flagged = [reading for theme in found.themes for reading in theme.readings if reading.headline]
    assert same_readings(flagged, found.headlines)
    evidence = [reading.evidence for reading in found.questions]
    assert evidence == sorted(evidence, reverse=True)
    for theme in found.themes:
        for reading in theme.readings:
            assert reading.capped <= reading.evidence
            assert (reading.cap_n is not None) == (reading.capped < reading.evidence)
            assert reading.compared


def test_same_seed_gives_the_same_and_another_seed_another_shuffle() -> None:
    """Frozen snapshots repeat; the seed is what shuffles depend on."""
    session = [
        Sheet(side, SheetKind.TABLE, (Note(Question.IMPROVE, (theme,)),))
        for side, number in ((L, 3), (S, 6), (C, 6))
        for theme in range(number % 4 + 1)
        for _ in range(number // 2)
    ]
    first, again, other = (compare(session, THEMES, asked={}, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first.figures != other.figures
