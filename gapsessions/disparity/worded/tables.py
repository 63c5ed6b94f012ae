"""Which themes stand in the table of a question, and in which order: findings first, then the widest spread."""

from __future__ import annotations

from dataclasses import replace

from gapsessions.disparity.content import SnapshotContent
from gapsessions.disparity.worded import words
from gapsessions.disparity.worded.parts import Chip
from gapsessions.disparity.worded.rows import counted, reach, spread
from gapsessions.disparity.worded.summary import chip_of
from gapsessions.method.findings import Comparison, Reading, ThemeFindings
from gapsessions.method.vocabulary import Question, Scope
from gapsessions.method.wording import SCOPES

MOST_ORDERS = 40
"""Orders of tables that a process remembers: those of eight sessions."""
_orders: dict[tuple[int, Scope], tuple[Comparison, tuple[ThemeFindings, ...]]] = {}


def scopes_of(content: SnapshotContent, question: Question) -> tuple[Scope, ...]:
    """Question 4 is read as "keep doing" and "start doing" where anybody said which; else as a whole."""
    if question is not Question.ACTION:
        return (Scope(question.value),)
    told = any(
        count.raising
        for findings in content.comparison.themes
        for scope in (Scope.START, Scope.CONTINUE)
        for count in counted(findings, scope)
    )
    return (Scope.START, Scope.CONTINUE) if told else (Scope.ACTION,)


def raised_under(content: SnapshotContent, scope: Scope) -> list[ThemeFindings]:
    """The themes that any sheet raised there: headlined ones first, then by evidence, spread and reach.

    The order is remembered as long as a process holds the same comparison. It consists of numbers; no name is kept.
    """
    comparison = content.comparison
    known = _orders.get((id(comparison), scope))
    if known is not None and known[0] is comparison:
        return list(known[1])
    raised = [f for f in comparison.themes if any(count.raising for count in counted(f, scope))]
    ordered = sorted(raised, key=lambda f: (_rank(f, scope), -spread(f, scope), -reach(f, scope)))
    if len(_orders) >= MOST_ORDERS:
        _orders.clear()
    _orders[id(comparison), scope] = comparison, tuple(ordered)
    return ordered


def readings_under(findings: ThemeFindings, scope: Scope) -> list[Reading]:
    """Readings that belong in the table of this scope; a union stands with its own question."""
    question = words.QUESTION_OF[scope]
    if scope in (Scope.START, Scope.CONTINUE):
        return [r for r in findings.readings if words.stands_under(r) is scope]
    return [r for r in findings.readings if words.QUESTION_OF[words.stands_under(r)] is question]


def _rank(findings: ThemeFindings, scope: Scope) -> float:
    under = readings_under(findings, scope)
    if not under:
        return 2
    return (0 if under[0].headline else 1) - under[0].capped


def chip_under(findings: ThemeFindings, scope: Scope) -> Chip | None:
    """The pill of the table's row, where a reading stands under it; what the table is about needs no saying again."""
    under = readings_under(findings, scope)
    if not under:
        return None
    chip, about = chip_of(under[0]), words.about_in_column(under[0])
    if not about or about == about_table(scope):
        return replace(chip, about="")
    return replace(chip, about=about, words=words.said_about(chip.label, about, apart=True))


def about_table(scope: Scope) -> str:
    """What the readings of a table are about, unless they say otherwise: the head of their column."""
    return words.said(SCOPES[scope])
