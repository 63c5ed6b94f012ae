"""Writes the summary's headline from the data: the finding first, in words that accuse nobody."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.worded import words
from gapsessions.method.findings import Count, Reading, ReadingName
from gapsessions.method.vocabulary import Perspective, Scope

LONGEST_NAME = 60
"""Longer theme names are shortened in a headline, so that it stays within three lines."""


def short_name(name: str) -> str:
    """The name as a headline carries it."""
    if len(name) <= LONGEST_NAME:
        return name
    return name[: LONGEST_NAME - 1].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"


def headline_of(content: SnapshotContent) -> tuple[str, str]:
    """(title, lede) of the summary; a person's own headline replaces the title, never the counts below it.

    With headlined readings the first one leads. Without, the report opens with what everybody raised, or
    with what was raised most; it never opens with what it did not find.
    """
    comparison = content.comparison
    if not any(side.tables or side.singles for side in comparison.sides):
        return content.headline or _("No sheet has been handed in yet"), _(
            "The report fills itself as soon as the first sheet is read back."
        )
    if comparison.headlines:
        title = gap_title(content, comparison.headlines[0])
    elif comparison.agreements and len(heard_in(content)) > 1:
        title = _agreement_title(content)
    else:
        title = _most_title(content)
    return content.headline or title, _lede(content)


def heard_in(content: SnapshotContent) -> list[Perspective]:
    """The sides that handed in a sheet: one that was asked and has not answered yet is compared with nobody."""
    return [side.perspective for side in content.comparison.sides if side.tables or side.singles]


def _agreement_title(content: SnapshotContent) -> str:
    """What all sides raised, else what the first agreement's own sides did: two of three may agree on what to keep."""
    everybody = _shared_by_all(content)
    if not everybody:
        return agreement_title(content, content.comparison.agreements[0])
    if len(heard_in(content)) < len(content.comparison.sides):
        return agreement_title(content, everybody[0])
    scope = everybody[0].scope
    names = dict.fromkeys(short_name(_name(content, r.theme)) for r in everybody if r.scope is scope)
    quoted = words.listed([words.quoted(name) for name in list(names)[:2]])
    return words.all_raised(len(content.comparison.sides), quoted, scope)


def agreement_title(content: SnapshotContent, reading: Reading) -> str:
    """Who raised one shared theme, naming the sides where not all did."""
    name, sides = short_name(_name(content, reading.theme)), raised_by(content, reading)
    if len(sides) == len(content.comparison.sides):
        return words.all_raised(len(sides), words.quoted(name), reading.scope)
    return words.raised(sides, name, reading.scope) if sides else words.quoted(name)


def raised_by(content: SnapshotContent, reading: Reading) -> list[Perspective]:
    """The sides of which any sheet raised the reading's theme where the reading stands."""
    counts = content.comparison.themes[_index(content, reading.theme)].counts
    found = ((side.perspective, counts.get((side.perspective, reading.scope))) for side in content.comparison.sides)
    return [side for side, count in found if count is not None and count.raising]


def _shared_by_all(content: SnapshotContent) -> list[Reading]:
    heard = heard_in(content)
    return [r for r in content.comparison.agreements if len(heard) > 1 and raised_by(content, r) == heard]


def gap_title(content: SnapshotContent, reading: Reading) -> str:
    """Two short sentences of fact: who raised it, and how many of the other side did."""
    name = short_name(_name(content, reading.theme))
    counts = content.comparison.themes[_index(content, reading.theme)].counts
    if reading.name is ReadingName.CONTRADICTION and reading.stronger and reading.weaker:
        about = _good_or_bad(reading, counts) if reading.scope is Scope.COMPETITOR else words.about(reading)
        return _("%(theme)s: %(about)s") % {"theme": words.quoted(name), "about": about}
    if reading.stronger is None:
        return words.quoted(name)
    title = words.raised(_raisers(reading, counts), name, words.stands_under(reading))
    if reading.name is ReadingName.ORPHAN_GAP:
        return f"{title} {_('No one proposed a start.')}"
    weaker = count_of(reading, reading.weaker, counts)
    if weaker is not None and reading.weaker is not None:
        title += " " + words.none_did(reading.weaker, weaker)
    elif reading.name is ReadingName.UNHEARD_FRONTLINE:
        title += " " + _("Hardly anybody else did.")
    return title


