"""Where a mark stands on a page tells whether its payload is text: none of it may have become markup or an address."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from benchmarks._attack_payloads import MARK
from benchmarks._attack_wire import Answer, Browser, Findings

SAFE = re.compile(r"value|title|alt|content|label|placeholder|aria-\w+|data-(?!hx)[\w-]+|id|for|name|datetime|download")
"""Attributes that are text to a browser and to htmx."""
KIND = re.compile(rf"{MARK}\d+q")


class Page(HTMLParser):
    """Reads a page as a browser does and notes where marks stand outside of text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.bad: list[str] = []
        self.links: list[str] = []
        self.seen: set[str] = set()
        self._inside = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag if tag in ("script", "style") else ""
        for name, value in attrs:
            marks = KIND.findall(value or "")
            self.seen.update(marks)
            if KIND.search(name) or name.startswith("on") or (marks and not SAFE.fullmatch(name)):
                self.bad.append(f"<{tag} {name}={value!r:.80}>")
            if name in ("href", "src", "action") and value and ":" in value.split("/")[0]:
                self.bad.append(f"<{tag} {name}={value!r:.80}>")
            if name == "href" and value:
                self.links.append(value)
        if KIND.search(tag):
            self.bad.append(f"<{tag}>")

    def handle_data(self, data: str) -> None:
        marks = KIND.findall(data)
        self.seen.update(marks)
        if marks and self._inside:
            self.bad.append(f"in <{self._inside}>: {data[:80]!r}")

    def handle_comment(self, data: str) -> None:
        if KIND.search(data):
            self.bad.append(f"in a comment: {data[:80]!r}")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""


def look(findings: Findings, path: str, answer: Answer) -> Page | None:
    """Look through one answer, whatever kind of file it is."""
    kind = answer.headers.get("content-type", "")
    for name, value in answer.headers.items():
        findings.expect("no payload in a header", not re.search(r"[\r\n\x00]|event:", value), (path, name))
    if kind.startswith("text/html"):
        page = Page(answer.text)
        findings.expect("payloads on a page are text", not page.bad, (path[:90], page.bad[:2]))
        findings.tried["payloads seen on pages"] += len(page.seen)
        return page
    if kind.startswith("text/csv"):
        for row in csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))):
            for cell in row:
                findings.expect("no formula in a CSV", cell[:1] not in tuple("=+-@\t\r") or not cell, (path, cell[:40]))
    elif kind.startswith("application/json"):
        json.loads(answer.body)
        findings.expect("JSON is JSON and no page", MARK not in answer.text or b"<script" not in answer.body[:1], path)
    elif "spreadsheetml" in kind:
        _look_into_workbook(findings, path, answer.body)
    elif kind == "application/pdf":
        _look_into_pdf(findings, path, answer.body)
    return None


def crawl(browser: Browser, start: list[str], most: int = 400) -> list[str]:
    """Every page that can be reached by links; gives the paths."""
    waiting, done = deque(start), dict.fromkeys(start)
    while waiting and len(done) < most:
        path = waiting.popleft()
        page = look(browser.findings, path, browser.get(path))
        for link in page.links if page else ():
            parts = urlsplit(urljoin(path, link))
            found = parts.path + (f"?{parts.query}" if parts.query else "")
            own = not parts.netloc and not found.startswith(("/static/", "/sign-out"))
            if own and found not in done and parts.scheme == "" and _few_of_a_kind(found, done):
                done[found] = None
                waiting.append(found)
    return list(done)


def _few_of_a_kind(path: str, done: dict[str, None]) -> bool:
    kind = re.sub(r"=[^&]*", "", re.sub(r"/[\w-]{12}(?=/)|/[0-9a-f-]{36}", "/*", path))
    return sum(re.sub(r"=[^&]*", "", re.sub(r"/[\w-]{12}(?=/)|/[0-9a-f-]{36}", "/*", p)) == kind for p in done) < 5


def _look_into_workbook(findings: Findings, path: str, data: bytes) -> None:
    import openpyxl

    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        for row in sheet.iter_rows():
            for cell in row:
                findings.expect("no formula in a workbook", cell.data_type != "f", (path, cell.coordinate))
                target = cell.hyperlink.target if cell.hyperlink else ""
                findings.expect("no link of a payload in a workbook", MARK not in (target or ""), (path, target))


def _look_into_pdf(findings: Findings, path: str, data: bytes) -> None:
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as document:
        for thing in document.objects:
            said = repr(thing) if isinstance(thing, pikepdf.Dictionary) else ""
            bad = re.search(rf"/JavaScript|/JS\b|/Launch|/EmbeddedFile|/SubmitForm|/URI \S*{MARK}", said)
            findings.expect("nothing in a PDF runs or leads out", not bad, (path, said[:80]))
