"""What is passed over in a look for colours is only what looks like a text that was well."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import violations

PAGE = """<!doctype html><html lang="en"><title>Look</title><style>
body { background: #fff; color: #555 }
.under { position: relative; height: 40px }
.under > p { background: #444; height: 40px; margin: 0 }
.under > span { position: absolute; top: 0 }
</style><main><h1>Well</h1><div>Grey on white</div>%s</main></html>"""


def test_texts_that_look_alike_are_well_together(browser: Browser) -> None:
    page = browser.new_page()
    for _ in range(2):
        page.set_content(PAGE % "<div><span>Grey on white</span></div>")
        assert violations(page) == []
        # What is well is not looked at again; what axe counts shows that it was looked at at all.
        seen = page.evaluate("axe.run({ runOnly: 'color-contrast' }).then((said) => said.passes.length)")
    assert seen == 0
    page.close()


@pytest.mark.parametrize(
    "words",
    [
        '<div style="background: #444"><span>Grey on grey</span></div>',
        '<div style="background: rgba(0, 0, 0, .7)">Grey on a shade</div>',
        '<div style="opacity: .4"><span>Faded</span></div>',
        '<div style="color: #bbb">Light on white</div>',
        '<div class="under"><p></p><span>Grey over grey</span></div>',
    ],
    ids=["surface", "shade", "faded", "other colour", "over another"],
)
def test_text_that_is_the_same_but_for_one_thing_is_found(browser: Browser, words: str) -> None:
    page = browser.new_page()
    page.set_content(PAGE % "")
    assert violations(page) == []
    page.set_content(PAGE % words)
    assert "color-contrast" in "".join(violations(page, ("light",)))
    page.close()
