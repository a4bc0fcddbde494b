"""One run into the ledger: resumable, countable, and deaf to being killed."""

import json
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from deedbook.ledger import Ledger, LedgerError
from deedbook.pipeline import run
from deedbook.records import Article, Coding, Event, Party, Phrase, Span


class KeywordCoder:
    """Codes each sentence that holds "met" as a meeting of Norland with Farmark."""

    name = "keyword 1"

    def __init__(self, pause: float = 0) -> None:
        self.pause = pause
        self.batches: list[int] = []

    def code(self, articles: Sequence[Article]) -> list[Coding]:
        self.batches.append(len(articles))
        time.sleep(self.pause)
        return [Coding(events=tuple(self._events(article))) for article in articles]

    def _events(self, article: Article) -> list[Event]:
        found = []
        for sentence in re.finditer(r"[^.\n]+\.", article.raw):
            if match := re.search(r"\bmet\b", sentence.group()):
                start = sentence.start() + match.start()
                found.append(
                    Event(
                        article.id, f"{start:016x}", "CONSULT", "verbal cooperation", "act", Party("NRL"), Party("FRM"),
                        Phrase(start, start + 3, "met"), Span(*sentence.span()), symmetric=True, coder=self.name,
                    )
                )  # fmt: skip
        return found


def write_lines(path: Path, count: int, *, broken: bool = True) -> Path:
    """JSON lines: every seventh a repeat of an earlier text, every eleventh broken."""
    lines = []
    for at in range(count):
        repeat = at % 7 == 3
        text = f"Minister Oru of Norland met Farmark's envoy about the harbour, round {at // 28 if repeat else at}."
        day = 1 if repeat else at % 28 + 1
        line = json.dumps({"id": f"l{at}", "text": text, "date": f"2025-11-{day:02d}", "outlet": "The Courier"})
        lines.append(line[: len(line) // 2] if broken and at % 11 == 5 else line)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def source(tmp_path: Path) -> str:
    return str(write_lines(tmp_path / "reports.jsonl", 60))


def test_a_run_reads_codes_and_stores(source: str) -> None:
    told: list[tuple[int, str]] = []
    coder = KeywordCoder()
    with Ledger.temporary() as ledger:
        report = run([source], ledger, coder, progress=lambda count, id: told.append((count, id)))
        assert report.read == report.coded + report.known == len(told)
        assert report.known > 0
        assert report.events == report.coded
        assert max(coder.batches) == 32
        assert [count for count, _ in told] == list(range(1, len(told) + 1))
        assert len(report.problems) == sum(at % 11 == 5 for at in range(60))
        assert "line 6" in str(report.problems[0])
        counts = ledger.counts()
        assert (counts.articles, counts.problems) == (report.coded, len(report.problems))


def test_a_second_run_codes_nothing_and_changes_nothing(source: str) -> None:
    with Ledger.temporary() as ledger:
        first = run([source], ledger, KeywordCoder())
        before = ledger.dump()
        coder = KeywordCoder()
        again = run([source], ledger, coder)
        assert (again.read, again.known, again.coded, coder.batches) == (first.read, first.read, 0, [])
        assert ledger.dump() == before


def test_one_text_in_two_files_is_one_article_with_two_sightings(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Norland and Farmark\n\nMinister Oru of Norland met Farmark's envoy on Monday.\n")
    with Ledger.temporary() as ledger:
        report = run([str(tmp_path)], ledger, KeywordCoder())
        assert (report.read, report.coded, report.known) == (2, 1, 1)
        assert (ledger.counts().articles, ledger.counts().sightings) == (1, 2)


def test_other_languages_are_stored_and_counted_as_unread(tmp_path: Path) -> None:
    french = tmp_path / "fr.txt"
    french.write_text(
        "Le ministre des affaires étrangères a rencontré son homologue lundi à Paris pour parler du commerce et de la "
        "sécurité. Les deux pays ont décidé de poursuivre leurs discussions dans les prochaines semaines, selon un "
        "communiqué publié par le gouvernement après la réunion, qui a duré plus de trois heures.\n",
        encoding="utf-8",
    )
    with Ledger.temporary() as ledger:
        report = run([str(french)], ledger, KeywordCoder())
        assert (report.read, report.coded, dict(report.unread)) == (1, 0, {"fr": 1})
        assert ledger.counts().articles == 1
        assert len(ledger.snapshot().articles) == 1


def test_a_missing_source_is_a_problem_and_the_rest_goes_on(source: str, tmp_path: Path) -> None:
    with Ledger.temporary() as ledger:
        report = run([str(tmp_path / "nowhere.txt"), source], ledger, KeywordCoder())
        assert report.coded > 0
        assert "nowhere.txt" in str(report.problems[0])


def test_another_coder_adds_its_own_codings(source: str) -> None:
    with Ledger.temporary() as ledger:
        first = run([source], ledger, KeywordCoder())
        newer = KeywordCoder()
        newer.name = "keyword 2"
        report = run([source], ledger, newer)
        assert report.coded == first.coded
        assert ledger.counts().codings == 2 * first.coded
        assert {entry.event.coder for entry in ledger.snapshot().entries} == {"keyword 2"}


# -- killed ----------------------------------------------------------------------------------------------------------

RUN = """
import sys
sys.path.insert(0, sys.argv[3])
from tests.pipeline.test_intake import KeywordCoder
from deedbook.ledger import Ledger, LedgerError
from deedbook.pipeline import run
print("ready", flush=True)
with Ledger.open(sys.argv[1]) as ledger:
    run([sys.argv[2]], ledger, KeywordCoder(pause=0.02), progress=lambda count, id: print(id, flush=True))
"""


def reading(ledger: Path, source: Path) -> subprocess.Popen[str]:
    here = str(Path(__file__).resolve().parents[2])
    command = [sys.executable, "-c", RUN, str(ledger), str(source), here]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_killing_a_run_at_any_moment_and_running_it_again_gives_the_same_ledger(tmp_path: Path) -> None:
    source = write_lines(tmp_path / "reports.jsonl", 300)
    with Ledger.open(tmp_path / "whole.sqlite") as ledger:
        run([str(source)], ledger, KeywordCoder())
        expected = ledger.dump()
    path, rng, killed = tmp_path / "killed.sqlite", random.Random(), 0
    for _ in range(12):
        with reading(path, source) as process:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
            time.sleep(rng.uniform(0, 0.12))
            process.send_signal(signal.SIGKILL)
            told = set(process.stdout.read().split())
        killed += process.returncode == -signal.SIGKILL
        if told:
            with Ledger.open(path) as ledger:
                assert ledger.counts().articles == ledger.counts().codings, "no article without its coding"
                facts = [json.loads(line) for line in ledger.dump().splitlines()]
                assert told <= {fact[3] for fact in facts if fact[0] == "sighting"}, "what was told is on record"
    assert killed >= 3, "the process was too fast to be killed"
    with reading(path, source) as process:
        process.communicate()
    assert process.returncode == 0
    with Ledger.open(path) as ledger:
        assert ledger.dump() == expected


def test_a_locked_ledger_stops_the_run_with_the_ledgers_own_words(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    from deedbook.ledger import database

    monkeypatch.setattr(database, "WAIT_SECONDS", 0.1)
    path = tmp_path / "l.sqlite"
    Ledger.open(path).close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with Ledger.open(path) as ledger, pytest.raises(LedgerError, match="in use"):
        run([source], ledger, KeywordCoder())
    holder.close()
