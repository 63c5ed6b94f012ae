"""The look holds together: one dark theme in two places, every token and every file there."""

from __future__ import annotations

import re
from pathlib import Path

from tools import icons

ROOT = Path(__file__).resolve().parents[2]
CSS = ROOT / "static" / "css"
# What is printed has tokens of its own, in report.css.
PAGES = sorted(path.stem for path in CSS.glob("*.css") if "@layer report " not in path.read_text("utf-8"))


def declarations(block: str) -> dict[str, str]:
    return dict(re.findall(r"(--[\w-]+|color-scheme):\s*([^;]+);", block))


def test_both_dark_themes_are_the_same():
    dark = (CSS / "dark.css").read_text()
    asked, chosen = re.findall(r":root[^{]*\{([^}]*)\}", dark)
    assert declarations(asked) == declarations(chosen)
    assert len(declarations(asked)) > 30


def test_dark_overrides_known_colours_and_all_of_them():
    light = declarations((CSS / "tokens.css").read_text())
    dark = declarations((CSS / "dark.css").read_text())
    colours = {name for name, value in light.items() if value.startswith("#")}
    assert colours - dark.keys() == set()
    assert dark.keys() - light.keys() == {"color-scheme"}


def test_every_token_used_is_defined():
    defined = declarations((CSS / "tokens.css").read_text()).keys()
    for name in PAGES:
        sheet = (CSS / f"{name}.css").read_text()
        # What begins with another's name stands beside it on the page.
        beside = [(CSS / f"{one}.css").read_text() for one in PAGES if name.startswith(one)]
        own = set(re.findall(r"(--[\w-]+):", "".join(beside)))
        used = set(re.findall(r"var\((--[\w-]+)\)", sheet))  # one with a fallback may be set by a script
        assert used - defined - own == set(), name


def test_every_file_named_in_a_style_sheet_of_the_pages_is_there():
    for name in PAGES:
        for address in re.findall(r"url\(([^)]+)\)", (CSS / f"{name}.css").read_text()):
            assert (CSS / address).resolve().is_file(), (name, address)


def test_every_file_named_in_a_template_is_there():
    named = {
        (name, path.name)
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"{%\s*static\s+[\"']([^\"']+)[\"']", path.read_text("utf-8"))
    }
    assert len(named) > 20
    # Collected files are looked up by name: one that is missing is an error on the public page, not a gap in its look.
    assert {(name, place) for name, place in named if not (ROOT / "static" / name).is_file()} == set()


def test_every_icon_in_a_template_is_in_the_sprite():
    drawn = set(re.findall(r'id="([\w-]+)"', icons.SPRITE.read_text("utf-8")))
    named = {
        (name, path.name)
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"{%\s*icon\s+[\"']([\w-]+)[\"']|sign=[\"']([\w-]+)[\"']", path.read_text("utf-8"))
        for name in name
        if name
    }
    assert len(named) > 20
    assert {(name, place) for name, place in named if name not in drawn} == set()


def test_sprite_is_made_of_the_vendored_icons():
    assert icons.SPRITE.read_text("utf-8") == icons.sprite()
