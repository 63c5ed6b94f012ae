"""disparity.json keeps to its published schema, checked here by a reader of the few words that the schema uses."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from gapsessions.disparity.content import SnapshotContent
from gapsessions.reports.flat import disparity_json
from tests.factories.full_snapshots import full_snapshot
from tests.factories.snapshots import HOSTILE, awkward_snapshot, empty_snapshot, make_snapshot

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "disparity.schema.json").read_text())
TYPES: dict[str, Any] = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
KNOWN = {
    "$schema", "$defs", "$ref", "title", "description", "type", "properties", "required", "additionalProperties",
    "items", "enum", "const", "anyOf", "minimum", "maximum", "minItems", "maxItems", "pattern",
}  # fmt: skip


def faults(value: Any, schema: dict[str, Any], at: str = "") -> list[str]:
    """Where a value breaks the schema; a word of the schema that this reader does not know is a fault, too."""
    if "$ref" in schema:
        return faults(value, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], at)
    if "anyOf" in schema:
        every = [faults(value, each, at) for each in schema["anyOf"]]
        return [] if any(not found for found in every) else every[0]
    found = [f"{at}: {word} is unknown" for word in set(schema) - KNOWN]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at}: {value!r} is none of the words")
    if "const" in schema and value != schema["const"]:
        found.append(f"{at}: {value!r} is not {schema['const']!r}")
    if "type" in schema and not _is(value, schema["type"]):
        return [*found, f"{at}: {type(value).__name__} is no {schema['type']}"]
    if isinstance(value, dict):
        found += [f"{at}.{name} is missing" for name in schema.get("required", ()) if name not in value]
        for name, each in value.items():
            if name in schema.get("properties", {}):
                found += faults(each, schema["properties"][name], f"{at}.{name}")
            elif schema.get("additionalProperties") is False:
                found.append(f"{at}.{name} is not in the schema")
    if isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            found.append(f"{at}: {len(value)} items")
        found += [
            fault for i, each in enumerate(value) for fault in faults(each, schema.get("items", {}), f"{at}[{i}]")
        ]
    if _is(value, "number") and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        found.append(f"{at}: {value} is out of bounds")
    if "pattern" in schema and not re.search(schema["pattern"], value):
        found.append(f"{at}: {value!r} does not match")
    return found


def _is(value: Any, kind: str) -> bool:
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, TYPES[kind])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(full_snapshot(), id="everything"),
        pytest.param(empty_snapshot(), id="nothing"),
        pytest.param(
            make_snapshot(leaders=1, staff_tables=1, customer_tables=0, customer_singles=2, themes=3), id="few"
        ),
        pytest.param(awkward_snapshot(HOSTILE, leaders=3, staff_tables=2, themes=6), id="hostile"),
    ],
)
def test_disparity_json_keeps_to_its_schema(content: SnapshotContent) -> None:
    assert faults(json.loads(disparity_json(content)), SCHEMA) == []


def test_reader_of_the_schema_finds_faults() -> None:
    broken = json.loads(disparity_json(full_snapshot()))
    broken["pulse"][0]["promoters"] = -1
    broken["themes"][0]["counts"][0]["perspective"] = "board"
    broken["session"]["answers"] = ["secret"]
    del broken["seed"]

    assert len(faults(broken, SCHEMA)) == 4
