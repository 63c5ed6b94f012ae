"""The comparison as flat files for other programs: themes.csv and disparity.json (docs/report-files.md)."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.worded.words import in_words_of, nearly_all, reading_words
from gapsessions.method.findings import Count, Reading, ThemeFindings
from gapsessions.method.formulas import inert
from gapsessions.method.vocabulary import Perspective, Question, Scope
from gapsessions.method.wording import TERMS

from .excel_cells import clean_text

SCHEMA = 1
"""Raised when a field of disparity.json changes its meaning; added fields do not raise it."""
NEARLY_ALL = "nearly all"
COUNTED = tuple(Scope(question.value) for question in Question)


def write_themes_csv(content: SnapshotContent, path: str | Path) -> None:
    """Write ``themes_csv`` to ``path``."""
    Path(path).write_bytes(themes_csv(content))


def themes_csv(content: SnapshotContent) -> bytes:
    """One row per theme, UTF-8 with a byte order mark (Excel needs it), comma separated, CRLF.

    Text that begins like a formula gets an apostrophe before it, because a spreadsheet would run it.
    """
    head = ["theme", "name", "heading", "answers"]
    for perspective in Perspective:
        for scope in COUNTED:
            stem = f"{perspective.value}_{scope.value}"
            head += [f"{stem}_tables", f"{stem}_of_tables", f"{stem}_singles", f"{stem}_of_singles"]
    head += ["reading", "term", "grade", "headline", "quote", "words"]
    findings = {found.theme: found for found in content.comparison.themes}
    with in_words_of(content):
        worded = {found.theme: reading_words(found.readings[0]) for found in findings.values() if found.readings}
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(head)
    for theme in content.themes:
        found = findings.get(theme.theme)
        row: list[object] = [theme.theme, safe_text(theme.name), safe_text(theme.heading), theme.answers]
        for perspective in Perspective:
            for scope in COUNTED:
                row += _numbers(found.counts.get((perspective, scope)) if found else None)
        first = found.readings[0] if found and found.readings else None
        row += _first_reading(first)
        writer.writerow([*row, safe_text(theme.quote), safe_text(worded.get(theme.theme, ""))])
    return file.getvalue().encode("utf-8-sig")


def safe_text(text: str) -> str:
    """Text for a CSV cell: cleaned, on one line, and never the start of a formula."""
    return inert(" ".join(clean_text(text).split()))


def _numbers(count: Count | None) -> list[object]:
    """k and n of tables, k and n of single sheets; empty where the side was not asked."""
    if count is None:
        return ["", "", "", ""]
    singles = NEARLY_ALL if nearly_all(count) else count.singles_raising
    return [count.tables_raising, count.tables, singles, count.singles]


def _first_reading(reading: Reading | None) -> list[object]:
    if reading is None:
        return ["", "", "", ""]
    return [reading.family.value, TERMS[reading.name], reading.grade.value, "yes" if reading.headline else "no"]


def write_disparity_json(content: SnapshotContent, path: str | Path) -> None:
    """Write ``disparity_json`` to ``path``."""
    Path(path).write_bytes(disparity_json(content))


def disparity_json(content: SnapshotContent) -> bytes:
    """The whole comparison without any answer: keys in English, sorted, UTF-8, two spaces, newline at the end."""
    with in_words_of(content):
        values = disparity_of(content)
    return (json.dumps(values, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def disparity_of(content: SnapshotContent) -> dict[str, Any]:
    """The content of disparity.json as plain values; docs/report-files.md describes every field."""
    comparison, origin = content.comparison, content.provenance
    names = {theme.theme: theme for theme in content.themes}
    return {
        "schema": SCHEMA,
        "session": {
            "title": clean_text(content.title),
            "organisation": clean_text(content.organisation),
            "held_on": content.held_on.isoformat(),
            "language": content.language,
            "draft": content.draft,
            "version": content.number,
        },
        "questions": [
            {"perspective": perspective.value, "question": question.value, "wording": clean_text(wording)}
            for (perspective, question), wording in content.wording.items()
        ],
        "sides": [
            {
                "perspective": side.perspective.value,
                "asked": sorted(question.value for question in side.asked),
                "tables": side.tables,
                "singles": side.singles,
                "people": side.people,
                "answers": side.answers,
                "undecided": side.undecided,
                "other": side.other,
                "census": side.census,
                "unconfirmed": side.unconfirmed,
            }
            for side in comparison.sides
        ],
        "themes": [_theme(found, names) for found in comparison.themes],
        "headlines": [[reading.theme, reading.name.value] for reading in comparison.headlines],
        "questions_for_the_room": [[reading.theme, reading.name.value] for reading in comparison.questions],
        "agreements": [[reading.theme, reading.name.value] for reading in comparison.agreements],
        "shuffles": [
            {
                "contest": figure.contest.value,
                "redrawn": figure.redrawn,
                "shuffles": figure.shuffles,
                "shown": {grade.value: n for grade, n in figure.shown.items()},
                "expected": {grade.value: n for grade, n in figure.expected.items()},
                "as_many": {grade.value: n for grade, n in figure.as_many.items()},
                "headline_grade": figure.headline_grade.value if figure.headline_grade else None,
            }
            for figure in comparison.figures
        ],
        "alignments": [
            {
                "first": pair.first.value,
                "second": pair.second.value,
                "ratio": pair.ratio,
                "low": pair.low,
                "high": pair.high,
                "first_sheets": pair.first_sheets,
                "second_sheets": pair.second_sheets,
                "no_better": list(pair.no_better) if pair.no_better else None,
            }
            for pair in comparison.alignments
        ],
        "top_tens": [
            {
                "of": top.of.value,
                "by": top.by.value,
                "length": top.length,
                "shared": top.shared,
                "chance_alike": top.chance_alike,
                "about_alike": top.about_alike,
            }
            for top in comparison.top_tens
        ],
        **_asides(content),
        "warnings": list(comparison.warnings),
        "seed": comparison.seed,
        "provenance": {
            "encoder": origin.encoder,
            "reviewed": origin.reviewed,
            "moves_after_closing": origin.moves_after_closing,
            "rows_left_out": origin.rows_left_out,
            "quotes_left_out": origin.quotes_left_out,
            "themes_left_out": origin.themes_left_out,
            "languages": list(origin.languages),
            "granularity": origin.granularity,
        },
    }


def _asides(content: SnapshotContent) -> dict[str, Any]:
    """Pulse, what was foreseen, votes, and places on the grid: counts of people, and nobody's words."""
    return {
        "pulse": [
            {
                "perspective": pulse.perspective.value,
                "by_link": pulse.by_link,
                "people": pulse.people,
                "counts": list(pulse.counts),
                "promoters": pulse.promoters,
            }
            for pulse in content.pulse
        ],
        "foreseen": [
            {"perspective": each.perspective.value, "named": each.named, "of": each.of, "waiting": each.waiting}
            for each in content.foreseen
        ],
        "votes": [
            {"theme": vote.theme, "perspective": vote.perspective.value, "dots": vote.dots, "voters": vote.voters}
            for vote in content.votes
        ],
        "priorities": [
            {"theme": place.theme, "impact": place.impact, "effort": place.effort} for place in content.priorities
        ],
    }


