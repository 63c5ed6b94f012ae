"""How well proposed themes agree with what people labelled, beside other methods, and how fast and how well assisted.

    ./run bench themes [--data DIR] [--sizes 60 150 400] [--seeds 100 120] [--bertopic ENV/bin/python]
                       [--parts agreement assisted late splits names encoding speed board] [--csv FILE]
                       [--peer FILE.py] [--full]

Per set, size and seed one session is drawn by the published sampling rule; each answer is encoded once for all parts.
Columns: ARI, V measure, B-cubed F, percent of answers left out, and alone in a theme; themes, labels and their |log2
ratio|, of all and of those of two answers or more; CPU seconds on one thread without encoding, MB that memory grows by
(BERTopic: of its whole process), measured with the first two seeds. "slider set once" is this product's own tree, cut
at the stop that agrees best with the labels, as somebody would who knows them; "words alone" is this product without an
encoder. A peer is a Python file with `themes(texts, vectors) -> labels`, or with `similarity(vectors, texts)` and
`cluster(view)`. Then follows how often the machine is right when it is so sure, of answers that are not alone.

The other parts are benches of their own. Assisted sittings are simulated for the first 12 seeds and splits for the
first 8 (--full: all), names are drawn from the first seed on, speed is measured up to 5,000 answers (--full: 30,000).
Every part says how long it took and how busy the machine was. Tables go to the output, progress to the terminal beside
it; --csv has one row per part, set, size, seed and method.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"  # before numpy loads: one thread, as the targets are written

import numpy as np

from benchmarks import late_answers, names, splits
from benchmarks._assisted import AFTER, assist
from benchmarks._labelled import SETS, Labels, adjusted_rand, b_cubed, v_measure
from benchmarks._peers import (
    Bertopic,
    Found,
    Measured,
    average_linkage,
    measured,
    memory_of,
    peer_in,
    silhouette_k_means,
)
from benchmarks._sessions import Rows, Session, SessionFile, Sets, cut_of, header, line, options, progress, view_of
from gapsessions.method.encoder import LexicalOnly, Vectors, open_encoder

COLUMNS = {
    "ARI": "{:.3f}",
    "V": "{:.3f}",
    "B3": "{:.3f}",
    "% out": "{:.0f}",
    "% alone": "{:.0f}",
    "k": "{:.1f}",
    "labels": "{:.1f}",
    "k-err": "{:.2f}",
    "k-err, two up": "{:.2f}",
    "CPU": "{:.3f}",
    "MB": "{:.0f}",
}
DECISIONS = {str(after): "{:.3f}" for after in AFTER} | {"20, one answer in ten wrong": "{:.3f}", "yes": "{:.2f}"}
OURS, SLIDER, WORDS = "this product", "slider set once", "words alone"
OWN_BENCHES = {"encoding": "encoding", "speed": "theme_speed", "board": "board"}
"""Parts in processes of their own: what they measure is a process's, or needs another one."""
PARTS = ("agreement", "assisted", "late", "splits", "names", *OWN_BENCHES)
FULL_SIZES = ("400", "3000", "5000", "30000")
MEMORY, ASSISTED, SPLIT = 2, 12, 8
"""Seeds with which memory is measured, assisted sittings are simulated, themes are split."""
SURE = (0.5, 0.6, 0.7, 0.8, 0.9)


def this_product(texts: list[str], vectors: Vectors) -> Labels:
    return cut_of(view_of(texts, vectors))


def words_alone(texts: list[str], vectors: Vectors) -> Labels:
    return this_product(texts, LexicalOnly().encode(texts))


def as_opened(session: Session, *, memory: bool) -> Found:
    """This product's themes: what was opened to find them serves the parts that follow."""
    start = time.process_time()
    found = session.found
    seconds = time.process_time() - start
    return Found(found, seconds, memory_of(lambda: this_product(session.texts, session.vectors)) if memory else None)


