"""Templates: every part a view may give out exists under one name, and nothing in a page runs by itself."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, code, files, parsed, shown

TEMPLATES = ROOT / "templates"
PARTIAL = re.compile(
    r"{%\s*(?:startpartial|partialdef)\s+([\w-]+)[^%]*%}(.*?){%\s*endpartial(?:def)?[^%]*%}", re.DOTALL
)
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script of its own": re.compile(r"<script\b(?![^>]*\ssrc=)", re.IGNORECASE),
    "a handler attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "htmx code": re.compile(r"\bhx-on|\bhx-vals\s*=\s*[\"']?js:|\bhx-vars\b|javascript:", re.IGNORECASE),
    "unescaped text": re.compile(r"\|\s*safe(seq)?\b|{%\s*autoescape\s+off"),
    "a link to another place's files": re.compile(
        r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)\s*=\s*[\"']?(?:https?:)?//"
    ),
}


def templates() -> list[Path]:
    return [path for path in files(".html", ".svg", ".txt", ".css") if TEMPLATES in path.parents]


def _render_page_calls() -> list[tuple[str, ast.Call]]:
    found = []
    for path in code("gapsessions"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "render_page":
                found.append((f"{shown(path)}:{node.lineno}", node))
    return found


def _parts(call: ast.Call) -> ast.expr | None:
    return next((keyword.value for keyword in call.keywords if keyword.arg == "parts"), None)


def part_problems(source: str, parts: list[str]) -> list[str]:
    """Say which parts the template lacks, or carries under another id."""
    partials = {match[1]: match[2] for match in PARTIAL.finditer(source)}
    problems = [f"no partial {part}" for part in parts if part not in partials]
    for part in parts:
        if part in partials and len(re.findall(rf"\bid=[\"']{re.escape(part)}[\"']", partials[part])) != 1:
            problems.append(f"the partial {part} is not one element with the id {part}")
    return problems


def test_every_page_is_named_in_its_view():
    assert _render_page_calls(), "no view renders a page: this test looks for the wrong thing"
    for place, call in _render_page_calls():
        template = call.args[1] if len(call.args) > 1 else None
        assert isinstance(template, ast.Constant), f"{place}: the template is not written out"
        assert (TEMPLATES / template.value).is_file(), f"{place}: {template.value} is not there"
        parts = _parts(call)
        if parts is None:
            continue
        assert isinstance(parts, ast.Tuple), f"{place}: parts are not written out as a tuple"
        names = [element.value for element in parts.elts if isinstance(element, ast.Constant)]
        assert len(names) == len(parts.elts), f"{place}: parts are not written out"
        assert part_problems((TEMPLATES / template.value).read_text("utf-8"), names) == [], place


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ('{% partialdef board %}<div id="board">x</div>{% endpartialdef %}', None),
        ('{% partialdef board inline %}<div id="board">x</div>{% endpartialdef board %}', None),
        ('<div id="board">x</div>', "no partial board"),
        ('{% partialdef board %}<div id="boards">x</div>{% endpartialdef %}', "is not one element"),
        ('{% partialdef board %}<div id="board"></div><p id="board">{% endpartialdef %}', "is not one element"),
    ],
)
def test_a_part_under_another_name_is_noticed(source, problem):
    found = part_problems(source, ["board"])
    assert (found == []) if problem is None else (len(found) == 1 and problem in found[0])


@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds(what):
    assert templates(), "there are no templates where they should be"
    found = [shown(path) for path in templates() if INLINE[what].search(path.read_text("utf-8"))]
    assert found == []
