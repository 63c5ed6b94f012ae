"""Names style sheets, scripts and fonts by their content and compresses them, once for each version of them.

Phones in a room then load a third of the bytes, and load them once. Serving the tree as it is stays what
happens while developing (DEBUG), when STATIC_COLLECTED says so, and when there is no room on the disk.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
YES = ("1", "true", "yes", "on", "y", "t")


def digest(data: Path) -> str:
    """Say which files these are: a change of any, of what is installed, or of the place makes another word."""
    known = hashlib.sha256(str(data).encode())
    known.update((ROOT / "requirements.txt").read_bytes())
    makers = (ROOT / "workshop" / "static_storage.py", ROOT / "workshop" / "weaving.py")
    for path in (*makers, *sorted((ROOT / "static").rglob("*"))):
        if path.is_file():
            seen = path.stat()
            known.update(f"{path.relative_to(ROOT)} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return known.hexdigest()


def collect(manage: list[str], data: Path) -> bool:
    """Collect into data/static unless that is done; return whether the server may serve from there.

    A public server must: there, a failure ends the start (CalledProcessError).
    """
    production = os.environ.get("GAPSESSIONS_ENV") == "production"
    wished = os.environ.get("STATIC_COLLECTED", "").lower()
    if wished and wished not in YES:
        return False
    if not production and os.environ.get("DEBUG", "").lower() in YES:
        return False
    stamp, now = data / "static-collected", digest(data)
    manifest = data / "static" / "staticfiles.json"
    if manifest.exists() and stamp.exists() and stamp.read_text("utf-8") == now:
        return True
    command = [*manage, "collectstatic", "--no-input", "--verbosity", "0", "--ignore", "lucide-static-*"]
    done = subprocess.run(command, env=os.environ | {"STATIC_COLLECTED": "true"}, check=production)
    if done.returncode:
        return False
    stamp.write_text(now, "utf-8")
    return True