def _good_or_bad(reading: Reading, counts: Mapping[tuple[Perspective, Scope], Count]) -> str:
    """Which side calls a difference of others good, and which bad."""
    sides = [
        side for side in (reading.stronger, reading.weaker) if side is not None and (side, reading.scope) in counts
    ]
    likes = sorted(sides, key=lambda side: counts[side, reading.scope].bad - counts[side, reading.scope].good)
    if len(likes) < 2:
        return words.about(reading)
    return _("competitors do it; good to %(first)s, bad to %(second)s") % {
        "first": words.perspective_in_sentence(likes[0]),
        "second": words.perspective_in_sentence(likes[1]),
    }


def count_of(
    reading: Reading, side: Perspective | None, counts: Mapping[tuple[Perspective, Scope], Count]
) -> Count | None:
    """The side's count that the reading rests on (a blind spot: improve or start), else that of its own scope."""
    if side is None:
        return None
    keys = [key for key in reading.compared if key[0] is side] or [(side, reading.scope)]
    return counts.get(keys[0])


def _raisers(reading: Reading, counts: Mapping[tuple[Perspective, Scope], Count]) -> list[Perspective]:
    """The stronger side, and the third one where it raised the theme as widely; never the weaker one, and never one
    that handed in a single sheet, which speaks for itself only."""
    sides = [reading.stronger] if reading.stronger else []
    for side in Perspective:
        count = counts.get((side, reading.scope))
        if side in (reading.stronger, reading.weaker) or not reading.weaker or count is None:
            continue
        if count.high and count.answered > 1:
            sides.append(side)
    return sides


def _most_title(content: SnapshotContent) -> str:
    findings = sorted(
        content.comparison.themes,
        key=lambda f: -sum(c.raising for (_side, scope), c in f.counts.items() if scope is Scope.ANY),
    )
    names = [words.quoted(short_name(_name(content, f.theme))) for f in findings[:2]]
    if not names:
        return _("What was written down")
    return _("Raised most: %(themes)s") % {"themes": words.listed(names)}


def _lede(content: SnapshotContent) -> str:
    """Agreement first, then how many differences follow, then what kind of answer this report is."""
    comparison = content.comparison
    heard = heard_in(content)
    sides = words.listed([words.perspective_in_sentence(side) for side in heard])
    if len(heard) < 2:
        return _("One perspective only: what %(sides)s wrote down, with nothing to compare it with yet.") % {
            "sides": sides
        }
    sentences = []
    everybody = _shared_by_all(content)
    if everybody and comparison.headlines:
        names = list(dict.fromkeys(words.quoted(_name(content, r.theme)) for r in everybody))[:2]
        sentences.append(_("What %(sides)s share: %(themes)s.") % {"sides": sides, "themes": words.listed(names)})
    elif not comparison.agreements:
        sentences.append(_("Here is what %(sides)s raised, side by side.") % {"sides": sides})
    themes = {reading.theme for reading in comparison.headlines}
    if len(themes) == 1:
        sentences.append(_("On one theme the sides are further apart than chance would make them."))
    elif themes:
        sentences.append(
            _("On %(n)d themes the sides are further apart than chance would make them.") % {"n": len(themes)}
        )
    elif comparison.questions:
        sentences.append(
            _("Where the sides differ, the number of sheets is small: these are questions to ask in the room.")
        )
    return " ".join(sentences)


def _index(content: SnapshotContent, theme: int) -> int:
    return next(i for i, f in enumerate(content.comparison.themes) if f.theme == theme)


def _name(content: SnapshotContent, theme: int) -> str:
    return next((t.name for t in content.themes if t.theme == theme), "")
