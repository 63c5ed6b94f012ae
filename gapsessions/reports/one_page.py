"""The one-page summary for somebody who was not there: the biggest differences, how sure, and what happens next."""

from __future__ import annotations

from dataclasses import replace
from textwrap import wrap

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.basis import basis_explained, row_with_basis
from gapsessions.disparity.worded.headline import gap_title, headline_of
from gapsessions.disparity.worded.parts import Summary
from gapsessions.disparity.worded.summary import by_theme, single_sheets
from gapsessions.method.findings import Grade, Reading
from gapsessions.method.vocabulary import Question

from .headings import decided_text
from .parts import Difference, OnePage

DIFFERENCES = 4
LONGEST_NAME, LONGEST_ACTION = 40, 90
LINE, LINES = 33, 12
"""Characters of a theme's name, of an action, and of a line of a difference; and such lines on the page."""
TITLE_LINE, LEDE_LINE, OPENING = 50, 92, 5
"""Characters of a line of the headline and of the lede, and how many such lines leave room for all actions."""


def briefly_named(content: SnapshotContent) -> SnapshotContent:
    """The same with names and actions cut to what a line of the summary holds: one page it stays, whatever is typed."""
    themes = tuple(replace(theme, name=cut(theme.name, LONGEST_NAME)) for theme in content.themes)
    actions = tuple(
        replace(action, what=cut(action.what, LONGEST_ACTION), owner=cut(action.owner, LONGEST_NAME))
        for action in content.actions
    )
    return replace(content, themes=themes, actions=actions)


