"""Serves the product on this machine and the local network: web process and worker under one supervisor."""

from __future__ import annotations

import errno
import fcntl
import http.client
import os
import resource
import socket
import struct
import subprocess
import sys
from pathlib import Path
from typing import TextIO

from static_files import collect
from supervisor import Child, Supervisor, die_with

ROOT = Path(__file__).resolve().parent.parent
SIOCGIFADDR = 0x8915
TRIED_PORTS = 50
BACKLOG = 2048
MOST_FILES = 65_536
KEEP_ALIVE = 75
"""Seconds a connection may rest: longer than people think between two notes (docs/decisions/0216)."""
VIRTUAL = ("docker", "br-", "veth", "virbr", "tun", "tap", "wg")


def say(text: str) -> None:
    """Print one line at once, also where the output is a file."""
    print(text, flush=True)


def listen(host: str, port: int) -> socket.socket:
    """Open the port, or the next free one.

    The socket belongs to the supervisor: between finding a free port and using it nobody else can take it,
    and phones that knock while the web process starts again wait instead of being turned away.
    """
    for candidate in range(port, min(port + TRIED_PORTS, 65_536)):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(BACKLOG)
        except OSError as error:
            listener.close()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise SystemExit(f"HOST={host} cannot be used: {error.strerror}.") from None
            why = "is in use" if error.errno == errno.EADDRINUSE else "may be used by root only"
            say(f"Port {candidate} {why}; trying the next one.")
            continue
        return listener
    raise SystemExit(f"No free port from {port} on. PORT=... names another one.")


def lan_addresses() -> list[str]:
    """Return this machine's addresses on local networks, asked of the interfaces themselves: a laptop that
    is its own hotspot has no route to the outside to ask about."""
    found: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _index, name in socket.if_nameindex():
            if name.startswith(VIRTUAL):
                continue
            request = struct.pack("256s", name.encode()[:15])
            try:
                answer = fcntl.ioctl(probe.fileno(), SIOCGIFADDR, request)
            except OSError:
                continue  # no address, or a system that answers otherwise
            found.append(socket.inet_ntoa(answer[20:24]))
        if not found:
            try:
                probe.connect(("192.0.2.1", 9))  # sends nothing; only asks which address would be used
                found.append(probe.getsockname()[0])
            except OSError:
                pass
    return [address for address in dict.fromkeys(found) if not address.startswith(("127.", "0."))]


def only_one(folder: Path) -> TextIO:
    """Hold the data folder for this start; a second one would share the database file without sharing the
    line its writers stand in, and its phones would not hear of the first one's notes."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    held = (folder / "running").open("a+", encoding="utf-8")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.seek(0)
        say(f"Gap Sessions runs already with this data{held.read().strip() or '.'}")
        raise SystemExit("Stop that one first, or give this one a data folder of its own: DATA_DIR=... ./run") from None
    held.truncate(0)
    return held


def allow_many_phones() -> None:
    """Let the web process hold as many connections as the system permits; the usual 1,024 are too few."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def ask(command: list[str]) -> subprocess.Popen[str]:
    """Run a management command beside the server; it ends with us, whatever ends us."""
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, preexec_fn=die_with(os.getpid()))


