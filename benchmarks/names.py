"""Names of 100 themes beside what a judge said of them: how many are good, acceptable, bad, or not judged yet.

    ./run bench names [--data DIR] [--first SEED] [--judged FILE.csv] [--show] [--peer] [--list FILE.csv]

The themes are those of two answers or more in sessions of 60 and 150, seed 424 and up, set by set in turn until there
are 100.
The judge's list is benchmarks/names_judged.csv, found again by the theme's answers; a name that changed since counts as
not judged. --show prints every theme with up to six of its answers and its verdict. --peer also names the same themes
by their three words of highest c-TF-IDF and prints both names as a judge sees them: without a mark, in an order that
differs from theme to theme; verdicts on either are looked up in the same list. --list writes what is to be judged in
the form of that list, verdict and reason empty. The rubric:

good        names what at least half of the notes are about, tells the theme from the others, reads as a heading
acceptable  the right subject, but clearly broader or narrower than the theme, clumsy, or a quote of notes that differ
bad         most notes are not about it, another theme has the same name or meaning, or it cannot be read as a name
"""

from __future__ import annotations

import csv
import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"  # before numpy loads

import numpy as np

from benchmarks._labelled import SETS
from benchmarks._peers import keyword_names
from benchmarks._sessions import Session, Sets, header, line, options
from gapsessions.method.encoder import open_encoder
from gapsessions.method.proposing import propose_themes

FIRST, SIZES = 424, (60, 150)
THEMES = 100
SHOWN = 6
JUDGED = Path(__file__).with_name("names_judged.csv")
COLUMNS = ("set", "n", "seed", "theme", "notes", "name", "verdict", "reason")
VERDICTS = ("good", "acceptable", "bad", "not judged")
OURS, KEYWORDS = "this product", "c-TF-IDF, three words"


@dataclass(frozen=True, slots=True)
class Named:
    """One theme as the judge sees it; ``mark`` is one of the answers in it, ``keywords`` its name by the peer."""

    session: Session
    mark: str
    name: str
    keywords: str
    notes: tuple[str, ...]

    @property
    def unmarked(self) -> tuple[str, ...]:
        """Both names in an order that tells nothing of who gave which."""
        return (self.name, self.keywords) if int(self.mark, 16) % 2 else (self.keywords, self.name)


def themes(sets: Sets, first: int) -> Iterator[Named]:
    """The themes in the order they are judged."""
    for seed in range(first, first + 50):
        sets.encode(SIZES, [seed])
        for n in SIZES:
            for name in SETS:
                yield from named(sets.session(name, n, seed), sets)


def named(session: Session, sets: Sets) -> Iterator[Named]:
    languages = ["en"] * len(session.texts)
    proposal = propose_themes(session.texts, session.vectors, languages=languages, encoder=sets.encoder)
    keywords = keyword_names(session.texts, proposal.labels)
    for theme in proposal.themes:
        if theme.size < 2:  # one answer that stands alone has its own words for a name
            continue
        notes = tuple(session.texts[row] for row in np.flatnonzero(proposal.labels == theme.number))
        mark = hashlib.sha256("\n".join(sorted(notes)).encode()).hexdigest()[:8]
        yield Named(session, mark, theme.name, keywords[theme.number], notes)


def measure(sets: Sets, first: int = FIRST, judged: Path = JUDGED, peer: bool = False) -> list[Named]:
    """Print how the list judges the names, by set, and return the themes."""
    drawn = list(islice(themes(sets, first), THEMES))
    verdicts = verdicts_in(judged)
    header("names by", "set", *VERDICTS)
    for title in (OURS, KEYWORDS) if peer else (OURS,):
        for name in (*SETS, None):
            ours = [one for one in drawn if name in (None, one.session.name)]
            names = [(one.mark, one.name if title == OURS else one.keywords) for one in ours]
            tally = Counter(verdicts.get(key, "not judged") for key in names)
            line(title, name or "all", *(tally[verdict] for verdict in VERDICTS))
    return drawn


def verdicts_in(judged: Path) -> dict[tuple[str, str], str]:
    """What a list says of names, by the mark of the theme and the name."""
    if not judged.exists():
        return {}
    with judged.open(encoding="utf-8", newline="") as file:
        return {(row["theme"], row["name"]): row["verdict"] for row in csv.DictReader(file)}


def show(drawn: Sequence[Named], verdicts: Mapping[tuple[str, str], str], *, peer: bool) -> None:
    """Print every theme: its name with the verdict, or both names and none."""
    for number, one in enumerate(drawn):
        told = one.unmarked if peer else (one.name, verdicts.get((one.mark, one.name), "not judged"))
        where = (one.session.name, one.session.n, one.session.seed)
        print(f"{number}\t{where}\t{one.mark}\t{len(one.notes)}\t" + "\t".join(told))
        at = np.linspace(0, len(one.notes) - 1, min(SHOWN, len(one.notes))).round().astype(int)
        print("".join(f"        - {one.notes[place]}\n" for place in at), end="")


def write_list(drawn: Sequence[Named], path: Path, *, peer: bool) -> None:
    """Write what is to be judged."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for one in drawn:
            of = (one.session.name, one.session.n, one.session.seed, one.mark, len(one.notes))
            for name in dict.fromkeys(one.unmarked if peer else (one.name,)):
                writer.writerow([*of, name, "", ""])


def main() -> None:
    parser = options(__doc__, None)
    parser.add_argument("--first", type=int, default=FIRST, metavar="SEED")
    parser.add_argument("--judged", type=Path, default=JUDGED)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--peer", action="store_true")
    parser.add_argument("--list", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    drawn = measure(Sets(chosen.data, open_encoder(chosen.cache)), chosen.first, chosen.judged, chosen.peer)
    if chosen.show or chosen.peer:
        print()
        show(drawn, verdicts_in(chosen.judged), peer=chosen.peer)
    if chosen.list:
        write_list(drawn, chosen.list, peer=chosen.peer)


if __name__ == "__main__":
    main()
