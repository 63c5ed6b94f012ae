"""The one-page summary: tiles, the widest gap in each question, what everybody sees, and three starts."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gapsessions.disparity.content import PlannedAction, SnapshotContent
from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.headline import headline_of
from gapsessions.disparity.worded.parts import Chip, Most, RoomQuestion, Row, Start, Summary, Tile
from gapsessions.disparity.worded.rows import reach, row_of, share, side_of
from gapsessions.method.findings import Contest, Family, Reading, ThemeFindings
from gapsessions.method.priorities import STATUS_WORDS
from gapsessions.method.vocabulary import Perspective, Question, Scope
from gapsessions.method.wording import shuffle_line, why

ROOM_QUESTIONS = 5
TILES = 4
STARTS = 3
MOST = 3
"""Themes of each side among the facts per audience."""


def chip_of(reading: Reading) -> Chip:
    """The reading's plain word and colour family."""
    return Chip(words.chip_label(reading), reading.family.value, words.about(reading), words.reading_words(reading))


def by_theme(content: SnapshotContent) -> dict[int, ThemeFindings]:
    """Findings by theme number."""
    return {findings.theme: findings for findings in content.comparison.themes}


def names(content: SnapshotContent) -> dict[int, str]:
    """Theme names by number."""
    return {theme.theme: theme.name for theme in content.themes}


def question_label(question: Question) -> str:
    """ "2. Do better"."""
    return f"{question.number}. {words.question_name(question)}"


def question_of(reading: Reading) -> str:
    """The label of the question under which a reading is told."""
    return question_label(words.QUESTION_OF[words.stands_under(reading)])


def row_of_reading(content: SnapshotContent, reading: Reading) -> Row:
    """The theme of a reading under the scope of the reading, with its chip."""
    return row_of(
        names(content)[reading.theme],
        by_theme(content)[reading.theme],
        words.stands_under(reading),
        content.comparison.sides,
        chip=chip_of(reading),
        question=question_of(reading),
    )


def compared_text(content: SnapshotContent, reading: Reading) -> str:
    """Who raised it where, as the counts stand that the reading rests on; each side a sentence."""
    counts = by_theme(content)[reading.theme].counts
    lines = why(reading, counts)[: len(reading.compared)]
    return " ".join(f"{words.said(line)}." for line in lines) or f"{facts_of(content, reading)}."


def single_sheets(content: SnapshotContent, reading: Reading) -> str:
    """Which of the sides behind a reading handed in one sheet only; "" where none did."""
    sides = {side for side, _scope in reading.compared}
    alone = [s.perspective for s in content.comparison.sides if s.perspective in sides and words.one_sheet(s)]
    return words.one_sheet_only(alone)


def facts_of(content: SnapshotContent, reading: Reading) -> str:
    """The counts of every side for this reading: "0 of 9 leaders; Staff 7 of 9 tables"."""
    counts = by_theme(content)[reading.theme].counts
    return "; ".join(
        words.side_reach(side.perspective, counts.get((side.perspective, words.stands_under(reading))))
        for side in content.comparison.sides
    )


def summary_of(content: SnapshotContent) -> Summary:
    """The summary; without headlines it leads with agreement, facts per audience and five questions."""
    title, lede = headline_of(content)
    comparison = content.comparison
    compared = len(comparison.sides) > 1
    shown = _seen_by_all(content)[: 3 if comparison.headlines else 4] if compared else []
    agreements = tuple(row_of_reading(content, reading) for reading in shown)
    return Summary(
        title=title,
        lede=lede,
        tiles=_finding_tiles(content) if comparison.headlines else _audience_tiles(content),
        gaps=tuple(row_of_reading(content, r) for r in _widest(content)) if comparison.headlines else (),
        gaps_title=_("The widest gap in each question"),
        agreements=agreements or _most_of_each(content),
        agreement_title=_("What everybody sees") if agreements else _("Raised most under each question"),
        room=room_questions(content)[:ROOM_QUESTIONS],
        chance=chance_lines(content),
        starts=plan_of(content)[:STARTS],
        most=() if comparison.headlines else most_of(content),
    )


def most_of(content: SnapshotContent) -> tuple[Most, ...]:
    """Per side the themes that most of its sheets raised, over all questions."""
    theme_names, told = names(content), []
    for side in content.comparison.sides:
        who = side.perspective
        raised = raised_most(content, who, Scope.ANY)[:MOST]
        if raised:
            shown = [(theme_names[f.theme], words.reach_text(who, f.counts[who, Scope.ANY])) for f in raised]
            told.append(Most(side_of(side), tuple(shown)))
    return tuple(told)


def raised_most(content: SnapshotContent, side: Perspective, scope: Scope) -> list[ThemeFindings]:
    """The themes that a side raised, those first that most of its sheets did, then by name."""
    theme_names = names(content)
    raised = [
        (-share(count.raising, count.answered), theme_names[found.theme], found)
        for found in content.comparison.themes
        if (count := found.counts.get((side, scope))) is not None and count.raising
    ]
    return [found for _share, _name, found in sorted(raised, key=lambda each: each[:2])]


def _most_of_each(content: SnapshotContent) -> tuple[Row, ...]:
    """Where no theme is shared: per question the theme that most sheets raised."""
    rows = []
    for question in Question:
        scope = Scope(question.value)
        most = max(content.comparison.themes, key=lambda f: reach(f, scope), default=None)
        if most is not None and reach(most, scope):
            name = names(content)[most.theme]
            rows.append(row_of(name, most, scope, content.comparison.sides, question=question_label(question)))
    return tuple(rows)


