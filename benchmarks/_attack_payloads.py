"""Texts that would run, load, leave their place or start a formula if a screen let them; each has its own mark."""

from __future__ import annotations

MARK = "zqx"
_FRAMES = (
    "{}",
    '">{}',
    "'>{}",
    "-->{}",
    "</title>{}",
    "</textarea>{}",
    "</template>{}",
    "</script>{}",
    "</style>{}",
    "<![CDATA[{}",
    "</svg>{}",
    "\u2028{}",
)
_CORES = (
    "<script>{m}()</script>",
    "<img src={m} onerror={m}()>",
    "<svg onload={m}()>",
    "<iframe srcdoc=<b>{m}</b>>",
    "<a href=javascript:{m}()>x</a>",
    "<b hx-get=/{m} hx-trigger=load>",
    "<i data-hx-on:load={m}()>",
    "<style>@import'/{m}'</style>",
    "<link rel=import href=/{m}>",
    "<object data=/{m}>",
    "<base href=//{m}/>",
    "<meta http-equiv=refresh content=0;/{m}>",
    "<form action=/{m}><button>x",
    "<math><mi xlink:href=/{m}>",
    "<details open ontoggle={m}()>",
    "<hx-partial hx-target=#m>{m}",
)
_OTHERS = (
    '" onfocus={m}() autofocus="',
    "' onmouseover={m}() '",
    "` onload={m}() `",
    "javascript:{m}()",
    "{{{{ {m} }}}}{{% include '{m}' %}}",
    "${{{m}()}}#{{{m}}}",
    "\\u003cscript\\u003e{m}",
    "&lt;script&gt;{m}&#60;/script>",
    "%3Cscript%3E{m}",
    '=HYPERLINK("http://{m}")',
    "+{m}!A1",
    "-2+3+cmd|'{m}'!A0",
    "@SUM({m})",
    "\t={m}()",
    "a\r\nevent: close\r\ndata: {m}\r\n\r\n",
    "a\u2028id: 9\u2029data: {m}",
    "\x00{m}\ufffe",
    "\u202e{m}\u2066",
    "<img src=file:///etc/passwd alt={m}>",
    "<img src=http://169.254.169.254/{m}>",
    "url(http://127.0.0.1/{m})",
    "<<{m}//<",
    "<{m}\x0bonload=x>",
    "'; DROP TABLE {m}; --",
)


def payloads() -> list[str]:
    """More than 200, each with a mark of its own such as "zqx17q": where it stands, its text was put."""
    spelled = [frame.replace("{}", core) for core in _CORES for frame in _FRAMES] + list(_OTHERS)
    # The list is turned so that neighbours differ in kind: a table or a name takes the first that are short enough.
    turned = [spelled[n * 7 % len(spelled)] for n in range(len(spelled))] if len(spelled) % 7 else spelled
    made = []
    for number, text in enumerate(turned):
        mark = f"{MARK}{number}q"
        made.append(text.replace("{m}", mark).replace("{{", "{").replace("}}", "}"))
    return made
