"""Measure the desk under readers: 20 of them, each a page every two seconds, while a writer reads articles in.

The ledger is made up (tools/bench_ledger.py). Every page is asked for once before. Times are taken by the readers, on
this machine, so they hold the work of the desk and the wait for it; asserts nothing."""

import argparse
import gzip
import http.client
import multiprocessing
import random
import re
import statistics
import tempfile
import threading
import time
from itertools import islice
from pathlib import Path

from bench_ledger import News, grow

from deedbook.ledger import Ledger

EVERY = 2.0  # seconds between two pages of one reader


def serve(path: Path, port: int) -> None:
    from deedbook.desk.app import create_app
    from deedbook.desk.server import serve as run

    run(create_app(path), "127.0.0.1", port)


def write(path: Path, events: int, stop: threading.Event) -> None:
    """An article about every second, as reading from the web does."""
    reports = News(2, events).reports()
    with Ledger.open(path) as ledger:
        while not stop.wait(1.0):
            ledger.add_many(list(islice(reports, 1)), coder="made 1")


def fetch(port: int, page: str) -> tuple[int, float, bytes]:
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", page, headers={"Accept": "text/html", "Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, time.perf_counter() - began, body


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


def read(port: int, pages: list[str], seed: int, until: float, told: list[tuple[str, int, float]]) -> None:
    rng = random.Random(seed)
    time.sleep(rng.random() * EVERY)
    while (began := time.monotonic()) < until:
        page = rng.choice(pages)
        try:
            status, seconds, _ = fetch(port, page)
        except OSError:
            status, seconds = 0, 60.0
        told.append((page, status, seconds))
        time.sleep(max(0.0, EVERY - (time.monotonic() - began)))


def warm(port: int, pages: list[str]) -> None:
    """Every page once, as the first reader of the day meets it: what it waits for is told apart."""
    first: list[tuple[str, int, float]] = []
    for page in dict.fromkeys(pages):
        status, seconds, _ = fetch(port, page)
        first.append((page, status, seconds))
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
    _, _, body = fetch(port, page)
    text = gzip.decompress(body).decode() if body[:2] == b"\x1f\x8b" else body.decode()
    assets = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', text))
    return len(body), sum(len(fetch(port, asset)[2]) for asset in assets)


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
        server = multiprocessing.Process(target=serve, args=(path, chosen.port), daemon=True)
        server.start()
        while True:
            try:
                fetch(chosen.port, "/")
                break
            except OSError:
                time.sleep(0.2)
        print(f"{chosen.events:,} events; {len(set(pages))} pages; {chosen.readers} readers for {chosen.seconds:g} s")
        warm(chosen.port, pages)
        stop = multiprocessing.Event()
        writer = multiprocessing.Process(target=write, args=(path, chosen.events, stop), daemon=True)
        writer.start()
        told: list[tuple[str, int, float]] = []
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
        server.terminate()


def report(told: list[tuple[str, int, float]]) -> None:
    by_kind: dict[str, list[float]] = {"all": []}
    for page, _, seconds in told:
        by_kind.setdefault(kind(page), []).append(seconds)
        by_kind["all"].append(seconds)
    print(f"  {'pages':18} {'asked':>6} {'median':>8} {'90 %':>8} {'99 %':>8} {'worst':>8}")
    for name, times in by_kind.items():
        cuts = statistics.quantiles(times, n=100) if len(times) > 1 else times * 99
        print(
            f"  {name:18} {len(times):>6} {1000 * statistics.median(times):>5.0f} ms {1000 * cuts[89]:>5.0f} ms "
            f"{1000 * cuts[98]:>5.0f} ms {1000 * max(times):>5.0f} ms"
        )
    print(f"  answers that were no page: {sum(status != 200 for _, status, _ in told)}")


if __name__ == "__main__":
    main()
