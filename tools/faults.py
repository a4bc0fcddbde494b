"""Kill a reader and a reviewer at random moments, two hundred times or more, and look at what is left.

Exits 1 at any loss.

Each round starts a process that reads reports into one ledger, or decides on what is in it, tells on its standard
output what it was acknowledged, and is killed (SIGKILL) at a moment drawn anew. After each kill the ledger must open,
pass SQLite's own check, hold all that was acknowledged, hold no article without its coding, and have an index that is
in step with its facts. After the last, an undisturbed run must end in the ledger of a run that nobody disturbed."""

import argparse
import hashlib
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from deedbook.ledger import Ledger
from deedbook.ledger.packing import pack
from deedbook.pipeline import run
from deedbook.records import Article, Coding, Decision, Event, Party, Phrase, Span

OPENING = 0.15  # of the kills while the file is being made or opened, the rest while it is written
NAMES = ("NRL", "FRM", "PAK", "USA", "IND")


class MadeCoder:
    """Codes each sentence that holds "met" as a meeting of the two whose codes it names; takes ``pause`` seconds."""

    name = "made 1"

    def __init__(self, pause: float = 0.0) -> None:
        self.pause = pause

    def code(self, articles: Sequence[Article]) -> list[Coding]:
        time.sleep(self.pause)
        return [Coding(tuple(self._events(article))) for article in articles]

    def _events(self, article: Article) -> list[Event]:
        return [
            Event(
                article.id, f"{m.start():016x}", "CONSULT", "verbal cooperation", "act", Party(m[1]), Party(m[2]),
                Phrase(m.start(), m.end(), m[0]), Span(m.start(), m.end()), symmetric=True, coder=self.name,
            )
            for m in re.finditer(r"([A-Z]{3}) met ([A-Z]{3})", article.raw)
        ]  # fmt: skip


def write_reports(path: Path, count: int) -> None:
    """JSON lines, every seventh the text of an earlier one."""
    draw = random.Random(1)
    lines = []
    for at in range(count):
        one, other = draw.sample(NAMES, 2)
        # Words of its own: where more than a hundred texts share a form of words, not all are compared.
        rest = " ".join("".join(draw.choices("bdgklmnprst", k=5)) for _ in range(48))
        told = f"{one} met {other} about matter {at % 40} in round {at}. The {rest}."
        repeat = json.loads(lines[at - 5])["text"] if at % 7 == 6 else told
        day = f"2025-{1 + at // 28 % 12:02d}-{at % 28 + 1:02d}"
        lines.append(json.dumps({"id": f"l{at}", "text": repeat, "date": day, "outlet": f"Paper {at % 9}"}))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read(ledger: Path, reports: Path) -> None:
    """What the killed reader does: tells each article once it is on record."""
    print("ready", flush=True)
    with Ledger.open(ledger) as held:
        run([str(reports)], held, MadeCoder(0.004), progress=lambda _, name: print(name, flush=True))


def decide(ledger: Path, seed: int) -> None:
    """What the killed reviewer does: accepts or rejects one event after another, and tells each decision's hash."""
    print("ready", flush=True)
    draw = random.Random(seed)
    with Ledger.open(ledger) as held:
        snapshot = held.snapshot()
        while True:
            entry = draw.choice(snapshot.entries)
            assert entry.event.cue
            text = snapshot.articles[entry.article_key].raw
            decision = Decision(
                draw.choice(("accept", "reject", "note")), hashlib.sha256(text.encode()).hexdigest(),
                (entry.event.cue.start, entry.event.cue.end),
                (str(entry.event.actor.code), str(entry.event.recipient.code)), "M. Oru", datetime.now(UTC),
            )  # fmt: skip
            held.decide(decision)
            print(_digest(pack(decision)), flush=True)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def check(path: Path, told: set[str], decided: set[str]) -> None:
    """Raises AssertionError at the first thing that is not as it must be."""
    with Ledger.open(path) as ledger:
        raw = sqlite3.connect(path)
        assert raw.execute("PRAGMA integrity_check").fetchone()[0] == "ok", "the file is not sound"
        raw.close()
        counts = ledger.counts()
        assert counts.articles == counts.codings, "an article without its coding"
        lines = [json.loads(line) for line in ledger.dump().splitlines()]
        assert told <= {line[3] for line in lines if line[0] == "sighting"}, "an acknowledged article is lost"
        kept = {_digest(line[1]) for line in lines if line[0] == "decision"}
        assert decided <= kept, "an acknowledged decision is lost"
        in_step(ledger)