def _theme(found: ThemeFindings, names: dict[int, Any]) -> dict[str, Any]:
    theme = names.get(found.theme)
    return {
        "theme": found.theme,
        "name": clean_text(theme.name) if theme else "",
        "heading": clean_text(theme.heading) if theme else "",
        "answers": theme.answers if theme else 0,
        "counts": [
            {"perspective": perspective.value, "scope": scope.value, **_count(count)}
            for (perspective, scope), count in found.counts.items()
        ],
        "readings": [_reading(reading) for reading in found.readings],
        "pattern": {question.value: pattern for question, pattern in found.pattern.items()},
        "notes": list(found.notes),
    }


def _count(count: Count) -> dict[str, Any]:
    """Counts as screens show them: bundle figures are never printed, unanimous few read "nearly all"."""
    return {
        "tables_raising": count.tables_raising,
        "tables": count.tables,
        "singles_raising": NEARLY_ALL if nearly_all(count) else count.singles_raising,
        "singles": count.singles,
        "census": count.census,
        "high": count.high,
        "low": count.low,
        "low_waits": count.low_waits,
        "good": count.good,
        "bad": count.bad,
        "mixed": count.mixed,
        "stars": count.stars,
    }


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "name": reading.name.value,
        "family": reading.family.value,
        "scope": reading.scope.value,
        "stronger": reading.stronger.value if reading.stronger else None,
        "weaker": reading.weaker.value if reading.weaker else None,
        "compared": [[side.value, scope.value] for side, scope in reading.compared],
        "evidence": reading.evidence,
        "capped": reading.capped,
        "cap_n": reading.cap_n,
        "grade": reading.grade.value,
        "headline": reading.headline,
        "expected": reading.expected,
        "robust": reading.robust,
        "words": reading_words(reading),
    }
