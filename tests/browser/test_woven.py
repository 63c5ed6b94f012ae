"""What is woven into one script still does what its modules do, each run once and with a scope of its own."""

from __future__ import annotations

from playwright.sync_api import Browser

from workshop.weaving import weave_script

FILES = {
    "a.js": """import { twice, WORD } from "./b.js";
import { shout } from "./c.js";
const own = 1;
document.body.append(shout(twice(WORD)), own);
""",
    "b.js": """import { own } from "./d.js";
export const WORD = "go";
export function twice(word) {
  return word + own + word;
}
""",
    "c.js": """import { own } from "./d.js";
export const shout = (word) => word.toUpperCase() + own;
export class Unused {}
export async function later() {}
""",
    "d.js": """document.body.append("once ");
export const own = "-";
""",
}


def test_woven_script_does_what_its_modules_do(browser: Browser):
    page = browser.new_page()
    page.set_content("<body></body>")
    page.evaluate(weave_script("a.js", FILES.__getitem__))
    assert page.text_content("body") == "once GO-GO-1"
    page.close()
