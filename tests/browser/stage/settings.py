"""The product's settings with one page of the tests' own."""

from __future__ import annotations

from pathlib import Path

from workshop.settings import *  # noqa: F403
from workshop.settings import TEMPLATES

ROOT_URLCONF = "tests.browser.stage.urls"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"  # this server has no database
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")
