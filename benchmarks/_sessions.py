"""Sessions drawn from the labelled sets, opened once for all that a run measures on them, and what is kept of it."""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from benchmarks._labelled import DATA, SETS, Labels, adjusted_rand, draw, mean_of, read_labelled
from gapsessions.method.clustering import choose_granularity
from gapsessions.method.encoder import Encoder, Vectors
from gapsessions.method.proposing import STOPS
from gapsessions.method.theme_view import ThemeView, open_view

AT_ONCE = 1000
"""Answers encoded between two words of progress."""


def options(about: str | None, seeds: tuple[int, int] | None) -> argparse.ArgumentParser:
    """The options of a bench of drawn sessions; without ``seeds`` it draws by a rule of its own."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "gapsessions-bench-model")
    if seeds:
        parser.add_argument("--sizes", type=int, nargs="+", default=[60, 150, 400])
        parser.add_argument("--seeds", type=int, nargs=2, default=list(seeds), metavar=("FIRST", "END"))
    return parser


@dataclass(frozen=True)
class Session:
    """One drawn session; ``truth`` is the number of each answer's label."""

    name: str
    n: int
    seed: int
    texts: list[str]
    vectors: Vectors
    truth: Labels

    @cached_property
    def view(self) -> ThemeView:
        """What the product makes of the answers before it cuts them into themes."""
        return view_of(self.texts, self.vectors)

    @cached_property
    def found(self) -> Labels:
        """The themes the product proposes."""
        return cut_of(self.view)

    @cached_property
    def slider_set_once(self) -> Labels:
        """The cut that agrees best with the labels; the broader one where two do."""
        return max((self.view.cut(stop) for stop in STOPS), key=lambda labels: adjusted_rand(labels, self.truth))


def view_of(texts: list[str], vectors: Vectors) -> ThemeView:
    return open_view(texts, vectors, ["en"] * len(texts), frozenset({"en"}))


def cut_of(view: ThemeView) -> Labels:
    assert view.tree is not None
    return view.cut(choose_granularity(view.tree)[0])


class Sets:
    """The labelled sets, with the vectors of all answers and the sessions drawn so far."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self.encoder = encoder
        self._sets = {name: read_labelled(folder, name) for name in SETS}
        self._vectors: dict[str, dict[int, Vectors]] = {name: {} for name in SETS}
        self._drawn: dict[tuple[str, int, int], Session] = {}

    def __str__(self) -> str:
        return ", ".join(f"{name} of {len(texts):,} answers" for name, (texts, _) in self._sets.items())

    def encode(self, sizes: Sequence[int], seeds: Iterable[int]) -> int:
        """Encode each answer of these sessions once; returns how many answers are known now."""
        seeds = list(seeds)
        for name, (texts, labels) in self._sets.items():
            rows = {row for n in sizes for seed in seeds for row in draw(name, labels, n, seed)}
            missing = sorted(rows - self._vectors[name].keys())
            for start in range(0, len(missing), AT_ONCE):
                part = missing[start : start + AT_ONCE]
                vectors = self.encoder.encode([texts[row] for row in part])
                self._vectors[name].update(zip(part, vectors, strict=True))
                progress(f"{name}: {start + len(part):,} of {len(missing):,} answers encoded")
        return sum(map(len, self._vectors.values()))

    def sessions(self, sizes: Sequence[int], seeds: Iterable[int]) -> Iterator[Session]:
        """Draw them set by set and size by size."""
        seeds = list(seeds)
        self.encode(sizes, seeds)
        for name in self._sets:
            for n in sizes:
                for seed in seeds:
                    yield self.session(name, n, seed)

    def session(self, name: str, n: int, seed: int) -> Session:
        """Return one whose answers are encoded."""
        if (name, n, seed) not in self._drawn:
            texts, labels = self._sets[name]
            rows = draw(name, labels, n, seed)
            truth = np.unique([labels[row] for row in rows], return_inverse=True)[1]
            vectors = np.stack([self._vectors[name][row] for row in rows])
            self._drawn[name, n, seed] = Session(name, n, seed, [texts[row] for row in rows], vectors, truth)
        return self._drawn[name, n, seed]


class SessionFile:
    """A CSV file with one row per session and method, written as they come, or none."""

    def __init__(self, path: Path | None, columns: Sequence[str]) -> None:
        """``columns`` are the figures of all parts of the run; a part fills its own."""
        self._columns = columns
        self._file = path.open("w", newline="", encoding="utf-8") if path else None
        self._write(["part", "set", "n", "seed", "method", *columns])

    def add(self, part: str, session: Session, method: str, row: Mapping[str, float]) -> None:
        """Write what a method got in a session."""
        figures = [f"{row[column]:.6g}" if column in row else "" for column in self._columns]
        self._write([part, session.name, session.n, session.seed, method, *figures])

    def _write(self, cells: Sequence[str | int]) -> None:
        if self._file:
            csv.writer(self._file).writerow(cells)
            self._file.flush()


class Rows:
    """The figures of every single session, and their means.

    A figure that was not measured in a session is left out of its row; the mean is over the others.
    """

    def __init__(self, part: str, columns: Mapping[str, str], file: SessionFile | None = None) -> None:
        """``columns`` are the figures with the format of their means."""
        self.columns = columns
        self._rows: defaultdict[tuple[str, int, str], list[dict[str, float]]] = defaultdict(list)
        self._part, self._file = part, file

    def add(self, session: Session, method: str, row: dict[str, float]) -> None:
        """Keep what a method got in a session."""
        self._rows[session.name, session.n, method].append(row)
        if self._file:
            self._file.add(self._part, session, method, row)

    def of(self, method: str, name: str | None = None, n: int | None = None) -> list[dict[str, float]]:
        """The rows of a method in the order they came; of one set or size, where one is named."""
        return [
            row
            for (own_name, own_n, title), rows in self._rows.items()
            if title == method and name in (None, own_name) and n in (None, own_n)
            for row in rows
        ]

    def means(self, method: str, name: str | None = None, n: int | None = None) -> list[str]:
        """The mean of every column as it is printed; empty where nothing was measured."""
        mean = mean_of(self.of(method, name, n))
        return [form.format(mean[column]) if column in mean else "" for column, form in self.columns.items()]


def header(*names: str) -> None:
    """Print the head of a Markdown table."""
    print("\n| " + " | ".join(names) + " |\n" + "|---" * len(names) + "|", flush=True)


def line(*cells: str | int) -> None:
    """Print a line of a Markdown table, at once: a run that is stopped has told what it knew."""
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)


START = time.monotonic()


def progress(words: str) -> None:
    """Say on the terminal, beside the tables, how far the run is and how long it has taken."""
    print(f"  {time.monotonic() - START:4.0f} s  {words}", file=sys.stderr, flush=True)
