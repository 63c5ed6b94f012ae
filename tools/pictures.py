"""Draws the pictures of the README from the running product on its sample session: docs/pictures/*.png.

    python tools/pictures.py

Needs what the tests in a browser need (Chromium, playwright), and pdftoppm for the page of the report. It works in a
folder of its own and leaves the data of the product alone.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
LARGEST = 150_000
"""Bytes of a picture: a README should load at once."""
WIDTH, HEIGHT = 1280, 800
PAGES = {
    "overview": "",
    "themes": "themes/",
    "compare": "compare/",
    "plan": "plan/",
    "report": "report/",
    "reveal": "reveal/",
}
NOTES = ("A real person answered on the second ring", "They rang back the same day, as promised")
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--no-first-run"]


def main() -> int:
    """Run the product on the sample, look at its pages, at a room with a phone in it, and at one printed page."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"DATA_DIR": folder}

        def manage(*words: str) -> str:
            command = [sys.executable, "manage.py", *words, "--skip-checks"]
            return subprocess.run(
                command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
            ).stdout

        manage("migrate", "--verbosity", "0")
        server = subprocess.Popen(
            [sys.executable, "tools/start.py"],
            cwd=ROOT,
            env=environment | {"HOST": "127.0.0.1", "PORT": "8760"},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            links = re.findall(r"http://\S+/(?:invitation|s|j)/\S+", _heard(server, "to join by phone"))
            _draw(*links[:3], Path(folder))
        finally:
            server.terminate()
            server.wait(30)
    for picture in sorted(PICTURES.glob("*.png")):
        print(f"{picture.relative_to(ROOT)}  {picture.stat().st_size // 1000} KB")
        if picture.stat().st_size > LARGEST:
            print("    larger than it should be")
            return 1
    return 0


def _heard(server: subprocess.Popen[str], words: str) -> str:
    """What the start says, up to the line after these words."""
    lines: list[str] = []
    for line in server.stdout or ():
        lines.append(line)
        if len(lines) > 1 and words in lines[-2]:
            break
    return "".join(lines)


def _draw(invitation: str, session: str, door: str, folder: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, accept_downloads=True)
        page.goto(invitation)
        for field, words in {
            "organisation": "Tarnwell Bank",
            "name": "Ruth Adeyemi",
            "email": "ruth@example.org",
            "password": "a long quiet sentence",
        }.items():
            page.fill(f"#id_{field}", words)
        page.keyboard.press("Enter")
        page.wait_for_url("**/sessions/")
        _wait_for_the_report(page, session)
        for name, path in PAGES.items():
            page.goto(session + path, wait_until="networkidle")
            page.evaluate("document.fonts.ready")
            if name == "compare":
                page.locator("table.db").first.wait_for(timeout=60_000)
            _keep(page.screenshot(), name)
        page.goto(session + "report/")
        with page.expect_download() as download:
            page.get_by_role("link", name="Download PDF").click()
        printed = folder / "report.pdf"
        download.value.save_as(printed)
        _draw_room(page, browser.new_page(viewport={"width": 390, "height": 720}), door)
        browser.close()
    subprocess.run(
        ["pdftoppm", "-f", "2", "-l", "2", "-r", "80", "-png", "-singlefile", printed, folder / "page"], check=True
    )
    _keep((folder / "page.png").read_bytes(), "printed-summary")


def _draw_room(desk: Page, phone: Page, door: str) -> None:
    """A phone sits down and writes while the facilitator looks on."""
    phone.goto(door)
    phone.locator(".tablelist button, main .btn.primary").first.click()
    desk.goto(door[: door.index("/j/")] + "/sessions/")
    desk.get_by_role("link", name="Winter check-in").first.click()
    desk.wait_for_url("**/s/*/")
    phone.wait_for_url("**/r/*/")
    desk.goto(f"{desk.url}g/{phone.url.rstrip('/').rpartition('/')[2]}/room/")
    desk.locator(".btn.primary").first.click()
    for note in NOTES:
        phone.get_by_role("textbox").fill(note)
        phone.keyboard.press("Enter")
        phone.get_by_text(note).wait_for()
    desk.wait_for_timeout(2_000)
    _keep(desk.screenshot(), "control-room")
    _keep(phone.screenshot(), "phone")


def _wait_for_the_report(page: Page, session: str) -> None:
    for _ in range(120):
        page.goto(session + "report/")
        if page.get_by_role("link", name="Download PDF").count():
            return
        page.wait_for_timeout(1_000)
    raise SystemExit("The worker made no report within two minutes.")


def _keep(drawn: bytes, name: str) -> None:
    """Pack with the 256 colours that are there most often: other ways of choosing lose the marks or tint the paper."""
    with Image.open(io.BytesIO(drawn)) as picture:
        full = picture.convert("RGB")
    often = sorted(full.getcolors(full.width * full.height), key=lambda found: -found[0])[:256]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for _count, colour in often for part in colour])
    few = full.quantize(palette=palette, dither=Image.Dither.NONE)
    few.save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    raise SystemExit(main())