class Announcement:
    """Says where the product is, once the web process really answers, and how to get in."""

    def __init__(self, host: str, port: int, held: TextIO, first_owner: list[str], bring_sample: list[str]) -> None:
        self.host, self.port, self.held, self.bring_sample = host, port, held, bring_sample
        self.first_owner = ask(first_owner)
        self.sample: subprocess.Popen[str] | None = None
        self.made = self.told = False

    def __call__(self) -> None:
        """Look once; called by the supervisor between its rounds, so nothing here waits."""
        if self.made:
            self.say_how_to_get_in()
            self.say_sample()
            return
        if not self.answers():
            return
        self.made = True
        address = f"http://{'localhost' if self.own == '127.0.0.1' else self.own}:{self.port}/"
        self.held.write(f": {address}\n")
        self.held.flush()
        say(f"\nGap Sessions is ready:  {address}")
        for lan in lan_addresses() if self.host == "0.0.0.0" else []:  # noqa: S104
            say(f"on the local network:   http://{lan}:{self.port}/")
        say("Ctrl-C stops it.\n")

    def say_how_to_get_in(self) -> None:
        """Print the first owner's link, if there is one, and bring the sample in, which then has an owner to be."""
        if not self.told and self.first_owner.poll() is not None:
            invitation, _ = self.first_owner.communicate()
            self.told = True
            if invitation.strip():
                say(f"{invitation.rstrip()}\n")
            self.sample = ask(self.bring_sample)

    @property
    def own(self) -> str:
        """The address of this machine for itself."""
        return "127.0.0.1" if self.host == "0.0.0.0" else self.host  # noqa: S104

    def answers(self) -> bool:
        """Knock at the web process."""
        connection = http.client.HTTPConnection(self.own, self.port, timeout=1)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        return True

    def say_sample(self) -> None:
        """Say where the sample session is, once it has been brought in."""
        if self.sample is not None and self.sample.poll() is not None:
            where, _ = self.sample.communicate()
            self.sample = None
            if where.strip():
                say(f"{where.rstrip()}\n")

    def stop(self) -> None:
        """End what is still asked; the next start asks again."""
        for asked in (self.first_owner, self.sample):
            if asked is not None:
                asked.kill()
                asked.wait()


def main() -> int:
    """Migrate, open the port, and serve until told to stop."""
    host = os.environ.get("HOST") or "0.0.0.0"  # noqa: S104 (phones in the room join over the network)
    try:
        port = int(os.environ.get("PORT") or 8000)
    except ValueError:
        raise SystemExit(f"PORT must be a number; it is {os.environ['PORT']!r}.") from None
    data = Path(os.environ.get("DATA_DIR") or ROOT / "var").absolute()
    held = only_one(data)
    manage = [sys.executable, str(ROOT / "manage.py")]
    say("Bringing the database up to date")
    if subprocess.run([*manage, "migrate", "--verbosity", "0", "--skip-checks"], check=False).returncode:
        return 1
    if collect(manage, data):
        os.environ["STATIC_COLLECTED"] = "true"
    allow_many_phones()
    with listen(host, port) as listener:
        chosen = listener.getsockname()[1]
        os.set_inheritable(listener.fileno(), True)
        web = [sys.executable, "-m", "uvicorn", "workshop.asgi:application", "--app-dir", str(ROOT)]
        web += ["--fd", str(listener.fileno()), "--http", "workshop.knocking:BoundedHeads", "--no-proxy-headers"]
        web += ["--timeout-graceful-shutdown", "3", "--timeout-keep-alive", str(KEEP_ALIVE)]
        web += ["--no-access-log", "--log-level", "warning", "--no-server-header"]
        count = max(1, int(os.environ.get("WEB_PROCESSES") or 1))  # checked by the settings when migrations ran
        webs = [Child("web" if count == 1 else f"web {number}", web) for number in range(1, count + 1)]
        # Without the worker a gathering still goes on; without the web process there is nothing.
        worker = Child("worker", [*manage, "worker", "--verbosity", "0", "--skip-checks"], essential=False)
        # Asked beside the start of the server, said once the server answers.
        own = "localhost" if host in ("0.0.0.0", "127.0.0.1") else host  # noqa: S104
        asked = [*manage, "first_owner", "--address", f"http://{own}:{chosen}", "--skip-checks"]
        bring_sample = [*manage, "sample_session", "--address", f"http://{own}:{chosen}", "--skip-checks"]
        announce = Announcement(host, chosen, held, asked, bring_sample)
        try:
            code = Supervisor([*webs, worker], say, pass_fds=(listener.fileno(),), on_tick=announce).run()
        finally:
            announce.stop()
    say("Stopped.")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
