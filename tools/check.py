"""Runs the guards: imports, types, style, templates, migrations and the deployment check."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IMPORT_LINTER = "from importlinter.cli import lint_imports_command; lint_imports_command()"
GUARDS: dict[str, list[str]] = {
    "style (ruff)": ["-m", "ruff", "check", "--output-format=concise", "."],
    "layout (ruff format)": ["-m", "ruff", "format", "--check", "--output-format=concise", "."],
    "types of the method (mypy)": ["-m", "mypy"],
    # Its script would carry the path of the environment in its first line, where spaces are not allowed.
    "who imports whom (import-linter)": ["-c", IMPORT_LINTER, "--no-logo"],
    "templates (djlint)": ["-m", "djlint", "templates", "--lint", "--quiet"],
    "migrations are complete": ["manage.py", "makemigrations", "--check", "--dry-run"],
}


def run(name: str, arguments: list[str], environment: dict[str, str]) -> bool:
    """Run one guard; its words are shown only when it objects."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    print(f"{'ok    ' if done.returncode == 0 else 'FAILED'}  {name}", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def production(folder: str) -> dict[str, str]:
    """Return the surroundings of a public server, as docs/settings.md describes it."""
    return {
        "GAPSESSIONS_ENV": "production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "PUBLIC_URL": "https://gaps.example.org",
        "DATA_DIR": folder,
    }


def main() -> int:
    """Run all guards, also after one objected; 0 when none did."""
    unwanted = ("DATABASE_URL", "REDIS_URL", "GAPSESSIONS_ENV", "SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "PUBLIC_URL")
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    with tempfile.TemporaryDirectory(prefix="gap-check-") as folder:
        results = [run(name, arguments, environment) for name, arguments in GUARDS.items()]
        deploy = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        results.append(run("a public server is safe (check --deploy)", deploy, environment | production(folder)))
        # The same without its settings must not start at all.
        unsafe = environment | {"GAPSESSIONS_ENV": "production", "DATA_DIR": folder}
        refused = subprocess.run(
            [sys.executable, "manage.py", "check"], cwd=ROOT, env=unsafe, capture_output=True, check=False
        )
        results.append(refused.returncode != 0)
        print(f"{'ok    ' if results[-1] else 'FAILED'}  an unsafe public server refuses to start")
    print(f"\nguards: {sum(results)} passed, {len(results) - sum(results)} failed", flush=True)
    return 0 if all(results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
