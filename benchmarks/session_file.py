"""How long a session takes as one file: written, checked and taken in, beside Django's `serialize` of the same rows.

    ./run bench session_file [--sizes 3000 30000] [--runs 3]

Notes with vectors of 384 numbers, placed in 40 themes on sheets of 10, in a database in memory. The peer writes the
same models as JSON, without checksum, packing or a way back that checks anything. CPU seconds.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
os.environ["OMP_NUM_THREADS"] = "1"  # before numpy loads


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="not used: the notes are made up")
    parser.add_argument("--sizes", type=int, nargs="+", default=[3_000, 30_000])
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.settings")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from benchmarks._session_files import measured

    print("| notes | written | checked | taken in, with the check | MB | serialize | its MB | peak MB |")
    print("|---|---|---|---|---|---|---|---|")
    for notes in options.sizes:
        figures = [f"{figure:.2f}" for figure in measured(notes, options.runs)]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"| {notes:,} | {' | '.join(figures)} | {peak:.0f} |")


if __name__ == "__main__":
    main()
