"""How well proposed themes agree with what people labelled, beside other methods, and how fast and how well assisted.

    ./run bench themes [--data DIR] [--sizes 60 150 400] [--seeds 100 120] [--bertopic ENV/bin/python]
                       [--parts agreement assisted late splits names encoding speed] [--rows FILE.csv]
                       [--peer FILE.py] [--full]

Per set, size and seed one session is drawn by the published sampling rule. Columns: ARI, V measure, B-cubed F, percent
left out, |log2(themes / labels)|, CPU seconds on one thread without encoding, MB that memory grows by (BERTopic: of its
whole process). "slider set once" is this product's own tree, cut at the stop that agrees best with the labels, as
somebody would who knows them. A peer is a Python file with `themes(texts, vectors) -> labels`, or with
`similarity(vectors, texts)` and `cluster(view)`. The other parts are benches of their own and follow in the same run.
Assisted sittings are simulated for the first 12 seeds (--full: for all of them), speed is measured up to 5,000 answers
(--full: 30,000). Every part says how long it took and how busy the machine was.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"  # before numpy loads: one thread, as the targets are written

import numpy as np

from benchmarks._assisted import AFTER, assist, slider_set_once
from benchmarks._labelled import DATA, SETS, Labels, adjusted_rand, b_cubed, draw, mean_of, read_labelled, v_measure
from benchmarks._peers import Bertopic, Found, Measured, average_linkage, measured, peer_in, silhouette_k_means
from gapsessions.method.clustering import choose_granularity
from gapsessions.method.encoder import Encoder, Vectors, open_encoder
from gapsessions.method.theme_view import ThemeView, open_view

COLUMNS = {
    "ARI": "{:.3f}",
    "V": "{:.3f}",
    "B3": "{:.3f}",
    "out": "{:.0f}",
    "k-err": "{:.2f}",
    "CPU": "{:.3f}",
    "MB": "{:.0f}",
}
PARTS = {"late": "late_answers", "splits": "splits", "names": "names", "encoding": "encoding", "speed": "theme_speed"}
"""Benches of their own that belong to the whole picture."""
FULL_SIZES = ("400", "3000", "5000", "30000")
ENCODED: defaultdict[str, dict[int, Vectors]] = defaultdict(dict)
"""The vectors of each set's rows, so that no part of the run encodes an answer again."""
ASSISTED = 12
"""Seeds of which assisted sittings are simulated: these are most of the work."""


@dataclass(frozen=True, slots=True)
class Session:
    """One drawn session; ``truth`` is the number of each answer's label."""

    name: str
    n: int
    seed: int
    texts: list[str]
    vectors: Vectors
    truth: Labels


def sessions(options: argparse.Namespace, encoder: Encoder, most: int | None = None) -> Iterator[Session]:
    """Draw them set by set, encoding each answer once; of the first ``most`` seeds only."""
    for name in SETS:
        texts, labels = read_labelled(options.data, name)
        vector_of = ENCODED[name]
        for n in options.sizes:
            for seed in range(*options.seeds)[:most]:
                drawn = draw(name, labels, n, seed)
                missing = [row for row in drawn if row not in vector_of]
                vector_of.update(zip(missing, encoder.encode([texts[row] for row in missing]), strict=True))
                truth = np.unique([labels[row] for row in drawn], return_inverse=True)[1]
                vectors = np.stack([vector_of[row] for row in drawn])
                yield Session(name, n, seed, [texts[row] for row in drawn], vectors, truth)


def view_of(texts: list[str], vectors: Vectors) -> ThemeView:
    return open_view(texts, vectors, ["en"] * len(texts), frozenset({"en"}))


def this_product(texts: list[str], vectors: Vectors) -> Labels:
    view = view_of(texts, vectors)
    assert view.tree is not None
    return view.cut(choose_granularity(view.tree)[0])


def scores(result: Found, truth: Labels) -> dict[str, float]:
    """Answers left out count as themes of their own in every score of agreement."""
    found = result.labels
    count = len(set(found[found >= 0].tolist()))
    alone = found.copy()
    alone[found < 0] = np.arange((found < 0).sum()) + count + 10_000
    return {
        "ARI": adjusted_rand(alone, truth),
        "V": v_measure(alone, truth),
        "B3": b_cubed(alone, truth),
        "out": 100 * float((found < 0).mean()),
        "k-err": abs(float(np.log2(max(count, 1) / len(set(truth.tolist()))))),
        "CPU": result.seconds,
        "MB": result.megabytes,
    }


def agreement(options: argparse.Namespace, encoder: Encoder, methods: dict[str, Measured]) -> None:
    header("set", "n", "method", *COLUMNS)
    rows: defaultdict[tuple[str, int, str], list[dict[str, float]]] = defaultdict(list)
    kept: list[tuple[str | int | float, ...]] = []
    for (name, n), cell in groupby(sessions(options, encoder), key=lambda one: (one.name, one.n)):
        for session in cell:
            for title, method in methods.items():
                row = scores(method(session.texts, session.vectors), session.truth)
                rows[name, n, title].append(row)
                kept.append((name, n, session.seed, title, *row.values()))
            view = view_of(session.texts, session.vectors)
            cut = Found(slider_set_once(view, session.truth), float("nan"), float("nan"))
            rows[name, n, "slider set once"].append(scores(cut, session.truth))
        for title in [*methods, "slider set once"]:  # at once: a run that is stopped has told what it knew
            line(name, str(n), title, values=mean_of(rows[name, n, title]))
    for title in [*methods, "slider set once"]:
        every = [row for (_, _, method), found in rows.items() if method == title for row in found]
        line("mean", "", title, values=mean_of(every))
    if options.rows:
        with options.rows.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["set", "n", "seed", "method", *COLUMNS])
            writer.writerows(kept)