def scores(result: Found, truth: Labels) -> dict[str, float]:
    """To agreement an answer left out is a theme of its own; to the number of themes it is none."""
    found = result.labels.copy()
    left_out = found < 0
    sizes, labels = np.bincount(found[~left_out]), np.bincount(truth)
    found[left_out] = found.max(initial=0) + 1 + np.arange(left_out.sum())
    cost = {"CPU": result.seconds, "MB": result.megabytes}
    return {
        "ARI": adjusted_rand(found, truth),
        "V": v_measure(found, truth),
        "B3": b_cubed(found, truth),
        "% out": 100 * float(left_out.mean()),
        "% alone": 100 * float((sizes == 1).sum() / len(found)),
        "k": int((sizes > 0).sum()),
        "labels": int((labels > 0).sum()),
        "k-err": _octaves(sizes, labels, least=1),
        "k-err, two up": _octaves(sizes, labels, least=2),
    } | {column: figure for column, figure in cost.items() if figure is not None}


def _octaves(sizes: Labels, labels: Labels, *, least: int) -> float:
    """How far the number of themes is from that of labels, both of so many answers at least: |log2| of their ratio."""
    return abs(float(np.log2(max((sizes >= least).sum(), 1) / max((labels >= least).sum(), 1))))


def agreement(
    sets: Sets, sizes: Sequence[int], seeds: range, methods: Mapping[str, Measured], file: SessionFile
) -> None:
    """Every method in every session; the means of a cell as soon as it is done, and of all sessions at the end."""
    titles = [*methods, WORDS, OURS, SLIDER]
    rows = Rows("agreement", COLUMNS, file)
    sureness: list[tuple[float, bool]] = []
    header("set", "n", "method", *COLUMNS)
    for (name, n), cell in groupby(sets.sessions(sizes, seeds), key=lambda one: (one.name, one.n)):
        for one in cell:
            memory = one.seed in seeds[:MEMORY]
            # Before the others: nothing of this session is known yet, so all of its work is measured.
            rows.add(one, OURS, scores(as_opened(one, memory=memory), one.truth))
            rows.add(one, WORDS, scores(measured(words_alone)(one.texts, one.vectors, memory=memory), one.truth))
            rows.add(one, SLIDER, scores(Found(one.slider_set_once, None, None), one.truth))
            for title, method in methods.items():
                rows.add(one, title, scores(method(one.texts, one.vectors, memory=memory), one.truth))
            sureness += how_sure(one)
        for title in titles:
            line(name, n, title, *rows.means(title, name, n))
        told = ", ".join(f"{title} {rows.means(title, name, n)[0]}" for title in titles)
        progress(f"{name} {n}: ARI {told}")
    summary(rows, titles, sizes)
    sure(sureness)


def summary(rows: Rows, titles: Sequence[str], sizes: Sequence[int]) -> None:
    """The means of all sessions, with the sessions in which this product is ahead, and ARI by set and size."""
    ours = [row["ARI"] for row in rows.of(OURS)]
    header(f"mean of {len(ours)} sessions", *COLUMNS, "this product ahead in")
    for title in titles:
        ahead = sum(own > row["ARI"] for own, row in zip(ours, rows.of(title), strict=True))
        line(title, *rows.means(title), "" if title in (OURS, SLIDER) else ahead)
    for column in ("ARI", "V"):
        header(f"{column} at {' / '.join(map(str, sizes))}", *SETS)
        where = list(COLUMNS).index(column)
        for title in titles:
            line(title, *(" / ".join(rows.means(title, name, n)[where].lstrip("0") for n in sizes) for name in SETS))


def how_sure(session: Session) -> Iterator[tuple[float, bool]]:
    """How sure the machine is of each answer in company, and whether its label is the main label of its theme."""
    certainty = session.view.confidence(session.found)
    for theme in np.flatnonzero(np.bincount(session.found) > 1):
        inside = session.found == theme
        labels = session.truth[inside]
        yield from zip(certainty[inside].tolist(), (labels == np.bincount(labels).argmax()).tolist(), strict=True)


def sure(found: Sequence[tuple[float, bool]]) -> None:
    """How often the machine is right when it is so sure."""
    header("sure", "answers", "label is the theme's main label")
    for low, high in zip((0.0, *SURE), (*SURE, 1.01), strict=True):
        right = [hit for sureness, hit in found if low <= sureness < high]
        line(f"{low:.1f} to {min(high, 1):.1f}", f"{len(right):,}", f"{np.mean(right):.2f}" if right else "")


