"""The walls: how long things may grow, what they may be called, and what may stand in them."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.tree import ROOT, code, files, parsed, shown

DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))
LONGEST_FILE = 300
LONGEST_VIEW = 40
CATCH_ALLS = re.compile(r"^(utils?|helpers?|commons?|misc|shared|base_?views?)$")


def test_no_file_is_longer_than_300_lines():
    found = {
        shown(path): length
        for path in files(".py", ".html", ".css", ".js", ".sh", ".txt", "run")
        if "migrations" not in path.parts
        and "requirements" not in str(path.relative_to(ROOT))
        and "benchmarks/data" not in shown(path)
        and (length := len(path.read_text("utf-8").splitlines())) > LONGEST_FILE
    }
    assert found == {}


def test_no_view_is_longer_than_40_lines():
    found = {}
    for path in code("gapsessions"):
        for node in ast.walk(parsed(path)):
            # Views stand in files of many names (facilitation/room/people.py); what they share is the request.
            function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            if function and node.args.args and node.args.args[0].arg == "request":
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_VIEW:
                    found[f"{shown(path)}:{node.name}"] = length
    assert found == {}


def test_decisions_carry_one_number_each():
    titles = {path.name[:4]: path.read_text("utf-8").partition("\n")[0] for path in DECISIONS}
    assert len(titles) == len(DECISIONS)
    assert [title for number, title in titles.items() if not title.startswith(f"# {number}")] == []


def test_every_package_says_what_it_is():
    silent = [
        shown(path)
        for path in code()
        if path.name == "__init__.py" and not (ast.get_docstring(parsed(path)) or "").rstrip().endswith((".", ":"))
    ]
    assert silent == []


def test_every_folder_of_code_is_a_package():
    folders = {path.parent for path in code()}
    assert [shown(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_no_module_is_a_catch_all():
    assert [shown(path) for path in code() if CATCH_ALLS.match(path.stem) or CATCH_ALLS.match(path.parent.name)] == []


def test_every_module_postpones_its_annotations():
    late = []
    for path in code():
        if "migrations" in path.parts or not any(
            isinstance(node, ast.FunctionDef | ast.AnnAssign | ast.AsyncFunctionDef) for node in ast.walk(parsed(path))
        ):
            continue
        if not any(isinstance(n, ast.ImportFrom) and n.module == "__future__" for n in parsed(path).body):
            late.append(shown(path))
    assert late == []


FORBIDDEN = {
    "marks text as safe HTML": re.compile(r"\bmark_safe\b|\bSafeString\b|\bSafeText\b|__html__"),
    "takes away the protection of forms": re.compile(r"\bcsrf_exempt\b"),
    "runs text as code": re.compile(r"(?<![.\w])(?:eval|exec)\("),
    "unpickles": re.compile(r"\bpickle\b|\bshelve\b"),
    "writes SQL by hand": re.compile(r"\.raw\(|\.extra\(|\bRawSQL\b"),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_code_does_what_is_forbidden(what):
    found = [shown(path) for path in code() if FORBIDDEN[what].search(path.read_text("utf-8"))]
    assert found == []


LOG_METHODS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
TELLING = {"text", "quote", "quotes", "wording", "body", "POST", "GET", "FILES"}


def test_no_log_line_holds_what_people_wrote():
    found = []
    for path in code():
        for node in ast.walk(parsed(path)):
            if not (isinstance(node, ast.Call) and _is_log_call(node.func)):
                continue
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            for part in (part for value in given for part in ast.walk(value)):
                if isinstance(part, ast.Attribute) and part.attr in TELLING or isinstance(part, ast.JoinedStr):
                    found.append(f"{shown(path)}:{node.lineno}")
    assert found == []


def _is_log_call(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and function.attr in LOG_METHODS
        and isinstance(function.value, ast.Name)
        and function.value.id in {"logger", "log", "logging"}
    )


def test_no_file_names_a_place_of_one_machine():
    # Put together here, so that this file does not name them itself.
    places = [f"/{name}/" for name in ("work", "root", "opt/wheels", "opt/pypi")]
    pattern = re.compile("|".join(rf"(?<![\w.*-]){re.escape(place)}" for place in places))
    endings = (".py", ".md", ".html", ".css", ".js", ".sh", ".toml", ".txt", ".in", ".json", ".yml", ".service", "run")
    found = [shown(path) for path in files(*endings) if pattern.search(path.read_text("utf-8", "replace"))]
    assert found == []
