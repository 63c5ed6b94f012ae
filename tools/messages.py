"""Collects the words participants meet, says which have no translation, and writes the catalogues phones read.

`python tools/messages.py` brings every locale/*/LC_MESSAGES/django.po up to date with the tree (translations are kept,
new messages stand there empty) and writes the .mo beside it, the same bytes each time. Ends with 1 if one is missing.
"""

from __future__ import annotations

import ast
import os
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = (
    *("breakouts/*.html", "phone.html", "base.html", "components/undo.html", "sheets/phone*.html"),
    *("themes/ballot_phone.html", "plan/said_and_did.html", "4*.html", "500.html"),
)
"""Templates of participants' pages, below templates/."""
MODULES = (
    *("breakouts/promise.py", "breakouts/views.py", "sheets/phone_replies.py", "sheets/state.py", "sheets/typing.py"),
    *("themes/ballot/phone_views.py", "method/wording.py"),
)
"""Modules that word what a phone is told, below gapsessions/. Names of tables are stored, so they have no language."""
OF_WORDING = {"_OURS", "_THEIRS", "GROUND_RULES"}
"""What of method/wording.py participants read; the rest is the report's."""
ONE, MANY = {"_", "gettext", "gettext_lazy", "gettext_noop"}, {"ngettext", "ngettext_lazy"}
HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"


class Message(NamedTuple):
    """One message as it stands in the source; `plural` is empty where there is none."""

    text: str
    plural: str = ""


Catalogue = dict[Message, tuple[str, ...]]


def messages() -> dict[Message, str]:
    """Every message of participants, each with the first file it stands in, in the order of that file."""
    found: dict[Message, str] = {}
    for pattern in TEMPLATES:
        for path in sorted((ROOT / "templates").glob(pattern)):
            for message in _in_template(path):
                found.setdefault(message, path.relative_to(ROOT).as_posix())
    for name in MODULES:
        for part in ast.parse((ROOT / "gapsessions" / name).read_text("utf-8")).body:
            if "wording" not in name or _assigned(part) in OF_WORDING:
                for message in _in_python(part):
                    found.setdefault(message, f"gapsessions/{name}")
    return found


def _in_template(path: Path) -> Iterator[Message]:
    # Django's own parser, so that what is found is what a page will ask for.
    from django.template import Node, engines
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    nodes = engines["django"].from_string(path.read_text("utf-8")).template.nodelist
    for node in nodes.get_nodes_by_type(Node):
        if isinstance(node, TranslateNode):
            yield Message(str(node.filter_expression.var.literal))
        elif isinstance(node, BlockTranslateNode):
            yield Message(*(node.render_token_list(part)[0] for part in (node.singular, node.plural) if part))


def _in_python(part: ast.stmt) -> Iterator[Message]:
    calls = [node for node in ast.walk(part) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        words = [str(given.value) for given in call.args if isinstance(given, ast.Constant)]
        if name.startswith(("pgettext", "npgettext")):
            raise ValueError(f"{words}: no context can be written yet")
        if words and name in ONE | MANY:
            yield Message(*words[: 1 + (name in MANY)])


def _assigned(part: ast.stmt) -> str:
    target = part.targets[0] if isinstance(part, ast.Assign) else getattr(part, "target", None)
    return target.id if isinstance(target, ast.Name) else ""


def read_po(path: Path) -> Catalogue:
    """The translations of a .po file as this tool writes it: one message after the other, a blank line between."""
    catalogue: Catalogue = {}
    for block in path.read_text("utf-8").split("\n\n")[1:]:
        said = [line.split(" ", 1)[1] for line in block.splitlines() if not line.startswith("#")]
        text, *rest = (str(ast.literal_eval(words)) for words in said)
        catalogue[Message(text, *rest[:-2])] = tuple(rest[-2:])
    return catalogue


def po_text(language: str, found: dict[Message, str], known: Catalogue) -> str:
    """The .po file of a language: every message in order, with its translation or an empty one."""
    head = _quoted(f"Language: {language}\n{HEADER}")
    blocks = [f'# Participants\' words; written by tools/messages.py.\nmsgid ""\nmsgstr {head}']
    for message, place in found.items():
        keys = ("msgid", "msgid_plural", "msgstr[0]", "msgstr[1]") if message.plural else ("msgid", "msgstr")
        forms = known.get(message, ("", "") if message.plural else ("",))
        words = zip(keys, (*filter(None, message), *forms), strict=True)
        blocks.append("\n".join([f"#: {place}", *(f"{key} {_quoted(said)}" for key, said in words)]))
    return "\n\n".join(blocks) + "\n"


def mo_bytes(language: str, catalogue: Catalogue) -> bytes:
    """The .mo file of a catalogue, by the format in gettext's manual: sorted originals, translations, no hash table."""
    pairs = {"": f"Language: {language}\n{HEADER}"} | {
        "\0".join(filter(None, (one.text, one.plural))): "\0".join(said) for one, said in catalogue.items()
    }
    kept = sorted((key.encode(), said.encode()) for key, said in pairs.items() if said.strip("\0"))
    tables, texts, start = [b"", b""], b"", 28 + 16 * len(kept)
    for side in (0, 1):
        for pair in kept:
            tables[side] += struct.pack("<II", len(pair[side]), start + len(texts))
            texts += pair[side] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(kept), 28, 28 + 8 * len(kept), 0, 0)
    return head + tables[0] + tables[1] + texts


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def main() -> int:
    """Bring all catalogues up to date; 1 if a message has no translation."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.settings")
    import django

    django.setup()
    found, missing = messages(), 0
    for path in sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po")):
        language = path.parent.parent.name
        known = {message: forms for message, forms in read_po(path).items() if message in found}
        path.write_text(po_text(language, found, known), "utf-8")
        path.with_suffix(".mo").write_bytes(mo_bytes(language, known))
        for message in (one for one in found if not all(known.get(one, ("",)))):
            missing += 1
            print(f"{language}: {found[message]}: {message.text}")
    print(f"{len(found)} messages, {missing} not translated")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
