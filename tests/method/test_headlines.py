"""Headlines against chance, the top ten, robustness under other cuts, and the words around them."""

from __future__ import annotations

import numpy as np
import pytest

from gapsessions.method import wording
from gapsessions.method.cells import groups_of, tally_of
from gapsessions.method.chance import redrawn, shuffled, units_of
from gapsessions.method.counts import Note, Sheet, keep_ledger, questions_of
from gapsessions.method.disparity import compare
from gapsessions.method.evidence import GRID, chance_above
from gapsessions.method.findings import Comparison, Contest, Grade, ReadingName
from gapsessions.method.readings import RULES, needs, sides_of
from gapsessions.method.robustness import Placements
from gapsessions.method.top_ten import top
from gapsessions.method.vocabulary import Perspective, Question, Scope, SheetKind
from gapsessions.method.wording import alignment_line, shuffle_line, why
from tests.factories.answers import C, L, S

THEMES = 12
IMP = Scope.IMPROVE


def table(side: Perspective, themes: list[int]) -> Sheet:
    return Sheet(side, SheetKind.TABLE, tuple(Note(Question.IMPROVE, (theme,)) for theme in themes))


def session(
    seed: int, *, leaders_see: list[int], others_see: list[int], kind: SheetKind = SheetKind.TABLE
) -> list[Sheet]:
    """6 leaders' sheets, 14 staff and 14 customer tables; each raises four themes of what its side sees."""
    rng = np.random.default_rng(seed)
    sheets = []
    for side, number in ((L, 6), (S, 14), (C, 14)):
        seen = leaders_see if side is L else others_see
        for _ in range(number):
            chosen = table(side, rng.choice(seen, 4, replace=False).tolist())
            sheets.append(Sheet(side, kind, chosen.notes) if side is L else chosen)
    return sheets


def figure_of(found: Comparison, contest: Contest):
    return next(figure for figure in found.figures if figure.contest is contest)


def test_true_gaps_become_headlines() -> None:
    """Leadership sees themes that nobody else sees, and misses theirs: far more gaps than shuffling gives."""
    sheets = session(1, leaders_see=[0, 1, 2, 3, 4], others_see=[5, 6, 7, 8, 9, 10])
    found = compare(sheets, THEMES, asked={})
    figure = figure_of(found, Contest.LEADERSHIP)
    assert figure.headline_grade is Grade.MODERATE
    assert figure.expected[Grade.MODERATE] < figure.shown[Grade.MODERATE] / 3
    assert {reading.name for reading in found.headlines} == {ReadingName.BLIND_SPOT, ReadingName.INSIDE_VIEW}
    assert [reading.capped for reading in found.headlines] == sorted(
        (reading.capped for reading in found.headlines), reverse=True
    )


def test_leadership_gaps_do_not_make_staff_and_customers_differ() -> None:
    """The two families are judged apart: here staff and customers see the same."""
    sheets = session(1, leaders_see=[0, 1, 2, 3, 4], others_see=[5, 6, 7, 8, 9, 10])
    assert figure_of(compare(sheets, THEMES, asked={}), Contest.STAFF_CUSTOMER).headline_grade is None


def test_sides_that_see_the_same_rarely_give_a_headline() -> None:
    """Forty sessions of one population: a headline in at most a fifth of them (disparity.md 6.13)."""
    everything = list(range(THEMES))
    false = 0
    for seed in range(40):
        sheets = session(seed, leaders_see=everything, others_see=everything)
        found = compare(sheets, THEMES, asked={}, seed=seed, shuffles=100)
        false += figure_of(found, Contest.LEADERSHIP).headline_grade is not None
    assert false <= 8


def test_census_is_redrawn_and_finds_true_gaps() -> None:
    """Six leaders on own sheets, confirmed: what all others raise and none of them wrote stands out."""
    sheets = session(2, leaders_see=[0, 1, 2, 3, 4], others_see=[5, 6, 7, 8, 9, 10], kind=SheetKind.SINGLE)
    found = compare(sheets, THEMES, asked={}, census=frozenset({L}))
    assert figure_of(found, Contest.LEADERSHIP).redrawn
    assert not figure_of(found, Contest.STAFF_CUSTOMER).redrawn
    assert found.headlines
    assert all(reading.expected is not None for reading in found.headlines)


def test_shuffle_keeps_the_number_of_sheets_of_each_side() -> None:
    """Whole sheets change sides; in every shuffle each theme is raised as often as before in all."""
    sheets = session(3, leaders_see=[0, 1, 2, 3, 4], others_see=[5, 6, 7, 8, 9])
    ledger = keep_ledger(sheets, THEMES)
    groups = groups_of(ledger, questions_of(sheets, {}), frozenset())
    rng = np.random.default_rng(1)
    units = units_of(ledger, groups, sides_of(Contest.LEADERSHIP), rng)
    variants = shuffled(ledger, groups, units, needs(RULES), 30, rng)
    sizes = {side: set(variants.cells[side, IMP].reach_n.reshape(-1).tolist()) for side in Perspective}
    assert sizes == {L: {6.0}, S: {14.0}, C: {14.0}}
    together = sum(variants.cells[side, IMP].raising for side in Perspective)
    assert (together == sum(ledger.raising[IMP].values())).all()


