"""Method and limits in plain words: how the figures came about, what chance alone would show, what was left out."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.parts import MethodSection
from gapsessions.method.findings import Alignment, Contest, Grade, ShuffleFigure
from gapsessions.method.vocabulary import Perspective
from gapsessions.method.wording import HEADLINE_RULE, REDRAW_RULE, WARNINGS, alignment_line

SIMULATED: tuple[tuple[str, str, str], ...] = (
    (gettext_noop("1-2 leadership tables"), "8-21", "0-1"),
    (gettext_noop("3 leadership, 6 staff, 6 customer tables"), "8-21", "15-21"),
    (gettext_noop("3 leadership, 12 staff, 12 customer tables"), "8-21", "20-29"),
    (gettext_noop("4 leadership, 28 staff, 20 customer tables"), "8-21", "33-51"),
    (gettext_noop("12 leadership, 60 staff, 60 customer tables"), "8-21", "65-78"),
    (gettext_noop("staff against customers, 6 and 6 tables"), "8-21", "26-34"),
    (gettext_noop("staff against customers, 12 and 12 tables"), "8-21", "46-56"),
    (gettext_noop("staff against customers, 28 and 20 tables"), "8-21", "50-80"),
    (gettext_noop("5-7 leaders on own sheets"), "3-14", "7-28"),
    (gettext_noop("9 leaders on own sheets"), "3-14", "9-43"),
    (gettext_noop("12 leaders on own sheets"), "3-14", "23-51"),
)
"""Operating characteristics (disparity.md 6.13): kind of session, sessions in 100 with a headline although
nothing differs, planted differences in 100 that are headlined."""
AT_TABLES = frozenset(name for name, _null, _power in SIMULATED[:5])
ON_OWN_SHEETS = frozenset(name for name, _null, _power in SIMULATED[-3:])


def method_of(content: SnapshotContent) -> tuple[MethodSection, ...]:
    """The sections in reading order; each says one thing that a careful reader will ask."""
    sections = [_counting(content), _themes(content), _headlines(content)]
    if len(content.comparison.sides) > 1:
        sections.append(_reliability(content))
    if content.comparison.alignments:
        sections.append(_alignment(content))
    sections.append(_left_out(content))
    return tuple(section for section in sections if section.paragraphs or section.points or section.table)


def _counting(content: SnapshotContent) -> MethodSection:
    sides = content.comparison.sides
    paragraphs = [
        _(
            "The sheet is the unit: what one table or one person handed in. “3 of 4” means that three of four sheets "
            "raised a theme, however often. A side that was not asked, or whose sheets left a question empty, is "
            "said to be so; it is never counted as zero."
        ),
    ]
    if any(side.tables and side.singles for side in sides):
        paragraphs.append(
            _(
                "Tables and single replies are counted apart, because a table names more than one person does. To "
                "compare them, single replies are taken in bundles as large as makes them write about as many "
                "themes as a table."
            )
        )
    points = [
        _("%(side)s: %(sheets)s, %(answers)s answers.")
        % {
            "side": words.perspective_name(side.perspective),
            "sheets": words.sheets_text(side),
            "answers": words.number(side.answers),
        }
        for side in sides
    ]
    points += [
        _("%(side)s: everybody who counts as this perspective wrote an own sheet, so these counts are facts.")
        % {"side": words.perspective_name(side.perspective)}
        for side in sides
        if side.census
    ]
    points += one_sheet_warnings(content)
    return MethodSection(_("How sheets were counted"), tuple(paragraphs), tuple(points))


def one_sheet_warnings(content: SnapshotContent) -> tuple[str, ...]:
    """A sentence for each side of which all that is said comes from one sheet."""
    return tuple(
        _("%(side)s: one sheet only. It tells what stands on that sheet, and nothing about the others of this side.")
        % {"side": words.perspective_name(side.perspective)}
        for side in content.comparison.sides
        if words.one_sheet(side)
    )


def _themes(content: SnapshotContent) -> MethodSection:
    origin = content.provenance
    paragraphs = [
        _(
            "Answers that say the same thing form a theme, over all questions and perspectives. The computer proposes "
            "themes; people decide. No text left the machine."
        )
    ]
    if not origin.reviewed:
        paragraphs.append(_("In this report the themes were proposed by machine and not reviewed by a person."))
    if not origin.encoder:
        paragraphs.append(
            _(
                "Only the words of the answers were compared, not their meaning, because the language model was not "
                "installed. Answers that say the same in other words may stand apart."
            )
        )
    points = []
    for side in content.comparison.sides:
        if side.undecided or side.other:
            points.append(
                _(
                    "%(side)s: not placed yet %(undecided)s, set aside as fitting no theme %(other)s, of %(answers)s "
                    "answers."
                )
                % {
                    "side": words.perspective_name(side.perspective),
                    "undecided": words.number(side.undecided),
                    "other": words.number(side.other),
                    "answers": words.number(side.answers),
                }
            )
    if origin.moves_after_closing:
        points.append(
            ngettext(
                "%(n)s answer was moved after the themes were closed.",
                "%(n)s answers were moved after the themes were closed.",
                origin.moves_after_closing,
            )
            % {"n": words.number(origin.moves_after_closing)}
        )
    if origin.sorted_twice:
        points.append(
            ngettext(
                "A second person sorted %(n)s note again without seeing the first placing: %(alike)s of %(n)s alike.",
                "A second person sorted %(n)s notes again without seeing the first placing: %(alike)s of %(n)s alike.",
                origin.sorted_twice,
            )
            % {"n": words.number(origin.sorted_twice), "alike": words.number(origin.sorted_alike)}
        )
    return MethodSection(_("How answers became themes"), tuple(paragraphs), tuple(points))


def _headlines(content: SnapshotContent) -> MethodSection:
    figures = content.comparison.figures
    if not figures:
        return MethodSection("")
    paragraphs = [words.said(HEADLINE_RULE), _("Everything else becomes a question for the room.")]
    if any(figure.redrawn for figure in figures):
        paragraphs.insert(1, words.said(REDRAW_RULE))
    paragraphs = [" ".join(paragraphs)]
    head = (_("Compared"), _("Gaps shown"), _("By chance"), _("Shuffles with as many"), _("Headlined"))
    return MethodSection(
        _("When a difference becomes a headline"), tuple(paragraphs), (), head, tuple(_figure_row(f) for f in figures)
    )


def _figure_row(figure: ShuffleFigure) -> tuple[str, ...]:
    grade = figure.headline_grade or Grade.MODERATE
    name = {
        Contest.LEADERSHIP: _("Leadership and the others"),
        Contest.STAFF_CUSTOMER: _("Staff and customers"),
    }[figure.contest]
    return (
        name,
        words.number(figure.shown.get(grade, 0)),
        _("about %(n)s") % {"n": f"{figure.expected.get(grade, 0.0):.1f}"},
        words.of_text(figure.as_many.get(grade, 0), figure.shuffles) if figure.shown.get(grade) else "–",
        _("yes") if figure.headline_grade else _("no"),
    )


def _like_this(content: SnapshotContent) -> list[tuple[str, str, str]]:
    """The simulated sessions that resemble this one: leaders at tables, or each on an own sheet."""
    census = any(side.census for side in content.comparison.sides if side.perspective is Perspective.LEADERSHIP)
    return [row for row in SIMULATED if row[0] not in (AT_TABLES if census else ON_OWN_SHEETS)]


def _reliability(content: SnapshotContent) -> MethodSection:
    """Both units side by side, because they answer different questions (disparity.md 6.17)."""
    head = (
        _("Kind of session"),
        _("Of 100 sessions without any difference, show a headline"),
        _("Of 100 large differences, become a headline"),
    )
    return MethodSection(
        _("How far to trust it"),
        (
            _(
                "We ran these rules on many simulated sessions whose truth was known. A large difference means: "
                "1 in 10 on one side would raise a theme, 7 in 10 on the other. With few sheets most true differences "
                "stay questions; that is why the questions matter."
            ),
            _(
                "Of the headlines themselves, 14 to 41 in 100 are false where leaders wrote own sheets, and about "
                "30 in 100 where three leadership tables met. A strong mood in one meeting makes more of them false."
            ),
        ),
        (),
        head,
        tuple((_(name), null, power) for name, null, power in _like_this(content)),
    )


def _alignment(content: SnapshotContent) -> MethodSection:
    points = [line for pair in content.comparison.alignments if (line := _alignment_text(pair))]
    if not points:
        return MethodSection("")
    explained = _(
        "Two answers, one from each side, meet on a theme so often, compared with two answers from two sheets "
        "of the same side. All the way, one hundred, is as alike as sheets of one side."
    )
    return MethodSection(_("How alike two sides are"), (explained,), tuple(points))


def _alignment_text(pair: Alignment) -> str:
    """The match ratio, capped at 100%, with its range; where a side has one sheet, the method's own sentence."""
    sides = words.listed([words.perspective_name(pair.first), words.perspective_in_sentence(pair.second)])
    if pair.ratio is not None and pair.low is not None and pair.high is not None:
        shown = [round(100 * min(value, 1)) for value in (pair.ratio, pair.low, pair.high)]
        return _("%(sides)s: %(ratio)d%% (90%% range %(low)d-%(high)d%%, %(first)s and %(second)s sheets)") % {
            "sides": sides,
            "ratio": shown[0],
            "low": shown[1],
            "high": shown[2],
            "first": words.number(pair.first_sheets),
            "second": words.number(pair.second_sheets),
        }
    line = alignment_line(pair)
    return _("%(sides)s: %(line)s") % {"sides": sides, "line": words.said(line)} if line is not None else ""