def assisted(sets: Sets, sizes: Sequence[int], seeds: range, file: SessionFile) -> None:
    """ARI with the slider set once, then after so many yes/no decisions, and the share of answers that are yes."""
    rows = Rows("assisted", DECISIONS, file)
    header("ARI after so many decisions", "n", *DECISIONS)
    for (name, n), cell in groupby(sets.sessions(sizes, seeds), key=lambda one: (one.name, one.n)):
        for one in cell:
            sitting, erring = assist(one), assist(one, errs=0.1)
            found = {str(after): sitting.agreement[after] for after in AFTER}
            shares = {"20, one answer in ten wrong": erring.agreement[20], "yes": sitting.yes / max(1, sitting.asked)}
            rows.add(one, SLIDER, found | shares)
        line(name, n, *rows.means(SLIDER, name, n))
        progress(f"{name} {n}: ARI after 20 answers {rows.means(SLIDER, name, n)[2]}")
    for n in sizes:
        line("mean", n, *rows.means(SLIDER, n=n))


@contextlib.contextmanager
def timed(part: str) -> Iterator[None]:
    """Say how long a part took by the clock, and how many processes wanted the machine meanwhile."""
    progress(f"{part} begins")
    start = time.monotonic()
    yield
    print(f"\n({part}: {time.monotonic() - start:.0f} s, load {os.getloadavg()[1]:.1f})", flush=True)


def own_bench(part: str, *more: str) -> None:
    """Run another bench, in a process of its own."""
    print(flush=True)
    script = Path(__file__).with_name(f"{OWN_BENCHES[part]}.py")
    subprocess.run([sys.executable, str(script), *more], check=True)


def main() -> None:
    parser = options(__doc__, (100, 120))
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--bertopic", type=Path, metavar="PYTHON", help="of an environment that has BERTopic")
    parser.add_argument("--csv", type=Path, help="write the figures of every single session to this file")
    parser.add_argument("--peer", type=Path)
    parser.add_argument(
        "--full", action="store_true", help="assisted sittings and splits of all seeds, speed to 30,000"
    )
    chosen = parser.parse_args()
    seeds, sizes = range(*chosen.seeds), chosen.sizes
    file = SessionFile(chosen.csv, [*COLUMNS, *DECISIONS, *late_answers.COLUMNS])
    methods = {"average linkage .70": measured(average_linkage), "silhouette k-means": measured(silhouette_k_means)}
    if chosen.peer:
        methods["peer"] = measured(peer_in(chosen.peer))
    with contextlib.ExitStack() as stack:
        with_bertopic = chosen.bertopic and "agreement" in chosen.parts
        bertopic = stack.enter_context(Bertopic(chosen.bertopic)) if with_bertopic else None
        sets = Sets(chosen.data, open_encoder(chosen.cache))
        print(f"encoder {sets.encoder.name or 'none'}; seeds {seeds[0]}-{seeds[-1]}; {sets}")
        with timed("encoding each answer once"):
            sets.encode(sizes, seeds)
        if bertopic:  # which compiled meanwhile
            progress(f"BERTopic {bertopic.version} is ready")
            methods[f"BERTopic {bertopic.version}, default"] = bertopic.method(tuned=False)
            methods[f"BERTopic {bertopic.version}, tuned"] = bertopic.method(tuned=True)
        if "agreement" in chosen.parts:
            with timed("agreement"):
                agreement(sets, sizes, seeds, methods, file)
    most = len(seeds) if chosen.full else None
    shared = ["--data", str(chosen.data), "--cache", str(chosen.cache)]
    speed = ["--sizes", *FULL_SIZES] if chosen.full else []
    works = {
        "assisted": lambda: assisted(sets, sizes, seeds[: most or ASSISTED], file),
        "late": lambda: late_answers.measure(sets, sizes, seeds, file),
        "splits": lambda: splits.measure(sets, sizes, seeds[: most or SPLIT]),
        "names": lambda: names.measure(sets, seeds[0], peer=True),
        "encoding": lambda: own_bench("encoding", *shared),
        "speed": lambda: own_bench("speed", *shared, *speed),
        "board": lambda: own_bench("board", "--data", str(chosen.data)),
    }
    for part in (part for part in works if part in chosen.parts):
        with timed(part):
            works[part]()


if __name__ == "__main__":
    main()
