"""What everybody sees and what is seen differently, each with "why this reading"."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.parts import Finding, Overlap
from gapsessions.disparity.worded.rows import side_of
from gapsessions.disparity.worded.summary import by_theme, chip_of, facts_of, names, question_label, row_of_reading
from gapsessions.method.findings import Reading, ReadingName, TopTen
from gapsessions.method.wording import why


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
    """The reasons behind a reading: its rule, who raised it where, how sure that is, what limits it."""
    lines = [rule_text(reading)]
    if not reading.compared:
        lines.append(facts_of(content, reading))
    lines += [words.said(line) for line in why(reading, by_theme(content)[reading.theme].counts)]
    if reading.robust is False:
        lines.append(_("does not hold if themes are cut broader or finer: look at the theme first"))
    return tuple(f"{capfirst(line).rstrip('.')}." for line in lines)


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
