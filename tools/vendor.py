#!/usr/bin/env python3
"""Brings outside files (fonts, htmx, icons) into static/vendor, once, for good.

Nothing is fetched while the product runs: what stands in static/vendor is committed, and this tool is how
it got there. Each package gets a folder NAME-VERSION that holds the chosen files and the package's licence;
static/vendor/VENDOR.json lists every file with its SHA-256, so that anybody can prove that nothing changed.

    python tools/vendor.py check                              compare the files with VENDOR.json (offline)
    python tools/vendor.py fetch                              fetch again what is missing, verify everything
    python tools/vendor.py add PACKAGE@VERSION LICENCE FILE...   add a package, or more of its files

``fetch`` and ``add`` use the npm client (``npm pack``), which itself verifies the checksum of
the archive; no script of a package is ever run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
INDEX = VENDOR / "VENDOR.json"
LICENCE_NAMES = ("LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "OFL.txt")


class VendorError(Exception):
    """A file is missing or is not what VENDOR.json says it is."""


def sha256(data: bytes) -> str:
    """Hex digest as VENDOR.json holds it."""
    return hashlib.sha256(data).hexdigest()


def folder_of(package: str, version: str) -> str:
    """``@fontsource-variable/inter`` 5.3.0 lives in ``inter-5.3.0``."""
    return f"{package.rsplit('/', 1)[-1]}-{version}"


def read_index() -> list[dict]:
    """The packages of VENDOR.json, in the order of their names."""
    return json.loads(INDEX.read_text(encoding="utf-8"))["packages"] if INDEX.exists() else []


def write_index(packages: list[dict]) -> None:
    """Written sorted, so that two people who add different packages rarely meet in one line."""
    ordered = sorted(packages, key=lambda entry: entry["package"])
    INDEX.write_text(json.dumps({"packages": ordered}, indent=2) + "\n", encoding="utf-8")


def unpack(package: str, version: str) -> dict[str, bytes]:
    """Every file of one published package, by its path inside the package."""
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(
            ["npm", "pack", f"{package}@{version}", "--ignore-scripts", "--pack-destination", place],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        archive = next(Path(place).glob("*.tgz"))
        with tarfile.open(archive) as tar:
            return {
                member.name.split("/", 1)[1]: tar.extractfile(member).read()  # type: ignore[union-attr]
                for member in tar.getmembers()
                if member.isfile() and "/" in member.name
            }


def place(entry: dict, published: dict[str, bytes], names: list[str]) -> None:
    """Write the named files and the licence into the package's folder and note their digests."""
    folder = VENDOR / folder_of(entry["package"], entry["version"])
    folder.mkdir(parents=True, exist_ok=True)
    licences = [name for name in LICENCE_NAMES if name in published]
    if not licences:
        raise VendorError(f"{entry['package']} carries no licence text")
    for name in [*names, licences[0]]:
        if name not in published:
            raise VendorError(f"{entry['package']}@{entry['version']} has no file {name}")
        digest = sha256(published[name])
        if entry["files"].setdefault(name, digest) != digest:
            raise VendorError(f"{name} of {entry['package']} is not the file that VENDOR.json describes")
        (folder / Path(name).name).write_bytes(published[name])


def add(spec: str, licence: str, names: list[str]) -> None:
    """Add files of PACKAGE@VERSION; another version replaces the entry, not the folder."""
    package, _, version = spec.rpartition("@")
    packages = read_index()
    entry = next((e for e in packages if e["package"] == package and e["version"] == version), None)
    if entry is None:
        entry = {"package": package, "version": version, "licence": licence, "files": {}}
        packages = [e for e in packages if e["package"] != package] + [entry]
    place(entry, unpack(package, version), names)
    entry["files"] = dict(sorted(entry["files"].items()))
    write_index(packages)


def faults() -> Iterator[tuple[dict, str]]:
    """(package, sentence) for every listed file that is missing or changed."""
    for entry in read_index():
        folder = VENDOR / folder_of(entry["package"], entry["version"])
        for name, digest in entry["files"].items():
            path = folder / Path(name).name
            if not path.exists():
                yield entry, f"missing: {path.relative_to(VENDOR)}"
            elif sha256(path.read_bytes()) != digest:
                yield entry, f"changed: {path.relative_to(VENDOR)}"


def fetch() -> None:
    """Bring back every package with a fault, and refuse any file whose digest differs."""
    for entry in {fault[0]["package"]: fault[0] for fault in faults()}.values():
        place(entry, unpack(entry["package"], entry["version"]), list(entry["files"]))


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0 when everything is as VENDOR.json says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("check")
    verbs.add_parser("fetch")
    adding = verbs.add_parser("add")
    adding.add_argument("spec")
    adding.add_argument("licence")
    adding.add_argument("files", nargs="+")
    options = parser.parse_args(arguments)
    try:
        if options.verb == "add":
            add(options.spec, options.licence, options.files)
        elif options.verb == "fetch":
            fetch()
    except (VendorError, subprocess.CalledProcessError, FileNotFoundError) as error:
        print(f"vendor: {error}", file=sys.stderr)
        return 1
    found = [sentence for _, sentence in faults()]
    print("\n".join(found) or f"{sum(len(e['files']) for e in read_index())} files are as VENDOR.json says")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
