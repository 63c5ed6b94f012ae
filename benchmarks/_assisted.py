"""A facilitator who knows the labels, simulated: sets the slider once, then answers the machine's yes/no questions.

The slider rests at the stop that agrees best with the labels. A merge gets a yes where most answers of both themes
carry the same label; a split, where the part and the rest mostly carry different ones; a move, where the note carries
the label of most notes there and not that of most others where it is. What gets a yes is carried out as proposed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks._labelled import Labels, adjusted_rand
from benchmarks._sessions import Session
from gapsessions.method.suggesting import MergeTwo, MoveNote, Question, SplitOne, Verdict, next_questions

AFTER = (0, 10, 20, 40)
"""Numbers of decisions after which agreement is reported."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """What became of one session: ARI after each decision, and how often the answer was yes."""

    agreement: tuple[float, ...]
    """From before the first decision on; stays as it is where no question is left."""
    asked: int
    yes: int


def assist(session: Session, *, errs: float = 0.0) -> Sitting:
    """Sit one session of decisions out; with the chance ``errs`` an answer is the wrong one."""
    rng, truth = np.random.default_rng(session.seed), session.truth
    labels, verdicts = session.slider_set_once, list[Verdict]()
    agreement, yeses = [adjusted_rand(labels, truth)], 0
    while len(agreement) <= AFTER[-1]:
        questions = next_questions(session.view, labels, verdicts, 1)
        if not questions:
            break
        yes = says_yes(questions[0], labels, truth) != (rng.random() < errs)
        verdicts += questions[0].verdicts(yes)
        if yes:
            labels = carried_out(questions[0], labels)
        yeses += yes
        agreement.append(adjusted_rand(labels, truth))
    asked = len(agreement) - 1
    return Sitting(tuple(agreement + agreement[-1:] * (AFTER[-1] - asked)), asked, yeses)


def says_yes(question: Question, labels: Labels, truth: Labels) -> bool:
    """What somebody answers who knows the labels."""
    if isinstance(question, MergeTwo):
        return _main(truth[labels == question.one]) == _main(truth[labels == question.other])
    part = np.array(question.rows)
    rest = np.setdiff1d(np.flatnonzero(labels == question.theme), part)
    if isinstance(question, SplitOne):
        return _main(truth[part]) != _main(truth[rest])
    there = _main(truth[labels == question.into])
    return _main(truth[part]) == there and (len(rest) == 0 or _main(truth[rest]) != there)


def carried_out(question: Question, labels: Labels) -> Labels:
    """The board after a yes."""
    labels = labels.copy()
    if isinstance(question, MergeTwo):
        labels[labels == question.other] = question.one
    elif isinstance(question, SplitOne):
        labels[list(question.rows)] = labels.max() + 1
    elif isinstance(question, MoveNote):
        labels[list(question.rows)] = question.into
    return labels


def _main(truth: Labels) -> int:
    """The most frequent label; ties go to the lower number."""
    return int(np.bincount(truth).argmax())
