"""Looking at a page with axe: once whole, and for its colours in the other scheme without loading it again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe, AxeResults
from playwright.sync_api import Page

SCHEMES = ("light", "dark")
VIOLATIONS = {"resultTypes": ["violations"], "preload": False}
"""Without loading style sheets a second time: no rule of ours reads them, and those of phones import others."""
COLOURS = VIOLATIONS | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""The only rules whose answer depends on the scheme."""
RUN = """([said, known]) => {
    looks.begin(known);
    return axe.run(document, said).then(({ violations, url }) => [{ violations, url }, looks.passed]);
}"""
"""Without the lists of what is well, which are long and take their time on the way out of the browser."""
SCRIPT = Axe().axe_script + Path(__file__).with_name("looks.js").read_text("utf-8")
WELL: set[str] = set()
"""How texts looked whose contrast was enough on any page so far: two thirds of axe's time would go into them again."""

PAINTED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""Colours of the other scheme are there with the next frame, as long as nothing fades (reduced motion)."""


FITS = """() => {
    const filled = [...document.querySelectorAll("a.btn.primary, button.btn.primary")]
        .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length)
        .map((one) => one.innerText);
    const wide = document.documentElement.scrollWidth > innerWidth;
    return [wide ? "runs out of the window" : "", filled.length > 1 ? `${filled.length} next steps: ${filled}` : ""];
}"""
WIDE, NARROW = (1440, 900), (390, 844)


def complaints(page: Page, *, also: Sequence[tuple[int, int]] = ()) -> list[str]:
    """What is wrong with the page as it stands, on a phone by day and on a laptop by night.

    By day the laptop is looked at for colours alone. In further sizes nothing may run out of the window. The page is
    a laptop by day afterwards.
    """
    found = []
    for schemes, size in ((["light"], NARROW), (["dark", "light"], WIDE)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        found += [f"{size[0]} px: {one}" for one in violations(page, schemes)]
        found += [f"{size[0]} px: {one}" for one in page.evaluate(FITS) if one]
    page.emulate_media(color_scheme="light")
    for width, height in also:
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{width} px: {one}" for one in page.evaluate(FITS)[:1] if one]
    if also:
        page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    return found


def violations(page: Page, schemes: Sequence[str] = SCHEMES) -> list[str]:
    """What axe finds on the page as it stands: everything in the first scheme, colours in the others.

    The page is in the first scheme afterwards. Its motion must be reduced: half-way through a fade nothing is readable.
    """
    found = []
    if not page.evaluate("'looks' in window"):
        page.evaluate(SCRIPT)
    for place, scheme in enumerate(schemes):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.evaluate(PAINTED)
        said, passed = page.evaluate(RUN, [COLOURS if place else VIOLATIONS, sorted(WELL)])
        WELL.update(passed)
        results = AxeResults(said)
        if results.violations_count:
            found.append(f"{scheme}: {results.generate_report()}")
    page.emulate_media(color_scheme=schemes[0])  # type: ignore[arg-type]
    return found
