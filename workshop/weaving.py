"""Small scripts and style sheets made one file each: a phone on a slow network asks once and not thirty times.

In the tree the modules import each other and browsers load them so; collected, an entry holds everything it imports.
Only the few forms our own files use are understood; anything else stops the collecting with the line in question.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Read = Callable[[str], str]
"""The text of a file in the same folder, by its name."""

_IMPORT = re.compile(r'^import \{ ([\w$]+(?:, [\w$]+)*) \} from "\./([\w-]+\.js)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async function|function|class|const) ([\w$]+))", re.MULTILINE)
_LEFT = re.compile(r"^\s*(?:(?:import|export)\b.*|.*\bimport\(.*)$", re.MULTILINE)
_SHEET = re.compile(r"^@import url\(([\w-]+\.css)\)(?: (\w+))?;$", re.MULTILINE)


class NotUnderstood(Exception):
    """A form of import or export that is not woven."""


def weave_script(entry: str, read: Read) -> str:
    """Give one module with what `entry` imports, each file once and before whoever needs it.

    Every file keeps a scope of its own and hands out what it exports, so equal names in two files do not meet. Raises
    NotUnderstood for files that import each other in a circle, and for any form but `import { a, b } from "./c.js"`.
    """
    woven: dict[str, str] = {}
    _add_script(entry, read, woven, ())
    return "\n".join(woven.values())


def _add_script(name: str, read: Read, woven: dict[str, str], on_the_way: tuple[str, ...]) -> None:
    if name in on_the_way:
        raise NotUnderstood(f"{name} imports itself by way of {on_the_way[-1]}.")
    if name in woven:
        return
    text = read(name)
    taken = ""
    for names, source in _IMPORT.findall(text):
        _add_script(source, read, woven, (*on_the_way, name))
        taken += f"const {{ {names} }} = {_scope(source)};\n"
    handed_out = ", ".join(found for _declared, found in _EXPORT.findall(text))
    body = _EXPORT.sub(r"\1", _IMPORT.sub("", text))
    if left := _LEFT.search(body):
        raise NotUnderstood(f"{name}: {left.group().strip()}")
    woven[name] = f"const {_scope(name)} = (() => {{\n{taken}{body}\nreturn {{ {handed_out} }};\n}})();"


def _scope(name: str) -> str:
    return "of_" + re.sub(r"\W", "_", name.removesuffix(".js"))


def weave_styles(entry: str, read: Read) -> str:
    """Give one style sheet with what `entry` imports in its place; a medium named there holds for the whole file."""

    def taken(found: re.Match[str]) -> str:
        name, medium = found.groups()
        text = weave_styles(name, read)
        return f"@media {medium} {{\n{text}\n}}" if medium else text

    woven = _SHEET.sub(taken, read(entry))
    if "@import" in woven:
        raise NotUnderstood(f"{entry}: an @import that is not woven")
    return woven
