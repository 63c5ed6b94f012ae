"""A PostgreSQL server of one's own for the length of a test or bench run: installed binaries, temporary
folder, unix socket only, thrown away at the end."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from supervisor import die_with

LONGEST_SOCKET_FOLDER = 80
"""Characters; the kernel allows 107 for the whole path of a unix socket."""
START_SECONDS = 30.0
# Unicode-aware lower-casing is part of our constraints; the plain C locale has none.
LOCALES = ("C.UTF-8", "en_US.UTF-8", "C")


def find_binaries() -> Path | None:
    """Return the folder with `initdb` and `postgres`, the newest version first, or None."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name), reverse=True)
    places += [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    return next((place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None)


def _owner() -> dict[str, str | int]:
    """Say as whom the server runs: it refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}  # type: ignore[dict-item]


@contextlib.contextmanager
def temporary_server(binaries: Path) -> Iterator[str]:
    """Run a server and give its DATABASE_URL; nothing survives the block, not even a killed parent."""
    owner = _owner()
    parent = tempfile.gettempdir()
    if owner or len(parent) > LONGEST_SOCKET_FOLDER:
        parent = "/tmp"  # noqa: S108 (short, and open to the account the server runs as)
    folder = Path(tempfile.mkdtemp(prefix="gap-pg-", dir=parent))
    try:
        if owner:
            os.chown(folder, int(owner["user"]), int(owner["group"]))
        _make_cluster(binaries, folder, owner)
        process = _start(binaries, folder, owner)
        try:
            _wait_until_ready(binaries, folder, process)
            # The folder is closed to everybody else, so the socket needs no password.
            yield f"postgres://gap@{quote(str(folder), safe='')}/gap"
        finally:
            process.send_signal(signal.SIGINT)  # PostgreSQL's "fast" stop
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGQUIT)
                process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make_cluster(binaries: Path, folder: Path, owner: dict[str, str | int]) -> None:
    base = [binaries / "initdb", "-D", folder / "data", "-U", "gap", "-A", "trust", "-E", "UTF8", "--no-sync"]
    said = ""
    for locale in LOCALES:
        shutil.rmtree(folder / "data", ignore_errors=True)
        made = subprocess.run(
            [*base, f"--locale={locale}"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            **owner,  # type: ignore[call-overload]
        )
        if made.returncode == 0:
            return
        said = made.stderr
    raise RuntimeError(f"initdb failed: {said}")


def _start(binaries: Path, folder: Path, owner: dict[str, str | int]) -> subprocess.Popen[bytes]:
    settings = ["listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off"]
    settings += ["max_connections=200", f"unix_socket_directories={folder}", "logging_collector=off"]
    # A test is one open transaction: counted meanwhile its tables look empty, and what took seconds takes minutes.
    settings += ["autovacuum=off"]
    options = [part for setting in settings for part in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        process: subprocess.Popen[bytes] = subprocess.Popen(
            [binaries / "postgres", "-D", folder / "data", *options],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=die_with(os.getpid(), signal.SIGINT),
            **owner,  # type: ignore[call-overload]
        )
    return process


def _wait_until_ready(binaries: Path, folder: Path, process: subprocess.Popen[bytes]) -> None:
    ask: list[str | Path] = [binaries / "pg_isready", "-q", "-h", folder, "-U", "gap", "-d", "postgres"]
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        if subprocess.run(ask, check=False).returncode == 0:
            return
        time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text('utf-8', 'replace')[-2000:]}")
