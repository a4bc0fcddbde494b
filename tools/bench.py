"""Measure speed and memory; prints a table and asserts nothing.

Reads the corpora from $DEEDBOOK_SHARED (default ../shared); without it only the bundled examples are measured."""

import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

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


def sentences_a_second(reports: int) -> None:
    """Code Reuters reports in this process: one core, reading apart from coding."""
    from deedbook.coding import LexiconCoder
    from deedbook.coding.sentences import sentences
    from deedbook.reading import read
    from deedbook.records import Article

    files = [str(p) for p in sorted((SHARED / "corpora" / "reuters21578").glob("*.sgm"))]
    began = time.perf_counter()
    articles = list(islice((a for a in read(files) if isinstance(a, Article)), reports))
    reading = time.perf_counter() - began
    total = sum(len(sentences(a)) for a in articles)
    coder = LexiconCoder()
    began = time.perf_counter()
    events = sum(len(c.events) for c in coder.code(articles))
    coding = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    show(f"read {len(articles)} Reuters reports", reading, peak, f"{total / reading:.0f} sentences/s")
    show(f"code them ({total} sentences, one core)", coding, peak, f"{total / coding:.0f} sentences/s, {events} events")


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
        sentences_a_second(REPORTS)
    else:
        print(f"{SHARED}: no corpora there, so the Reuters figures are left out (set DEEDBOOK_SHARED).")


if __name__ == "__main__":
    main()