def _left_out(content: SnapshotContent) -> MethodSection:
    origin = content.provenance
    points = [warning for key in content.comparison.warnings if (warning := warning_text(key))]
    for amount, one, many in (
        (
            origin.rows_left_out,
            gettext_noop("%(n)s row of the file could not be read and was left out."),
            gettext_noop("%(n)s rows of the file could not be read and were left out."),
        ),
        (
            origin.quotes_left_out,
            gettext_noop("%(n)s quote was left out by the facilitator."),
            gettext_noop("%(n)s quotes were left out by the facilitator."),
        ),
        (
            origin.themes_left_out,
            gettext_noop(
                "%(n)s theme was left out by the facilitator: neither it nor its answers stand anywhere here; what "
                "chance would show and how alike two sides are were computed with it."
            ),
            gettext_noop(
                "%(n)s themes were left out by the facilitator: neither they nor their answers stand anywhere here; "
                "what chance would show and how alike two sides are were computed with them."
            ),
        ),
    ):
        if amount:
            points.append(ngettext(one, many, amount) % {"n": words.number(amount)})
    for side in content.comparison.sides:
        if side.unconfirmed:
            points.append(
                ngettext(
                    "%(side)s: %(n)s sheet was not read back and confirmed.",
                    "%(side)s: %(n)s sheets were not read back and confirmed.",
                    side.unconfirmed,
                )
                % {"side": words.perspective_name(side.perspective), "n": words.number(side.unconfirmed)}
            )
    points.append(
        _(
            "Sheets of one meeting are not independent of each other: with one meeting per side the evidence is about "
            "that meeting."
        )
    )
    points.append(_("Sides that use other words for the same thing look further apart than they are."))
    return MethodSection(_("Limits, and what was left out"), (), tuple(points))


def warning_text(key: str) -> str:
    """A comparison's warning key as a sentence; unknown keys are not printed."""
    kind, *names = key.split(":")
    sides = [words.perspective_name(Perspective(name)) for name in names if name in set(Perspective)]
    if kind not in WARNINGS or not sides:
        return ""
    return words.said(WARNINGS[kind]) % {"first": sides[0], "second": sides[-1]}