def test_shuffle_moves_single_replies_in_bundles() -> None:
    """Thirty people who match tables of four themes change sides as about eight bundles, not one by one."""
    sheets = session(4, leaders_see=list(range(8)), others_see=list(range(8)))
    sheets += [Sheet(C, SheetKind.SINGLE, (Note(Question.IMPROVE, (place % 8,)),)) for place in range(30)]
    ledger = keep_ledger(sheets, THEMES)
    groups = groups_of(ledger, questions_of(sheets, {}), frozenset())
    size = groups[C, IMP].size
    assert size is not None
    units = units_of(ledger, groups, sides_of(Contest.LEADERSHIP), np.random.default_rng(1))
    assert units.bundle.sum() == int(30 / size + 0.5)
    assert sorted(np.concatenate(units.rows).tolist()) == list(range(len(sheets)))


def test_redraw_has_the_mean_reach_of_the_common_pool() -> None:
    """Without any difference to begin with, every side is redrawn around the pool's reach."""
    sheets = session(5, leaders_see=[0, 1, 2, 3, 4], others_see=[5, 6, 7, 8, 9], kind=SheetKind.SINGLE)
    ledger = keep_ledger(sheets, THEMES)
    groups = groups_of(ledger, questions_of(sheets, {}), frozenset({L}))
    tally = tally_of(ledger, groups)
    variants = redrawn(tally, groups, sides_of(Contest.LEADERSHIP), needs(RULES), 4000, np.random.default_rng(1))
    pool_n = sum(float(tally.cells[side, IMP].reach_n[0, 0]) for side in Perspective)
    pool_k = sum(tally.cells[side, IMP].reach_k[0] for side in Perspective)
    expected = (pool_k + 0.5) / (pool_n + 1)
    for side in (S, C):
        assert (variants.cells[side, IMP].raising.mean(axis=0) / 14) == pytest.approx(expected, abs=0.03)


def test_top_ten_keeps_ties_and_only_raised_themes() -> None:
    """Ties with the tenth are in; what nobody raised never is."""
    reach = np.array([[5, 4, 4, 3, 3, 3, 2, 2, 2, 1, 1, 1, 0.0]])
    assert top(reach).sum() == 12
    assert top(np.array([[0.5, 0, 0]])).tolist() == [[True, False, False]]


def test_top_ten_counts_what_two_sides_share() -> None:
    """Customers raise themes 5-10, staff the same, leadership none of them."""
    found = compare(session(1, leaders_see=[0, 1, 2, 3, 4], others_see=[5, 6, 7, 8, 9, 10]), THEMES, asked={})
    shared = {(t.of, t.by): (t.length, t.shared) for t in found.top_tens}
    assert shared == {(C, L): (6, 0), (C, S): (6, 6), (S, L): (6, 0)}
    by = {(t.of, t.by): t for t in found.top_tens}
    assert by[C, S].about_alike
    assert not by[C, L].about_alike


def test_top_ten_is_not_halved_below_four_sheets() -> None:
    """Three customer sheets cannot say how alike customers are among themselves."""
    sheets = [table(C, [0, 1])] * 3 + [table(S, [0, 2])] * 5
    (only,) = compare(sheets, 3, asked={}, shuffles=1).top_tens
    assert (only.shared, only.chance_alike, only.about_alike) == (1, None, False)


def _placements(sheets: list[Sheet], cut: dict[int, tuple[int, ...]]) -> Placements:
    """Themes of another cut; a theme that is split hands its notes out by the sheet's place."""
    return [
        [(cut[note.themes[0]][place % len(cut[note.themes[0]])],) for note in sheet.notes]
        for place, sheet in enumerate(sheets)
    ]


def test_reading_is_robust_where_both_other_cuts_show_it() -> None:
    """A blind spot that survives merging with a rare theme and splitting off a corner of it."""
    sheets = [table(L, [2])] * 4 + [table(C, [0, 1])] * 12 + [table(C, [0])] * 2
    whole = {0: (0,), 1: (1,), 2: (2,)}
    kept = compare(
        sheets,
        3,
        asked={},
        shuffles=1,
        broader=_placements(sheets, {0: (0,), 1: (0,), 2: (1,)}),
        finer=_placements(sheets, whole),
    )
    assert [r.robust for r in kept.themes[0].readings] == [True]
    fragile = compare(
        sheets,
        3,
        asked={},
        shuffles=1,
        broader=_placements(sheets, {0: (0,), 1: (1,), 2: (0,)}),
        finer=_placements(sheets, whole),
    )
    assert [r.robust for r in fragile.themes[0].readings] == [False]
    splintered = compare(
        sheets, 3, asked={}, shuffles=1, finer=_placements(sheets, {0: (3, 4, 5, 6), 1: (1,), 2: (2,)})
    )
    assert [r.robust for r in splintered.themes[0].readings] == [False]
    assert [r.robust for r in compare(sheets, 3, asked={}, shuffles=1).themes[0].readings] == [None]


