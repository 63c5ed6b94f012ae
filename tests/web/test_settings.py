"""Settings say in words what is wrong with them, are safe when nothing is set, and refuse what is unsafe in public."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = {
    "GAPSESSIONS_ENV": "production",
    "SECRET_KEY": "abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789",
    "PUBLIC_URL": "https://gaps.example.org",
}
OURS = set(re.findall(r'"([A-Z_]{4,})"', (ROOT / "workshop" / "settings.py").read_text()))


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Read the settings afresh with these variables and none of the developer's own."""

    def reading(environment: dict[str, str]) -> dict[str, Any]:
        for name in OURS:
            monkeypatch.delenv(name, raising=False)
        for name, value in ({"DATA_DIR": str(tmp_path)} | environment).items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "workshop" / "settings.py"))

    return reading


@pytest.fixture
def complaint(read):
    """What the settings say about these variables."""

    def complaining(environment: dict[str, str]) -> str:
        with pytest.raises(ImproperlyConfigured) as refused:
            read(environment)
        return str(refused.value)

    return complaining


def test_room_kit_needs_nothing_and_is_safe(tmp_path, read):
    settings = read({})
    assert settings["DEBUG"] is False
    assert settings["PRIVATE_HOSTS_ALLOWED"] is True
    assert settings["SESSION_COOKIE_NAME"] == "member"
    assert len(str(settings["SECRET_KEY"])) >= 50
    key = tmp_path / "secret_key"
    assert key.stat().st_mode & 0o077 == 0
    assert read({})["SECRET_KEY"] == settings["SECRET_KEY"], "sessions survive a restart"


def test_two_processes_starting_together_share_one_key(tmp_path):
    command = [sys.executable, "-c", "import workshop.settings as s; print(s.SECRET_KEY)"]
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)}
    started = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    assert len({process.communicate()[0] for process in started}) == 1
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["secret_key"]


def test_public_server_starts_and_passes_the_deploy_check(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=PUBLIC | {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_public_server_sets_strict_cookies(read):
    settings = read(PUBLIC)
    assert settings["SESSION_COOKIE_NAME"] == "__Host-member"
    assert settings["CSRF_COOKIE_NAME"] == "__Host-csrf"
    assert settings["SESSION_COOKIE_SECURE"] is settings["CSRF_COOKIE_SECURE"] is True
    assert settings["ALLOWED_HOSTS"] == ["gaps.example.org", "localhost", "127.0.0.1"]
    assert settings["PRIVATE_HOSTS_ALLOWED"] is False
    assert settings["SECURE_SSL_REDIRECT"] is True


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY must be set"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be set"),
        ({"SECRET_KEY": "x" * 80}, "SECRET_KEY must be set"),
        ({"DEBUG": "true"}, "DEBUG must be off in production"),
        ({"ALLOWED_HOSTS": "gaps.example.org, *"}, "ALLOWED_HOSTS must name the hosts"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL must start with https://"),
        ({"PUBLIC_URL": "http://gaps.example.org"}, "PUBLIC_URL must start with https://"),
        ({"PUBLIC_URL": "https://gaps.example.org/room"}, "PUBLIC_URL must end after the host"),
        ({"PUBLIC_URL": "https://[gaps"}, "PUBLIC_URL must look like"),
    ],
)
def test_public_server_refuses_to_start_unsafe(complaint, change, sentence):
    assert sentence in complaint(PUBLIC | change)


def test_everything_wrong_is_said_at_once(complaint):
    wrong = {
        "GAPSESSIONS_ENV": "prod",
        "DEBUG": "perhaps",
        "WEB_WORKERS": "many",
        "PUBLIC_URL": "gaps.example.org",
        "REDIS_URL": "http://cache",
        "DATABASE_URL": "mysql://user:hunter2@host/name",
        "TRUSTED_PROXIES": "10.0.0.0/8, nginx",
        "LOG_LEVEL": "loud",
        "BODY_LIMIT": "0",
    }
    said = complaint(wrong)
    for sentence in (
        "GAPSESSIONS_ENV must be room or production; it is 'prod'.",
        "DEBUG must be true or false; it is 'perhaps'.",
        "WEB_WORKERS must be a whole number, such as 8; it is 'many'.",
        "PUBLIC_URL must look like https://gaps.example.org.",
        "REDIS_URL must look like redis://host:6379/0.",
        "DATABASE_URL must name SQLite or PostgreSQL.",
        "one is 'nginx'.",
        "BODY_LIMIT must be 1 or more; it is 0.",
        "LOG_LEVEL must be DEBUG or INFO or WARNING or ERROR; it is 'loud'.",
    ):
        assert sentence in said
    assert "hunter2" not in said


def test_several_processes_need_redis(complaint):
    assert "WEB_PROCESSES above 1 needs REDIS_URL" in complaint({"WEB_PROCESSES": "2"})


def test_bad_database_address_keeps_its_password_to_itself(complaint):
    said = complaint({"DATABASE_URL": "nonsense://user:hunter2@host/name"})
    assert "DATABASE_URL must be a database address" in said
    assert "hunter2" not in said


def test_postgresql_and_redis_need_two_variables(read):
    settings = read({"DATABASE_URL": "postgres://gap@db/gap", "REDIS_URL": "redis://cache:6379/0", "WEB_WORKERS": "4"})
    database = settings["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert database["OPTIONS"]["pool"]["max_size"] >= 4 + 4, "each worker and each authoriser of the live lane"
    assert "RedisCache" in settings["CACHES"]["default"]["BACKEND"]
