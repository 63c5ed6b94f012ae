"""What everybody sees and what is seen differently, each with "why this reading"."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.parts import Finding, Overlap
from gapsessions.disparity.worded.rows import side_of
from gapsessions.disparity.worded.summary import (
    by_theme,
    chip_of,
    facts_of,
    names,
    question_of,
    row_of_reading,
    single_sheets,
)
from gapsessions.method.findings import Count, Family, Reading, ReadingName, TopTen
from gapsessions.method.phrases import phrase, reach_phrase
from gapsessions.method.vocabulary import Perspective, Scope
from gapsessions.method.wording import RAISED_IT, SCOPES, SIDE_NAMES, cap_line, why


def findings_of(content: SnapshotContent, readings: tuple[Reading, ...]) -> tuple[Finding, ...]:
    """One finding per theme, under its first reading, in the order of the readings."""
    seen: dict[int, Finding] = {}
    for reading in readings:
        if reading.theme not in seen:
            seen[reading.theme] = Finding(
                names(content)[reading.theme],
                chip_of(reading),
                question_of(reading),
                row_of_reading(content, reading),
                why_of(content, reading),
                _short(content, reading),
            )
    return tuple(seen.values())


def why_of(content: SnapshotContent, reading: Reading) -> tuple[str, ...]:
    """The reasons behind a reading: its rule, who raised it where, how sure that is, what limits it."""
    return _sentences([rule_text(reading), *_facts(content, reading), *_limits(content, reading)])


def _short(content: SnapshotContent, reading: Reading) -> tuple[str, ...]:
    """Without the rule, which the label tells: a line for each count, and one for all that limits them."""
    return (*_sentences(_facts(content, reading)), " ".join(_sentences(_limits(content, reading))))


def _sentences(lines: list[str]) -> tuple[str, ...]:
    return tuple(f"{capfirst(line).rstrip('.')}." for line in lines)


def _facts(content: SnapshotContent, reading: Reading) -> list[str]:
    """Who raised it where, and where the side that did not raise it here did."""
    if not reading.compared:
        return [facts_of(content, reading)]
    counts = by_theme(content)[reading.theme].counts
    lines = [words.said(line) for line in why(reading, counts)[: len(reading.compared)]]
    return [*lines, *elsewhere_of(reading, counts)]


def _limits(content: SnapshotContent, reading: Reading) -> list[str]:
    """How sure it is, what held it back, and whether it hangs on how the themes were cut."""
    counts = by_theme(content)[reading.theme].counts
    lines = [words.said(line) for line in why(reading, counts)[len(reading.compared) :]]
    alone = single_sheets(content, reading)
    return [*lines, alone] if alone and cap_line(reading, counts) is None else lines


ELSEWHERE = (Scope.STRENGTH, Scope.IMPROVE, Scope.COMPETITOR, Scope.START, Scope.CONTINUE)
WITHIN = {
    Scope.PROBLEM: (Scope.IMPROVE, Scope.START),
    Scope.PRAISE: (Scope.STRENGTH, Scope.CONTINUE),
    Scope.ANY: ELSEWHERE,
}


def elsewhere_of(reading: Reading, counts: Mapping[tuple[Perspective, Scope], Count]) -> list[str]:
    """Where a side that hardly raised a theme here raised it widely all the same, so that nobody misses it.

    "Rarely raised by customers as done well" is only half of it where every customer table wants it improved.
    """
    if reading.family not in (Family.NOT_RAISED, Family.LEADERSHIP_ONLY):
        return []
    lines = []
    for side, scope in reading.compared:
        if side is reading.stronger:
            continue
        for other in ELSEWHERE:
            count = counts.get((side, other))
            if other is scope or other in WITHIN.get(scope, ()) or count is None or not count.high:
                continue
            raised = phrase(
                RAISED_IT, side=phrase(SIDE_NAMES[side]), reach=reach_phrase(side, count), where=phrase(SCOPES[other])
            )
            lines.append(_("but not so elsewhere: %(raised)s") % {"raised": words.said(raised)})
    return lines


def rule_text(reading: Reading) -> str:
    """The reading's condition in one plain sentence."""
    sides = {
        "first": words.perspective_in_sentence(reading.stronger) if reading.stronger else "",
        "second": words.perspective_in_sentence(reading.weaker) if reading.weaker else "",
    }
    return {
        ReadingName.CONTRADICTION: _("One side names it widely as a strength, the other as something to improve."),
        ReadingName.UNHEARD_FRONTLINE: _("Widely raised by staff, rarely or never by leadership and customers."),
        ReadingName.BLIND_SPOT: _(
            "Widely raised by %(first)s as something to improve, rarely or never by %(second)s "
            "as something to improve or to start."
        ),
        ReadingName.HIDDEN_STRENGTH: _(
            "Widely named as a strength by %(first)s, rarely or never by %(second)s as a strength or something to keep."
        ),
        ReadingName.STAFF_BLIND_SPOT: _(
            "Widely raised by %(first)s as something to improve, rarely or never by "
            "%(second)s as something to improve or to start."
        ),
        ReadingName.INSIDE_VIEW: _("Widely raised by %(first)s, rarely or never by %(second)s."),
        ReadingName.SHARED_STRENGTH: _("Widely named as a strength by every side that was asked."),
        ReadingName.SHARED_CONCERN: _("Widely raised as something to improve by every side that was asked."),
        ReadingName.COMPETITOR_ALARM: _(
            "Customers name it widely as something others do well, leadership rarely or never."
        ),
        ReadingName.ORPHAN_GAP: _(
            "Widely raised by customers as something to improve; no sheet of any side proposed "
            "to start something about it."
        ),
        ReadingName.PET_PROJECT: _(
            "Leadership widely proposes to start it; no customer sheet raised it under any question."
        ),
        ReadingName.KEEP_DOING: _("At least two sides widely ask to keep doing it."),
    }[reading.name] % sides


def overlaps_of(content: SnapshotContent) -> tuple[Overlap, ...]:
    """Of the ten things one side raised most, how many are also among another side's own top ten."""
    facts = {side.perspective: side for side in content.comparison.sides}
    return tuple(
        Overlap(
            side=side_of(facts[top.by]),
            of=words.perspective_in_sentence(top.of),
            shared=top.shared,
            length=top.length,
            marks=tuple((f"{10 + 20 * place}", place < top.shared) for place in range(top.length)),
            words=_(
                "Of the %(length)d things %(of)s raised most, %(shared)d are also among %(by)s's own top %(length)d."
            )
            % {
                "length": top.length,
                "of": words.perspective_in_sentence(top.of),
                "shared": top.shared,
                "by": words.perspective_in_sentence(top.by),
            },
            note=_overlap_note(top),
        )
        for top in content.comparison.top_tens
        if top.by in facts
    )


def _overlap_note(top: TopTen) -> str:
    if top.chance_alike is None:
        return ""
    side = words.perspective_in_sentence(top.of)
    if top.about_alike:
        return _("About as alike as %(side)s among themselves.") % {"side": side}
    return _("Two halves of %(side)s share about %(n).0f.") % {"side": side, "n": top.chance_alike}
