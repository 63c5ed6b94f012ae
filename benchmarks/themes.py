"""How well proposed themes agree with what people labelled, beside plain methods and, on request, a peer.

    ./run bench themes [--data DIR] [--sizes 60 150 400] [--seeds 100 120] [--peer FILE.py]

Per set, size and seed one session is drawn by the published sampling rule. Columns: ARI, V measure, B-cubed F, percent
left out, |log2(themes / labels)|, CPU seconds on one thread without encoding. "slider set once" is this product's own
tree, cut at the stop that agrees best with the labels, as somebody would who knows them. A peer is a Python file with
`themes(texts, vectors) -> labels`, or with `similarity(vectors, texts)` and `cluster(view)`.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"  # before numpy loads: one thread, as the targets are written

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

from benchmarks._labelled import DATA, SETS, Labels, adjusted_rand, b_cubed, draw, mean_of, read_labelled, v_measure
from gapsessions.method.clustering import choose_granularity
from gapsessions.method.encoder import Vectors, open_encoder
from gapsessions.method.proposing import STOPS
from gapsessions.method.theme_view import ThemeView, open_view

Method = Callable[[list[str], Vectors], Labels]
COLUMNS = {"ARI": "{:.3f}", "V": "{:.3f}", "B3": "{:.3f}", "out": "{:.0f}", "k-err": "{:.2f}", "CPU": "{:.3f}"}


def view_of(texts: list[str], vectors: Vectors) -> ThemeView:
    return open_view(texts, vectors, ["en"] * len(texts), frozenset({"en"}))


def this_product(texts: list[str], vectors: Vectors) -> Labels:
    view = view_of(texts, vectors)
    assert view.tree is not None
    return view.cut(choose_granularity(view.tree)[0])


def average_linkage(texts: list[str], vectors: Vectors) -> Labels:
    """Average linkage of the vectors, cut at cosine .70 (a distance of .70); single answers count as left out."""
    tree = linkage(vectors, "average", metric="cosine")
    labels = fcluster(tree, 0.70, "distance") - 1
    sizes = np.bincount(labels)
    return np.where(sizes[labels] < 2, -1, labels)


def silhouette_k_means(texts: list[str], vectors: Vectors) -> Labels:
    """Spherical k-means, k by the best mean silhouette in cosine distance over 2 to 30."""
    best: tuple[float, Labels] | None = None
    distance = 1 - vectors @ vectors.T
    for k in [*range(2, 13), 14, 16, 18, 20, 25, 30]:
        labels = k_means(vectors, k)
        score = silhouette(distance, labels)
        if best is None or score > best[0]:
            best = (score, labels)
    assert best is not None
    return best[1]


def k_means(vectors: Vectors, k: int) -> Labels:
    rng = np.random.default_rng(0)
    centres = vectors[[int(rng.integers(len(vectors)))]]
    for _ in range(k - 1):  # k-means++
        far = np.maximum(1 - (vectors @ centres.T).max(1), 0) ** 2 + 1e-12
        centres = np.vstack([centres, vectors[rng.choice(len(vectors), p=far / far.sum())]])
    labels = np.full(len(vectors), -1, np.intp)
    for _ in range(50):
        now = (vectors @ centres.T).argmax(1)
        if (now == labels).all():
            break
        labels = now
        for j in range(k):
            if (labels == j).any():
                mean = vectors[labels == j].mean(0)
                centres[j] = mean / np.linalg.norm(mean)
    return np.asarray(np.unique(labels, return_inverse=True)[1], np.intp)


def silhouette(distance: Vectors, labels: Labels) -> float:
    sizes = np.bincount(labels)
    if len(sizes) < 2:
        return -1.0
    sums = np.stack([distance[:, labels == j].sum(1) for j in range(len(sizes))], 1)
    rows = np.arange(len(labels))
    own = sums[rows, labels] / np.maximum(sizes[labels] - 1, 1)
    means = sums / sizes
    means[rows, labels] = np.inf
    other = means.min(1)
    return float(np.where(sizes[labels] > 1, (other - own) / np.maximum(own, other), 0).mean())


def peer_in(path: Path) -> Method:
    spec = importlib.util.spec_from_file_location("peer", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["peer"] = module
    spec.loader.exec_module(module)
    if hasattr(module, "themes"):
        return lambda texts, vectors: np.asarray(module.themes(texts, vectors))
    return lambda texts, vectors: np.asarray(module.cluster(module.similarity(vectors, texts)))


def scores(found: Labels, truth: Labels, seconds: float) -> dict[str, float]:
    """Answers left out count as themes of their own in every score of agreement."""
    count = len(set(found[found >= 0].tolist()))
    alone = found.copy()
    alone[found < 0] = np.arange((found < 0).sum()) + count + 10_000
    return {
        "ARI": adjusted_rand(alone, truth),
        "V": v_measure(alone, truth),
        "B3": b_cubed(alone, truth),
        "out": 100 * float((found < 0).mean()),
        "k-err": abs(float(np.log2(max(count, 1) / len(set(truth.tolist()))))),
        "CPU": seconds,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sizes", type=int, nargs="+", default=[60, 150, 400])
    parser.add_argument("--seeds", type=int, nargs=2, default=[100, 120], metavar=("FIRST", "END"))
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "gapsessions-bench-model")
    parser.add_argument("--peer", type=Path)
    options = parser.parse_args()
    methods: dict[str, Method] = {
        "average linkage .70": average_linkage,
        "silhouette k-means": silhouette_k_means,
        "this product": this_product,
    }
    if options.peer:
        methods["peer"] = peer_in(options.peer)
    encoder = open_encoder(options.cache)
    print(f"encoder {encoder.name or 'none'}; seeds {options.seeds[0]}-{options.seeds[1] - 1}; data {options.data}\n")
    print("| set | n | method | " + " | ".join(COLUMNS) + " |\n" + "|---" * (3 + len(COLUMNS)) + "|")
    everything: defaultdict[str, list[dict[str, float]]] = defaultdict(list)
    for name in SETS:
        texts, labels = read_labelled(options.data, name)
        vector_of: dict[int, Vectors] = {}
        for n in options.sizes:
            rows: defaultdict[str, list[dict[str, float]]] = defaultdict(list)
            for seed in range(*options.seeds):
                drawn = draw(name, labels, n, seed)
                missing = [row for row in drawn if row not in vector_of]
                vector_of.update(zip(missing, encoder.encode([texts[row] for row in missing]), strict=True))
                session = [texts[row] for row in drawn]
                vectors = np.stack([vector_of[row] for row in drawn])
                truth = np.unique([labels[row] for row in drawn], return_inverse=True)[1]
                for title, method in methods.items():
                    start = time.process_time()
                    found = method(session, vectors)
                    rows[title].append(scores(found, truth, time.process_time() - start))
                view = view_of(session, vectors)
                cuts = [scores(view.cut(stop), truth, 0.0) for stop in STOPS]
                rows["slider set once"].append(max(cuts, key=lambda one: one["ARI"]))
            for title, found_rows in rows.items():
                everything[title] += found_rows
                line(name, str(n), title, mean_of(found_rows))
    for title, all_rows in everything.items():
        line("mean", "", title, mean_of(all_rows))


def line(name: str, n: str, title: str, values: dict[str, float]) -> None:
    cells = [form.format(values[column]) for column, form in COLUMNS.items()]
    print(f"| {name} | {n} | {title} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
