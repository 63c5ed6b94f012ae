"""What everybody sees and what is seen differently, each with "why this reading"."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gapsessions.disparity.content import SnapshotContent
from gapsessions.method.findings import Grade, Reading, ReadingName, TopTen

from . import words
from .parts import Finding, Overlap
from .rows import side_of
from .summary import by_theme, chip_of, facts_of, names, question_label, row_of_reading


def findings_of(content: SnapshotContent, readings: tuple[Reading, ...]) -> tuple[Finding, ...]:
    """One finding per theme, under its first reading, in the order of the readings."""
    seen: dict[int, Finding] = {}
    for reading in readings:
        if reading.theme not in seen:
            seen[reading.theme] = Finding(
                names(content)[reading.theme],
                chip_of(reading),
                question_label(words.QUESTION_OF[reading.scope]),
                row_of_reading(content, reading),
                why_of(content, reading),
            )
    return tuple(seen.values())


def why_of(content: SnapshotContent, reading: Reading) -> tuple[str, ...]:
    """The reasons behind a reading: its rule with the counts, how sure, what limits it, whether it holds."""
    lines = [f"{rule_text(reading)} {facts_of(content, reading)}."]
    lines.append(grade_text(reading.grade))
    count = by_theme(content)[reading.theme].counts.get((reading.weaker, reading.scope)) if reading.weaker else None
    if reading.expected is not None and count is not None and count.census:
        lines.append(
            _("If the %(n)s leaders were like the people at the tables, about %(expected)s would have written this "
              "down; %(k)s did.")
            % {
                "n": words.number(count.answered),
                "expected": f"{reading.expected:.0f}",
                "k": words.number(count.raising) if count.raising else _("none"),
            }
        )
    if reading.cap_n is not None:
        lines.append(
            ngettext(
                "One side handed in one sheet only, so this is a question, not a finding.",
                "One side handed in %(n)d sheets only, so no more than this can be said.",
                reading.cap_n,
            )
            % {"n": reading.cap_n}
        )
    if reading.robust is True:
        lines.append(_("It also holds if themes are cut broader or finer."))
    elif reading.robust is False:
        lines.append(_("It does not hold if themes are cut broader or finer: look at the theme first."))
    return tuple(lines)


def rule_text(reading: Reading) -> str:
    """The reading's condition in one plain sentence."""
    sides = {
        "first": words.perspective_in_sentence(reading.stronger) if reading.stronger else "",
        "second": words.perspective_in_sentence(reading.weaker) if reading.weaker else "",
    }
    return {
        ReadingName.CONTRADICTION: _("One side names it widely as a strength, the other as something to improve."),
        ReadingName.UNHEARD_FRONTLINE: _("Widely raised by staff, rarely or never by leadership and customers."),
        ReadingName.BLIND_SPOT: _("Widely raised by %(first)s as something to improve, rarely or never by %(second)s "
                                  "as something to improve or to start."),
        ReadingName.HIDDEN_STRENGTH: _("Widely named as a strength by %(first)s, rarely or never by %(second)s as a "
                                       "strength or something to keep."),
        ReadingName.STAFF_BLIND_SPOT: _("Widely raised by %(first)s as something to improve, rarely or never by "
                                        "%(second)s as something to improve or to start."),
        ReadingName.INSIDE_VIEW: _("Widely raised by %(first)s, rarely or never by %(second)s."),
        ReadingName.SHARED_STRENGTH: _("Widely named as a strength by every side that was asked."),
        ReadingName.SHARED_CONCERN: _("Widely raised as something to improve by every side that was asked."),
        ReadingName.COMPETITOR_ALARM: _("Customers name it widely as something others do well, leadership rarely or "
                                        "never."),
        ReadingName.ORPHAN_GAP: _("Widely raised by customers as something to improve; no sheet of any side proposed "
                                  "to start something about it."),
        ReadingName.PET_PROJECT: _("Leadership widely proposes to start it; no customer sheet raised it under any "
                                   "question."),
        ReadingName.KEEP_DOING: _("At least two sides widely ask to keep doing it."),
    }[reading.name] % sides


def grade_text(grade: Grade) -> str:
    """What a grade means, as a chance."""
    return {
        Grade.STRONG: _("Strong evidence: the chance of the reverse is below 1 in 100."),
        Grade.MODERATE: _("Moderate evidence: the chance of the reverse is below 1 in 20."),
        Grade.TENTATIVE: _("Tentative: the chance of the reverse is below 1 in 5. A question, not a finding."),
    }[grade]


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
            words=_("Of the %(length)d things %(of)s raised most, %(shared)d are also among %(by)s's own top %(length)d.")
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
