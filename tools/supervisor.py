"""Keeps the web process and the worker alive together, and leaves no process behind when it ends.

Own rather than bought: docs/decisions says what was tried. Standard library only; one thread, so that the
children's parent-death signal, which follows the thread that made them, holds.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

TICK = 0.2
GRACE = 8.0
"""Seconds between the polite signal and the final one: more than the web process's own 3."""
STEADY = 30.0
"""A process that lived this long has started well; what ends it later is no failure to start."""
LONGEST_PAUSE = 30.0
TRIES = 3
"""Starts an essential child is given; after it has once lived STEADY seconds it is started again for ever."""
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One process kept alive: how it is started, and how it has fared."""

    name: str
    argv: list[str]
    essential: bool = True
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    quick_ends: int = 0
    was_steady: bool = False


@dataclass
class Supervisor:
    """Starts children, starts them again when they fall, and stops them together."""

    children: list[Child]
    say: Callable[[str], None]
    pass_fds: tuple[int, ...] = ()
    on_tick: Callable[[], None] = lambda: None
    _signals: list[int] = field(default_factory=list)

    def run(self) -> int:
        """Run until told to stop; return 0 then, or 1 when a child cannot be started at all."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) != signal.SIG_IGN or number != signal.SIGHUP:  # nohup is respected
                signal.signal(number, lambda received, _frame: self._signals.append(received))
        code = 0
        try:
            while not self._signals and not code:
                code = self._look_after_children()
                self.on_tick()
                time.sleep(TICK)
        finally:
            self._stop()
        return code

    def _look_after_children(self) -> int:
        now = time.monotonic()
        for child in self.children:
            if child.process is None:
                if now >= child.due:
                    self._start(child)
                continue
            if child.process.poll() is None:
                continue
            self._end_group(child, signal.SIGKILL)  # what it left behind must not meet its successor
            steady = now - child.started >= STEADY
            child.was_steady |= steady
            child.quick_ends = 1 if steady else child.quick_ends + 1
            how = _how_it_ended(child.process.returncode)
            child.process = None
            if child.essential and not child.was_steady and child.quick_ends >= TRIES:
                self.say(f"The {child.name} process {how} at each of {TRIES} starts. Stopping.")
                return 1
            pause = min(2.0 ** (child.quick_ends - 1) / 2, LONGEST_PAUSE)
            child.due = now + pause
            self.say(f"The {child.name} process {how}; it starts again in {pause:g} s.")
        return 0

    def _start(self, child: Child) -> None:
        child.started = time.monotonic()
        # A session of its own: Ctrl-C in the terminal reaches the supervisor alone, which then ends the
        # whole group of the child, grandchildren included.
        child.process = subprocess.Popen(
            child.argv,
            stdin=subprocess.DEVNULL,
            pass_fds=self.pass_fds,
            start_new_session=True,
            preexec_fn=die_with(os.getpid()),
        )

    def _stop(self) -> None:
        living = [child for child in self.children if child.process is not None]
        for child in living:
            self._end_group(child, signal.SIGTERM)
        asked = len(self._signals)
        until = time.monotonic() + GRACE
        # A second Ctrl-C means: now.
        while time.monotonic() < until and len(self._signals) == asked and any(map(_runs, living)):
            time.sleep(TICK / 4)
        for child in living:
            self._end_group(child, signal.SIGKILL)
            if child.process is not None:
                child.process.wait()

    @staticmethod
    def _end_group(child: Child, number: int) -> None:
        if child.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child.process.pid, number)


def _runs(child: Child) -> bool:
    return child.process is not None and child.process.poll() is None


def _how_it_ended(code: int) -> str:
    return f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"


def die_with(parent: int, number: int = signal.SIGTERM) -> Callable[[], None] | None:
    """Return what a child does before it starts: ask the kernel for a signal when its parent dies, even by
    `kill -9`. Other systems than Linux have no such request."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)  # the parent died in between

    return ask
