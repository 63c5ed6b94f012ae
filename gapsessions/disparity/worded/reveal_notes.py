"""What a presenter reads at each kind of step: how to tell it to a room, never what to decide."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gapsessions.disparity.worded.reveal_parts import StepKind


def notes_for(kind: StepKind) -> tuple[str, ...]:
    """A few spoken hints, in the language that is active."""
    return {
        StepKind.OPENING: (
            _("Say what will come: what we share, then where we differ, then what we decide."),
            _("“3 of 4” counts sheets: what a table or a person handed in. Nobody is to blame."),
        ),
        StepKind.EXPECTED: (_("Let it stand for a moment. Nobody had to be right."),),
        StepKind.AGREEMENT: (_("Begin with what holds. Ask who is proud of it."),),
        StepKind.RAISED: (_("Let each side recognise itself before anybody compares."),),
        StepKind.STRENGTH: (_("Good news first: ask what made it so, and how it is kept."),),
        StepKind.GAP: (
            _("Wait after each side. Ask whoever did not raise it what they make of this, before anybody explains."),
            _("Then ask whether it has an owner and a date today. “Not yet” is an answer."),
        ),
        StepKind.QUESTION: (
            _("This is a question, not a finding: with so few sheets chance could explain it."),
            _("Ask those who would know. Write down what the room decides, or that it wants to know more."),
        ),
        StepKind.ROOM: (_("Ask the room which of these it recognises, and take one or two further."),),
        StepKind.DECISIONS: (
            _("Read each decision aloud, with its owner and its date."),
            _("Say when and where people will hear what came of it."),
        ),
    }[kind]
