"""A full room: joins, and the time from one phone's tap to all phones at its table, beside the bare lanes and polling.

Server and phones share this machine, over loopback. The product runs as `./run` starts it, on SQLite, in full rooms
made by its own verbs; phones are clients of their own (_phones.py), which speak the protocol and import nothing of it.
Taps come at random moments, whether the server keeps up or not. Beside each size: the bare lanes (_bare_lanes.py) that
do nothing but keep a row and tell the table; beside the first: phones that poll instead of listening.

    ./run bench room [--quick] [--seconds 30] [--only joins,product,bare,polling] [--processes 2]
                     [--sizes 2000:100,5000:250,10000:400]
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks._labelled import read_labelled
from benchmarks._room_load import POLL_SECONDS, Chosen, Round, run_joins, run_round
from benchmarks._room_servers import ROOT, Served, bare, prepare, product

AT_A_TABLE = 6


@contextmanager
def serving(server: Served) -> Iterator[Served]:
    """Stop a server whatever happens."""
    try:
        time.sleep(2)  # the worker's own start is over
        yield server
    finally:
        server.stop()


def measure(chosen: Chosen, only: set[str], sizes: list[tuple[int, float]], joins: list[tuple[int, float]]) -> None:
    """Run all rounds and print each as it ends."""
    number = 0

    def folder() -> Path:
        nonlocal number
        number += 1
        return chosen.folder / str(number)

    if "joins" in only:
        print("\n| joins from one address | joined | page p50 / p95 | join p50 / p95 | server CPU s | not joined |")
        print("|--|--|--|--|--|--|")
        for people, seconds in joins:
            with serving(product(chosen.prepared, folder(), chosen.processes)) as server:
                print_joins(people, seconds, run_joins(chosen, server, people, seconds))
    header = "phones, answers/s | server | taps/s kept | acknowledged p50 / p95 / p99 | on all phones p50 / p95 / p99"
    header += " | unheard, lost, doubled | MB before, connected, after | KB a phone | server CPU | phones' CPU | notes"
    print(f"\n| {header} |\n|{'--|' * 11}")
    for place, (people, rate) in enumerate(sizes):
        phones = chosen.phones[:people]
        if "product" in only:
            with serving(product(chosen.prepared, folder(), chosen.processes)) as server:
                print_round(people, rate, chosen.name, run_round(chosen, server, phones, rate))
        if "bare" in only:
            bare_phones = [{**phone, "cookies": {"table": phone["table"]}} for phone in phones]
            with serving(bare(folder())) as server:
                print_round(people, rate, "bare lanes", run_round(chosen, server, bare_phones, rate, state=False))
        if "polling" in only and not place:
            with serving(product(chosen.prepared, folder(), chosen.processes)) as server:
                name = f"{chosen.name}, polled every {POLL_SECONDS:g} s"
                print_round(people, rate, name, run_round(chosen, server, phones, rate, mode="poll"))


def print_joins(people: int, seconds: float, one: Round) -> None:
    """Print one line."""
    bad = {name: count for name, count in one.counts.items() if name != "joined" and not name.endswith(" 200")}
    print(
        f"| {people} in {seconds:g} s | {one.counts['joined']}"
        f" | {one.quantile('page', 0.5):.0f} / {one.quantile('page', 0.95):.0f} ms"
        f" | {one.quantile('join', 0.5):.0f} / {one.quantile('join', 0.95):.0f} ms"
        f" | {one.server_cpu:.1f} | {_spelled(bad) or '-'} |",
        flush=True,
    )


def print_round(people: int, rate: float, name: str, one: Round) -> None:
    """Print one line."""
    kept = one.counts["operation 200"] / one.seconds
    odd = {
        what: count
        for what, count in one.counts.items()
        if what.split()[0] in ("operation", "state", "stream", "poll", "connect") and not what.endswith(" 200")
    }
    late = one.quantile("late", 0.99)
    notes = [f"phones late by p99 {late:.0f} ms"] if late > 20 else []
    notes += [_spelled(odd)] if odd else []
    acknowledged, heard = (
        " / ".join(f"{one.quantile(what, share):.0f}" for share in (0.5, 0.95, 0.99)) for what in ("ack", "heard")
    )
    before, connected, after = one.memory
    print(
        f"| {people}, {rate:g} | {name} | {kept:.1f}"
        f" | {acknowledged} ms | {heard} ms"
        f" | {one.counts['unheard']}, {one.counts['lost']}, {one.counts['doubled'] + one.counts['twice']}"
        f" | {before:.0f}, {connected:.0f}, {after:.0f} | {(connected - before) * 1000 / people:.1f}"
        f" | {one.server_cpu / one.took:.2f} | {one.load_cpu / one.took:.2f} | {'; '.join(notes) or '-'} |",
        flush=True,
    )


def _spelled(counts: dict[str, int]) -> str:
    return ", ".join(f"{name}: {count}" for name, count in sorted(counts.items()))


def main() -> None:
    """Read what to measure, prepare the rooms once, and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT / "benchmarks" / "data", help="where the texts are")
    parser.add_argument("--seconds", type=float, default=25, help="of writing per round (default 25)")
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--sizes", default="2000:100,5000:250,10000:400", help="phones:answers a second, ...")
    parser.add_argument("--joins", default="300:60,300:5", help="phones:seconds, ...")
    parser.add_argument("--only", default="joins,product,bare,polling")
    parser.add_argument("--connects", type=float, default=300, help="phones a second that come in before the writing")
    parser.add_argument("--processes", type=int, default=1, help="of the product; more than one needs redis-server")
    parser.add_argument("--room", type=int, default=500, help="phones in a gathering")
    parser.add_argument("--quick", action="store_true", help="a minute: 200 phones, 20 answers a second, 60 joins")
    asked = parser.parse_args()
    if asked.quick:
        asked.sizes, asked.joins, asked.seconds, asked.connects = "200:20", "60:5", 6, 100
    sizes = [(int(people), float(rate)) for people, _, rate in (one.partition(":") for one in asked.sizes.split(","))]
    joins = [(int(people), float(span)) for people, _, span in (one.partition(":") for one in asked.joins.split(","))]
    most = max(people for people, _rate in sizes)
    allow_descriptors(most + 2_500)
    rng = random.Random(asked.seed)
    texts = rng.sample(read_labelled(asked.data, "banking77")[0], 500)
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f} before, {asked.seconds:g} s a round, seed {asked.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="gap-room-") as folder:
        prepared = Path(folder) / "prepared"
        started = time.monotonic()
        told = prepare(prepared, most, asked.room, AT_A_TABLE)
        print(f"{most} seats prepared in {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
        chosen = Chosen(
            seconds=asked.seconds, seed=asked.seed, connects=asked.connects, texts=texts, prepared=prepared,
            phones=told["phones"], code=told["code"], folder=Path(folder),
            processes=asked.processes,
        )  # fmt: skip
        measure(chosen, set(asked.only.split(",")), sizes, joins)
    print(f"\nload {os.getloadavg()[0]:.1f} after", flush=True)


def allow_descriptors(wanted: int) -> None:
    """Raise the limit of open files for the server and the phones, or say that it cannot be."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
    if min(wanted, hard) < wanted:
        print(f"Only {hard} open files are allowed here (ulimit -Hn), {wanted} are needed: expect refusals.")


if __name__ == "__main__":
    main()
