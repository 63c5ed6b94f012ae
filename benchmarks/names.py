"""Names of 100 themes beside what a judge said of them: how many are good, acceptable, bad, or not judged yet.

    ./run bench names [--data DIR] [--judged FILE.csv] [--show]

The themes are those of sessions of 60 and 150 answers, seeds 408 and up, drawn set by set in turn until there are 100.
The judge's list is benchmarks/names_judged.csv, found again by the theme's answers; a name that changed since counts as
not judged. --show prints every theme with up to six of its answers, as the judge saw it. The rubric:

good        names what at least half of the notes are about, tells the theme from the others, reads as a heading
acceptable  the right subject, but clearly broader or narrower than the theme, clumsy, or a quote of notes that differ
bad         most notes are not about it, another theme has the same name or meaning, or it cannot be read as a name
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"  # before numpy loads

import numpy as np

from benchmarks._labelled import DATA, SETS, draw, read_labelled
from gapsessions.method.encoder import Encoder, open_encoder
from gapsessions.method.proposing import propose_themes

THEMES = 100
SHOWN = 6
JUDGED = Path(__file__).with_name("names_judged.csv")
COLUMNS = ("set", "n", "seed", "theme", "notes", "name", "verdict", "reason")
VERDICTS = ("good", "acceptable", "bad")


@dataclass(frozen=True, slots=True)
class Named:
    """One theme as the judge sees it; ``theme`` is a mark of the answers in it."""

    session: tuple[str, int, int]
    theme: str
    name: str
    notes: tuple[str, ...]


def themes(folder: Path, encoder: Encoder) -> Iterator[Named]:
    """The themes in the order they are judged."""
    found = {name: read_labelled(folder, name) for name in SETS}
    for seed in range(408, 450):
        for n in (60, 150):
            for name, (texts, labels) in found.items():
                own = [texts[row] for row in draw(name, labels, n, seed)]
                proposal = propose_themes(own, encoder.encode(own), languages=["en"] * len(own), encoder=encoder)
                for theme in proposal.themes:
                    notes = tuple(own[row] for row in np.flatnonzero(proposal.labels == theme.number))
                    mark = hashlib.sha256("\n".join(sorted(notes)).encode()).hexdigest()[:8]
                    yield Named((name, n, seed), mark, theme.name, notes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--judged", type=Path, default=JUDGED)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "gapsessions-bench-model")
    options = parser.parse_args()
    said: dict[tuple[str, str], str] = {}
    if options.judged.exists():
        with options.judged.open(encoding="utf-8", newline="") as file:
            said = {(row["theme"], row["name"]): row["verdict"] for row in csv.DictReader(file)}
    tally: Counter[str] = Counter()
    for number, one in zip(range(THEMES), themes(options.data, open_encoder(options.cache)), strict=False):
        verdict = said.get((one.theme, one.name), "not judged")
        tally[verdict] += 1
        if options.show:
            print(f"{number}\t{one.session}\t{one.theme}\t{len(one.notes)}\t{one.name}\t{verdict}")
            at = np.linspace(0, len(one.notes) - 1, min(SHOWN, len(one.notes))).round().astype(int)
            print("".join(f"        - {one.notes[place]}\n" for place in at), end="")
    print("| " + " | ".join([*VERDICTS, "not judged"]) + " |\n" + "|---" * 4 + "|")
    print("| " + " | ".join(str(tally[verdict]) for verdict in [*VERDICTS, "not judged"]) + " |")


if __name__ == "__main__":
    main()
