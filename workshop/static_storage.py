"""Static files named by their content, scripts that import each other included: a phone loads each of them once."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class FilesByContent(CompressedManifestStaticFilesStorage):
    """Rewrites `import ... from "./x.js"` to the name that carries the content, as it does `url(...)` in style sheets.

    Without it a module that a page announces would be loaded a second time under its plain name, and kept for a minute.
    Only our own scripts are rewritten: those of packages may import what is not there (django-htmx does).
    """

    support_js_module_import_aggregation = False
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )
