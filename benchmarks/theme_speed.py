"""How much CPU and memory proposing themes takes: by number of answers, a slider step, five questions, a late answer.

    ./run bench theme_speed [--data DIR] [--sizes 400 3000 5000] [--runs 3]

Each size runs in a process of its own on one thread; times are CPU times, so that neighbours on a shared machine do
not count; a worker's first text takes .04 s more. Where the sets hold fewer answers than asked for, answers are
made by joining two. "MB" is the peak of the whole process, encoder included.
"""

from __future__ import annotations

import argparse
import dataclasses
import functools
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"  # before numpy loads

import numpy as np

from benchmarks._labelled import DATA, SETS, Labels, read_labelled
from gapsessions.method.encoder import open_encoder
from gapsessions.method.placement import Placer
from gapsessions.method.proposing import propose_themes
from gapsessions.method.suggesting import next_questions
from gapsessions.method.theme_view import ThemeView, open_view


def answers(folder: Path, count: int) -> list[str]:
    texts = sorted({text for name in SETS for text in read_labelled(folder, name)[0]})
    rng = np.random.default_rng(7)
    mixed = [texts[i] for i in rng.permutation(len(texts))]
    while len(mixed) < count:
        one, two = rng.integers(len(texts), size=2)
        mixed.append(f"{texts[one]} {texts[two]}")
    return mixed[:count]


def timed(runs: int, work: Callable[[], object]) -> float:
    """Median CPU seconds."""
    seconds = []
    for _ in range(runs):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return statistics.median(seconds)


def first_questions(view: ThemeView, labels: Labels) -> None:
    """Five of a view as new: what it keeps for the next round is paid for by the first."""
    next_questions(dataclasses.replace(view), labels, (), 5)


def measure(options: argparse.Namespace, n: int) -> None:
    texts = answers(options.data, n)
    codes = ["en"] * n
    encoder = open_encoder(options.cache)
    encoder.encode(texts[:1])  # the first text pays for what the process loads once
    start = time.process_time()
    vectors = encoder.encode(texts)
    encoding = time.process_time() - start
    runs = options.runs if n <= 6000 else 1
    proposal = propose_themes(texts, vectors, encoder=encoder)
    ms, peak = 1000, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000  # before anything is held twice
    step = timed(9 if n <= 6000 else 3, functools.partial(proposal.recut, 0.7))
    labels = proposal.labels.tolist()
    ask = timed(runs, functools.partial(first_questions, proposal.view, proposal.labels))
    del proposal
    everything = timed(runs, lambda: propose_themes(texts, vectors, encoder=encoder))
    cluster = timed(runs, lambda: open_view(texts, vectors, codes, encoder.languages).cut(0.4))
    placer = Placer(texts, vectors, labels, languages=codes)
    late = timed(31, lambda: placer.place(texts[:1], encoder.encode(texts[:1])))
    seconds = [encoding, cluster, everything]
    milliseconds = [f"{ms * step:.1f}", f"{ms * ask:.0f}", f"{ms * late:.1f}"]
    cells = [str(n), *(f"{one:.2f}" for one in seconds), *milliseconds, f"{peak:.0f}"]
    print("| " + " | ".join(cells) + " |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sizes", type=int, nargs="+", default=[400, 3000, 5000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "gapsessions-bench-model")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        measure(options, options.one)
        return
    print("| answers | encode s | cluster s | propose s | slider ms | questions ms | late answer ms | MB |")
    print("|---" * 8 + "|", flush=True)
    for n in options.sizes:
        subprocess.run([sys.executable, *sys.argv, "--one", str(n)], check=True)


if __name__ == "__main__":
    main()
