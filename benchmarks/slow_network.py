"""A phone on slow 3G: from the tap on a table to a page one can write on, and what it loads on the way.

Chromium's own throttling (400 ms a request, 50 KB/s each way) before the product as `./run` starts it, over HTTP/1.1.
Each run is a phone that was never here; fonts are left out of the bytes, as the target does.

    ./run bench slow_network [--runs 7]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks._room_servers import prepare, product

TABLE = ".tablelist button"
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
FAST = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}


def join(browser: Any, address: str, conditions: dict[str, Any]) -> dict[str, float]:
    """One phone: the promise, then Join, until the page of the room has started."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", conditions)
    urls: dict[str, str] = {}
    loaded: dict[str, int] = {}
    wire.on("Network.responseReceived", lambda said: urls.update({said["requestId"]: said["response"]["url"]}))
    wire.on("Network.loadingFinished", lambda said: loaded.update({said["requestId"]: said["encodedDataLength"]}))
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(TABLE)
    promise = time.perf_counter() - began
    began = time.perf_counter()
    page.locator(TABLE).first.click(no_wait_after=True)
    page.wait_for_selector("[data-state=connected], [data-state=saved]")
    room = time.perf_counter() - began
    counted = [size for request, size in loaded.items() if not urls.get(request, "").endswith(".woff2")]
    context.close()
    return {"promise": promise, "room": room, "requests": len(counted), "kb": sum(counted) / 1000}


def main() -> None:
    """Start the product with an open room, and let phones come in one after the other."""
    from playwright.sync_api import sync_playwright  # only this bench needs a browser

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="not used: no texts are needed")
    parser.add_argument("--runs", type=int, default=7)
    asked = parser.parse_args()
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        raise SystemExit("This bench needs Chromium.")
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before, {asked.runs} phones each")
    with tempfile.TemporaryDirectory(prefix="gap-slow-") as folder:
        told = prepare(Path(folder) / "prepared", 6, 6, 6)
        server = product(Path(folder) / "prepared", Path(folder) / "data")
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
                address = f"http://127.0.0.1:{server.port}/j/{told['code']}/"
                print("\n| network | promise shown | room usable after a tap | requests | KB without fonts |")
                print("|--|--|--|--|--|")
                for name, conditions in (("loopback", FAST), ("slow 3G", SLOW_3G)):
                    seen = [join(browser, address, conditions) for _run in range(asked.runs)]
                    middle = {fact: statistics.median(one[fact] for one in seen) for fact in seen[0]}
                    print(
                        f"| {name} | {middle['promise']:.2f} s | {middle['room']:.2f} s"
                        f" | {middle['requests']:.0f} | {middle['kb']:.0f} |"
                    )
                browser.close()
        finally:
            server.stop()
    print(json.dumps({"load after": os.getloadavg()[0]}))


if __name__ == "__main__":
    main()
