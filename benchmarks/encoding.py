"""How fast answers become vectors: answers per second, milliseconds of CPU for one, resident memory.

    ./run bench encoding [--data DIR] [--answers 2000] [--runs 3]

Each thread count runs in a process of its own, so that memory is its own too. Medians over the runs.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks._labelled import DATA, SETS, read_labelled


def resident() -> float:
    """Resident memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def measure(options: argparse.Namespace, threads: int) -> None:
    before = resident()
    from gapsessions.method.encoder import open_encoder

    start = time.perf_counter()
    encoder = open_encoder(options.cache, threads=threads)
    opened = time.perf_counter() - start
    texts = [text for name in SETS for text in read_labelled(options.data, name)[0]]
    texts = texts[:: max(1, len(texts) // options.answers)][: options.answers]
    encoder.encode(texts[:64])
    rates, ones = [], []
    for _ in range(options.runs):
        start, cpu = time.perf_counter(), time.process_time()
        encoder.encode(texts)
        rates.append((len(texts) / (time.perf_counter() - start), len(texts) / (time.process_time() - cpu)))
        for text in texts[:100]:
            start = time.process_time()
            encoder.encode([text])
            ones.append(1000 * (time.process_time() - start))
    words = statistics.mean(len(text.split()) for text in texts)
    wall, cpu_rate = (statistics.median(rate[which] for rate in rates) for which in (0, 1))
    print(
        f"| {threads} | {len(texts)} | {words:.1f} | {wall:.0f} | {cpu_rate:.0f} | {statistics.median(ones):.1f} "
        f"| {opened:.2f} | {resident():.0f} ({resident() - before:+.0f}) |",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--answers", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "gapsessions-bench-model")
    parser.add_argument("--threads", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.threads:
        measure(options, options.threads)
        return
    print("| threads | answers | words each | answers/s | answers/CPU s | CPU ms for one | s to open | MB resident |")
    print("|---" * 8 + "|", flush=True)
    for threads in (1, 2):
        subprocess.run([sys.executable, *sys.argv, "--threads", str(threads)], check=True)


if __name__ == "__main__":
    main()
