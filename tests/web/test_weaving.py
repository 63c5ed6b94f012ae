"""Scripts and style sheets that import others become one file, and what cannot is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from workshop.weaving import NotUnderstood, weave_script, weave_styles

STATIC = Path(__file__).resolve().parents[2] / "static"


def tree(**files: str):
    named = {name.replace("_", "."): text for name, text in files.items()}
    return named.__getitem__


@pytest.mark.parametrize(
    "line",
    [
        'import everything from "./b.js";',
        'import * as b from "./b.js";',
        'import { a as b } from "./b.js";',
        "export default 1;",
        "export let later = 1;",
        "export { own };",
        'const b = await import("./b.js");',
        'import { a } from "./a.js";',
    ],
)
def test_form_that_is_not_woven_is_refused(line):
    with pytest.raises(NotUnderstood):
        weave_script("a.js", tree(a_js=f"{line}\n", b_js=""))


def test_sheets_stand_where_they_were_imported():
    read = tree(a_css="@import url(b.css);\n@import url(c.css) print;\nq {}", b_css="b {}", c_css="c {}")
    assert weave_styles("a.css", read).split() == ["b", "{}", "@media", "print", "{", "c", "{}", "}", "q", "{}"]
    with pytest.raises(NotUnderstood):
        weave_styles("a.css", tree(a_css='@import "b.css" layer(x);'))


def test_what_phones_load_is_woven():
    script = weave_script("room.js", lambda name: (STATIC / "js" / name).read_text("utf-8"))
    styles = weave_styles("phone-pages.css", lambda name: (STATIC / "css" / name).read_text("utf-8"))
    assert script.count("const of_outbox =") == 1
    assert "import " not in script.split("const of_room =")[1].split("\n")[1]
    assert "@media screen {" in styles
    assert ".qtabs" in styles