def assisted(options: argparse.Namespace, encoder: Encoder) -> None:
    """ARI with the slider set once, then after 10, 20, 40 yes/no decisions."""
    print(
        "\nAssisted: ARI with the slider set once, then after so many yes/no decisions; share of answers that are yes\n"
    )
    header("set", "n", *map(str, AFTER), "20 with one answer in ten wrong", "yes")
    rows: defaultdict[tuple[str, int], list[tuple[float, ...]]] = defaultdict(list)
    drawn = sessions(options, encoder, None if options.full else ASSISTED)
    for (name, n), cell in groupby(drawn, key=lambda one: (one.name, one.n)):
        for session in cell:
            view = view_of(session.texts, session.vectors)
            start = slider_set_once(view, session.truth)
            sure = assist(view, session.truth, start)
            erring = assist(view, session.truth, start, errs=0.1, seed=session.seed)
            shares = (erring.agreement[20], sure.yes / max(1, sure.asked))
            rows[name, n].append((*(sure.agreement[after] for after in AFTER), *shares))
        mean = np.mean(rows[name, n], axis=0)
        print(f"| {name} | {n} | " + " | ".join(f"{value:.3f}" for value in mean) + " |", flush=True)
    for n in options.sizes:
        every = [row for (_, size), found in rows.items() if size == n for row in found]
        print(f"| mean | {n} | " + " | ".join(f"{value:.3f}" for value in np.mean(every, axis=0)) + " |", flush=True)


@contextlib.contextmanager
def timed(part: str) -> Iterator[None]:
    """Say how long a part took by the clock, and how many processes wanted the machine meanwhile."""
    start = time.monotonic()
    yield
    print(f"\n({part}: {time.monotonic() - start:.0f} s, load {os.getloadavg()[1]:.1f})", flush=True)


def header(*names: str) -> None:
    print("| " + " | ".join(names) + " |\n" + "|---" * len(names) + "|", flush=True)


def line(*cells: str, values: dict[str, float]) -> None:
    figures = [form.format(values[column]).replace("nan", "") for column, form in COLUMNS.items()]
    print("| " + " | ".join([*cells, *figures]) + " |", flush=True)


def other_parts(options: argparse.Namespace, parts: Sequence[str]) -> None:
    """The benches of placement and speed, on the same data and, where it matters, the same seeds."""
    for part in parts:
        print(f"\n{PARTS[part]}\n", flush=True)
        of_sessions = ["--seeds", *map(str, options.seeds), "--sizes", *map(str, options.sizes)]
        more = of_sessions if part == "late" else ["--sizes", *FULL_SIZES] if part == "speed" and options.full else []
        script = Path(__file__).with_name(f"{PARTS[part]}.py")
        shared = ["--data", str(options.data), "--cache", str(options.cache)]
        with timed(PARTS[part]):
            subprocess.run([sys.executable, str(script), *shared, *more], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sizes", type=int, nargs="+", default=[60, 150, 400])
    parser.add_argument("--seeds", type=int, nargs=2, default=[100, 120], metavar=("FIRST", "END"))
    parser.add_argument("--parts", nargs="+", choices=["agreement", "assisted", *PARTS], help="default: all")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "gapsessions-bench-model")
    parser.add_argument("--bertopic", type=Path, metavar="PYTHON", help="of an environment that has BERTopic")
    parser.add_argument("--rows", type=Path, help="write every single session's scores to this CSV file")
    parser.add_argument("--peer", type=Path)
    parser.add_argument("--full", action="store_true", help="assisted sittings of all seeds, speed up to 30,000")
    options = parser.parse_args()
    parts = options.parts or ["agreement", "assisted", *PARTS]
    methods = {
        "average linkage .70": measured(average_linkage),
        "silhouette k-means": measured(silhouette_k_means),
        "this product": measured(this_product),
    }
    if options.peer:
        methods["peer"] = measured(peer_in(options.peer))
    with contextlib.ExitStack() as stack:
        if options.bertopic and "agreement" in parts:
            bertopic = stack.enter_context(Bertopic(options.bertopic))
            methods[f"BERTopic {bertopic.version}"] = bertopic.method(tuned=False)
            methods[f"BERTopic {bertopic.version} tuned"] = bertopic.method(tuned=True)
        encoder = open_encoder(options.cache)
        seeds = f"{options.seeds[0]}-{options.seeds[1] - 1}"
        print(f"encoder {encoder.name or 'none'}; seeds {seeds}; data {options.data}\n", flush=True)
        if "agreement" in parts:
            with timed("agreement"):
                agreement(options, encoder, methods)
        if "assisted" in parts:
            with timed("assisted"):
                assisted(options, encoder)
    other_parts(options, [part for part in parts if part in PARTS])


if __name__ == "__main__":
    main()