def cut(text: str, most: int) -> str:
    """At most so many characters, cut between words where there are any."""
    if len(text) <= most:
        return text
    begun = text[: most - 1]
    kept = begun.rsplit(" ", 1)[0] if " " in begun[most // 2 :] else begun
    return kept.rstrip(" ,;:-") + "…"


def summary_title(content: SnapshotContent) -> str:
    """The headline of the summary, with names as long as headlines carry them."""
    return headline_of(content)[0]


def opened(summary: Summary, title: str) -> Summary:
    """The summary under its headline; where headline and lede are long, fewer actions stand below."""
    lines = len(wrap(title, TITLE_LINE)) + len(wrap(summary.lede, LEDE_LINE))
    starts = summary.starts[: len(summary.starts) - max(0, lines - OPENING)]
    return replace(summary, title=title, starts=starts)


def one_page_of(content: SnapshotContent) -> OnePage:
    """With headlines the differences are findings; without, the first questions for the room, said to be questions."""
    headlined = bool(content.comparison.headlines)
    chosen = biggest(content)
    if sum(len(wrap(gap_title(content, reading), LINE)) for reading in chosen) > LINES:
        chosen = chosen[: DIFFERENCES - 1]
    themes = {reading.theme for reading in content.comparison.headlines}
    told = tuple(_difference(content, reading) for reading in chosen)
    return OnePage(
        differences=told if headlined else (),
        differences_title=ngettext("The biggest difference", "The %(n)d biggest differences", len(chosen))
        % {"n": len(chosen)},
        counted=tuple(_counted_lines(content, chosen, told)),
        left_out=max(0, len(themes) - len(chosen)) if headlined else 0,
        sure=tuple(_sure_lines(content)),
        next_lines=tuple(_next_lines(content, chosen)),
    )


def biggest(content: SnapshotContent) -> list[Reading]:
    """The best reading of each question first, then the best of the rest; each theme once, in the order of evidence."""
    comparison = content.comparison
    ranked: dict[int, Reading] = {}
    for reading in comparison.headlines or comparison.questions:
        ranked.setdefault(reading.theme, reading)
    order = list(ranked.values())
    first: dict[Question, Reading] = {}
    for reading in order:
        first.setdefault(words.QUESTION_OF[words.stands_under(reading)], reading)
    leading = order[:1] + [reading for reading in first.values() if reading not in order[:1]]
    chosen = (leading + [reading for reading in order if reading not in leading])[:DIFFERENCES]
    return sorted(chosen, key=order.index)


def _difference(content: SnapshotContent, reading: Reading) -> Difference:
    row = row_with_basis(content, reading)
    return Difference(gap_title(content, reading), row, sure_word(reading), reading.grade.value)


def _counted_lines(content: SnapshotContent, chosen: list[Reading], told: tuple[Difference, ...]) -> list[str]:
    """What the counts are out of, and what the lines below them mean."""
    lines = [basis_explained(difference.row for difference in told)]
    if _fewer_answered(content, chosen):
        lines.insert(0, _("Each count is out of those who answered the question."))
    return [line for line in lines if line]


def _fewer_answered(content: SnapshotContent, chosen: list[Reading]) -> bool:
    """Whether a side has handed in more sheets than answered a question that is shown."""
    found = by_theme(content)
    shown = (
        (side, found[reading.theme].counts.get((side.perspective, words.stands_under(reading))))
        for reading in chosen
        for side in content.comparison.sides
    )
    return any(
        count is not None and 0 < count.tables + count.singles < side.tables + side.singles for side, count in shown
    )


def sure_word(reading: Reading) -> str:
    """How strong the evidence of a reading is, in a word."""
    return {
        Grade.STRONG: _("strong"),
        Grade.MODERATE: _("moderate"),
        Grade.TENTATIVE: _("a question"),
    }[reading.grade]


def _sure_lines(content: SnapshotContent) -> list[str]:
    """First how far to trust all of them together, then what one alone is worth, and what all of it rests on."""
    comparison = content.comparison
    lines = []
    if comparison.headlines:
        lines.append(
            _(
                "A lead, not proof: in trials with known answers, 1 to 4 in 10 such findings were false alarms, "
                "made by luck."
            )
        )
    lines += _chance_lines(content)
    if grades := {reading.grade for reading in comparison.headlines}:
        said = {
            Grade.STRONG: _("strong, less than 1 chance in 100 that it is the other way round"),
            Grade.MODERATE: _("moderate, less than 1 in 20"),
        }
        if Grade.STRONG not in grades:
            said[Grade.MODERATE] = _("moderate, less than 1 chance in 20 that it is the other way round")
        told = "; ".join(line for grade, line in said.items() if grade in grades)
        lines.append(_("Each taken alone: %(grades)s.") % {"grades": told})
    if not comparison.headlines and comparison.questions:
        lines.append(
            _("With so few sheets chance could explain each difference, so these are questions and not findings.")
        )
    alone = {line for reading in biggest(content) if (line := single_sheets(content, reading))}
    lines += sorted(alone)
    if not content.provenance.reviewed:
        lines.append(_("Nobody has checked how the computer sorted the answers into themes."))
    return lines


def _chance_lines(content: SnapshotContent) -> list[str]:
    """Per family of gaps with headlines: how many were found on how many themes, and how many chance would show."""
    comparison, lines = content.comparison, []
    told = [figure for figure in comparison.figures if figure.headline_grade is not None]
    for figure in told:
        grade = figure.headline_grade
        shown = figure.shown.get(grade, 0) if grade else 0
        themes = len({reading.theme for reading in comparison.headlines if reading.contest is figure.contest})
        expected = round(figure.expected.get(grade, 0.0)) if grade else 0
        found = ngettext("%(n)s gap", "%(n)s gaps", shown) % {"n": words.number(shown)}
        on = ngettext("on %(n)s theme", "on %(n)s themes", themes) % {"n": words.number(themes)}
        line = _("%(found)s %(on)s; if the sides thought alike, chance would show about %(expected)s.") % {
            "found": found,
            "on": on,
            "expected": words.number(expected) if expected else _("none"),
        }
        if len(told) > 1:
            line = _("%(compared)s: %(line)s") % {"compared": _compared(figure.contest.value), "line": line}
        lines.append(line)
    return lines


def _compared(contest: str) -> str:
    return {"leadership": _("Leadership and the others")}.get(contest, _("Staff and customers"))


def _next_lines(content: SnapshotContent, chosen: list[Reading]) -> list[str]:
    """What has been decided, counted, and which differences above it leaves open: never an advice."""
    plan = content.actions
    if plan:
        acted = {action.theme for action in plan}
        still = [words.number(number) for number, reading in enumerate(chosen, 1) if reading.theme not in acted]
        lines = [_("In the plan: %(actions)s.") % {"actions": decided_text(plan)}]
        if still and content.comparison.headlines:
            left = ngettext(
                "Nothing is decided yet about difference %(n)s.",
                "Nothing is decided yet about differences %(n)s.",
                len(still),
            )
            lines.append(left % {"n": words.listed(still)})
        return lines
    if not chosen:
        return [_("Nothing has been decided yet.")]
    return [_("Nothing has been decided yet. Still open for each difference above: who owns it, and by when.")]
