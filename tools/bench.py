"""Measure speed and memory; prints a table and asserts nothing.

Reads the corpora from $DEEDBOOK_SHARED (default ../shared); without it only the bundled examples are measured."""

import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("DEEDBOOK_SHARED", ROOT.parent / "shared"))
REPORTS = 2000


def command(*words: str) -> tuple[float, float, int]:
    """Wall seconds, peak MB and exit status of one ``deedbook`` command in a process of its own."""
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "deedbook", *words], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    return time.perf_counter() - began, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


def show(label: str, seconds: float, megabytes: float, note: str = "") -> None:
    print(f"{label:52} {seconds:8.2f} s {megabytes:7.0f} MB  {note}")


def stages(reports: int) -> None:
    """Code Reuters reports in this process, stage by stage: where the time goes on one core."""
    from deedbook.coding.encoding import Source
    from deedbook.coding.reader import ReaderCoder
    from deedbook.coding.sentences import sentences
    from deedbook.reading import read
    from deedbook.records import Article

    began = time.perf_counter()
    coder = ReaderCoder()
    coder.model.read([Source("Japan praised China.")], 0.5)
    show("start the coder (codebook, names, weights)", time.perf_counter() - began, peak())
    began = time.perf_counter()
    articles = list(islice((a for a in read(reuters()) if isinstance(a, Article)), reports))
    reading = time.perf_counter() - began
    total = sum(len(sentences(a)) for a in articles)
    show(f"read {len(articles)} Reuters reports", reading, peak(), f"{total / reading:.0f} sentences/s")
    began = time.perf_counter()
    prepared = [coder.prepare(n, a) for n, a in enumerate(articles)]
    seconds = time.perf_counter() - began
    lines = [line for some in prepared for line in some.lines]
    share = 100 * len(lines) / total
    show("sentences, parties, gate", seconds, peak(), f"{total / seconds:.0f} sentences/s; {share:.1f} % pass")
    sources = [line.source.as_read() for line in lines]
    began = time.perf_counter()
    coder.model.pieces.encode(sources)
    show("word pieces of what passes", time.perf_counter() - began, peak())
    began = time.perf_counter()
    for at in range(0, len(sources), 64):
        coder.model.attribute(sources[at : at + 64])
    seconds = time.perf_counter() - began
    show("word pieces and encoder", seconds, peak(), f"{len(sources) / seconds:.0f} sentences/s that pass the gate")
    began = time.perf_counter()
    events = 0
    for at in range(0, len(articles), 64):
        events += sum(len(c.events) for c in coder.code(articles[at : at + 64]))
    seconds = time.perf_counter() - began
    show("all of coding, one core", seconds, peak(), f"{total / seconds:.0f} sentences/s, {events} events")


def _encode(folder: str, number: int, of: int, barrier: Any) -> None:
    from deedbook.coding.model import Model
    from deedbook.coding.reader import ReaderCoder
    from deedbook.reading import read
    from deedbook.records import Article

    coder = ReaderCoder()
    articles = list(islice((a for a in read([folder]) if isinstance(a, Article)), 1500))
    sources = [line.source.as_read() for n, a in enumerate(articles) for line in coder.prepare(n, a).lines][number::of]
    model = Model()
    model.attribute(sources[:64])
    barrier.wait()
    began = time.perf_counter()
    for at in range(0, len(sources), 256):
        model.attribute(sources[at : at + 256])
    seconds = time.perf_counter() - began
    show(f"encoder alone, process {number + 1} of {of}", seconds, peak(), f"{len(sources) / seconds:.0f} sentences/s")


def encoder(processes: int) -> None:
    """The encoder on sentences that pass the gate, in two processes at once."""
    barrier = multiprocessing.Barrier(processes)
    running = [
        multiprocessing.Process(target=_encode, args=(reuters()[0], n, processes, barrier)) for n in range(processes)
    ]
    for process in running:
        process.start()
    for process in running:
        process.join()


def whole() -> None:
    """``deedbook code`` on the whole corpus, two processes; every sentence counts."""
    from deedbook.coding.sentences import sentences
    from deedbook.reading import read
    from deedbook.records import Article

    total = sum(len(sentences(a)) for a in read(reuters()) if isinstance(a, Article))
    seconds, megabytes, status = command("code", "--jobs", "2", *reuters())
    note = f"{total} sentences, {total / seconds:.0f} sentences/s; memory of the largest process; exit {status}"
    show("deedbook code, all of Reuters, two processes", seconds, megabytes, note)


def reuters() -> list[str]:
    return [str(p) for p in sorted((SHARED / "corpora" / "reuters21578").glob("*.sgm"))]


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    show("deedbook --version (start-up)", *command("--version")[:2])
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "brief.html")
        sets = {"examples": [str(ROOT / "examples")]}
        if (SHARED / "seeds").is_dir():
            sets = {"both seeds": sorted(map(str, (SHARED / "seeds").glob("*.txt")))} | sets
        for name, sources in sets.items():
            for form in ("terminal", "html"):
                words = ["brief", *sources, "--pair", "PAK-USA", "--format", form, "-o", out]
                seconds, peak, status = command(*words)
                show(f"brief on {name}, {form}", seconds, peak, f"exit {status}" if status else "")
    if (SHARED / "corpora" / "reuters21578").is_dir():
        stages(REPORTS)
        encoder(2)
        whole()
    else:
        print(f"{SHARED}: no corpora there, so the Reuters figures are left out (set DEEDBOOK_SHARED).")


if __name__ == "__main__":
    main()
