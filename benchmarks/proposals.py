"""A proposal beside a board at 400 and 3,000 answers: a step of the slider, the worker's runs, one new note.

Each session is sorted into 40 themes by its labels; the proposal is the machine's own. A step of the slider is: read
the cut of another stop, meet the board, count the difference. CPU milliseconds of one thread, median of `--runs` (steps
walk through all sixteen stops); the worker's runs are done once. No peer does this: the yardstick is the target of
10 ms for a step at 400 answers.

    ./run bench proposals [--sizes 400 3000] [--runs 32]
"""

from __future__ import annotations

import argparse
import statistics
import sys

from benchmarks._sized import THEMES, clocked, empty_product, once, options, table


def main() -> None:
    """Build each session, measure, and print one line per size."""
    chosen = options(__doc__, (400, 3000), runs=32).parse_args()
    with empty_product():
        lines = [measure(size, chosen) for size in chosen.sizes]
    print(f"\n{THEMES} themes by label; median of {chosen.runs}; seed {chosen.seed}; CPU ms of one thread")
    print(table(chosen.sizes, lines, 1))


def measure(size: int, chosen: argparse.Namespace) -> dict[str, float]:
    """All figures of one session."""
    from benchmarks._board import board_of
    from gapsessions.method.proposing import STOPS
    from gapsessions.sheets.models import Answer
    from gapsessions.themes.actions import carry_out, open_proposal
    from gapsessions.themes.encoder import the_encoder
    from gapsessions.themes.encoding import encode_missing
    from gapsessions.themes.proposals.meeting import difference
    from gapsessions.themes.proposals.panel import meeting_at
    from gapsessions.themes.proposals.stops import read_stop, themes_per_stop
    from gapsessions.themes.queries import answers_of
    from gapsessions.themes.suggesting.actions import wish_for_questions
    from gapsessions.themes.suggesting.asking import think
    from gapsessions.themes.tasks import place_newcomers

    board = board_of(size, THEMES, chosen.data, chosen.seed)
    encode_missing(board.session, the_encoder())
    print(f"{size:,} answers: built", file=sys.stderr, flush=True)
    first = once(lambda: carry_out(proposal=open_proposal(session=board.session), slider=False))
    proposal = open_proposal(session=board.session)
    whole = once(lambda: carry_out(proposal=proposal))
    there = themes_per_stop(proposal)
    turn = [0]

    def next_stop() -> int:
        turn[0] = (turn[0] + 7) % len(STOPS)
        return turn[0]

    part = {"HX-Request": "true", "HX-Target": "div#proposal-result"}
    found = {
        "run until ready": first,
        "all 16 stops more": whole - first,
        "read a cut": clocked(lambda: read_stop(proposal, next_stop()), chosen.runs),
        "step": clocked(lambda: difference(meeting_at(board.session, proposal, next_stop(), there)[0]), chosen.runs),
        "answer on the board": clocked(lambda: board.ask(f"proposal/?board=1&stop={next_stop()}", **part), chosen.runs),
        "answer on its page": clocked(lambda: board.ask(f"proposal/?stop={next_stop()}", **part), chosen.runs),
    }
    wish_for_questions(session=board.session)
    found["ten questions"] = once(lambda: think(session=board.session))
    sheet = answers_of(board.session).first().sheet  # type: ignore[union-attr]
    times = []
    for number in range(5):
        Answer.objects.create(
            sheet=sheet, question="improve", text=f"My card was declined abroad, for the {number}. time"
        )
        times.append(once(lambda: place_newcomers.call(board.session.pk)))
    found["one new note"] = statistics.median(times)
    return found


if __name__ == "__main__":
    main()
