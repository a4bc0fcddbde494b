"""Measure the desk under readers: 20 of them, each a page every two seconds, while a writer reads articles in.

The ledger is made up (tools/bench_ledger.py), the desk is `deedbook desk` as anybody starts it. Every page is asked for
once before. Times are taken by the readers, on this machine, so they hold the work of the desk and the wait for it. How
often a page was shown as it had been, while a newer one was being made, is told too, and how old it was; asserts
nothing."""

import argparse
import gzip
import http.client
import multiprocessing
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from bench_ledger import YEARS, News, grow

from deedbook.ledger import Ledger

EVERY = 2.0  # seconds between two pages of one reader


@dataclass(frozen=True)
class Got:
    """What a reader got: ``age`` is of a page shown as it had been, in seconds."""

    page: str
    status: int
    seconds: float
    age: int | None


def serve(path: Path, port: int) -> subprocess.Popen[bytes]:
    """`deedbook desk`, once it answers."""
    desk = subprocess.Popen([sys.executable, "-m", "deedbook", "desk", "--ledger", str(path), "--port", str(port)])
    while True:
        try:
            fetch(port, "/sign-in")
            return desk
        except OSError:
            time.sleep(0.2)


def write(path: Path, events: int, stop: Event, written: Any) -> None:
    """An article about every second, as reading from the web does, of the pairs that the ledger tells most of: the
    day after its last."""
    news = News(1, events)
    news.random.seed(time.time_ns())
    reports = news.reports(datetime(2015, 1, 1) + timedelta(days=365 * YEARS))
    with Ledger.open(path) as ledger:
        while not stop.wait(1.0):
            ledger.add_many(list(islice(reports, 1)), coder="made 1")
            written.value += 1


def fetch(port: int, page: str) -> tuple[Got, bytes]:
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", page, headers={"Accept": "text/html", "Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    age = answer.headers["Age"]
    return Got(page, answer.status, time.perf_counter() - began, int(age) if age else None), body


