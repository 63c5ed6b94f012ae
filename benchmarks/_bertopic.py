"""Runs in BERTopic's own environment: a session of texts and vectors per line of input, topics per line of output.

    python3.11 -m venv ENV
    ENV/bin/pip install --no-deps bertopic==0.17.4
    ENV/bin/pip install numpy pandas scikit-learn hdbscan umap-learn llvmlite tqdm plotly pyyaml
    ./run bench themes --bertopic ENV/bin/python

It uses nothing of this product. Vectors are given to it, so that encoding is not counted, and the packages that would
encode (some gigabytes) are left out, which BERTopic provides for.
"""

from __future__ import annotations

import json
import math
import os
import resource
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"

import bertopic
import numpy as np
import numpy.typing as npt
from umap import UMAP


def topics(texts: list[str], vectors: npt.NDArray[np.float32], tuned: bool) -> list[int]:
    """Topic numbers, -1 for outliers; seeded, since BERTopic is not deterministic by itself."""
    umap = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=0, n_jobs=1)  # its default
    least = max(3, round(math.sqrt(len(texts)) / 3)) if tuned else 10
    model = bertopic.BERTopic(umap_model=umap, min_topic_size=least, calculate_probabilities=False)
    found, _ = model.fit_transform(texts, vectors)
    if tuned and -1 in found and set(found) != {-1}:
        found = model.reduce_outliers(texts, found, strategy="embeddings", embeddings=vectors)
    return [int(topic) for topic in found]


def main() -> None:
    """Compile once, then answer each line."""
    rng = np.random.default_rng(0)
    warm = rng.normal(size=(60, 384)).astype(np.float32) + np.repeat(np.eye(2, 384) * 20, 30, axis=0)
    topics(["the waiting room was full"] * 30 + ["parking costs too much"] * 30, warm.astype(np.float32), True)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"version": bertopic.__version__, "megabytes": before / 1000}), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        start = time.process_time()
        try:
            labels = topics(asked["texts"], np.load(asked["vectors"]), asked["tuned"])
        except (ValueError, TypeError) as error:  # it fails on some small sessions: nothing found
            print(f"BERTopic failed: {type(error).__name__}", file=sys.stderr, flush=True)
            labels = [-1] * len(asked["texts"])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        print(json.dumps({"labels": labels, "seconds": time.process_time() - start, "megabytes": peak}), flush=True)


if __name__ == "__main__":
    main()
