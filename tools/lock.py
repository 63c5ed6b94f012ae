"""Locks requirements/*.in into hash-pinned files that hold for every supported Python and system.

Needs `uv` on PATH and a network. Versions already locked stay as they are; `--upgrade` renews them, and any
other option of `uv pip compile` is passed on.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"requirements/base.in": "requirements.txt", "requirements/dev.in": "requirements/dev.txt"}


def seal(source: str) -> str:
    """Return the first line of a lock: it names the state of the list it was made from, so that a forgotten
    lock is noticed without a network."""
    digest = hashlib.sha256((ROOT / source).read_bytes()).hexdigest()
    return f"# Locked by tools/lock.py from {source} (sha256 {digest})\n"


def main(options: list[str]) -> int:
    """Write both locks; the runtime first, because the second holds to it."""
    for source, target in LOCKS.items():
        command = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
        command += ["--no-header", "--no-emit-index-url", "--no-emit-find-links", *options, source, "-o", target]
        if code := subprocess.run(command, cwd=ROOT, check=False).returncode:
            return code
        path = ROOT / target
        path.write_text(seal(source) + path.read_text("utf-8").removeprefix(seal(source)), "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
