"""Static files named by their content; what a phone needs first comes as one script and one style sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

from workshop.weaving import weave_script, weave_styles

WOVEN = {"js/room.js": weave_script, "css/phone-pages.css": weave_styles}
"""Files that are collected with everything they import."""


class _Woven:
    """Where collecting finds a woven file: in memory."""

    def open(self, name: str, mode: str = "rb") -> File[bytes]:
        """Give the file with what it imports."""
        folder = name.rpartition("/")[0]
        return ContentFile(WOVEN[name](name.rpartition("/")[2], lambda other: _text(f"{folder}/{other}")).encode())


def _text(name: str) -> str:
    found = finders.find(name)
    if found is None:
        raise FileNotFoundError(name)
    with open(found, encoding="utf-8") as file:
        return file.read()


class FilesByContent(CompressedManifestStaticFilesStorage):
    """Weaves the phone's files; in the others `import ... from "./x.js"` gets the name that carries the content.

    Without it a module that a page announces would be loaded a second time under its plain name, and kept for a minute.
    Only our own scripts are rewritten: those of packages may import what is not there (django-htmx does).
    """

    support_js_module_import_aggregation = False
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Name, compress and note all files; the woven ones are read as a whole."""
        woven = {name: (_Woven(), name) for name in WOVEN if name in paths}
        yield from super().post_process(paths | woven, dry_run=dry_run, **options)