def _seen_by_all(content: SnapshotContent) -> list[Reading]:
    """What is shared, each theme once; what one side hardly raised (two sides keep it) only where nothing else is."""
    found, shared = by_theme(content), _distinct(content.comparison.agreements)
    sides = [side.perspective for side in content.comparison.sides]

    def hardly_by_one(reading: Reading) -> bool:
        counts = found[reading.theme].counts
        return any((count := counts.get((side, reading.scope))) is not None and count.low for side in sides)

    return [reading for reading in shared if not hardly_by_one(reading)] or shared


def _distinct(readings: tuple[Reading, ...]) -> list[Reading]:
    """The first reading of each theme, order kept."""
    seen: dict[int, Reading] = {}
    for reading in readings:
        seen.setdefault(reading.theme, reading)
    return list(seen.values())


def _widest(content: SnapshotContent) -> list[Reading]:
    """Per question the best headlined gap, in the order of the questions; no theme twice."""
    chosen: dict[Question, Reading] = {}
    used: set[int] = set()
    for reading in content.comparison.headlines:
        question = words.QUESTION_OF[reading.scope]
        if question not in chosen and reading.theme not in used:
            chosen[question] = reading
            used.add(reading.theme)
    return [chosen[question] for question in Question if question in chosen]


def _finding_tiles(content: SnapshotContent) -> tuple[Tile, ...]:
    """Themes per family, each under its first headline, so that they add up to what the lede says.

    Beside them what is shared, which may be so of a theme under another question, and how many questions follow.
    A family without a theme has no tile: "Seen differently 0" would deny what the lede says.
    """
    comparison = content.comparison
    counted: dict[Family, int] = dict.fromkeys(Family, 0)
    for reading in (*_distinct(comparison.headlines), *_distinct(comparison.agreements)):
        counted[reading.family] += 1
    called = {family: words.family_label(family) for family in Family}
    notes = {
        Family.SHARED: _("raised widely by all sides, or by two as something to keep"),
        Family.NOT_RAISED: _("raised widely by others, hardly or never by that side"),
        Family.SEEN_DIFFERENTLY: _("a strength for one side, to improve for another"),
        Family.LEADERSHIP_ONLY: _("raised widely by leadership, hardly by customers"),
        Family.NO_START: _("raised as a problem, no first step named"),
    }
    order = sorted(Family, key=lambda f: (f is not Family.SHARED, -counted[f], list(Family).index(f)))
    tiles = [Tile(words.number(counted[f]), called[f], notes[f], f.value) for f in order if counted[f]]
    if len(tiles) < TILES and comparison.questions:
        asked = len(_distinct(comparison.questions))
        label = ngettext("Question for the room", "Questions for the room", asked)
        tiles.append(Tile(words.number(asked), label, _("too few sheets to call these findings"), "themes"))
    # Five families at once: what is shared stands in the lede and in its own table.
    return tuple(tiles if len(tiles) <= TILES else tiles[1:])


def _audience_tiles(content: SnapshotContent) -> tuple[Tile, ...]:
    """One tile per side with what it handed in, and one for the themes."""
    tiles = [
        Tile(
            words.number(side.tables + side.singles),
            words.perspective_name(side.perspective),
            _("%(sheets)s, %(answers)s")
            % {
                "sheets": words.sheets_text(side),
                "answers": ngettext("%(n)s answer", "%(n)s answers", side.answers) % {"n": words.number(side.answers)},
            },
            side.perspective.value,
        )
        for side in content.comparison.sides
    ]
    shown = [theme for theme in content.themes if theme.answers]
    tiles.append(
        Tile(
            words.number(len(shown)), ngettext("Theme", "Themes", len(shown)), _("across all four questions"), "themes"
        )
    )
    return tuple(tiles)


def chance_lines(content: SnapshotContent) -> tuple[str, ...]:
    """What chance alone would show, for each family of gaps that has headlines."""
    names_of = {
        Contest.LEADERSHIP: _("Leadership and the others"),
        Contest.STAFF_CUSTOMER: _("Staff and customers"),
    }
    return tuple(
        _("%(compared)s: %(line)s") % {"compared": names_of[figure.contest], "line": words.said(shuffle_line(figure))}
        for figure in content.comparison.figures
        if figure.headline_grade is not None
    )


def room_questions(content: SnapshotContent) -> tuple[RoomQuestion, ...]:
    """The ranked questions for the room, each theme once."""
    theme_names = names(content)
    return tuple(
        RoomQuestion(
            theme_names[reading.theme],
            chip_of(reading),
            question_of(reading),
            facts_of(content, reading),
            single_sheets(content, reading),
        )
        for reading in _distinct(content.comparison.questions)
    )


def plan_of(content: SnapshotContent) -> tuple[Start, ...]:
    """The actions that people typed, in their order; nothing is added to them."""
    theme_names, findings = names(content), by_theme(content)
    return tuple(_start(action, theme_names, findings, content) for action in content.actions)


def raised_by(content: SnapshotContent, theme: ThemeFindings) -> str:
    """How widely each side raised a theme, under any question: "0 of 9 leaders; Staff 5 of 9 groups"."""
    return "; ".join(
        words.side_reach(side.perspective, theme.counts.get((side.perspective, Scope.ANY)))
        for side in content.comparison.sides
    )


def _start(
    action: PlannedAction, theme_names: dict[int, str], findings: dict[int, ThemeFindings], content: SnapshotContent
) -> Start:
    return Start(
        what=action.what,
        owner=action.owner,
        sponsor=action.sponsor,
        departments=action.departments,
        due=date_format(action.due, "j F Y") if action.due else "",
        measure=action.measure,
        status=words.said(STATUS_WORDS.get(action.status, action.status)) if action.status else "",
        theme=theme_names.get(action.theme, "") if action.theme is not None else "",
        raised_by=raised_by(content, findings[action.theme]) if action.theme in findings else "",
    )