def in_step(ledger: Ledger) -> None:
    """The index holds the acts that a snapshot of all facts has."""
    facts = ledger.facts()
    named = {
        number: (reading.article_key, event.event_id)
        for reading in facts.readings
        for number, event in zip(reading.numbers, reading.coding.events, strict=True)
    }
    found: dict[int, set[tuple[str, str]]] = {}
    with ledger._lookup() as connection:
        for number, act in connection.execute("SELECT number, act FROM indexed_events WHERE act IS NOT NULL"):
            found.setdefault(act, set()).add(named[number])
    acts = {frozenset((e.article_key, e.event.event_id) for e in act.entries) for act in ledger.snapshot().occurrences}
    assert {frozenset(members) for members in found.values()} == acts, "the index is not in step"


def killed(words: Sequence[str], after: float, known: set[str], *, opening: bool) -> tuple[set[str], bool]:
    """What the process told before it was killed, and whether it was: ``after`` seconds from what it was first
    acknowledged beyond what is ``known``, or, to kill it while it is ``opening`` the file, from its start."""
    with subprocess.Popen([sys.executable, __file__, *words], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        first = process.stdout.readline()
        while not opening and (line := process.stdout.readline()):
            first += line
            if line.rstrip() not in known:
                break
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read()
    # A line cut off by the kill was not acknowledged.
    lines = (first + rest).split("\n")[:-1]
    return set(lines) - {"ready"}, process.returncode == -signal.SIGKILL


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--reports", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    chosen = parser.parse_args()
    draw = random.Random(chosen.seed)
    print(f"seed {chosen.seed}")
    with tempfile.TemporaryDirectory() as folder:
        reports, path = Path(folder) / "reports.jsonl", Path(folder) / "killed.sqlite"
        write_reports(reports, chosen.reports)
        told: set[str] = set()
        decided: set[str] = set()
        kills = {"reading": 0, "deciding": 0}
        # A reader killed while it opened the file leaves nothing to decide on, and one is killed in its place: so the
        # two are counted apart.
        while min(kills.values()) * 2 < chosen.kills:
            reading = kills["reading"] <= kills["deciding"] or not told
            if reading:
                words, longest = ["read", str(path), str(reports)], 0.25
            else:
                words, longest = ["decide", str(path), str(draw.randrange(10**6))], 0.15
            opening = draw.random() < OPENING
            new, dead = killed(words, draw.uniform(0, 1 if opening else longest), told | decided, opening=opening)
            if reading:
                told |= new
            else:
                decided |= new
            if not dead:
                if not reading:
                    raise SystemExit("the reviewer ended by itself")
                path = Path(folder) / f"killed-{sum(kills.values())}.sqlite"  # all is read: begin again in a new file
                told, decided = set(), set()
                continue
            kills["reading" if reading else "deciding"] += 1
            try:
                check(path, told, decided)
            except AssertionError as error:
                print(f"after kill {sum(kills.values())} ({'reading' if reading else 'deciding'}): {error}")
                return 1
            if sum(kills.values()) % 20 == 0:
                print(f"{sum(kills.values())} kills; {len(told)} articles, {len(decided)} decisions", flush=True)
        with Ledger.open(path) as ledger, Ledger.open(Path(folder) / "whole.sqlite") as whole:
            run([str(reports)], ledger, MadeCoder())
            run([str(reports)], whole, MadeCoder())
            for one in ledger.decisions():
                whole.decide(one)
            if ledger.dump() != whole.dump():
                print("read to the end, the ledger differs from an undisturbed one")
                return 1
            in_step(ledger)
    print(f"{kills['reading']} kills while reading, {kills['deciding']} while deciding: nothing acknowledged was lost.")
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["read"]:
        read(Path(sys.argv[2]), Path(sys.argv[3]))
    elif sys.argv[1:2] == ["decide"]:
        decide(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        sys.dont_write_bytecode = os.environ.get("PYTHONDONTWRITEBYTECODE") is not None
        sys.exit(main())
