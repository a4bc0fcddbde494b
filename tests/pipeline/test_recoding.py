"""Coding again: what changed is said, what people decided holds, what is lost is listed."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from deedbook.ledger import Ledger
from deedbook.pipeline import recode, run
from deedbook.records import Article, Coding, Decision

from .test_intake import KeywordCoder, write_lines


class Stricter(KeywordCoder):
    """Reads the first half otherwise: odd ones not at all, even ones as talks that may come."""

    name = "keyword 2"

    def code(self, articles: Sequence[Article]) -> list[Coding]:
        found = []
        for article, coding in zip(articles, super().code(articles), strict=True):
            number = int(article.raw.split("round ")[1].rstrip(". \n"))
            events = () if number % 2 else tuple(replace(e, status="discussed") for e in coding.events)
            found.append(replace(coding, events=coding.events if number > 30 else events))
        return found


def test_changes_are_told_and_lost_decisions_listed(tmp_path: Path) -> None:
    source = write_lines(tmp_path / "reports.jsonl", 60, broken=False)
    with Ledger.open(tmp_path / "l.sqlite") as ledger:
        run([str(source)], ledger, KeywordCoder())
        odd, even = (
            next(a for a in ledger.snapshot().articles.values() if a.raw.rstrip().endswith(f"round {n}."))
            for n in (5, 6)
        )
        decided = [
            Decision(
                "accept", hashlib.sha256(a.raw.encode()).hexdigest(), (at, at + 3), ("FRM", "NRL"), "M. Oru",
                datetime(2026, 3, 1, tzinfo=UTC),
            )
            for a in (odd, even)
            if (at := a.raw.index("met"))
        ]  # fmt: skip
        for decision in decided:
            ledger.decide(decision)
        assert ledger.orphans() == ()
        done = recode(ledger, Stricter())
        kinds = {change.what for change in done.changes}
        assert kinds == {"gone", "changed"}
        assert done.coded == ledger.counts().articles and 0 < done.same < done.coded
        assert ("status", "act", "discussed") in next(c for c in done.changes if c.what == "changed").fields
        assert ledger.orphans() == (decided[0],)
        kept = [entry for entry in ledger.snapshot().entries if entry.reviewed]
        assert [entry.article_key for entry in kept] == [even.key]
        again = recode(ledger, Stricter())
        assert (again.coded, again.changes) == (0, ())
        back = recode(ledger, replaced_name())
        assert {change.what for change in back.changes} == {"new", "changed"} and ledger.orphans() == ()


def replaced_name() -> KeywordCoder:
    coder = KeywordCoder()
    coder.name = "keyword 3"
    return coder
