"""Looking at a page with axe: once whole, and for its colours in the other scheme without loading it again."""

from __future__ import annotations

import json
from collections.abc import Sequence

from axe_playwright_python.sync_playwright import Axe, AxeResults
from playwright.sync_api import Page

SCHEMES = ("light", "dark")
VIOLATIONS = {"resultTypes": ["violations"], "preload": False}
"""Without loading style sheets a second time: no rule of ours reads them, and those of phones import others."""
COLOURS = VIOLATIONS | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""The only rules whose answer depends on the scheme."""
RUN = "axe.run(document, %s).then(({ violations, url }) => ({ violations, url }))"
"""Without the lists of what is well, which are long and take their time on the way out of the browser."""

PAINTED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""Colours of the other scheme are there with the next frame, as long as nothing fades (reduced motion)."""


def violations(page: Page, schemes: Sequence[str] = SCHEMES) -> list[str]:
    """What axe finds on the page as it stands: everything in the first scheme, colours in the others.

    The page is in the first scheme afterwards. Its motion must be reduced: half-way through a fade nothing is readable.
    """
    found = []
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    for place, scheme in enumerate(schemes):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.evaluate(PAINTED)
        results = AxeResults(page.evaluate(RUN % json.dumps(COLOURS if place else VIOLATIONS)))
        if results.violations_count:
            found.append(f"{scheme}: {results.generate_report()}")
    page.emulate_media(color_scheme=schemes[0])  # type: ignore[arg-type]
    return found