def pages_of(path: Path, count: int) -> list[str]:
    """Pages as readers open them: mostly relations, the larger pairs more often; their commitments and articles."""
    rng = random.Random(3)
    with Ledger.open(path, create=False) as ledger:
        pairs = sorted(ledger.pairs(), key=lambda pair: -pair.reports)[:count]
        found = ["/", "/search?q=loan+railway", "/search?q=%22border+security%22", "/review?pair={}-{}"]
        for rank, pair in enumerate(pairs):
            name = f"{pair.one}-{pair.other}"
            other = pairs[(rank + 7) % len(pairs)]
            found += [f"/{name}"] * max(1, 4 - rank // 5)
            found += [f"/{name}?against={other.one}-{other.other}", f"/{name}?domain=trade"]
            snapshot = ledger.snapshot(pairs=[(pair.one, pair.other)])
            own = [c for c in snapshot.commitments if {c.giver, c.receiver} == {pair.one, pair.other}]
            found += [f"/{name}/commitments/{c.id}" for c in own[:2]]
            found += [f"/articles/{key}" for key in rng.sample(sorted(snapshot.articles), 2)]
        found[3] = f"/review?pair={pairs[0].one}-{pairs[0].other}"
    return found


def read(port: int, pages: list[str], seed: int, until: float, told: list[Got]) -> None:
    rng = random.Random(seed)
    time.sleep(rng.random() * EVERY)
    while (began := time.monotonic()) < until:
        page = rng.choice(pages)
        try:
            told.append(fetch(port, page)[0])
        except OSError:
            told.append(Got(page, 0, 60.0, None))
        time.sleep(max(0.0, EVERY - (time.monotonic() - began)))


def warm(port: int, pages: list[str]) -> None:
    """Every page once, as the first reader of the day meets it: what it waits for is told apart."""
    first = [fetch(port, page)[0] for page in dict.fromkeys(pages)]
    print("each page for the first time, one after another:")
    report(first)
    print("then:")


def kind(page: str) -> str:
    path = page.partition("?")[0]
    if path in ("/", "/search", "/review"):
        return path
    if "/commitments/" in path:
        return "commitment"
    return "article" if path.startswith("/articles/") else "relation against" if "against=" in page else "relation"


def weigh(port: int, page: str) -> tuple[int, int]:
    """Bytes as sent, compressed: the page, and what it loads with it (style, script, typefaces)."""
    _, body = fetch(port, page)
    text = gzip.decompress(body).decode() if body[:2] == b"\x1f\x8b" else body.decode()
    assets = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', text))
    return len(body), sum(len(fetch(port, asset)[1]) for asset in assets)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--pairs", type=int, default=20, help="the pairs of most reports, which are read")
    parser.add_argument("--folder", type=Path, help="where the ledger is made, and stays (default: gone afterwards)")
    parser.add_argument("--port", type=int, default=8790)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = (chosen.folder or Path(folder)) / f"made-{chosen.events}.sqlite"
        if not path.exists():
            grow(path, chosen.events, 1)
        pages = pages_of(path, chosen.pairs)
        desk = serve(path, chosen.port)
        print(
            f"{chosen.events:,} events; {len(set(pages))} pages; {chosen.readers} readers for {chosen.seconds:g} s",
            flush=True,
        )
        warm(chosen.port, pages)
        stop, written = multiprocessing.Event(), multiprocessing.Value("i", 0)
        writer = multiprocessing.Process(target=write, args=(path, chosen.events, stop, written), daemon=True)
        writer.start()
        told: list[Got] = []
        until = time.monotonic() + chosen.seconds
        readers = [
            threading.Thread(target=read, args=(chosen.port, pages, seed, until, told))
            for seed in range(chosen.readers)
        ]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        stop.set()
        writer.join(5)
        report(told)
        for page in (pages[0], pages[4], next(p for p in pages if "/articles/" in p)):
            own, rest = weigh(chosen.port, page)
            print(f"  weight of {page[:40]:42} {own / 1024:6.0f} KB and {rest / 1024:5.0f} KB of files that are kept")
        print(f"  articles written meanwhile: {written.value}; memory of the desk: {memory(desk.pid):.0f} MB")
        desk.terminate()
        desk.wait()


def memory(pid: int) -> float:
    """Of a process and those that it started, in megabytes (Linux; shared pages count for each)."""
    held = 0.0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            found = dict(line.split(":", 1) for line in status.read_text().splitlines())
        except (OSError, ValueError):
            continue
        if pid in (int(found["Pid"]), int(found["PPid"])) and "VmRSS" in found:
            held += int(found["VmRSS"].split()[0]) / 1024
    return held


def report(told: list[Got]) -> None:
    by_kind: dict[str, list[float]] = {"all": []}
    for got in told:
        by_kind.setdefault(kind(got.page), []).append(got.seconds)
        by_kind["all"].append(got.seconds)
    print(f"  {'pages':18} {'asked':>6} {'median':>8} {'90 %':>8} {'99 %':>8} {'worst':>8}")
    for name, times in by_kind.items():
        cuts = statistics.quantiles(times, n=100) if len(times) > 1 else times * 99
        print(
            f"  {name:18} {len(times):>6} {1000 * statistics.median(times):>5.0f} ms {1000 * cuts[89]:>5.0f} ms "
            f"{1000 * cuts[98]:>5.0f} ms {1000 * max(times):>5.0f} ms"
        )
    print(f"  answers that were no page: {sum(got.status != 200 for got in told)}")
    ages = sorted(got.age for got in told if got.age is not None)
    if ages:
        print(
            f"  shown as they had been, while a newer one was made: {len(ages)} ({100 * len(ages) / len(told):.0f} %), "
            f"{statistics.median(ages):.0f} s old at the median, {ages[-1]} s at most"
        )


if __name__ == "__main__":
    main()
