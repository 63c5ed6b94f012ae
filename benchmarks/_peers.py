"""Other ways to find themes, to measure this product beside: plain methods, any Python file, and BERTopic."""

from __future__ import annotations

import importlib.util
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

from benchmarks._labelled import Labels
from gapsessions.method.encoder import Vectors
from gapsessions.method.languages import load_language


@dataclass(frozen=True, slots=True)
class Found:
    """What a method made of a session: a theme per answer (-1 left out), CPU seconds, and MB its memory grew by.

    None is what was not measured.
    """

    labels: Labels
    seconds: float | None
    megabytes: float | None


Method = Callable[[list[str], Vectors], Labels]


class Measured(Protocol):
    """A method with what it costs."""

    def __call__(self, texts: list[str], vectors: Vectors, *, memory: bool) -> Found:
        """Find themes; to measure ``memory`` too, the work is done a second time."""
        ...


def measured(method: Method) -> Measured:
    """The same method with its CPU time, and its growth of memory in a process of its own."""

    def run(texts: list[str], vectors: Vectors, *, memory: bool) -> Found:
        start = time.process_time()
        labels = method(texts, vectors)
        seconds = time.process_time() - start
        return Found(labels, seconds, memory_of(lambda: method(texts, vectors)) if memory else None)

    return run


def memory_of(work: Callable[[], object]) -> float:
    """Peak growth of resident memory while working, in MB: measured in a copy of this process, which starts lean."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        before = _status("VmRSS")
        Path("/proc/self/clear_refs").write_text("5")  # the peak starts from here
        work()
        os.write(writer, str(_status("VmHWM") - before).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        grown = answer.read()
    os.waitpid(child, 0)
    return float(grown or "nan")


def _status(field: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field)) / 1000


class Bertopic:
    """BERTopic in an environment of its own, kept running so that importing and compiling are not counted."""

    def __init__(self, python: Path) -> None:
        worker = Path(__file__).with_name("_bertopic.py")
        environment = {**os.environ, "NUMBA_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
        self._process = subprocess.Popen(
            [str(python), str(worker)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )

    def __enter__(self) -> Bertopic:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    @cached_property
    def version(self) -> str:
        """Its version, once it has imported and compiled what it needs; the first to ask waits for that."""
        return str(self._reply()["version"])

    def method(self, *, tuned: bool) -> Measured:
        """BERTopic as it comes, or tuned: min_topic_size max(3, sqrt(n) / 3), and outliers given to a topic."""

        def run(texts: list[str], vectors: Vectors, *, memory: bool) -> Found:
            with tempfile.NamedTemporaryFile(suffix=".npy") as file:
                np.save(file, vectors)
                file.flush()
                assert self._process.stdin is not None
                self._process.stdin.write(json.dumps({"texts": texts, "vectors": file.name, "tuned": tuned}) + "\n")
                self._process.stdin.flush()
                reply = self._reply()
            return Found(np.array(reply["labels"], np.intp), reply["seconds"], reply["megabytes"])

        return run

    def _reply(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("{"):
                return dict(json.loads(line))
        raise SystemExit("BERTopic ended; the lines above say why.")


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


def keyword_names(texts: list[str], labels: Labels) -> list[str]:
    """Name themes by their three words of highest c-TF-IDF (Grootendorst 2022), as lists of keywords do.

    A word's weight in a theme is its share of the theme's words, times log(1 + mean words of a theme / its count in
    all). Words are what a plain vectoriser takes: two letters or digits at least, English function words left out.
    """
    stop = load_language("en").stop
    counts = [Counter[str]() for _ in range(int(labels.max()) + 1)]
    for text, theme in zip(texts, labels, strict=True):
        counts[theme].update(word for word in re.findall(r"\b\w\w+\b", text.lower()) if word not in stop)
    everywhere = sum(counts, Counter[str]())
    mean = everywhere.total() / len(counts)
    names = []
    for own in counts:
        weight = {word: count / own.total() * math.log(1 + mean / everywhere[word]) for word, count in own.items()}
        names.append(", ".join(sorted(weight, key=lambda word: (-weight[word], word))[:3]).capitalize())
    return names


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