def test_other_cut_needs_a_placement_for_every_note() -> None:
    """Placements that do not fit the sheets are refused, not guessed."""
    with pytest.raises(ValueError, match="one placement for each note"):
        compare([table(L, [0, 1])], 2, asked={}, finer=[[(0,)]])


@pytest.mark.parametrize("counts", [(0, 1, 2, 2), (0, 3, 9, 12), (1, 4, 20, 28), (0, 12, 60, 60), (3, 7, 11, 40)])
def test_four_hundred_bins_agree_with_many_more(counts: tuple[int, int, int, int]) -> None:
    """The printed P is exact to its three decimals, give or take the last."""
    from scipy.special import betainc

    k, n, other_k, other_n = counts
    edges = np.sin(np.linspace(0, np.pi / 2, 40_001)) ** 2
    first = betainc(k + 0.5, n - k + 0.5, edges)
    second = betainc(other_k + 0.5, other_n - other_k + 0.5, edges)
    exact = float(np.dot(np.diff(first), second[1:] + second[:-1]) / 2)
    assert chance_above(k, n, other_k, other_n) == pytest.approx(exact, abs=6e-4)
    assert len(GRID) == 401


def test_why_names_counts_grade_and_cap() -> None:
    """One leadership sheet: what was counted where, how sure, and why it is only a question."""
    sheets = [table(L, [1])] + [table(C, [0])] * 6
    found = compare(sheets, 2, asked={}, shuffles=1).themes[0]
    lines = [line.said() for line in why(found.readings[0], found.counts)]
    assert lines == [
        "Customers: 6 of 6 groups raised it as something to improve",
        "Leadership: 0 of 1 group raised it as something to improve or start",
        "up to 1 chance in 5 that asking everybody would turn it round: a question, not a finding",
        "Only one leadership group met, so this is a question for them, not a finding about leadership.",
    ]


def test_why_tells_a_census_what_would_have_been_written() -> None:
    """The rules of disparity.md 6.10, to nine leaders: about so many of you would have written this down; none did."""
    sheets = [Sheet(L, SheetKind.SINGLE, (Note(Question.IMPROVE, (theme,)),)) for theme in (1, 1, 1, 2, 2, 3, 4, 5, 6)]
    sheets += [table(S, [0, 1, 2, 3])] * 9 + [table(S, [1, 2, 3, 4])] * 3
    found = compare(sheets, 7, asked={}, census=frozenset({L}), shuffles=1).themes[0]
    lines = [line.said() for line in why(found.readings[0], found.counts)]
    assert "Leadership: 0 of 9 leaders raised it as something to improve or start" in lines
    assert any(line.startswith("If you 9 were like the people at the tables, about ") for line in lines)


def test_lines_of_the_method_page_can_be_said() -> None:
    """Shuffle and alignment lines with the session's own numbers."""
    found = compare(session(1, leaders_see=[0, 1, 2, 3, 4], others_see=[5, 6, 7, 8, 9, 10]), THEMES, asked={})
    line = shuffle_line(figure_of(found, Contest.LEADERSHIP)).said()
    assert line.startswith("11 gaps shown. Shuffling the sheets at random gives about ")
    spoken = alignment_line(found.alignments[0])
    assert spoken is not None
    assert spoken.said().startswith("0% - two answers")


def test_every_reading_has_words_that_accuse_nobody() -> None:
    """Plain words and the field's term for each; the plain ones never say blind, gap or pet."""
    assert set(wording.READINGS) == set(wording.TERMS) == set(ReadingName)
    plain = " ".join(wording.READINGS.values()).lower()
    assert not any(word in plain for word in ("blind", "gap", "pet", "alarm", "unheard"))


def test_side_that_raised_it_once_is_not_told_that_it_did_not() -> None:
    """1 of 3 is low, and still somebody said it."""

    def blind_spot(leaders: int) -> bool:
        sheets = [table(L, [0] if number < leaders else [1]) for number in range(3)] + [table(C, [0])] * 12
        (found,) = [r for r in compare(sheets, 2, asked={}).themes[0].readings if r.name is ReadingName.BLIND_SPOT]
        return found.rarely

    assert blind_spot(1)
    assert not blind_spot(0)
    assert set(wording.RARELY) <= set(wording.READINGS.values())


def test_default_questions_are_worded_for_every_side() -> None:
    """Customers are asked about the organisation by name, the house about "our customers"."""
    assert {side: set(words) for side, words in wording.QUESTIONS.items()} == dict.fromkeys(Perspective, set(Question))
    assert wording.QUESTIONS[C][Question.STRENGTH].format(organisation="Tarnwell") == "What does Tarnwell do well?"
